"""Conditional formats on the screen: a colour for the eye, and a mark for whoever cannot tell colours apart."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from core.figures import Figure, Highlight
from core.sheet import ROW, TOTAL, Heading, Sheet
from ui.drawn import theme

COLOURS = {
    "light": {"good": "#D3EEDD", "warning": "#FBE8BF", "bad": "#F8D5D2", "total": "#EEF2F3", "others": "#F6F8F8"},
    "dark": {"good": "#1D4A34", "warning": "#57430F", "bad": "#5C2724", "total": "#24353B", "others": "#1D2A2F"},
}
"""Backgrounds on which the text of the theme can be read."""

SCALE = {
    "light": ("#F1F7F8", "#D5E9EC", "#B4D8DD", "#8FC5CC", "#66AFB9"),
    "dark": ("#16262B", "#1A3840", "#1E4B55", "#235F6B", "#297481"),
}
MARKS = {"good": "✓", "warning": "!", "bad": "✗"}
STEPS = "▁▂▄▆█"
"""Marks of a scale, from the lowest fifth of its range to the highest."""


@dataclass(frozen=True)
class Tones:
    """The conditional formats of one table.

    Args:
        highlights: the rules; of two that hold for a cell, the first counts.
        ranges: of each metric on a scale, its lowest and highest value among the groups.
        shade: `light` or `dark`.
    """

    highlights: tuple[Highlight, ...]
    ranges: dict[str, tuple[float, float]]
    shade: str

    def tone(self, heading: Heading, value: float | None) -> str:
        """`good`, `warning`, `bad`, a step of the scale from `0` to `4`, or nothing."""
        if heading.told or value is None or value != value:
            return ""
        for one in self.highlights:
            if one.metric == heading.name and _holds(one, value):
                return one.tone if one.tone != "scale" else self._step(one.metric, value)
        return ""

    def _step(self, metric: str, value: float) -> str:
        low, high = self.ranges.get(metric, (0.0, 0.0))
        share = (value - low) / (high - low) if high > low else 0.0
        return str(min(len(STEPS) - 1, max(0, int(share * len(STEPS)))))

    def marked(self, heading: Heading, value: float | None, text: str) -> str:
        """The text of a number with the mark of its tone."""
        tone = self.tone(heading, value)
        return f"{STEPS[int(tone)] if tone.isdigit() else MARKS[tone]} {text}" if tone else text

    def css(self, heading: Heading) -> Callable[[float | None], str] | None:
        """The colour of a cell by its value; None for a column without any."""
        if heading.told or all(one.metric != heading.name for one in self.highlights):
            return None

        def coloured(value: float | None) -> str:
            tone = self.tone(heading, value)
            if not tone:
                return ""
            return f"background-color: {SCALE[self.shade][int(tone)] if tone.isdigit() else COLOURS[self.shade][tone]}"

        return coloured

    def aside(self, kind: str) -> dict[str, str]:
        """How a row looks that is no group."""
        bold = {"font-weight": "600"} if kind == TOTAL else {}
        return {"background-color": COLOURS[self.shade][kind], **bold}


def tones(figure: Figure, sheet: Sheet) -> Tones:
    """The conditional formats of a figure for its table."""
    groups = sheet.rows.filter(pl.Series(sheet.kinds, dtype=pl.String) == ROW)
    return Tones(figure.highlights, {metric: _range(groups, sheet, metric) for metric in figure.metrics}, theme())


def _range(groups: pl.DataFrame, sheet: Sheet, metric: str) -> tuple[float, float]:
    keys = [one.key for one in sheet.headings if one.name == metric and not one.told and not one.is_group]
    values = [value for key in keys for value in groups[key].drop_nulls().cast(pl.Float64).to_list()]
    return (min(values), max(values)) if values else (0.0, 0.0)


def _holds(one: Highlight, value: float) -> bool:
    return (one.at_least is None or value >= one.at_least) and (one.below is None or value < one.below)
