"""A column: its name, type and meaning, shared by every table that has it."""

from dataclasses import dataclass

import polars as pl

INSTANT = pl.Datetime("ms", "UTC")
"""Every instant is UTC in milliseconds; a time zone is applied when a question is asked."""


@dataclass(frozen=True)
class Column:
    """One declared column.

    Args:
        name: as in every table, query and file; quantities end in their unit (`_ms`), instants in `_at`.
        dtype: Polars type.
        meaning: one sentence for the data dictionary.
        unit: `ms`, `deg`, `count` …; empty for text, flags and instants.
        groupable: may be used in `Query.by` and offered as a filter.
        personal: identifies a customer; masked unless revealed.
    """

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    unit: str = ""
    groupable: bool = False
    personal: bool = False


def text(name: str, meaning: str, *, groupable: bool = False, personal: bool = False) -> Column:
    """Text; null means not known."""
    return Column(name, pl.String, meaning, groupable=groupable, personal=personal)


def dimension(name: str, meaning: str) -> Column:
    """Text that people group and filter by."""
    return text(name, meaning, groupable=True)


def instant(name: str, meaning: str) -> Column:
    """A moment, UTC."""
    return Column(name, INSTANT, meaning)


def duration(name: str, meaning: str) -> Column:
    """Integer milliseconds; null means that it cannot be known, never zero."""
    return Column(name, pl.Int64, meaning, unit="ms")


def count(name: str, meaning: str) -> Column:
    """A whole number of things."""
    return Column(name, pl.Int64, meaning, unit="count")


def flag(name: str, meaning: str) -> Column:
    """True or false; never null."""
    return Column(name, pl.Boolean, meaning, groupable=True)


def degrees(name: str, meaning: str) -> Column:
    """Latitude or longitude, WGS 84."""
    return Column(name, pl.Float64, meaning, unit="deg")
