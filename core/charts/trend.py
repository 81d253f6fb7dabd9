"""Trend: a number over time; columns for counts, lines for everything else and for several groups."""

from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, axis, finished, picking, shown
from core.charts.timeline import CLOCKED
from core.format import group

HEIGHT, LEGEND_HEIGHT = 250, 60
DAY_LABEL = {"en": "%b %-d", "es": "%-d %b"}


def trend_rows(answers: pl.DataFrame, metric: str, unit: str, language: str) -> pl.DataFrame:
    """One row a mark: `at` (local clock as epoch milliseconds), `series`, `value`, `name`, `shown`, `row`.

    Args:
        answers: complete; the grain first, then perhaps one group, whose values are already words.
    """
    grain = answers.columns[0]
    by = next((name for name in answers.columns[1:] if name != metric), None)
    # As if the local clock were UTC, and drawn on a UTC scale: no browser's zone can move a mark to another day.
    at = pl.col(grain).dt.replace_time_zone(None) if grain in CLOCKED else pl.col(grain).cast(pl.Datetime("ms"))
    return answers.select(
        at.dt.epoch("ms").cast(pl.Float64).alias("at"),
        (pl.col(by) if by else pl.lit("")).alias("series"),
        pl.col(metric).cast(pl.Float64).alias("value"),
        pl.Series("name", [group(moment, grain, language) for moment in answers[grain]], dtype=pl.String),
        shown(answers[metric], unit, language),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
    )


@lru_cache(maxsize=SPECS)
def trend_spec(
    unit: str, grain: str, language: str, label: str, group_label: str = "", ticks: tuple[int, ...] = ()
) -> dict[str, Any]:
    """The specification for `trend_rows`.

    Args:
        label: the metric's.
        group_label: heading of the legend; empty when there are no groups.
        ticks: of an axis of durations.
    """
    split: dict[str, Any] = (
        {"color": alt.Color("series:N", title=None, sort=None, legend=LEGEND)} if group_label else {}
    )
    base = alt.Chart(DATA, height=HEIGHT + LEGEND_HEIGHT * bool(group_label)).encode(
        x=moment_axis(grain, language, is_stepped=grain in ("week", "month")),
        y=alt.Y("value:Q", axis=axis(unit, ticks), scale=alt.Scale(zero=True, nice=unit != "ms")),
        tooltip=[
            *([alt.Tooltip("series:N", title=group_label)] if group_label else []),
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("shown:N", title=label),
        ],
        **split,
    )
    if unit == "count" and not group_label:
        bar = base.mark_bar(cornerRadiusEnd=2, cursor="pointer", width={"band": 0.8})
        return finished(bar.encode(x=moment_axis(grain, language, is_stepped=True)).add_params(picking()), language)
    line = base.mark_line(strokeWidth=2).encode(tooltip=[])
    points = base.mark_point(filled=True, size=45, cursor="pointer", opacity=1).add_params(picking())
    return finished(alt.layer(line, points), language)


LEGEND = alt.Legend(orient="top", labelLimit=200, columns=alt.ExprRef("max(1, min(4, floor(width / 125)))"))
# Weeks by their Mondays: the drawing library would begin them on Sunday.
UNITS: dict[str, Any] = {
    "quarter_hour": "utcyearmonthdatehoursminutes",
    "half_hour": "utcyearmonthdatehoursminutes",
    "hour": "utcyearmonthdatehours",
    "day": "utcyearmonthdate",
    "week": "utcyearmonthdate",
    "month": "utcyearmonth",
}


def moment_axis(grain: str, language: str, *, is_stepped: bool) -> alt.X:
    """The axis of time: a step a moment with its own label, or time that flows."""
    label = "%H:%M" if grain in CLOCKED else "%b %Y" if grain == "month" else DAY_LABEL[language]
    spaced: dict[str, Any] = {"labelOverlap": "greedy", "labelSeparation": 10, "labelAngle": 0, "tickCount": 10}
    axis_of_time = alt.Axis(title=None, format=label, grid=False, **spaced)
    if is_stepped:
        return alt.X("at:O", axis=axis_of_time, timeUnit=UNITS[grain])
    return alt.X("at:T", axis=axis_of_time, scale=alt.Scale(type="utc"))
