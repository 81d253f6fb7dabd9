"""Sankey: what flows from one side to the other, as ribbons as thick as there is of it.

Vega-Lite has no such mark: the two columns of bars and the curves between them are worked out here and drawn as areas.
"""

from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, finished, fitting_columns, picking, shown

HEIGHT = 420
STEPS = 20
"""Straight pieces of one ribbon's edge."""

GAP = 0.025
"""Between two bars of a side, as a share of the height."""

BAR_WIDTH = 0.022
ROOM = "max(110, min(190, width * 0.2))"
"""Pixels at either side for the names."""


def sankey_rows(flows: pl.DataFrame, language: str, chosen: int | None = None) -> pl.DataFrame:
    """The points of the ribbons and the bars at their ends.

    Args:
        flows: one row a ribbon, at least one: `source`, `target` and `kind` as they are to be read, `value` (a count
            above 0), and `source_last`, `target_last`: whether that end stands at the bottom, however large it is.
        chosen: the row of the flow that is looked at; all others fade.

    Returns:
        `part` (`ribbon` or `node`), `row` (of a ribbon its row in `flows`; bars count on, left side first), `side`,
        `x`, `x2`, `y`, `y2` (0 to 1 from the left and the top), `middle`, `kind`, `source`, `target`, `name` and
        `caption` (of a bar), `value`, `shown`, `told` (for ears) and `is_faded`.
    """
    ribbons = flows.with_row_index("row").cast({"row": pl.Int32, "value": pl.Float64})
    nodes = {side: _nodes(ribbons, side) for side in ("source", "target")}
    most = max(one.height for one in nodes.values())
    gap = min(GAP, 0.5 / most)
    scale = (1 - gap * (most - 1)) / float(ribbons["value"].sum())
    placed = {side: _placed(one, gap, scale) for side, one in nodes.items()}
    edges = _edges(ribbons, placed, scale)
    bars = (
        _bars(placed["source"], "source", -BAR_WIDTH, ribbons.height),
        _bars(placed["target"], "target", 1.0, ribbons.height + placed["source"].height),
    )
    drawn = pl.concat([_curves(edges), *bars], how="diagonal")
    return drawn.with_columns(shown(drawn["value"], "count", language)).with_columns(
        caption=pl.concat_str("shown", pl.lit("  "), "name"),
        is_faded=pl.lit(value=False) if chosen is None else pl.col("row") != chosen,
        told=pl.when(pl.col("part") == "ribbon")
        .then(pl.concat_str("source", pl.lit(" → "), "target", pl.lit(", "), "kind", pl.lit(": "), "shown"))
        .otherwise(pl.concat_str("name", pl.lit(": "), "shown")),
    )


@lru_cache(maxsize=SPECS)
def sankey_spec(
    language: str, kinds: tuple[str, ...], colours: tuple[str, ...], labels: tuple[str, str, str, str], ink: str
) -> dict[str, Any]:
    """The specification for `sankey_rows`.

    Args:
        kinds: of ribbons, as they are to be read, in the order of the legend.
        colours: theirs.
        labels: headings of source, target, kind and value.
        ink: colour of names and bars.
    """
    across = alt.Scale(domain=[0, 1], nice=False, zero=False, range=[{"expr": ROOM}, {"expr": f"width - {ROOM}"}])
    down = alt.Scale(domain=[0, 1], nice=False, zero=False, reverse=True)
    base = alt.Chart(DATA, height=HEIGHT).encode(
        x=alt.X("x:Q", scale=across, axis=None), y=alt.Y("y:Q", scale=down, axis=None)
    )
    ribbons = _ribbons(base, alt.Scale(domain=list(kinds), range=list(colours)), labels)
    nodes = base.transform_filter("datum.part == 'node'")
    bars = nodes.mark_rect(color=ink, cursor="pointer", opacity=0.85).encode(
        x2="x2:Q",
        y2="y2:Q",
        description="told:N",
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("shown:N", title=labels[-1])],
    )
    names = [_names(nodes, side, ink) for side in ("source", "target")]
    return finished(alt.layer(ribbons, bars, *names), language)


