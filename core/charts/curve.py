"""Curve: which share has happened by the time waited, one line a way of counting it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import CLOCK, DATA, SPECS, axis, finished, shown

HEIGHT, LEGEND_HEIGHT = 320, 40

_LEGEND = alt.Legend(
    orient="top", title=None, direction="vertical", labelLimit=420, symbolType="stroke", symbolOpacity=1,
    symbolStrokeWidth=3, symbolSize=300,
)  # fmt: skip


def curve_rows(moments: pl.DataFrame, lines: Mapping[str, str], language: str) -> pl.DataFrame:
    """One row a moment and line: `at`, `series`, `value`, `waited`, `shown`, `left`.

    Args:
        moments: as `core.patience.patience` gives them.
        lines: column → what the line is called, the upper one first.
    """
    told = moments.with_columns(
        waited=shown(moments["waited_ms"], "ms", language), left=shown(moments["waiting"], "count", language)
    )
    long = told.unpivot(on=list(lines), index=["waited_ms", "waited", "left"], variable_name="line", value_name="value")
    return long.select(
        pl.col("waited_ms").cast(pl.Float64).alias("at"),
        pl.col("line").replace_strict(lines, return_dtype=pl.String).alias("series"),
        "value",
        "waited",
        shown(long["value"], "%", language),
        "left",
    )


@lru_cache(maxsize=SPECS)
def curve_spec(language: str, labels: tuple[str, str, str], ticks: tuple[int, ...]) -> dict[str, Any]:
    """The specification for `curve_rows`.

    Args:
        labels: of the time waited, of the share, and of how many waited at least so long.
        ticks: of the axis of time.
    """
    waited, share, left = labels
    times = alt.Axis(title=waited, titleFontWeight="normal", values=list(ticks), labelExpr=CLOCK, grid=False)
    base = alt.Chart(DATA, height=HEIGHT + LEGEND_HEIGHT).encode(
        x=alt.X("at:Q", axis=times, scale=alt.Scale(nice=False)),
        y=alt.Y("value:Q", axis=axis("%"), scale=alt.Scale(zero=True)),
        color=alt.Color("series:N", sort=None, legend=_LEGEND),
        tooltip=[
            alt.Tooltip("waited:N", title=waited),
            alt.Tooltip("series:N", title=" "),
            alt.Tooltip("shown:N", title=share),
            alt.Tooltip("left:N", title=left),
        ],
    )
    line = base.mark_line(strokeWidth=2.5, interpolate="step-after").encode(
        strokeDash=alt.StrokeDash("series:N", sort=None, legend=None), tooltip=[]
    )
    points = base.mark_point(filled=True, size=70, opacity=0.01)
    return finished(alt.layer(line, points), language)
