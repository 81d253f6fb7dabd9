"""What a click on a mark does: the scope narrows to the group that the mark stands for."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import streamlit as st

from ui.period import Period, between
from ui.scope import FILTERS, Scope, go


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
        if column in FILTERS.values() and (value is None or isinstance(value, str | int)):
            view = view.narrowed(**{column: value})
        elif isinstance(value, date) and view.period:
            view = view.during(_covered(column, value, view.period))
            if isinstance(value, datetime):
                view = view.narrowed(hour_of_day=value.hour)
    return view


def _covered(grain: str, start: date, period: Period) -> Period:
    """The days of a moment that lie within the period."""
    first = start.date() if isinstance(start, datetime) else start
    last = {
        "week": first + timedelta(days=6),
        "month": first.replace(day=monthrange(first.year, first.month)[1]),
    }.get(grain, first)
    return between(max(first, period.first), min(last, period.last))
