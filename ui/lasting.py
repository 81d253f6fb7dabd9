"""How long what is listed lasted: the bin of a histogram that was clicked, as the address says it."""

import streamlit as st

from core.charts import span
from core.distribution import SECOND_MS, duration_of
from core.errors import QueryError
from core.query import Query
from ui.answers import settings
from ui.labels import column_label
from ui.links import BELOW, LEAST
from ui.words import language

MOST_DIGITS = 9
"""Of seconds: what has more is no duration."""


def lasting(query: Query, metric: str) -> Query:
    """The question about rows whose duration behind the metric lies within the address's bounds."""
    column, least, below = _bounds(metric)
    if least:
        query = query.with_condition(column, least, op=">=")
    return query.with_condition(column, below, op="<") if below else query


def lasting_told(metric: str) -> str:
    """The bounds in words; empty when the address has none."""
    column, least, below = _bounds(metric)
    return f"{column_label(column)} {span(least, below or None, language())}" if least or below else ""


def _bounds(metric: str) -> tuple[str, int, int]:
    """The column and its bounds in milliseconds, 0 for none; none where the metric has no duration."""
    least, below = (SECOND_MS * _seconds(name) for name in (LEAST, BELOW))
    if not metric or not (least or below):
        return "", 0, 0
    try:
        return duration_of(metric, settings()), least, below
    except QueryError:
        return "", 0, 0


def _seconds(name: str) -> int:
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else 0
