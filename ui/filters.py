"""The filters as controls: they show what the address says, and write into it what is chosen."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.comparison import KINDS, NONE
from core.grains import CUSTOMER
from core.period import PRESETS, between, zones
from core.scope import Scope
from ui import custom_filter
from ui.answers import house, values_of
from ui.labels import column_label, filter_label, value_label
from ui.scope import go
from ui.versus import at_length
from ui.words import say

CHOSEN = ("channel", "direction", "queue_name")
"""The columns that have a control of their own; the others are narrowed by clicks and lifted by their chips."""

CUSTOM = "custom"


def show(view: Scope) -> None:
    """All controls, in the container that is open."""
    period_control(view)
    _versus(view)
    for column in CHOSEN:
        _values(view, column)
    custom_filter.show(view)
    _zone(view)


def chips(view: Scope) -> None:
    """What the numbers are narrowed to, each with a way to lift it."""
    if not view.filters:
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
        if len(view.filters) > 1:
            st.button(say("scope.reset"), key="chip-all", type="tertiary", on_click=lambda: go(view.unfiltered()))


def period_control(view: Scope) -> None:
    """The period alone; nothing while there is no data."""
    period = view.period
    if period is None:
        return
    names = {name: say(f"period.{name}") for name in (*PRESETS, CUSTOM)}
    st.session_state["period"] = period.name if period.name in PRESETS else CUSTOM
    st.selectbox(
        say("scope.period"),
        list(names),
        format_func=names.__getitem__,
        key="period",
        on_change=lambda: go(_with_preset(view, st.session_state["period"])),
        filter_mode=None,
    )
    if period.name not in PRESETS:
        # A key of its own for each period: the control starts from the address again whenever that changes.
        key = f"days-{period.name}"
        st.date_input(
            say("scope.first_to_last"),
            value=(period.first, period.last),
            key=key,
            format="DD/MM/YYYY",
            on_change=lambda: _choose_days(view, st.session_state[key]),
        )


def _with_preset(view: Scope, name: str) -> Scope:
    period = view.period
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


def _values(view: Scope, column: str) -> None:
    options = sorted((value for value in values_of(column) if value is not None), key=str.casefold)
    if not options:
        return
    key = f"only-{column}"
    st.session_state[key] = [value for value in view.values(column) if value in options]
    st.multiselect(
        column_label(column),
        options,
        format_func=lambda value: value_label(column, value),
        key=key,
        placeholder=say("scope.everything"),
        on_change=lambda: go(view.narrowed(**{column: tuple(st.session_state[key])})),
    )


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
