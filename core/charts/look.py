"""What all charts share: the language of their axes, how a unit is written on one, and how a click is told.

Colours and fonts are left to whoever draws, so that one specification serves the light and the dark theme.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import altair as alt
import polars as pl
from babel import Locale

from core.format import number

DATA = alt.NamedData("rows")
"""Stands where the rows will be: a specification is made once and drawn with any rows."""

SPECS = 256
"""Specifications of one kind that are kept: names of groups, ticks and labels in them come from the data."""

SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
"""Steps of an axis of durations that a person can read."""

LINE_PIXELS = 17
"""Of the name of a line in a chart; each has a place of its own, so that names never cover each other."""

CLOCK = (
    "(datum.value >= 3600000 ? floor(datum.value / 3600000) + ':' + format(floor(datum.value / 60000) % 60, '02d')"
    " : floor(datum.value / 60000)) + ':' + format(floor(datum.value / 1000) % 60, '02d')"
)


def picking() -> alt.Parameter:
    """The selection of one mark by a click: tells the `row` that it was drawn from."""
    return alt.selection_point(name="pick", fields=["row"], on="click", clear="dblclick", toggle="false")


def axis(unit: str, ticks: tuple[int, ...] = (), *, grid: bool = True) -> alt.Axis:
    """An axis of values.

    Args:
        unit: `count`, `ms`, `%` or `ratio`.
        ticks: of durations, where they are; see `ticks_of`.
    """
    common: dict[str, Any] = {"title": None, "grid": grid, "tickCount": 4}
    if unit == "ms":
        return alt.Axis(values=list(ticks), labelExpr=CLOCK, **common) if ticks else alt.Axis(labelExpr=CLOCK, **common)
    if unit == "%":
        return alt.Axis(format=".0%", **common)
    if unit == "ratio":
        return alt.Axis(format=",.2~f", **common)
    return alt.Axis(format=",.0f", tickMinStep=1, **common)


def plain_axis(**more: Any) -> alt.Axis:
    """An axis of names: no line, no ticks."""
    return alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, **more)


def fitting_columns(pixels: int = 120) -> alt.ExprRef:
    """As many columns of a legend as there is room for, each so wide."""
    return alt.ExprRef(f"max(1, floor(width / {pixels}))")


def ticks_of(durations: pl.Series) -> tuple[int, ...]:
    """Round durations from 0 to the largest of these milliseconds, about four steps; a minute when there is none."""
    largest = durations.cast(pl.Float64).fill_null(0).max()
    if not isinstance(largest, float) or largest <= 0:
        return (0, 60_000)
    whole_days = 86_400 * -(-largest // (5 * 86_400_000))
    step = 1000 * int(next((seconds for seconds in SECONDS if largest / (seconds * 1000) <= 5), whole_days))
    return tuple(tick * step for tick in range(int(largest // step) + 2))


def shown(values: Iterable[float | None], unit: str, language: str) -> pl.Series:
    """The values as a person reads them; a loop over the few marks of one chart."""
    return pl.Series("shown", [number(value, unit, language) for value in values], dtype=pl.String)


def named_line(base: alt.Chart, kind: str, name: str, place: int, ink: str) -> tuple[alt.Chart, alt.Chart]:
    """A line over the whole height, with its name at its top: on the side where there is room for it.

    Args:
        base: with the rows' x; the line is that of the row whose `kind` is `{kind} {place}`, at its `at`.
        name: the field of its name.
        place: names stand one below the other, this one so many lines down.
        ink: the colour of both.
    """
    one = base.transform_filter(f"datum.kind == '{kind} {place}'")
    top = LINE_PIXELS * place
    rule = one.mark_rule(color=ink, strokeWidth=1.5, strokeDash=[5, 3]).encode(
        y=alt.value(top), y2=alt.value("height"), tooltip=alt.value(None)
    )
    is_left = "scale('x', datum.at) > width * 0.6"
    label = one.mark_text(
        color=ink, fontSize=12, baseline="top",
        align=alt.ExprRef(f"{is_left} ? 'right' : 'left'"), dx=alt.ExprRef(f"{is_left} ? -5 : 5"),
    ).encode(text=name, y=alt.value(top), tooltip=alt.value(None))  # fmt: skip
    return rule, label


def finished(chart: alt.TopLevelMixin, language: str) -> dict[str, Any]:
    """The specification without its data."""
    whole: alt.TopLevelMixin = chart.configure(locale=_locale(language), view={"stroke": None})
    return {part: content for part, content in whole.to_dict().items() if part not in ("data", "datasets")}


@cache
def _locale(language: str) -> dict[str, Any]:
    """Numbers and dates as the language writes them, in the terms of the drawing library."""
    locale = Locale.parse(language)
    days = {width: [names[day] for day in (6, 0, 1, 2, 3, 4, 5)] for width, names in locale.days["format"].items()}
    months = {width: [names[month] for month in range(1, 13)] for width, names in locale.months["format"].items()}
    symbols = locale.number_symbols["latn"]
    return {
        "number": {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "percent": " %" if language == "es" else "%",
        },
        "time": {
            "dateTime": "%A %e %B %Y, %X",
            "date": "%d/%m/%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": days["wide"],
            "shortDays": days["abbreviated"],
            "months": months["wide"],
            "shortMonths": months["abbreviated"],
        },
    }
