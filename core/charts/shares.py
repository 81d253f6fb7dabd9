"""Shares: what each of several wholes consists of, as bars of one length, each part with its number."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, finished, picking, plain_axis
from core.format import number

BAR_PIXELS = 34
KEPT = 256
"""Specifications: what the wholes are called may come from the data."""


def share_rows(counts: pl.DataFrame, language: str, unit: str = "count") -> pl.DataFrame:
    """One row a part, in the order given: `whole`, `part`, `value`, `rank`, `shown`, `row`.

    Args:
        counts: `whole` and `part` as they are to be read, `value` (how many), `rank` (the part's place in the bar).
        unit: of the values.
    """
    parts = counts.with_columns(
        share=pl.col("value") / pl.col("value").sum().over("whole"),
        row=pl.int_range(pl.len(), dtype=pl.Int32),
    )
    told = [
        f"{number(value, unit, language)} ({number(share, '%', language)})"
        for value, share in parts.select("value", "share").iter_rows()
    ]
    return parts.select("whole", "part", "value", "rank", pl.Series("shown", told, dtype=pl.String), "row")


@lru_cache(maxsize=KEPT)
def share_spec(
    language: str, label: str, wholes: Sequence[str], parts: Sequence[str], colours: Sequence[str]
) -> dict[str, Any]:
    """The specification for `share_rows`.

    Args:
        label: the metric's.
        wholes: the bars from the top, as tuples so that the specification can be kept.
        parts: the parts from the left.
        colours: of the parts.
    """
    columns = alt.ExprRef("max(1, min(4, floor(width / 180)))")
    legend = alt.Legend(title=None, orient="top", columns=columns, labelLimit=220)
    chart = alt.Chart(DATA, height=alt.Step(BAR_PIXELS)).encode(
        y=alt.Y("whole:N", scale=alt.Scale(domain=list(wholes)), axis=plain_axis(labelLimit=190)),
        x=alt.X("value:Q", stack="normalize", axis=alt.Axis(title=None, format=".0%", grid=False, tickCount=4)),
        order=alt.Order("rank:Q"),
        color=alt.Color("part:N", scale=alt.Scale(domain=list(parts), range=list(colours)), legend=legend),
        tooltip=[
            alt.Tooltip("whole:N", title=" "),
            alt.Tooltip("part:N", title=" "),
            alt.Tooltip("shown:N", title=label),
        ],
    )
    return finished(chart.mark_bar(height={"band": 0.68}, cursor="pointer").add_params(picking()), language)
