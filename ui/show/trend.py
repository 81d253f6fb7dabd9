"""A metric over time; a click goes to that hour, day, week or month."""

import polars as pl

from core.charts import complete, fitting_grain, ticks_of, trend_rows, trend_spec
from core.period import Period
from core.scope import Scope
from ui import empty
from ui.answers import ask, declared
from ui.drawn import drawn
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.show.card import card, draw
from ui.show.narrow import narrow_to
from ui.words import language, say

MOST_LINES = 7
"""As many as there are colours that can be told apart."""


def trend(view: Scope, metric: str, by: str | None = None, grain: str = "") -> None:
    """A metric over the period, perhaps a line for each of the largest groups.

    Args:
        grain: hour, day, week or month; chosen by the length of the period when it is not given.
    """
    period = view.period
    if period is None:
        return
    unit, grain = declared(metric).unit, grain or fitting_grain(period.length)
    title = say(f"show.trend_by_{grain}", metric=metric_label(metric))
    with card(f"trend-{metric}", title, view, metric, help=metric_help(metric)):
        found = ask(view.query(metric, by=(grain, by) if by else grain))
        if by:
            found = _largest(view, found, by)
        if found.is_empty():
            empty.no_rows()
            return
        empty.unknown_clock(view, found, metric)
        answers, rows, ticks = _picture(view, metric, by, grain, period, found)
        heading = column_label(by) if by else ""
        spec = trend_spec(unit, grain, language(), metric_label(metric), heading, ticks)
        picked = draw(f"trend-{metric}", view, rows, spec, say("show.alt_trend", metric=title, count=rows.height))
        if picked is not None:
            narrow_to(view, answers.row(picked, named=True), metric)


@drawn
def _picture(
    view: Scope, metric: str, by: str | None, grain: str, period: Period, found: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, tuple[int, ...]]:
    """The answers without holes, the rows that are drawn of them, and where the axis has ticks."""
    unit = declared(metric).unit
    answers = complete(found, grain, period, view.clock, {metric: unit})
    if by:
        names = {value: value_label(by, value) for value in answers[by].unique()}
        named = answers.with_columns(pl.col(by).replace_strict(names, return_dtype=pl.String))
    else:
        named = answers
    rows = trend_rows(named, metric, unit, language())
    return answers, rows, ticks_of(rows["value"]) if unit == "ms" else ()


def _largest(view: Scope, found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Only the groups with the most conversations."""
    volume = "conversations_offered"
    groups = ask(view.query(volume, by=by, sort=volume, descending=True, limit=MOST_LINES))
    return found.join(groups.select(by), on=by, how="semi", nulls_equal=True)
