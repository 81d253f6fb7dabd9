"""Layout: where rows lie best among the parts of a table, so that a period opens few of them."""

from collections.abc import Sequence

import polars as pl

from core.schema.table import Table
from core.store.parts import Bound, Part


def end_of(parts: Sequence[Part]) -> Bound:
    """The greatest value of the sorting column in any of the parts; null without one."""
    return max((part.last for part in parts if part.last is not None), default=None)


def is_after(table: Table, rows: pl.DataFrame, end: Bound) -> pl.Series:
    """Which rows go on from there; a row without a value in the sorting column does not, unless nothing is there."""
    values = rows[table.sorted_by].to_physical()
    return (values > end).fill_null(False) if end is not None else pl.repeat(True, len(values), eager=True)


def begins_after(part: Part, end: Bound) -> bool:
    """Whether all rows of a part go on from there."""
    return end is None or (part.first is not None and part.first > end)  # type: ignore[operator]


def inside_of(table: Table, rows: pl.DataFrame, part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows within the part's range, and the others."""
    if part.first is None:
        return rows.clear(), rows
    inside = rows[table.sorted_by].to_physical().is_between(part.first, part.last).fill_null(False)
    return rows.filter(inside), rows.filter(~inside)


def most_in_need(table: Table, parts: Sequence[Part], rows: pl.DataFrame, at_most: int) -> list[Part]:
    """The parts that gain most from being written again: by the rows that belong among theirs and those marked."""
    values = rows[table.sorted_by].to_physical()
    gains = {part: int(values.is_between(part.first, part.last).sum() or 0) for part in parts if part.first is not None}
    wanted = sorted((part for part in gains if gains[part]), key=lambda part: gains[part] + part.marked, reverse=True)
    return wanted[:at_most]
