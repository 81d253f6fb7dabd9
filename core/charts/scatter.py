"""Scatter: a point a group, by two numbers, perhaps as large as a third."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from core.charts.look import CLOCK, DATA, finished, picking

HEIGHT, LEGEND_HEIGHT = 360, 70
POINT_PIXELS, LEAST_PIXELS, MOST_PIXELS = 80, 25, 900
"""Areas of points: of all alike, and of the smallest and the largest of different ones."""


@dataclass(frozen=True)
class Measured:
    """One number of a point: what it is called and its unit, and where an axis of durations has ticks."""

    label: str
    unit: str
    ticks: tuple[int, ...] = ()


def scatter_spec(
    language: str, heading: str, across: Measured, up: Measured, size: Measured | None, colour: str
) -> dict[str, Any]:
    """The specification for rows of `name`, `x`, `y` and perhaps `size`, their texts `x_shown` …, and `row`.

    Args:
        heading: of the groups.
        colour: of the points.
    """
    told = [alt.Tooltip("name:N", title=heading or " ")]
    told += [
        alt.Tooltip(f"{side}_shown:N", title=one.label)
        for side, one in (("x", across), ("y", up), ("size", size))
        if one is not None
    ]
    chart = alt.Chart(DATA, height=HEIGHT + LEGEND_HEIGHT * (size is not None)).encode(
        x=alt.X("x:Q", axis=_axis(across), scale=_scale(across)),
        y=alt.Y("y:Q", axis=_axis(up), scale=_scale(up)),
        tooltip=told,
    )
    if size is None:
        points = chart.mark_circle(size=POINT_PIXELS, color=colour, opacity=0.75, cursor="pointer")
    else:
        areas = alt.Scale(zero=True, range=[LEAST_PIXELS, MOST_PIXELS])
        legend = alt.Legend(title=size.label, orient="bottom", tickCount=3, **_numbers(size))
        points = chart.encode(size=alt.Size("size:Q", scale=areas, legend=legend)).mark_circle(
            color=colour, opacity=0.6, cursor="pointer"
        )
    return finished(points.add_params(picking()), language)


def _scale(one: Measured) -> alt.Scale:
    """Durations between their ticks; all else between round numbers, never below the nothing that it cannot be."""
    return alt.Scale(domain=[one.ticks[0], one.ticks[-1]]) if one.ticks else alt.Scale(zero=False, nice=True)


def _axis(one: Measured) -> alt.Axis:
    return alt.Axis(title=one.label, titleFontWeight="normal", tickCount=6, grid=True, **_numbers(one))


def _numbers(one: Measured) -> dict[str, Any]:
    if one.unit == "ms":
        return {"labelExpr": CLOCK, **({"values": list(one.ticks)} if one.ticks else {})}
    return {"format": {"%": ".0%", "ratio": ",.2~f"}.get(one.unit, ",.0f")}
