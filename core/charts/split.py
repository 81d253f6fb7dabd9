"""Split: bars, lines and areas of one or several series, along names or along time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from core.charts.look import DATA, axis, finished, fitting_columns, picking, plain_axis

HEIGHT, LEGEND_HEIGHT = 280, 50
BAR_PIXELS, THIN_PIXELS = 28, 12
"""Of a bar with its gap, and of one of several that stand side by side."""

MARKS = ("bar", "line", "area")


@dataclass(frozen=True)
class Looks:
    """What a specification of series says and how.

    Args:
        mark: one of `MARKS`; lines and areas go from left to right.
        unit: of the values.
        language: of numbers on the axis.
        labels: headings of the groups, of the series and of the number.
        names: all groups along the axis, in their order.
        series: what the series are called, in their order; one without a name when there is only one.
        colours: theirs.
        is_stacked: parts of a whole on top of each other, not side by side; an area of several always is.
        is_upright: the groups lie from left to right, as time does.
        ticks: of an axis of durations.
    """

    mark: str
    unit: str
    language: str
    labels: tuple[str, str, str]
    names: Sequence[str]
    series: Sequence[str]
    colours: Sequence[str]
    is_stacked: bool = False
    is_upright: bool = False
    ticks: tuple[int, ...] = ()


def split_spec(looks: Looks) -> dict[str, Any]:
    """The specification for rows of `name`, `series`, `order` (of the series), `value`, `shown` and `row`."""
    if looks.mark == "bar":
        return finished(_upright(looks) if looks.is_upright else _lying(looks), looks.language)
    return finished(_lines(looks) if looks.mark == "line" else _areas(looks), looks.language)


def _upright(looks: Looks) -> alt.Chart:
    """Bars from left to right."""
    along = alt.X("name:O", sort=None, axis=_moments_axis(), scale=_names(looks))
    chart = alt.Chart(DATA, height=_height(looks)).encode(x=along, y=_stacked(alt.Y, looks))
    return _barred(chart.encode(xOffset=_offset(alt.XOffset, looks)) if _is_beside(looks) else chart, looks)


def _lying(looks: Looks) -> alt.Chart:
    """Bars from the top."""
    along = alt.Y("name:N", sort=None, axis=plain_axis(labelLimit=190), scale=_names(looks))
    if not _is_beside(looks):
        chart = alt.Chart(DATA, height=alt.Step(BAR_PIXELS)).encode(y=along, x=_stacked(alt.X, looks))
        return _barred(chart, looks)
    each = alt.Step(THIN_PIXELS * len(looks.series) + 8, **{"for": "position"})
    chart = alt.Chart(DATA, height=each).encode(y=along, x=_stacked(alt.X, looks))
    return _barred(chart.encode(yOffset=_offset(alt.YOffset, looks)), looks)


def _barred(chart: alt.Chart, looks: Looks) -> alt.Chart:
    bars: alt.Chart = chart.mark_bar(cursor="pointer").add_params(picking())
    return bars.encode(color=_colour(looks), order=alt.Order("order:Q"), tooltip=_told(looks))


def _is_beside(looks: Looks) -> bool:
    """Whether each group has a bar for each series, side by side."""
    return len(looks.series) > 1 and not looks.is_stacked


def _names(looks: Looks) -> alt.Scale:
    return alt.Scale(domain=list(looks.names), paddingInner=0.25)


def _stacked(channel: Any, looks: Looks) -> Any:
    """The axis of the values."""
    scale = alt.Scale(zero=True, nice=looks.unit != "ms")
    return channel(
        "value:Q", axis=axis(looks.unit, looks.ticks), stack="zero" if looks.is_stacked else None, scale=scale
    )


def _lines(looks: Looks) -> alt.TopLevelMixin:
    base = _timed(looks).encode(
        y=alt.Y("value:Q", axis=axis(looks.unit, looks.ticks), scale=alt.Scale(zero=True, nice=looks.unit != "ms")),
        color=_colour(looks),
    )
    # A moment without a number breaks the line: there is nothing between its neighbours.
    line = base.mark_line(strokeWidth=2, invalid="break-paths-show-domains")
    points = base.mark_point(filled=True, size=40, opacity=1, cursor="pointer", invalid="filter")
    return alt.layer(line, points.encode(tooltip=_told(looks)).add_params(picking()))


def _areas(looks: Looks) -> alt.TopLevelMixin:
    base = _timed(looks).encode(
        y=alt.Y("value:Q", stack="zero", axis=axis(looks.unit, looks.ticks), scale=alt.Scale(nice=looks.unit != "ms")),
        color=_colour(looks),
        order=alt.Order("order:Q"),
    )
    areas = base.mark_area(opacity=0.85, line={"strokeWidth": 1}, invalid="break-paths-show-domains")
    # An area is one mark over the whole period; what is pointed at and clicked are its moments.
    columns = base.mark_bar(fillOpacity=0, strokeOpacity=0, width={"band": 1}, cursor="pointer")
    return alt.layer(areas, columns.encode(tooltip=_told(looks)).add_params(picking()))


def _timed(looks: Looks) -> alt.Chart:
    """Along time, a place for each moment: moments are complete, and so all as far from each other."""
    along = alt.X("name:O", axis=_moments_axis(), sort=None, scale=alt.Scale(domain=list(looks.names), padding=0.5))
    return alt.Chart(DATA, height=_height(looks)).encode(x=along)


def _moments_axis() -> alt.Axis:
    return alt.Axis(
        title=None, grid=False, labelAngle=0, labelOverlap="greedy", labelSeparation=12, labelLimit=150, ticks=False
    )


def _offset(channel: Any, looks: Looks) -> Any:
    return channel("series:N", sort=None, scale=alt.Scale(domain=list(looks.series)))


def _colour(looks: Looks) -> Any:
    if len(looks.series) == 1:
        return alt.value(looks.colours[0])
    legend = alt.Legend(title=None, orient="top", labelLimit=200, columns=fitting_columns(150), symbolType="square")
    scale = alt.Scale(domain=list(looks.series), range=list(looks.colours))
    return alt.Color("series:N", sort=None, scale=scale, legend=legend)


def _told(looks: Looks) -> list[alt.Tooltip]:
    group, series, label = looks.labels
    several = [alt.Tooltip("series:N", title=series or " ")] if len(looks.series) > 1 else []
    return [alt.Tooltip("name:N", title=group or " "), *several, alt.Tooltip("shown:N", title=label)]


def _height(looks: Looks) -> int:
    return HEIGHT + LEGEND_HEIGHT * (len(looks.series) > 1)
