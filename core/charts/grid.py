"""Grid: a number for each pair of two groups, told by depth of colour; with time across, lanes of intensity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from core.charts.look import CLOCK, DATA, finished, picking, plain_axis

ROW_PIXELS, MOST_PIXELS = 30, 260
LEAST_ROWS = 4
"""A legend beside fewer rows would be longer than they are; each cell says its number when it is pointed at."""


@dataclass(frozen=True)
class Lattice:
    """What a grid says and how.

    Args:
        unit: of the values.
        language: of numbers in the legend.
        labels: headings of the groups down, of those across, and of the number.
        down, across: all groups in their order.
        scale: colours from little to much.
        gap: between cells, in parts of one; none between the moments of a lane.
        ticks: of a legend of durations.
    """

    unit: str
    language: str
    labels: tuple[str, str, str]
    down: Sequence[str]
    across: Sequence[str]
    scale: Sequence[str]
    gap: float = 0.08
    ticks: tuple[int, ...] = ()


def grid_spec(lattice: Lattice) -> dict[str, Any]:
    """The specification for rows of `down`, `across`, `value`, `shown` and `row`; without a value a cell is empty."""
    down, across, label = lattice.labels
    overlap = plain_axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, labelLimit=150)
    chart = alt.Chart(DATA, height=alt.Step(ROW_PIXELS)).encode(
        x=alt.X(
            "across:O", sort=None, axis=overlap,
            scale=alt.Scale(domain=list(lattice.across), paddingInner=lattice.gap, paddingOuter=0),
        ),
        y=alt.Y(
            "down:O", sort=None, axis=plain_axis(labelLimit=190),
            scale=alt.Scale(domain=list(lattice.down), paddingInner=0.1),
        ),
        color=alt.Color("value:Q", scale=alt.Scale(range=list(lattice.scale)), legend=_legend(lattice)),
        tooltip=[
            alt.Tooltip("down:N", title=down or " "),
            alt.Tooltip("across:N", title=across or " "),
            alt.Tooltip("shown:N", title=label),
        ],
    )  # fmt: skip
    marks = chart.transform_filter("isValid(datum.value)").mark_rect(cursor="pointer", invalid="filter")
    return finished(marks.add_params(picking()), lattice.language)


def _legend(lattice: Lattice) -> alt.Legend | None:
    if len(lattice.down) < LEAST_ROWS:
        return None
    numbers: dict[str, Any] = {"format": {"%": ".0%", "ratio": ",.2~f"}.get(lattice.unit, ",.0f")}
    if lattice.unit == "ms":
        numbers = {"labelExpr": CLOCK, **({"values": list(lattice.ticks)} if lattice.ticks else {})}
    length = min(MOST_PIXELS, ROW_PIXELS * (len(lattice.down) - 1))
    return alt.Legend(title=None, gradientLength=length, gradientThickness=10, tickCount=3, **numbers)
