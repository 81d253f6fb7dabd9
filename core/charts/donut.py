"""Donut: the few parts of one whole, each named with its share."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, finished, picking, shown
from core.format import number

HEIGHT = 230
INNER, OUTER = (alt.ExprRef(f"min(width, height) * {share}") for share in (0.31, 0.48))
MOST_PARTS = 5
"""As many as there are colours that colour-blind people can tell apart too, beside a grey for all others."""


def donut_rows(
    answers: pl.DataFrame, metric: str, names: Sequence[str], other: str, language: str, unit: str = "count"
) -> pl.DataFrame:
    """One row a part, in the order given: `name`, `value`, `shown`, `share`, `part` (name and share), `row`.

    The parts beyond `MOST_PARTS` are one part together, the last; a single one keeps its name.

    Args:
        answers: one row a group, the largest first; the groups' counts add up to the whole.
        metric: what adds up: a count, or a sum.
        names: what each group is called.
        other: what all beyond the first few are called together.
        unit: of the metric.
    """
    counted = pl.DataFrame(
        {"name": names, "value": answers[metric].cast(pl.Float64)}, schema_overrides={"name": pl.String}
    )
    place = pl.int_range(pl.len())
    is_apart = (place < MOST_PARTS) | (pl.len() == MOST_PARTS + 1)
    parts = (
        counted.with_columns(row=pl.when(is_apart).then(place).otherwise(MOST_PARTS).cast(pl.Int32))
        .group_by("row", maintain_order=True)
        .agg(pl.col("name").first(), pl.len().alias("groups"), pl.col("value").sum())
        .with_columns(name=pl.when(pl.col("groups") > 1).then(pl.lit(other)).otherwise("name"))
    )
    told = [number(value, "%", language) for value in parts["value"] / parts["value"].sum()]
    labels = [f"{name}  {share}" for name, share in zip(parts["name"], told, strict=True)]
    return parts.select(
        "name",
        "value",
        shown(parts["value"], unit, language),
        pl.Series("share", told, dtype=pl.String),
        pl.Series("part", labels, dtype=pl.String),
        "row",
    )


@lru_cache(maxsize=SPECS)
def donut_spec(
    language: str, parts: tuple[str, ...], colours: tuple[str, ...], labels: tuple[str, str, str], total: str, ink: str
) -> dict[str, Any]:
    """The specification for `donut_rows`.

    Args:
        parts: the column `part`, in its order.
        colours: of the parts.
        labels: of the groups, of the metric, and of the share of the whole.
        total: what stands in the middle.
        ink: colour of that, which no theme colours.
    """
    heading, label, share = labels
    legend = alt.Legend(
        orient="right", title=None, labelLimit=200, labelFontSize=13, rowPadding=7, symbolType="square", offset=24
    )
    scale = alt.Scale(domain=list(parts), range=list(colours[: len(parts)]))
    base = alt.Chart(DATA, height=HEIGHT)
    arcs = base.mark_arc(innerRadius=INNER, outerRadius=OUTER, padAngle=0.015, cornerRadius=2, cursor="pointer").encode(
        theta=alt.Theta("value:Q", stack=True),
        order=alt.Order("row:Q"),
        color=alt.Color("part:N", sort=None, scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("name:N", title=heading),
            alt.Tooltip("shown:N", title=label),
            alt.Tooltip("share:N", title=share),
        ],
    )
    once = base.transform_filter("datum.row == 0")
    middle = once.mark_text(text=total, fontSize=20, fontWeight=600, color=ink).encode(tooltip=alt.value(None))
    return finished(alt.layer(arcs.add_params(picking()), middle), language)
