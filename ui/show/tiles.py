"""Tiles: a number each, with its course, its change on an earlier period, and its passport."""

from dataclasses import dataclass

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.charts import complete, fitting_grain
from core.comparison import NONE, Comparison
from core.format import number
from core.scope import Scope
from ui.answers import ask, compared, declared, horizon
from ui.labels import metric_help, metric_label
from ui.links import to_passport
from ui.show.change import change
from ui.versus import briefly
from ui.words import language, say

ABREAST = 3
"""Tiles beside each other at most."""


@dataclass(frozen=True)
class _Numbers:
    """What a row of tiles shows, a column a metric: one row now, one row before, one row a moment of the course."""

    now: pl.DataFrame
    before: pl.DataFrame | None
    course: pl.DataFrame
    comparison: Comparison


def abreast() -> DeltaGenerator:
    """Where tiles stand beside each other, as many as the window has room for."""
    return st.grid(ABREAST, min_column_width=250, gap="small", key="tiles")


def tiles(view: Scope, *metrics: str) -> None:
    """A tile for each metric."""
    numbers = _numbers(view, metrics)
    with abreast():
        for metric in metrics:
            with st.container(border=True, key=f"tile-{metric}", gap="xsmall"):
                _show(view, metric_label(metric), metric, numbers)
                to_passport(view, metric)


def tile(view: Scope, metric: str, *, name: str = "", label: str = "") -> None:
    """One tile.

    Args:
        name: its mark in the page, where a page has two of one metric.
        label: what to call it; the metric's own label when it is not given.
    """
    with st.container(border=True, key=f"tile-{name or metric}", gap="xsmall"):
        _show(view, label or metric_label(metric), metric, _numbers(view, (metric,)))
        to_passport(view, metric)


def headline(view: Scope, metric: str) -> None:
    """The number of a tile without its frame and its link."""
    _show(view, metric_label(metric), metric, _numbers(view, (metric,)))


def _numbers(view: Scope, metrics: tuple[str, ...]) -> _Numbers:
    one = compared(view.query(metrics), view.versus)
    before = ask(one.before) if one.before else None
    return _Numbers(ask(view.query(metrics)), before, _course(view, metrics), one)


def _course(view: Scope, metrics: tuple[str, ...]) -> pl.DataFrame:
    """The metrics over the period, without the moment in which the data ends: it is not over.

    None at all, rather than one of zeros, where nobody's clock is known and days are told by the customers'.
    """
    period = view.period
    if period is None:
        return ask(view.query(metrics)).clear()
    grain = fitting_grain(period.length)
    found = ask(view.query(metrics, by=grain))
    if found.height and found[grain].is_null().all():
        return found.clear()
    units = {metric: declared(metric).unit for metric in metrics}
    course = complete(found, grain, period, view.clock, units)
    data = horizon()
    is_cut = data is not None and data.last < period.instants(view.zone)[1]
    return course.head(-1) if is_cut and course.height > 2 else course


def _show(view: Scope, label: str, metric: str, numbers: _Numbers) -> None:
    known, value = declared(metric), numbers.now[metric][0]
    earlier = numbers.before[metric][0] if numbers.before is not None else None
    moved = change(value, earlier, known.unit, language())
    points = numbers.course[metric].cast(pl.Float64).drop_nulls().to_list()
    st.metric(
        label,
        number(value, known.unit, language()),
        delta=moved.text if moved else None,
        delta_arrow=moved.arrow if moved else "off",
        delta_color=moved.color(known.better) if moved else "off",
        delta_description=_described(view, metric, numbers, is_moved=moved is not None),
        help=metric_help(metric),
        chart_data=points if len(points) > 1 else None,
        chart_type="area",
    )


def _described(view: Scope, metric: str, numbers: _Numbers, *, is_moved: bool) -> str | None:
    """What the number is compared with; what it was, when that is no change that can be told."""
    if numbers.comparison.kind == NONE:
        return None
    if is_moved or numbers.before is None:
        return briefly(view, numbers.comparison)
    return say("compare.was", value=number(numbers.before[metric][0], declared(metric).unit, language()))
