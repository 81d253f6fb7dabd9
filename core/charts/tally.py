"""Tally: how many groups have a number within each of some steps, as columns side by side."""

from math import ceil, floor, log10
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import CLOCK, DATA, axis, finished, picking, shown
from core.format import number

HEIGHT = 300
MOST_STEPS, MOST_TICKS = 20, 8
STEPS = (1, 2, 2.5, 5, 10)
SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)


def tally_rows(values: pl.Series, unit: str, language: str) -> pl.DataFrame:
    """One row a step, the lowest first, without gaps: `since` (included), `until` (not), `value`, texts, `row`.

    Args:
        values: a number a group; nulls are left out.
    """
    known = values.drop_nulls().drop_nans().cast(pl.Float64)
    if known.is_empty():
        return pl.DataFrame(schema={"since": pl.Float64, "until": pl.Float64, "value": pl.Float64, "row": pl.Int32})
    low, high = (float(bound) for bound in (known.min(), known.max()))  # type: ignore[arg-type]
    step = _step(high - low, unit)
    first, last = floor(low / step), floor(high / step)
    placed = known.to_frame("number").group_by(place=(pl.col("number") / step).floor().cast(pl.Int64)).len("groups")
    steps = pl.DataFrame({"place": pl.int_range(first, last + 1, dtype=pl.Int64, eager=True)})
    rows = (
        steps.join(placed, on="place", how="left")
        .sort("place")
        .select(
            since=pl.col("place") * step,
            until=(pl.col("place") + 1) * step,
            value=pl.col("groups").fill_null(0).cast(pl.Float64),
        )
    )
    spans = [
        f"{number(since, unit, language)} – {number(until, unit, language)}"
        for since, until in rows.select("since", "until").iter_rows()
    ]
    return rows.with_columns(
        pl.Series("name", spans, dtype=pl.String),
        shown(rows["value"], "count", language),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
    )


def _step(width: float, unit: str) -> float:
    """The finest readable step that needs no more than `MOST_STEPS`; of whole things whole ones."""
    if width <= 0:
        return 1_000.0 if unit == "ms" else 0.01 if unit == "%" else 1.0
    least = width / MOST_STEPS
    if unit == "ms" and least <= SECONDS[-1] * 1_000:
        return float(next(1_000 * one for one in SECONDS if 1_000 * one >= least))
    power = 10 ** floor(log10(least))
    step = next(one * power for one in STEPS if one * power >= least * 0.999_999)
    return max(1.0, float(ceil(step))) if unit == "count" else float(step)


def ticks_of_tally(rows: pl.DataFrame) -> tuple[float, ...]:
    """Where the axis is labelled: every so many of the edges of the steps."""
    edges = [*rows["since"], rows["until"][-1]]
    return tuple(edges[:: -(-len(edges) // MOST_TICKS)])


def tally_spec(
    language: str, unit: str, labels: tuple[str, str], colour: str, ticks: tuple[float, ...]
) -> dict[str, Any]:
    """The specification for `tally_rows`.

    Args:
        unit: of the numbers that are tallied.
        labels: of that number, and of how many groups have it.
        colour: of the columns.
        ticks: as `ticks_of_tally` gives them.
    """
    label, groups = labels
    numbers: dict[str, Any] = (
        {"labelExpr": CLOCK} if unit == "ms" else {"format": {"%": ".0%", "ratio": ",.2~f"}.get(unit, ",.0f")}
    )
    across = alt.Axis(
        title=label, titleFontWeight="normal", grid=False, values=list(ticks), labelOverlap="greedy", **numbers
    )
    chart = alt.Chart(DATA, height=HEIGHT).encode(
        x=alt.X("since:Q", axis=across, scale=alt.Scale(nice=False, zero=False)),
        x2="until:Q",
        y=alt.Y("value:Q", axis=axis("count"), scale=alt.Scale(zero=True)),
        y2=alt.datum(0),
        tooltip=[alt.Tooltip("name:N", title=label), alt.Tooltip("shown:N", title=groups)],
    )
    bars = chart.mark_bar(color=colour, xOffset=1, cursor="pointer", cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
    return finished(bars.add_params(picking()), language)
