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
from ui.show.card import stamp
from ui.show.change import change
from ui.words import language, say

ABREAST = 3
"""Tiles beside each other at most."""


def tiles(view: Scope, *metrics: str) -> None:
    """A tile for each metric."""
    with st.grid(ABREAST, min_column_width=250, gap="small", key="tiles"):
        for metric in metrics:
            tile(view, metric, beside=metrics)


def tile(view: Scope, metric: str, *, label: str = "", beside: tuple[str, ...] = ()) -> None:
    """One tile.

    Args:
        label: what to call it; the metric's own label when it is not given.
        beside: metrics that are asked for in the same question, so that a row of tiles reads the data once.
    """
    period = view.period
    if period is None:
        return
    asked = beside or (metric,)
    now, before, course = ask(view.query(asked)), _before(view, asked), _course(view, asked, period)
    earlier = before[metric][0] if before is not None else None
    with st.container(border=True, key=f"tile-{metric}{'-' + stamp(view, label) if label else ''}", gap="xsmall"):
        _show(label or metric_label(metric), metric, now[metric][0], earlier, course[metric], period.days)
        to_conversations(view, metric)


def _before(view: Scope, metrics: tuple[str, ...]) -> pl.DataFrame | None:
    """The period before; None when the data does not reach back to its beginning."""
    data = horizon()
    whole = read_period("all", data, view.zone) if data else None
    earlier = view.before()
    if not whole or not earlier.period or earlier.period.first < whole.first:
        return None
    return ask(earlier.query(metrics))


def _course(view: Scope, metrics: tuple[str, ...], period: Period) -> pl.DataFrame:
    """The metrics over the period, without the moment in which the data ends: it is not over."""
    grain = fitting_grain(period.days)
    course = complete(ask(view.query(metrics, by=grain)), grain, period.first, period.last, view.zone)
    data = horizon()
    is_cut = data is not None and data.last < period.instants(view.zone)[1]
    return course.head(-1) if is_cut and course.height > 2 else course


def _show(label: str, metric: str, value: float | None, earlier: float | None, course: pl.Series, days: int) -> None:
    declared = METRICS[metric]
    moved = change(value, earlier, declared.unit, language())
    points = course.cast(pl.Float64).drop_nulls().to_list()
    st.metric(
        label,
        number(value, declared.unit, language()),
        delta=moved.text if moved else None,
        delta_arrow=moved.arrow if moved else "off",
        delta_color=moved.color(declared.better) if moved else "off",
        delta_description=_compared(days) if moved else say("show.nothing_before"),
        help=metric_help(metric),
        chart_data=points if len(points) > 1 else None,
        chart_type="area",
    )


def _compared(days: int) -> str:
    return say("show.than_day_before") if days == 1 else say("show.than_before", days=days)
