"""What handling time consists of: talk, hold, wrap-up and ringing, over time and by group; a click narrows."""

import polars as pl
import streamlit as st

from core.charts import (
    EFFORT_COLOURS,
    EFFORTS,
    TOTALS,
    area_rows,
    area_spec,
    complete,
    efforts,
    fitting_grain,
    share_rows,
    share_spec,
    ticks_of,
)
from core.charts.timeline import CLOCKED
from core.scope import Scope
from ui import empty
from ui.answers import ask
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.show.attribution import attribution_choice
from ui.show.card import card, draw
from ui.show.narrow import narrow_to
from ui.words import language, say

WHOLE = TOTALS[0]


def efforts_over_time(view: Scope) -> None:
    """The parts of handling time on top of each other, over the period."""
    period = view.period
    if period is None:
        return
    grain = fitting_grain(period.length)
    title = say(f"show.trend_by_{grain}", metric=metric_label(WHOLE))
    with card("efforts-over-time", title, view, WHOLE, help=metric_help(WHOLE)):
        if grain in CLOCKED:
            attribution_choice(view, WHOLE)
        found = ask(view.query(TOTALS, by=grain))
        if found[WHOLE].drop_nulls().is_empty():
            empty.no_rows()
            return
        empty.unknown_clock(view, found, WHOLE)
        units = dict.fromkeys(TOTALS, "ms")
        answers = efforts(complete(found, grain, period, view.clock, units))
        parts = _parts()
        rows = area_rows(answers, parts, "ms", language())
        ticks = ticks_of(answers.select(pl.sum_horizontal(EFFORTS)).to_series())
        labels = (say("efforts.time"), metric_label(WHOLE))
        spec = area_spec("ms", grain, language(), tuple(parts.values()), EFFORT_COLOURS, labels, answers.height, ticks)
        told = say("show.alt_trend", metric=title, count=answers.height)
        picked = draw("efforts-over-time", view, rows, spec, told)
        if picked is not None:
            narrow_to(view, answers.select(grain).row(picked, named=True), WHOLE)


def effort_shares(view: Scope, by: str, most: int = 10) -> None:
    """The parts of handling time as shares of it, a bar for each of the groups with the most of it."""
    heading = column_label(by)
    title = say("efforts.shares", group=heading.lower())
    with card(f"efforts-{by}", title, view, WHOLE, help=metric_help(WHOLE)):
        found = ask(view.query(TOTALS, by=by, sort=WHOLE, descending=True)).filter(pl.col(WHOLE) > 0)
        groups = efforts(found.head(most))
        if groups.is_empty():
            empty.no_rows()
            return
        names = [value_label(by, value) for value in groups[by]]
        parts = _parts()
        long = groups.with_columns(whole=pl.Series(names, dtype=pl.String)).unpivot(
            on=list(EFFORTS), index=[by, "whole"], variable_name="part", value_name="value"
        )
        counted = long.with_columns(
            pl.col("part").replace_strict(parts, return_dtype=pl.String),
            rank=pl.col("part").replace_strict({part: place for place, part in enumerate(EFFORTS)}),
        )
        rows = share_rows(counted, language(), unit="ms")
        spec = share_spec(language(), say("efforts.time"), tuple(names), tuple(parts.values()), EFFORT_COLOURS)
        picked = draw(f"efforts-{by}", view, rows, spec, title)
        if found.height > most:
            st.caption(say("show.largest_of", shown=most, count=found.height))
        if picked is not None:
            narrow_to(view, long.select(by).row(picked, named=True), WHOLE)


def _parts() -> dict[str, str]:
    """What the parts are called, from the bottom."""
    return {part: say(f"efforts.{part}") for part in EFFORTS}
