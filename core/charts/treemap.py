"""Treemap: wholes and their parts as rectangles as large as they are, as near to squares as can be."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, finished, fitting_columns, picking
from core.format import number

HEIGHT = 360
ASPECT = 2.2
"""How much wider than high the picture is, about, on a laptop: squares are worked out for that shape."""

SMALLEST_NAMED = 0.012
"""Share of the picture that a rectangle needs for its name."""


@dataclass(frozen=True)
class Rectangle:
    """A place in the picture: left, top, width and height."""

    left: float
    top: float
    width: float
    height: float


def squarify(sizes: list[float], within: Rectangle) -> list[Rectangle]:
    """A rectangle for each size, in the order given, that together fill the whole.

    Rectangles are laid in rows along the shorter side of what is still free; a row ends where one more would make its
    worst rectangle longer. A loop over the few marks of one chart: each row depends on those before it.

    Args:
        sizes: above 0, the largest first.

    Source: M. Bruls, K. Huizing, J. van Wijk, Squarified treemaps (2000).
    """
    if not sizes:
        return []
    scale = within.width * within.height / sum(sizes)
    areas, free, placed = [size * scale for size in sizes], within, []
    while areas:
        side = min(free.width, free.height)
        many = 1
        while many < len(areas) and _worst(areas[: many + 1], side) <= _worst(areas[:many], side):
            many += 1
        row, areas = areas[:many], areas[many:]
        laid, free = _lay(row, free)
        placed += laid
    return placed


def treemap_rows(parts: pl.DataFrame, unit: str, language: str) -> pl.DataFrame:
    """The rectangles, one row each, largest first.

    Args:
        parts: `whole` and `part` as they are to be read, `value`; parts of nothing are left out.

    Returns:
        `row` (the part's place in `parts`), `x`, `x2`, `y`, `y2` (0 to 1 from the left and the top), `whole`, `part`,
        `value`, `shown`, `caption` (null where there is no room), `told`.
    """
    given = parts.with_row_index("row").filter(pl.col("value") > 0)
    total = pl.col("value").sum()
    ordered = given.with_columns(of_whole=total.over("whole")).sort(
        "of_whole", "whole", "value", "part", descending=[True, False, True, False]
    )
    wholes = ordered.group_by("whole", maintain_order=True).agg("value")
    fields = squarify([float(sum(values)) for values in wholes["value"]], Rectangle(0.0, 0.0, ASPECT, 1.0))
    places = [
        place
        for field, values in zip(fields, wholes["value"], strict=True)
        for place in squarify([float(value) for value in values], field)
    ]
    shares = ordered.select(pl.col("value") / total).to_series()
    told = [
        f"{number(value, unit, language)} ({number(share, '%', language)})"
        for value, share in zip(ordered["value"], shares, strict=True)
    ]
    return ordered.select(
        pl.col("row").cast(pl.Int32),
        pl.Series("x", [place.left / ASPECT for place in places], dtype=pl.Float64),
        pl.Series("x2", [(place.left + place.width) / ASPECT for place in places], dtype=pl.Float64),
        pl.Series("y", [place.top for place in places], dtype=pl.Float64),
        pl.Series("y2", [place.top + place.height for place in places], dtype=pl.Float64),
        "whole",
        "part",
        "value",
        pl.Series("shown", told, dtype=pl.String),
        caption=pl.when(shares >= SMALLEST_NAMED).then("part"),
    ).with_columns(told=pl.concat_str("whole", pl.lit(", "), "part", pl.lit(": "), "shown"))


@lru_cache(maxsize=SPECS)
def treemap_spec(
    language: str,
    labels: tuple[str, str, str],
    wholes: tuple[str, ...],
    colours: tuple[str, ...],
    on_colour: str,
    gap: str,
) -> dict[str, Any]:
    """The specification for `treemap_rows`.

    Args:
        labels: headings of whole, part and value.
        wholes: in the order of the legend.
        colours: theirs.
        on_colour: colour of the names on them.
        gap: colour of the page, between rectangles.
    """
    whole, part, value = labels
    base = alt.Chart(DATA, height=HEIGHT)
    legend = alt.Legend(
        title=None, orient="top", columns=fitting_columns(), labelLimit=170, symbolType="square", symbolStrokeWidth=0
    )
    tooltip = [
        alt.Tooltip("whole:N", title=whole),
        alt.Tooltip("part:N", title=part),
        alt.Tooltip("shown:N", title=value),
    ]
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False, zero=False))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False, zero=False, reverse=True))
    boxes = base.mark_rect(stroke=gap, strokeWidth=1.5, cursor="pointer").encode(
        x=across,
        x2="x2:Q",
        y=down,
        y2="y2:Q",
        color=alt.Color("whole:N", scale=alt.Scale(domain=list(wholes), range=list(colours)), legend=legend),
        description="told:N",
        tooltip=tooltip,
    )
    named = base.transform_filter("datum.caption != null && datum.y2 - datum.y > 0.055")
    room = {"expr": "max(0, (datum.x2 - datum.x) * width - 12)"}
    names = named.mark_text(
        align="left", baseline="top", dx=6, dy=6, color=on_colour, cursor="pointer", limit=room
    ).encode(x=across, y=down, text="caption:N", tooltip=tooltip)
    return finished(alt.layer(boxes.add_params(picking()), names), language)


def _worst(row: list[float], side: float) -> float:
    """How long the longest rectangle of a row is, against its other side."""
    depth = sum(row) / side
    return max(max(area / depth**2, depth**2 / area) for area in row)


def _lay(row: list[float], free: Rectangle) -> tuple[list[Rectangle], Rectangle]:
    """Lay a row along the shorter side; its rectangles, and what stays free."""
    if free.width >= free.height:
        depth = sum(row) / free.height
        ends = _running([area / depth for area in row])
        laid = [
            Rectangle(free.left, free.top + end - area / depth, depth, area / depth)
            for area, end in zip(row, ends, strict=True)
        ]
        return laid, Rectangle(free.left + depth, free.top, free.width - depth, free.height)
    depth = sum(row) / free.width
    ends = _running([area / depth for area in row])
    laid = [
        Rectangle(free.left + end - area / depth, free.top, area / depth, depth)
        for area, end in zip(row, ends, strict=True)
    ]
    return laid, Rectangle(free.left, free.top + depth, free.width, free.height - depth)


def _running(lengths: list[float]) -> list[float]:
    return [sum(lengths[: place + 1]) for place in range(len(lengths))]
