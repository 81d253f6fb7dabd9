"""Several numbers of one unit over time, a line each; a click goes to that hour, day, week or month."""

import polars as pl

from core.charts import EVERY, FEW_HOURS, complete, fitting_grain, ticks_of, trend_rows, trend_spec
from core.period import Period
from core.scope import Scope
from ui import empty
from ui.answers import ask, declared
from ui.drawn import drawn
from ui.labels import metric_help
from ui.show.card import card, draw
from ui.show.choice import choice
from ui.show.histogram import statistic_label
from ui.show.narrow import narrow_to
from ui.words import language, say

GRAIN = "grain"
FINER = (
    (FEW_HOURS, ("quarter_hour",)),
    (2, ("hour", "half_hour", "quarter_hour")),
    (7, ("day", "hour", "half_hour")),
    (31, ("day", "hour")),
    (92, ("day", "week")),
    (400, ("week", "day", "month")),
)
"""Up to so many days: the grains that draw them with a number of points that can be read, the fitting one first."""

COARSEST = ("month", "week")


def grain_choice(view: Scope) -> str:
    """Let the reader choose how finely time is cut, among the grains that fit the period."""
    days = view.period.length if view.period else 1
    options = next((grains for most, grains in FINER if days <= most), COARSEST)
    return choice(GRAIN, options, lambda grain: say(f"grain.{grain}"), label=say("grain.choose"), elsewhere=EVERY)


def courses(view: Scope, title: str, *metrics: str, grain: str = "") -> None:
    """Statistics of the same rows over the period.

    Args:
        title: what they are statistics of.
        metrics: of one unit; the first is the one whose conversations the card leads to.
        grain: hour, day, week or month; chosen by the length of the period when it is not given.
    """
    period = view.period
    if period is None:
        return
    grain = grain or fitting_grain(period.length)
    unit, heading = declared(metrics[0]).unit, say(f"show.trend_by_{grain}", metric=title)
    with card(f"courses-{metrics[0]}", heading, view, metrics[0], help=metric_help(metrics[0])):
        found = ask(view.query(metrics, by=grain))
        if found.select(pl.all_horizontal(pl.col(metrics).is_null().all())).item():
            empty.no_rows()
            return
        empty.unknown_clock(view, found, metrics[0])
        lines, rows = _rows(view, metrics, grain, period, found)
        ticks = ticks_of(rows["value"]) if unit == "ms" else ()
        spec = trend_spec(unit, grain, language(), title, say("statistic.heading"), ticks)
        picked = draw(
            f"courses-{metrics[0]}", view, rows, spec, say("show.alt_trend", metric=heading, count=rows.height)
        )
        if picked is not None:
            metric = {statistic_label(metric): metric for metric in metrics}[lines["line"][picked]]
            narrow_to(view, lines.select(grain).row(picked, named=True), metric)


@drawn
def _rows(
    view: Scope, metrics: tuple[str, ...], grain: str, period: Period, found: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row a moment and line: the values, and what is drawn of them."""
    units = {metric: declared(metric).unit for metric in metrics}
    answers = complete(found, grain, period, view.clock, units)
    names = {metric: statistic_label(metric) for metric in metrics}
    lines = answers.unpivot(on=list(metrics), index=grain, variable_name="line", value_name="value").with_columns(
        pl.col("line").replace_strict(names, return_dtype=pl.String)
    )
    return lines, trend_rows(lines, "value", units[metrics[0]], language())
