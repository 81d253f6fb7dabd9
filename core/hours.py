"""Hours of the week: when a house is open, or when customers may be reached, as text that a person writes.

    Mon-Fri 09:00-18:00; Sat 10:00-14:00      days and times, parts separated by semicolons
    Mon,Wed 09:00-13:00,14:00-18:00           lists of days, and several spans a day
    22:00-06:00                               every day, over midnight
    Fri-Mon 00:00-24:00                       over the end of the week, and whole days

No text at all means always.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

import polars as pl

from core.errors import DefinitionError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
_FIRST_MINUTE = 3 * DAY_MINUTES
"""Of 1970 within its week: it began on a Thursday."""

EXAMPLE = "Mon-Fri 09:00-18:00; Sat 10:00-14:00"

_DAY = r"[A-Za-z]{3}"
_DAYS = rf"{_DAY}(?:\s*-\s*{_DAY})?"
_TIMES = r"\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d"
_PART = re.compile(rf"(?:({_DAYS}(?:\s*,\s*{_DAYS})*)\s+)?({_TIMES}(?:\s*,\s*{_TIMES})*)")


@dataclass(frozen=True)
class Hours:
    """Spans of the week; equal hours are equal values, however they are written.

    Args:
        spans: first and last minute of each, counted from Monday's midnight, the last not included; in order, and
            neither overlapping nor touching.
    """

    spans: tuple[tuple[int, int], ...]

    def on(self, day: int) -> tuple[tuple[int, int], ...]:
        """The spans of one day, 1 = Monday, as minutes from its midnight: what a drawing of that day shows."""
        begin = (day - 1) * DAY_MINUTES
        cut = ((max(first - begin, 0), min(last - begin, DAY_MINUTES)) for first, last in self.spans)
        return tuple((first, last) for first, last in cut if first < last)


@cache
def parse_hours(text: str) -> Hours:
    """The hours that a text writes down; always, when it is empty.

    Raises:
        DefinitionError: the text cannot be read; the message quotes the part and shows one that can.
    """
    if not text.strip():
        return Hours(((0, WEEK_MINUTES),))
    return Hours(_merged([span for part in text.split(";") for span in _part(part.strip())]))


def is_within(local: pl.Expr, hours: Hours) -> pl.Expr:
    """Whether a wall clock shows one of these hours; null where it is null.

    Args:
        local: what the clock shows, with or without a zone.
    """
    # The clock is read once, and found by one search: each mention of a customer's own clock is worked out again.
    minutes = local.dt.replace_time_zone(None).dt.epoch("ms") // 60_000
    of_week = (minutes + _FIRST_MINUTE) % WEEK_MINUTES
    edges = pl.lit(pl.Series([edge for span in hours.spans for edge in span], dtype=pl.Int64))
    is_inside = edges.search_sorted(of_week, side="right") % 2 == 1
    return pl.when(of_week.is_not_null()).then(is_inside)


def is_open(local: pl.Expr, hours: Hours, holidays: Collection[date] = ()) -> pl.Expr:
    """Whether a wall clock shows one of these hours, on a day that is no holiday; null where it is null."""
    if not holidays:
        return is_within(local, hours)
    days = pl.Series(sorted(holidays), dtype=pl.Date).implode()
    return is_within(local, hours) & ~local.dt.date().is_in(days)


def _part(part: str) -> list[tuple[int, int]]:
    """The spans of one part; those that pass the end of the week go on at its beginning."""
    found = _PART.fullmatch(part)
    if not found:
        raise _unreadable(part)
    days = sorted({day for some in found[1].split(",") for day in _days(some, part)}) if found[1] else range(7)
    times = [_times(span, part) for span in found[2].split(",")]
    spans = [(day * DAY_MINUTES + first, day * DAY_MINUTES + last) for day, (first, last) in product(days, times)]
    beyond = [(0, last - WEEK_MINUTES) for _, last in spans if last > WEEK_MINUTES]
    return [(first, min(last, WEEK_MINUTES)) for first, last in spans] + beyond


def _days(some: str, part: str) -> list[int]:
    """`Wed`, or `Fri-Mon`, as numbers from 0 for Monday."""
    names = [name.strip().capitalize() for name in some.split("-")]
    if not set(names) <= set(DAYS):
        raise _unreadable(part, f"days are {', '.join(DAYS)}")
    first, last = (DAYS.index(name) for name in (names[0], names[-1]))
    return [day % 7 for day in range(first, last + 1 if first <= last else last + 8)]


def _times(span: str, part: str) -> tuple[int, int]:
    """`09:00-18:00` as minutes; an end before the beginning is on the next day."""
    first, last = (_minutes(clock.strip(), part) for clock in span.split("-"))
    if first == DAY_MINUTES:
        raise _unreadable(part, "24:00 can only be an end")
    if first == last:
        raise _unreadable(part, "it begins when it ends; a whole day is 00:00-24:00")
    return first, last if last > first else last + DAY_MINUTES


def _minutes(clock: str, part: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    if minutes > 59 or hours * 60 + minutes > DAY_MINUTES:
        raise _unreadable(part, f"{clock} is no time of day")
    return hours * 60 + minutes


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _unreadable(part: str, why: str = "") -> DefinitionError:
    because = f" ({why})" if why else ""
    return DefinitionError(f"{part!r} cannot be read as hours{because}; write them like {EXAMPLE}.")
