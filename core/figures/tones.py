"""Conditional formats: which cells of a sheet are good, a warning or bad, and where others lie on a scale."""

from collections.abc import Callable, Mapping

import polars as pl

from core.figures.figure import Figure, Highlight
from core.sheet import ROW, Heading, Sheet

SCALE = "scale"
Tone = str | float
"""`good`, `warning` or `bad`; or a place on a scale, from 0 (the lowest of the groups) to 1 (the highest)."""

MIDDLE = 0.5
"""Where all values are that are the same."""


def tones(sheet: Sheet, figure: Figure) -> Mapping[tuple[int, str], Tone]:
    """The tone of each cell that has one, by its row and the key of its column.

    Bounds are half-open: from `at_least` on, and below `below`. Of several highlights that hold, the first counts. Only
    the numbers themselves have tones, not what is told beside them. The scale of a metric is that of its groups, in all
    column groups alike; totals and others have none, as they would flatten it.
    """
    found: dict[tuple[int, str], Tone] = {}
    for heading in sheet.headings:
        own = [one for one in figure.highlights if one.metric == heading.name]
        if own and not heading.told and not heading.is_group:
            place = _scale(sheet, heading, figure)
            for row, value in enumerate(sheet.rows[heading.key].to_list()):
                tone = _tone(own, value, place if sheet.kinds[row] == ROW and _is_of_groups(heading, figure) else None)
                if tone is not None:
                    found[row, heading.key] = tone
    return found


def _tone(own: list[Highlight], value: float | None, place: Callable[[float], float] | None) -> Tone | None:
    """What the first highlight that holds says of a value; nothing of none."""
    if value is None or value != value:
        return None
    for one in own:
        if _holds(one, value) and (one.tone != SCALE or place):
            return one.tone if one.tone != SCALE or place is None else place(value)
    return None


def _holds(one: Highlight, value: float) -> bool:
    return (one.at_least is None or value >= one.at_least) and (one.below is None or value < one.below)


def _is_of_groups(heading: Heading, figure: Figure) -> bool:
    """Whether a column tells of groups: where there are column groups, that of all of them is a total."""
    return bool(heading.at) or not figure.columns


def _scale(sheet: Sheet, heading: Heading, figure: Figure) -> Callable[[float], float]:
    """Where a value lies between the lowest and the highest of the groups."""
    is_row = pl.Series(sheet.kinds, dtype=pl.String) == ROW
    keys = [
        one.key
        for one in sheet.headings
        if one.name == heading.name and not one.told and not one.is_group and _is_of_groups(one, figure)
    ]
    values = [float(value) for key in keys for value in sheet.rows.filter(is_row)[key].drop_nulls().drop_nans()]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    return lambda value: (value - low) / (high - low) if high > low else MIDDLE
