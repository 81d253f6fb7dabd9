"""Area: how a sum and what it is made of change over time."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, axis, finished, picking, shown
from core.charts.trend import LEGEND_HEIGHT, moment_axis
from core.format import group, number

HEIGHT = 330


def area_rows(answers: pl.DataFrame, parts: Mapping[str, str], unit: str, language: str) -> pl.DataFrame:
    """One row a moment and part: `at`, `series`, `order`, `value`, `name`, `shown`, `whole`, `row`.

    Args:
        answers: complete; the grain first, then a column a part, which add up; nothing is 0.
        parts: column → what it is called, from the bottom.

    Returns:
        `row` is the place of the moment in the answers; `whole` all parts together as text.
    """
    grain = answers.columns[0]
    at = pl.col(grain).dt.replace_time_zone(None) if answers.schema[grain] != pl.Date else pl.col(grain)
    moments = answers.select(
        at.cast(pl.Datetime("ms")).dt.epoch("ms").cast(pl.Float64).alias("at"),
        pl.Series("name", [group(moment, grain, language) for moment in answers[grain]], dtype=pl.String),
        pl.col(*parts).cast(pl.Float64).fill_null(0),
        row=pl.int_range(pl.len(), dtype=pl.Int32),
    )
    wholes = [number(value, unit, language) for value in moments.select(pl.sum_horizontal(*parts)).to_series()]
    long = moments.with_columns(whole=pl.Series(wholes, dtype=pl.String)).unpivot(
        on=list(parts), index=["at", "name", "whole", "row"], variable_name="part", value_name="value"
    )
    return long.select(
        "at",
        series=pl.col("part").replace_strict(parts, return_dtype=pl.String),
        order=pl.col("part").replace_strict({part: place for place, part in enumerate(parts)}, return_dtype=pl.Int32),
        value="value",
        name="name",
        shown=shown(long["value"], unit, language),
        whole="whole",
        row="row",
    ).sort("order", "at")


_LEGEND = alt.Legend(
    orient="top", symbolType="square", labelLimit=200, columns=alt.ExprRef("max(1, min(4, floor(width / 165)))")
)


@lru_cache(maxsize=SPECS)
def area_spec(
    unit: str,
    grain: str,
    language: str,
    series: tuple[str, ...],
    colours: tuple[str, ...],
    labels: tuple[str, str],
    moments: int,
    ticks: tuple[int, ...] = (),
) -> dict[str, Any]:
    """The specification for `area_rows`.

    Args:
        series: from the bottom, in the order of the legend.
        colours: of the series.
        labels: of one part's number, and of all parts together.
        moments: how many there are: each can be clicked as far as half-way to its neighbours.
        ticks: of an axis of durations.
    """
    part, whole = labels
    base = alt.Chart(DATA, height=HEIGHT + LEGEND_HEIGHT).encode(
        x=moment_axis(grain, language, is_stepped=False),
        y=alt.Y("value:Q", stack="zero", axis=axis(unit, ticks), scale=alt.Scale(nice=unit != "ms")),
        order=alt.Order("order:Q"),
    )
    colour = alt.Color(
        "series:N", sort=None, title=None, legend=_LEGEND, scale=alt.Scale(domain=list(series), range=list(colours))
    )
    areas = base.mark_area(opacity=0.85, line={"strokeWidth": 1}).encode(color=colour)
    # An area is one mark over the whole period; what is pointed at and clicked are the moments.
    columns = base.mark_bar(fillOpacity=0, cursor="pointer", width=alt.ExprRef(f"width / {moments}")).encode(
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("series:N", title="  "),
            alt.Tooltip("shown:N", title=part),
            alt.Tooltip("whole:N", title=whole),
        ],
        detail="series:N",
    )
    return finished(alt.layer(areas, columns.add_params(picking())), language)
