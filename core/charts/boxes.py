"""Boxes: how durations are spread in each of several groups, beside each other."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, axis, finished, picking, plain_axis, shown
from core.distribution import SHARES

BOX_PIXELS = 32


def box_rows(spreads: pl.DataFrame, names: Sequence[str], language: str) -> pl.DataFrame:
    """One row a group, in the order given: `name`, the columns of `SHARES` and each as text, `from_ms`, `shown`, `row`.

    Args:
        spreads: as `core.distribution.spread` gives them.
        names: what each group is called.
    """
    return spreads.select(
        pl.Series("name", names, dtype=pl.String),
        *SHARES,
        pl.lit(0.0).alias("from_ms"),
        *(shown(spreads[column], "ms", language).alias(f"{column}_shown") for column in SHARES),
        shown(spreads["rows"], "count", language),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
    )


@lru_cache(maxsize=SPECS)
def box_spec(
    language: str, labels: tuple[str, ...], heading: str, count: str, ticks: tuple[int, ...], ink: str
) -> dict[str, Any]:
    """The specification for `box_rows`: from p10 to p90 a line, from p25 to p75 a box, at the median a mark.

    Args:
        labels: of the columns of `SHARES`, in their order.
        heading: of the groups.
        count: of the rows.
        ticks: of the axis.
        ink: colour of the medians, which no theme colours.
    """
    base = alt.Chart(DATA, height=alt.Step(BOX_PIXELS)).encode(
        y=alt.Y("name:N", sort=None, axis=plain_axis(labelLimit=190)),
        tooltip=[
            alt.Tooltip("name:N", title=heading),
            alt.Tooltip("shown:N", title=count),
            *(
                alt.Tooltip(f"{column}_shown:N", title=label)
                for column, label in zip(SHARES, labels, strict=True)
            ),
        ],
    )  # fmt: skip
    durations: dict[str, Any] = {"scale": alt.Scale(zero=True, nice=False), "axis": axis("ms", ticks)}
    whiskers = base.mark_bar(height=3, opacity=0.55).encode(x=alt.X("p10_ms:Q", **durations), x2="p90_ms:Q")
    boxes = base.mark_bar(height={"band": 0.56}, cornerRadius=3, opacity=0.8).encode(x="p25_ms:Q", x2="p75_ms:Q")
    medians = base.mark_tick(thickness=3, height={"band": 0.76}, color=ink).encode(x="p50_ms:Q")
    # A line is hard to hit, and a gap between its end and the axis belongs to the group too.
    targets = base.mark_bar(fillOpacity=0, cursor="pointer").encode(x="from_ms:Q", x2="p90_ms:Q")
    return finished(alt.layer(whiskers, boxes, medians, targets.add_params(picking())), language)
