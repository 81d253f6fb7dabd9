"""Demand along the hours of UTC: who calls then, stacked, before the hours in which the house is open."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, axis, finished, picking, shown
from core.format import group, number

HEIGHT = 400
"""With the legend, which takes its part of it."""

OPEN_OPACITY = [0.0, 0.3]
"""Of the band behind an hour that the house is never, or always, open in."""

ROOM_FOR_SHARES = alt.ExprRef("width < 24 * 34 ? 0 : 10")
"""Size of the letters above the open hours; none where they would run into each other. The table has them too."""


def demand_rows(
    answers: pl.DataFrame,
    metric: str,
    names: Mapping[str | None, str],
    other: str,
    opening: pl.DataFrame,
    language: str,
) -> pl.DataFrame:
    """One row a mark, in the order in which they are stacked.

    Args:
        answers: one row an `hour_of_day` of UTC and a `time_zone`, with a count of conversations. A conversation has
            one customer, so what zones have together is the sum of what each has.
        names: what the zones that stand apart are called, in their order; None is the customers without a known clock.
        other: what all other zones together are called.
        opening: one row an `hour_of_day` of UTC with `open_share`, from 0 to 1.

    Returns:
        `kind` (`demand` or `open`), `hour`, `series`, `order`, `value` (of `open` the share), `shown`, `of_hour` (the
        share of all conversations of that hour as text), `row`.
    """
    marks = pl.concat(
        [_demand(_stacked(answers, metric, names, other), language), _opened(opening, language)], how="diagonal"
    )
    return marks.with_columns(row=pl.int_range(pl.len(), dtype=pl.Int32))


def _stacked(answers: pl.DataFrame, metric: str, names: Mapping[str | None, str], other: str) -> pl.DataFrame:
    """One row an hour and what is stacked in it: `hour_of_day`, `series`, `value`, `order`, `share` of the hour."""
    order = {name: place for place, name in enumerate(stack(names, other))}
    series = pl.col("time_zone").replace_strict(names, default=other, return_dtype=pl.String)
    return (
        answers.with_columns(series=series)
        .group_by("hour_of_day", "series")
        .agg(pl.col(metric).sum().cast(pl.Float64).alias("value"))
        .with_columns(
            order=pl.col("series").replace_strict(order, return_dtype=pl.Int32),
            share=pl.col("value") / pl.col("value").sum().over("hour_of_day"),
        )
        .filter(pl.col("value") > 0)
        .sort("order", "hour_of_day")
    )


def _demand(stacked: pl.DataFrame, language: str) -> pl.DataFrame:
    return stacked.select(
        kind=pl.lit("demand"),
        hour=_hours(stacked, language),
        series="series",
        order="order",
        value="value",
        shown=shown(stacked["value"], "count", language),
        of_hour=shown(stacked["share"], "%", language),
    )


def _opened(opening: pl.DataFrame, language: str) -> pl.DataFrame:
    bands = opening.sort("hour_of_day").select("hour_of_day", value="open_share")
    return bands.select(
        kind=pl.lit("open"), hour=_hours(bands, language), value="value", shown=_shares(bands, language)
    )


def stack(names: Mapping[str | None, str], other: str) -> tuple[str, ...]:
    """What is stacked, from the bottom: the zones that stand apart, all others, and the customers without a clock."""
    return (
        *(name for zone, name in names.items() if zone is not None),
        other,
        *(names[zone] for zone in names if zone is None),
    )


def _hours(rows: pl.DataFrame, language: str) -> pl.Series:
    return pl.Series([group(hour, "hour_of_day", language) for hour in rows["hour_of_day"]], dtype=pl.String)


def _shares(bands: pl.DataFrame, language: str) -> pl.Series:
    """What stands above an hour; nothing where the house is never open."""
    return pl.Series([number(share, "%", language) if share else "" for share in bands["value"]], dtype=pl.String)


@lru_cache(maxsize=SPECS)
def demand_spec(
    language: str,
    series: tuple[str, ...],
    colours: tuple[str, ...],
    labels: tuple[str, str, str, str],
    ink: str = "#16282D",
    accent: str = "#0F6C72",
) -> dict[str, Any]:
    """The specification for `demand_rows`.

    Args:
        series: what is stacked, from the bottom, in the order of the legend.
        colours: of the series.
        labels: of the time zone, of the count, of its share of the hour, and of the hours of UTC.
        ink: colour of the numbers above the open hours, which no theme colours.
        accent: colour of the open hours.
    """
    base = alt.Chart(DATA, height=HEIGHT).encode(x=_hour_axis(labels[-1], language))
    opened = base.transform_filter("datum.kind == 'open'")
    bands = opened.mark_rect(color=accent, width={"band": 1.0}).encode(
        y=alt.value(0),
        y2=alt.value("height"),
        opacity=alt.Opacity("value:Q", scale=alt.Scale(domain=[0, 1], range=OPEN_OPACITY), legend=None),
    )
    shares = opened.mark_text(baseline="bottom", color=ink, fontSize=ROOM_FOR_SHARES, dy=-4).encode(
        y=alt.value(0), text="shown:N"
    )
    bars = _bars(base.transform_filter("datum.kind == 'demand'"), series, colours, labels)
    return finished(alt.layer(bands, shares, bars), language)


def _hour_axis(title: str, language: str) -> alt.X:
    """All hours of the day, quiet ones too."""
    all_hours = [group(hour, "hour_of_day", language) for hour in range(24)]
    plain: dict[str, Any] = {"domain": False, "ticks": False, "labelAngle": 0, "labelOverlap": "parity"}
    hour_axis = alt.Axis(title=title, labelExpr="slice(datum.label, 0, 2)", **plain)
    return alt.X("hour:O", scale=alt.Scale(domain=all_hours, paddingInner=0.12), axis=hour_axis)


def _bars(
    base: alt.Chart, series: tuple[str, ...], colours: tuple[str, ...], labels: tuple[str, str, str, str]
) -> alt.Chart:
    zone, count, of_hour, hours = labels
    bars = base.mark_bar(cursor="pointer", width={"band": 0.8}).encode(
        y=alt.Y("value:Q", stack="zero", axis=axis("count")),
        color=alt.Color("series:N", scale=alt.Scale(domain=list(series), range=list(colours)), legend=_LEGEND),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("series:N", title=zone),
            alt.Tooltip("hour:N", title=hours),
            alt.Tooltip("shown:N", title=count),
            alt.Tooltip("of_hour:N", title=of_hour),
        ],
    )
    drawn: alt.Chart = bars.add_params(picking())
    return drawn


_LEGEND = alt.Legend(
    orient="top", title=None, labelLimit=220, columns=alt.ExprRef("max(1, min(4, floor(width / 190)))")
)
