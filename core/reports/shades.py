"""Colours between those of a scale, as heat maps have them: which ones a text has, and what they are in the dark."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.charts.inks import INKS

NEAR = 2.0
"""How far, in parts of 255, rounding may take a colour from the scale that it was drawn on."""

_DRAWN = re.compile(r'(?:fill|stroke|stop-color)="(rgb\((\d+), ?(\d+), ?(\d+)\))"')

Colour = tuple[float, float, float]


def dark_shades(text: str) -> dict[str, str]:
    """Colour as the text of a picture has it → the same place on the dark scale; others are left out."""
    drawn = {found[0]: (float(found[1]), float(found[2]), float(found[3])) for found in _DRAWN.findall(text)}
    placed = {written: _place(colour, INKS["light"].scale) for written, colour in drawn.items()}
    return {written: _at(place, INKS["dark"].scale) for written, place in placed.items() if place is not None}


def _place(colour: Colour, scale: Sequence[str]) -> float | None:
    """Where on a scale a colour lies, in its steps; None where it lies beside it."""
    best = min(_distances(colour, scale))
    return best[1] if best[0] <= NEAR else None


def _distances(colour: Colour, scale: Sequence[str]) -> Iterator[tuple[float, float]]:
    """Of each step how far the colour is from it, and at which place it is nearest."""
    for step, (begin, end) in enumerate(pairwise(map(_read, scale))):
        along = [high - low for low, high in zip(begin, end, strict=True)]
        offset = [value - low for value, low in zip(colour, begin, strict=True)]
        share = sum(a * b for a, b in zip(along, offset, strict=True)) / sum(a * a for a in along)
        share = min(1.0, max(0.0, share))
        yield max(abs(value - share * way) for value, way in zip(offset, along, strict=True)), step + share


def _at(place: float, scale: Sequence[str]) -> str:
    step = min(int(place), len(scale) - 2)
    low, high = _read(scale[step]), _read(scale[step + 1])
    mixed = [round(one + (place - step) * (other - one)) for one, other in zip(low, high, strict=True)]
    return f"#{mixed[0]:02X}{mixed[1]:02X}{mixed[2]:02X}"


def _read(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
