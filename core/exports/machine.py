"""A sheet as programs find it: columns by what they are about, and beside each row what kind of row it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from core.sheet import ROW, Heading, Sheet

ROW_KIND = "row_kind"
"""Beside rows that are no groups: which are groups, which all others, which the whole."""


def machine_sheet(sheet: Sheet) -> Sheet:
    """The same values; a pivot's columns named by their groups, and `row_kind` where there are others or a total."""
    names = _names(sheet.headings)
    pairs = list(zip(sheet.headings, names, strict=True))
    rows = sheet.rows.select(pl.col(one.key).alias(name) for one, name in pairs)
    headings = tuple(replace(one, key=name) for one, name in pairs)
    if set(sheet.kinds) - {ROW}:
        rows = rows.insert_column(0, pl.Series(ROW_KIND, sheet.kinds, dtype=pl.String))
        headings = (Heading(ROW_KIND, ROW_KIND), *headings)
    return replace(sheet, headings=headings, rows=rows)


def _names(headings: Sequence[Heading]) -> list[str]:
    """Keys, with the values of a column group after each `@` in place of where it stands: that is another group in
    another period. Groups that are written alike keep their place."""
    names = ["@".join((_without_place(one), *(_told(value) for _, value in one.at))) for one in headings]
    count = Counter(names)
    return [one.key if count[name] > 1 else name for name, one in zip(names, headings, strict=True)]


def _without_place(heading: Heading) -> str:
    return heading.key.rpartition("@")[0] if heading.at else heading.key


def _told(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
