"""Tiles: a number each, with its course, its change on the period before, and its conversations."""

import polars as pl
import streamlit as st

from core.charts import complete, fitting_grain
from core.format import number
from core.metrics import METRICS
from ui.answers import ask, horizon
from ui.labels import metric_help, metric_label
from ui.links import to_conversations
from ui.period import Period, read_period
from ui.scope import Scope
from ui.show.change import change
from ui.words import language, say

TALLEST = 3
"""Tiles beside each other at most."""


def tiles(view: Scope, *metrics: str) -> None:
    """A tile for each metric."""
    period = view.period
    if period is None:
        return
    now, before = ask(view.query(metrics)).row(0, named=True), _before(view, metrics)
    grain = fitting_grain(period.days)
    course = _course(view, metrics, grain, period)
    with st.grid(TALLEST, min_column_width=250, gap="small", key="tiles"):
        for metric in metrics:
            with st.container(border=True, key=f"tile-{metric}", gap="xsmall"):
                _tile(view, metric, now[metric], before.get(metric) if before else None, course[metric])


def _before(view: Scope, metrics: tuple[str, ...]) -> dict[str, float | None] | None:
    """The period before; None when the data does not reach back to its beginning."""
    data = horizon()
    whole = read_period("all", data, view.zone) if data else None
    earlier = view.before()
    if not whole or not earlier.period or earlier.period.first < whole.first:
        return None
    return ask(earlier.query(metrics)).row(0, named=True)


def _course(view: Scope, metrics: tuple[str, ...], grain: str, period: Period) -> pl.DataFrame:
    """The metrics over the period, without the moment in which the data ends: it is not over."""
    course = complete(ask(view.query(metrics, by=grain)), grain, period.first, period.last, view.zone)
    data = horizon()
    is_cut = data is not None and data.last < period.instants(view.zone)[1]
    return course.head(-1) if is_cut and course.height > 2 else course


def _tile(view: Scope, metric: str, value: float | None, earlier: float | None, course: pl.Series) -> None:
    declared = METRICS[metric]
    moved = change(value, earlier, declared.unit, language())
    points = course.cast(pl.Float64).drop_nulls().to_list()
    days = view.period.days if view.period else 0
    st.metric(
        metric_label(metric),
        number(value, declared.unit, language()),
        delta=moved.text if moved else None,
        delta_arrow=moved.arrow if moved else "off",
        delta_color=moved.color(declared.better) if moved else "off",
        delta_description=say("show.than_before", days=days) if moved else say("show.nothing_before"),
        help=metric_help(metric),
        chart_data=points if len(points) > 1 else None,
        chart_type="area",
    )
    to_conversations(view, metric)
