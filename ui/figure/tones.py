"""Conditional formats on the screen: a colour for the eye, and a mark for whoever cannot tell colours apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.figures import Figure
from core.figures.tones import Tone
from core.figures.tones import tones as tones_of
from core.sheet import TOTAL, Sheet
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
        cells: of each cell that has one its tone, by row and key of the column.
        shade: `light` or `dark`.
    """

    cells: Mapping[tuple[int, str], Tone]
    shade: str

    def mark(self, row: int, key: str) -> str:
        """What stands before the number of a cell, with a blank; nothing without a tone."""
        tone = self.cells.get((row, key))
        return "" if tone is None else f"{MARKS[tone] if isinstance(tone, str) else STEPS[_step(tone)]} "

    def colour(self, row: int, key: str) -> str:
        """The background of a cell; nothing without a tone."""
        tone = self.cells.get((row, key))
        if tone is None:
            return ""
        return COLOURS[self.shade][tone] if isinstance(tone, str) else SCALE[self.shade][_step(tone)]

    def aside(self, kind: str) -> str:
        """How a row looks that is no group."""
        bold = "; font-weight: 600" if kind == TOTAL else ""
        return f"background-color: {COLOURS[self.shade][kind]}{bold}"


def tones(figure: Figure, sheet: Sheet) -> Tones:
    """The conditional formats of a figure for its table."""
    return Tones(tones_of(sheet, figure), theme())


def _step(place: float) -> int:
    return min(len(STEPS) - 1, int(place * len(STEPS)))
