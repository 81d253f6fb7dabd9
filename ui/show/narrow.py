"""What a click on a mark does: the scope narrows to the group that the mark stands for."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import streamlit as st

from core.grains import CUSTOMER
from core.period import Period, between
from core.scope import Scope, is_filter
from ui.scope import go

FURTHEST = timedelta(days=2)
"""No clock on earth is further than 26 hours from another."""


def narrow_to(view: Scope, group: Mapping[str, object]) -> None:
    """Narrow to a group, put that into the address, and show the page again.

    Args:
        group: grains and columns with the group's values; whatever else is in it is left alone.
    """
    go(narrowed_to(view, group))
    st.rerun()


def narrowed_to(view: Scope, group: Mapping[str, object]) -> Scope:
    """The scope of that group alone; a moment becomes the days that it covers."""
    for column, value in group.items():
        if isinstance(value, date) and view.period:
            view = _at(view, column, value, view.period)
        elif is_filter(column) and (value is None or isinstance(value, str | int)):
            view = view.narrowed(**{column: value})
    return view


def _at(view: Scope, grain: str, start: date, period: Period) -> Scope:
    """At that moment: its days become the period, or, on each customer's clock, a filter; no period is theirs."""
    covered = _covered(grain, start, period)
    if view.clock == CUSTOMER:
        near = between(max(covered.first - FURTHEST, period.first), min(covered.last + FURTHEST, period.last))
        first, dated = (start.date(), "day") if isinstance(start, datetime) else (start, grain)
        view = view.during(near).narrowed(**{dated: first.isoformat()})
    else:
        view = view.during(covered)
    return view.narrowed(hour_of_day=start.hour) if isinstance(start, datetime) else view


def _covered(grain: str, start: date, period: Period) -> Period:
    """The days of a moment that lie within the period."""
    first = start.date() if isinstance(start, datetime) else start
    last = {
        "week": first + timedelta(days=6),
        "month": first.replace(day=monthrange(first.year, first.month)[1]),
    }.get(grain, first)
    return between(max(first, period.first), min(last, period.last))
