"""The filters as controls: they show what the address says, and write into it what is chosen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from core.comparison import KINDS, NONE
from core.filters import column_of
from core.grains import CUSTOMER
from core.period import DAY, PRESETS, Period, between, stretch, zones
from core.scope import Scope
from core.scope_words import part_in_words, period_in_words
from ui import more_filters
from ui.answers import house, values_of
from ui.column_filter import values
from ui.labels import filter_label, labels, plain
from ui.scope import go
from ui.versus import at_length
from ui.words import say

CHOSEN = ("channel", "direction", "queue_name")
"""The columns that always have a control of their own; others are added."""

CUSTOM, PART = "custom", "part"
QUARTER = timedelta(minutes=15)


def show(view: Scope) -> None:
    """All controls, in the container that is open."""
    period_control(view)
    _versus(view)
    for column in CHOSEN:
        if values_of(column) - {None} or view.values(column):
            values(view, column)
    more_filters.show(view, CHOSEN)
    _zone(view)


def chips(view: Scope) -> None:
    """What the numbers are narrowed to, each with a way to lift it."""
    if not view.is_narrowed:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for column, values in view.filters:
            st.button(
                filter_label(column, values),
                key=f"chip-{column}",
                icon=":material/close:",
                icon_position="right",
                help=say("scope.remove"),
                on_click=_lift(view, column),
            )
        for column, text in view.parts:
            st.button(
                plain(part_in_words(column, text, labels())),
                key=f"chip-part-{column}",
                icon=":material/close:",
                icon_position="right",
                help=say("scope.remove"),
                on_click=_lift(view, column),
            )
        if len(view.filters) + len(view.parts) > 1:
            st.button(say("scope.reset"), key="chip-all", type="tertiary", on_click=lambda: go(view.unfiltered()))


def period_control(view: Scope) -> None:
    """The period alone; nothing while there is no data."""
    period = view.period
    if period is None:
        return
    names = {name: say(f"period.{name}") for name in (*PRESETS, CUSTOM)}
    if period.is_part:
        names[PART] = period_in_words(period, view.zone, labels())
    st.session_state["period"] = PART if period.is_part else period.name if period.name in PRESETS else CUSTOM
    st.selectbox(
        say("scope.period"),
        list(names),
        format_func=names.__getitem__,
        key="period",
        on_change=lambda: go(_with_preset(view, st.session_state["period"])),
        filter_mode=None,
    )
    if period.name in PRESETS:
        return
    # Keys of their own for each period: the controls start from the address again whenever that changes.
    key = f"days-{period.name}"
    st.date_input(
        say("scope.first_to_last"),
        value=(period.first, period.last),
        key=key,
        format="DD/MM/YYYY",
        on_change=lambda: _choose_days(view, st.session_state[key]),
    )
    _times(view, period)


def control(view: Scope, word: str) -> None:
    """The control of one word of the address; nothing for words that have none."""
    own = {"period": period_control, "vs": _versus, "tz": _zone}
    if word in own:
        own[word](view)
    elif word != "time":
        values(view, column_of(word))


def _times(view: Scope, period: Period) -> None:
    """Within which times of the first and the last day; midnights are whole days."""
    since, until = (moment.astimezone(ZoneInfo(view.zone)) for moment in period.instants(view.zone))
    for place, name, moment in zip(st.columns(2, gap="small"), ("from", "to"), (since, until), strict=True):
        place.time_input(
            say(f"scope.{name}"),
            value=moment.time(),
            key=f"{name}-{period.name}",
            step=QUARTER,
            on_change=lambda: _choose_times(view, period),
        )


def _choose_times(view: Scope, period: Period) -> None:
    """Go to the part of the days between two times; the end of midnight is that of the last day."""
    clock = ZoneInfo(view.zone)
    begin, end = (st.session_state[f"{name}-{period.name}"] for name in ("from", "to"))
    after = period.last if end > time() else period.last + DAY
    since, until = (
        datetime.combine(day, at, clock).astimezone(UTC) for day, at in ((period.first, begin), (after, end))
    )
    if since < until:
        go(view.during(stretch(since, until, view.zone)))
    else:
        st.toast(say("scope.bad_times"), icon=":material/schedule:")


def _with_preset(view: Scope, name: str) -> Scope:
    period = view.period
    if name == PART:
        return view
    if name == CUSTOM and period:
        return view.during(between(period.first, period.last))
    return view.during_preset(name)


def _choose_days(view: Scope, days: tuple[date, ...]) -> None:
    # While a range is being chosen there is only its first day; the address waits for the second.
    if len(days) == 2:
        go(view.during(between(*days)))


def _versus(view: Scope) -> None:
    """What numbers are compared with, and which days those are."""
    st.session_state["versus"] = view.versus
    names = {kind: say(f"compare.{kind}") for kind in KINDS}
    st.selectbox(
        say("compare.control"),
        list(names),
        format_func=names.__getitem__,
        key="versus",
        on_change=lambda: go(view.against(st.session_state["versus"])),
        filter_mode=None,
    )
    if view.versus != NONE:
        st.caption(at_length(view))


def _zone(view: Scope) -> None:
    own, browser = house().time_zone, st.context.timezone
    names = {"": say("scope.zone_house", zone=own)}
    if browser in zones():
        names["browser"] = say("scope.zone_browser", zone=browser)
    names[CUSTOMER] = say("scope.zone_customer")
    st.session_state["zone"] = view.zone_name
    st.selectbox(
        say("scope.zone"),
        (*names, *zones()),
        format_func=lambda zone: names.get(zone, zone),
        key="zone",
        on_change=lambda: go(view.in_zone(st.session_state["zone"])),
    )


def _lift(view: Scope, column: str) -> Callable[[], None]:
    return lambda: go(view.narrowed(**{column: ()}))
