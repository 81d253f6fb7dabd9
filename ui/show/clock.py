"""Whose clock a picture of hours is on, and for how many conversations nobody knows the customer's."""

from dataclasses import replace

import streamlit as st

from core.format import number
from core.grains import CUSTOMER, GRAINS
from core.scope import FILTERS, Scope
from ui.answers import ask, house
from ui.scope import go
from ui.show.tiles import tile
from ui.words import language, say

PARAM, HOUSE = "clock", "house"
VOLUME = "conversations_offered"
CLOCK_BOUND = tuple(column for column in FILTERS.values() if column in GRAINS)
"""What is narrowed by a clock."""


def clock_choice(view: Scope) -> Scope:
    """Let the reader choose between the customer's clock and the scope's own; the scope on the one chosen.

    The customer's is what an address without a choice shows, unless it is narrowed to hours or days of another clock:
    those mean something else on the customer's.
    """
    st.session_state[PARAM] = CUSTOMER if _is_customers(view) else HOUSE
    names = {CUSTOMER: say("hours.clock_customer"), HOUSE: _named(view)}
    st.segmented_control(
        say("hours.clock"),
        list(names),
        format_func=names.__getitem__,
        key=PARAM,
        required=True,
        on_change=lambda: _turn_to(view, st.session_state[PARAM]),
    )
    return _on_customers(view) if _is_customers(view) else view


def unclocked(view: Scope) -> None:
    """How many conversations offered come from customers whose clock is not known, and what share of all.

    Hours and days by the customer's clock leave all of them out, so those filters are lifted here.
    """
    if view.clock == CUSTOMER:
        view = view.narrowed(**dict.fromkeys(CLOCK_BOUND, ()))
    zones = view.values("time_zone")
    if zones and None not in zones:
        st.caption(say("hours.all_known"))
        return
    unknown = view.narrowed(time_zone=None)
    found, all_offered = (ask(one.query(VOLUME)).item() for one in (unknown, view))
    share = number(found / all_offered if all_offered else None, "%", language())
    tile(unknown, VOLUME, name="no-clock", label=f"{say('hours.no_clock')} · {share}")


def _is_customers(view: Scope) -> bool:
    is_bound = any(view.values(column) for column in CLOCK_BOUND)
    return view.clock == CUSTOMER or (not is_bound and st.query_params.get(PARAM) != HOUSE)


def _on_customers(view: Scope) -> Scope:
    # The days of the period are the house's then, as they will be once a click has put this clock into the address.
    return replace(view.in_zone(CUSTOMER), zone=house().time_zone)


def _named(view: Scope) -> str:
    own = house().time_zone
    zone = own if view.clock == CUSTOMER else view.zone
    return say("hours.clock_house" if zone == own else "hours.clock_zone", zone=zone)


def _turn_to(view: Scope, clock: str) -> None:
    """Put the choice into the address; hours and days that it is narrowed to are then told by that clock."""
    if clock == CUSTOMER:
        st.query_params.pop(PARAM, None)
        go(_on_customers(view))
    else:
        st.query_params[PARAM] = HOUSE
        go(view.in_zone("") if view.clock == CUSTOMER else view)
