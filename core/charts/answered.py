"""Answered: which share was answered, and which gave up, by the time waited, with the targets."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import CLOCK, DATA, SPECS, finished, named_line, shown
from core.format import number

HEIGHT, LEGEND_HEIGHT = 260, 40
NAME_SHARE = 0.08
"""Of the height, above the curves: room for the name of each target."""

MOST_TARGETS = 4


def answered_rows(
    moments: pl.DataFrame, lines: Mapping[str, str], targets: Mapping[int, str], language: str
) -> pl.DataFrame:
    """One row a moment and line, then one a target: `kind`, `at`, `series`, `value`, `waited`, `shown`.

    Args:
        moments: as `core.service_lab.waiting` gives them.
        lines: column → what the line is called, the upper one first.
        targets: milliseconds → what the target is called; no more than `MOST_TARGETS` are drawn.
    """
    told = moments.with_columns(waited=shown(moments["waited_ms"], "ms", language))
    long = told.unpivot(on=list(lines), index=["waited_ms", "waited"], variable_name="line")
    curves = long.select(
        pl.lit("line").alias("kind"),
        pl.col("waited_ms").cast(pl.Float64).alias("at"),
        pl.col("line").replace_strict(lines, return_dtype=pl.String).alias("series"),
        pl.col("value").cast(pl.Float64),
        "waited",
        shown(long["value"], "%", language),
    )
    marks = [
        (f"target {place}", float(at), f"{name} {number(at, 'ms', language)}")
        for place, (at, name) in enumerate(list(targets.items())[:MOST_TARGETS])
    ]
    placed = pl.DataFrame(marks, {"kind": pl.String, "at": pl.Float64, "series": pl.String}, orient="row")
    return pl.concat([curves, placed], how="diagonal")


@lru_cache(maxsize=SPECS)
def answered_spec(
    language: str, labels: tuple[str, str], ticks: tuple[int, ...], targets: int, ink: str
) -> dict[str, Any]:
    """The specification for `answered_rows`.

    Args:
        labels: of the time waited, and of the share.
        ticks: of the axis of time.
        targets: how many there are.
        ink: colour of the targets and their names, which no theme colours.
    """
    waited, share = labels
    times = alt.Axis(title=waited, titleFontWeight="normal", values=list(ticks), labelExpr=CLOCK, grid=False)
    drawn = min(targets, MOST_TARGETS)
    # Above the curves there is room for the names of the targets.
    shares = alt.Axis(title=None, format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    base = alt.Chart(DATA, height=HEIGHT + LEGEND_HEIGHT).encode(
        x=alt.X("at:Q", axis=times, scale=alt.Scale(nice=False))
    )
    legend = alt.Legend(orient="top", title=None, labelLimit=420, symbolType="stroke", symbolOpacity=1, symbolSize=300)
    curves = base.transform_filter("datum.kind == 'line'").encode(
        y=alt.Y("value:Q", axis=shares, scale=alt.Scale(domain=[0, 1 + NAME_SHARE * drawn], nice=False)),
        color=alt.Color("series:N", sort=None, legend=legend),
        tooltip=[
            alt.Tooltip("waited:N", title=waited),
            alt.Tooltip("series:N", title=" "),
            alt.Tooltip("shown:N", title=share),
        ],
    )
    line = curves.mark_line(strokeWidth=2.5, interpolate="monotone").encode(
        strokeDash=alt.StrokeDash("series:N", sort=None, legend=None), tooltip=[]
    )
    points = curves.mark_point(filled=True, size=70, opacity=0.01)
    marks = [mark for place in range(drawn) for mark in named_line(base, "target", "series:N", place, ink)]
    return finished(alt.layer(line, points, *marks), language)
