"""Heat map: when something happens, hour by weekday, or hour by group."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import CLOCK, DATA, SPECS, finished, picking, plain_axis, shown
from core.format import group
from core.hours import DAYS

ROW_PIXELS, LANE_PIXELS = 47, 30
"""Of a weekday, and of a group, of which there can be more."""

LEAST_LANES = 4


def heat_rows(answers: pl.DataFrame, metric: str, unit: str, language: str) -> pl.DataFrame:
    """One row a cell, all 168 of them: `weekday`, `hour_of_day`, `day`, `hour`, `value`, `shown`, `row`.

    Args:
        answers: grouped by weekday and hour of the day; cells that are missing had nothing to count.
    """
    week = pl.DataFrame({"weekday": range(1, 8)}).join(pl.DataFrame({"hour_of_day": range(24)}), how="cross")
    cells = week.join(answers, on=["weekday", "hour_of_day"], how="left").sort("weekday", "hour_of_day")
    values = cells[metric].fill_null(0) if unit == "count" else cells[metric]
    return cells.select(
        "weekday",
        "hour_of_day",
        _named("weekday", range(1, 8), language).alias("day"),
        _named("hour_of_day", range(24), language).alias("hour"),
        values.cast(pl.Float64).alias("value"),
        shown(values, unit, language),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
    )


def hour_rows(
    answers: pl.DataFrame, metric: str, by: str, names: Sequence[str], unit: str, language: str
) -> pl.DataFrame:
    """One row a cell, for each group all hours of the day: the columns of `heat_rows`, the group instead of `weekday`.

    Args:
        answers: grouped by `by` and hour of the day; cells that are missing had nothing to count.
        names: what each group is called, in the order of the groups in the answers, each once.
    """
    groups = answers.select(by).unique(maintain_order=True).with_columns(day=pl.Series(names, dtype=pl.String))
    hours = pl.DataFrame({"hour_of_day": range(24)})
    cells = groups.join(hours, how="cross", maintain_order="left_right").join(
        answers, on=[by, "hour_of_day"], how="left", nulls_equal=True, maintain_order="left"
    )
    values = cells[metric].fill_null(0) if unit == "count" else cells[metric]
    return cells.select(
        by,
        "hour_of_day",
        "day",
        _named("hour_of_day", range(24), language).alias("hour"),
        values.cast(pl.Float64).alias("value"),
        shown(values, unit, language),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
    )


def _named(grain: str, values: range, language: str) -> pl.Expr:
    """What the values of a recurring grain are called."""
    return pl.col(grain).replace_strict(
        list(values), [group(value, grain, language) for value in values], return_dtype=pl.String
    )


@lru_cache(maxsize=SPECS)
def heat_spec(
    unit: str,
    language: str,
    label: str,
    ticks: tuple[int, ...] = (),
    lanes: tuple[str, ...] = (),
    week_start: str = DAYS[0],
) -> dict[str, Any]:
    """The specification for `heat_rows`, or with lanes for `hour_rows`.

    Args:
        ticks: of a legend of durations, where they are.
        lanes: what the groups are called, from the top; the weekdays when there are none.
        week_start: the weekday at the top, `Mon` to `Sun`.
    """
    # Named, all of them: an hour in which no cell has a value would vanish from the week.
    all_hours = [group(hour, "hour_of_day", language) for hour in range(24)]
    first = DAYS.index(week_start)
    all_days = list(lanes) or [group((first + day) % 7 + 1, "weekday", language) for day in range(7)]
    pixels = LANE_PIXELS if lanes else ROW_PIXELS
    hours = plain_axis(labelAngle=0, labelOverlap="parity", labelExpr="slice(datum.label, 0, 2)")
    chart = alt.Chart(DATA, height=alt.Step(pixels)).encode(
        x=alt.X("hour:O", scale=alt.Scale(domain=all_hours, paddingInner=0.08), axis=hours),
        y=alt.Y("day:O", scale=alt.Scale(domain=all_days, paddingInner=0.1), axis=plain_axis(labelLimit=190)),
        color=alt.Color("value:Q", legend=_legend(unit, ticks, pixels, len(all_days))),
        tooltip=[
            alt.Tooltip("day:N", title=" "),
            alt.Tooltip("hour:N", title=" "),
            alt.Tooltip("shown:N", title=label),
        ],
    )
    return finished(chart.mark_rect(cornerRadius=3, cursor="pointer").add_params(picking()), language)


def _legend(unit: str, ticks: tuple[int, ...], pixels: int, lanes: int) -> alt.Legend | None:
    """None beside few lanes: it would be longer than they are, and each cell says its number when it is pointed at."""
    if lanes < LEAST_LANES:
        return None
    numbers: dict[str, Any] = {"format": {"%": ".0%", "ratio": ",.2~f"}.get(unit, ",.0f")}
    if unit == "ms":
        numbers = {"labelExpr": CLOCK, **({"values": list(ticks)} if ticks else {})}
    length = min(pixels * (lanes - 2), ROW_PIXELS * 5)
    return alt.Legend(title=None, gradientLength=length, gradientThickness=10, tickCount=3, **numbers)