def _ribbons(base: alt.Chart, colours: alt.Scale, labels: tuple[str, str, str, str]) -> alt.Chart:
    """The ribbons, that under the pointer fuller than the others."""
    near = alt.selection_point(name="near", fields=["row"], on="pointerover", clear="pointerout", empty=False)
    legend = alt.Legend(
        title=None, orient="top", columns=fitting_columns(), labelLimit=220, symbolType="square", symbolOpacity=1
    )
    fullness = (
        alt.when(near).then(alt.value(0.85)).when("datum.is_faded").then(alt.value(0.15)).otherwise(alt.value(0.55))
    )
    told = zip(("source", "target", "kind", "shown"), labels, strict=True)
    areas: alt.Chart = base.transform_filter("datum.part == 'ribbon'").mark_area(cursor="pointer", strokeWidth=0.6)
    drawn: alt.Chart = areas.encode(
        y2="y2:Q",
        detail="row:N",
        color=alt.Color("kind:N", scale=colours, legend=legend),
        stroke=alt.Stroke("kind:N", scale=colours, legend=legend),
        fillOpacity=fullness,
        description="told:N",
        tooltip=[alt.Tooltip(f"{name}:N", title=label) for name, label in told],
    )
    return drawn.add_params(picking(), near)


def _names(nodes: alt.Chart, side: str, ink: str) -> alt.Chart:
    """The names beside the bars of one side, towards the edge of the chart."""
    is_left = side == "source"
    of_side: alt.Chart = nodes.transform_filter(f"datum.side == '{side}'")
    texts: alt.Chart = of_side.mark_text(
        align="right" if is_left else "left",
        dx=-6 if is_left else 6,
        baseline="middle",
        color=ink,
        cursor="pointer",
        limit={"expr": f"{ROOM} - 10"},
    ).encode(
        x=alt.X("x:Q" if is_left else "x2:Q"),
        y=alt.Y("middle:Q"),
        text="caption:N",
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("shown:N", title=" ")],
    )
    return texts


def _nodes(ribbons: pl.DataFrame, side: str) -> pl.DataFrame:
    """The bars of a side from the top: `name`, `value`, `rank`."""
    return (
        ribbons.group_by(pl.col(side).alias("name"))
        .agg(pl.col("value").sum(), pl.col(f"{side}_last").any().alias("last"))
        .sort("last", "value", "name", descending=[False, True, False])
        .with_row_index("rank")
    )


def _placed(nodes: pl.DataFrame, gap: float, scale: float) -> pl.DataFrame:
    """The bars with their `top` and `bottom`; the side with fewer of them stands in the middle."""
    used = float(nodes["value"].sum()) * scale + gap * (nodes.height - 1)
    size = pl.col("value") * scale
    top = (1 - used) / 2 + (size.cum_sum() - size) + pl.col("rank") * gap
    return nodes.with_columns(top=top, bottom=top + size)


def _edges(ribbons: pl.DataFrame, placed: dict[str, pl.DataFrame], scale: float) -> pl.DataFrame:
    """The ribbons with the top of either end: those of a bar lie in the order of the bars opposite."""
    edges = ribbons
    for side in ("source", "target"):
        end = pl.col("name").alias(side), pl.col("top").alias(f"{side}_top"), pl.col("rank").alias(f"{side}_rank")
        edges = edges.join(placed[side].select(end), on=side)
    size = pl.col("value") * scale
    for side, other in (("source", "target"), ("target", "source")):
        edges = edges.sort(f"{side}_rank", f"{other}_rank", "kind", "row").with_columns(
            (pl.col(f"{side}_top") + (size.cum_sum() - size).over(side)).alias(f"{side}_top")
        )
    return edges.with_columns(size=size)


def _curves(edges: pl.DataFrame) -> pl.DataFrame:
    """Each ribbon as points from left to right."""
    along = pl.DataFrame({"x": [step / STEPS for step in range(STEPS + 1)]})
    bend = pl.col("x") ** 2 * (3 - 2 * pl.col("x"))
    top = pl.col("source_top") + (pl.col("target_top") - pl.col("source_top")) * bend
    return (
        edges.join(along, how="cross")
        .with_columns(part=pl.lit("ribbon"), y=top, y2=top + pl.col("size"))
        .select("part", "row", "x", "y", "y2", "kind", "source", "target", "value")
        .sort("row", "x")
    )


def _bars(nodes: pl.DataFrame, side: str, x: float, first: int) -> pl.DataFrame:
    """The bars of a side, one row each, numbered from `first`."""
    return nodes.select(
        part=pl.lit("node"),
        row=(pl.col("rank") + first).cast(pl.Int32),
        side=pl.lit(side),
        x=pl.lit(x),
        x2=pl.lit(x + BAR_WIDTH),
        y="top",
        y2="bottom",
        middle=(pl.col("top") + pl.col("bottom")) / 2,
        name="name",
        value="value",
    )
