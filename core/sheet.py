"""A sheet: a table laid out for people, the one thing that the screen, files and reports show."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

ROW, OTHERS, TOTAL = "row", "others", "total"
KINDS = (ROW, OTHERS, TOTAL)
"""What a row of a sheet is: a group, all groups that are not shown, or the whole, worked out anew."""

TOLD = ("", "before", "difference", "change", "share", "running")
"""What a column tells of a metric: the number itself, or something worked out of it."""


@dataclass(frozen=True)
class Heading:
    """One column of a sheet.

    Args:
        key: its name in the sheet's rows.
        label: what it is called.
        name: the group's column or grain, or the metric, that it shows; empty for neither.
        unit: as of a metric (`count`, `ms`, `%`, `ratio`); empty for groups and text.
        told: one of `TOLD`.
        under: what stands above it, outermost first: the groups of a pivot's column, as they are called.
        at: those groups' values by their column or grain.
    """

    key: str
    label: str
    name: str = ""
    unit: str = ""
    told: str = ""
    under: tuple[str, ...] = ()
    at: tuple[tuple[str, object], ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether it names the rows; the others tell numbers."""
        return not self.unit


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table as it is shown.

    Args:
        title: what it is of.
        headings: the columns in their order, those that name the rows first.
        rows: a column for each heading's key: groups as an answer gives them, durations in milliseconds, shares from 0
            to 1, instants aware. In a row of others or of totals, groups are null.
        kinds: of each row, one of `KINDS`.
        notes: what has to be said about it, in the reader's language.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: pl.DataFrame
    kinds: tuple[str, ...]
    notes: tuple[str, ...] = ()


def plain_sheet(title: str, headings: Sequence[Heading], rows: pl.DataFrame, notes: Sequence[str] = ()) -> Sheet:
    """A sheet whose rows are all of one kind."""
    return Sheet(title, tuple(headings), rows, (ROW,) * rows.height, tuple(notes))
