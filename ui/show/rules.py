"""The house's opening hours and its customers' waking hours in words, with where they are changed."""

import streamlit as st
from babel import Locale

from core.format import day
from core.hours import DAY_MINUTES, Hours, parse_hours
from ui.answers import house
from ui.labels import plain
from ui.words import language, say

WEEK = range(1, 8)
NAMED_MOST = 12


def hours_in_force() -> None:
    """One paragraph that says which hours count as open, and which as awake."""
    rules = house()
    opening, waking = (hours_in_words(parse_hours(text)) for text in (rules.opening_hours, rules.waking_hours))
    told = [say("hours.in_force", opening=opening, zone=rules.time_zone, waking=waking)]
    if rules.holidays:
        told.append(say("hours.holidays", days=_listed([day(one, "day", language()) for one in rules.holidays])))
    if own := [queue.name for queue in rules.queues if rules.opening(queue.name) != rules.opening()]:
        told.append(say("hours.own", queues=_listed([plain(name) for name in own])))
    st.caption(" ".join(told))


def _listed(names: list[str]) -> str:
    """The first few, and how many more there are."""
    more = f" +{len(names) - NAMED_MOST}" if len(names) > NAMED_MOST else ""
    return ", ".join(names[:NAMED_MOST]) + more


def hours_in_words(hours: Hours) -> str:
    """`Mon–Fri 09:00–18:00; Sat 10:00–14:00`, in the reader's language; days without hours are not named."""
    spans = {day: hours.on(day) for day in WEEK}
    if len(set(spans.values())) == 1:
        return _every_day(spans[1])
    begins = [day for day in WEEK if day == 1 or spans[day] != spans[day - 1]]
    stretches = zip(begins, [*(day - 1 for day in begins[1:]), 7], strict=True)
    return "; ".join(f"{_days(first, last)} {_times(spans[first])}" for first, last in stretches if spans[first])


def _every_day(spans: tuple[tuple[int, int], ...]) -> str:
    if spans == ((0, DAY_MINUTES),):
        return say("hours.always")
    return say("hours.every_day", times=_times(spans))


def _days(first: int, last: int) -> str:
    names = Locale(language()).days["stand-alone"]["abbreviated"]
    return names[first - 1] if first == last else f"{names[first - 1]}–{names[last - 1]}"


def _times(spans: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{_clock(first)}–{_clock(last)}" for first, last in spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
