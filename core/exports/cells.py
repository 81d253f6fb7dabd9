"""Cells of a sheet as people read them: the same texts on the screen, in CSV, in HTML and in PDF."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl

from core.format import difference, growth, moment, number
from core.grains import GRAINS
from core.labels import Labels
from core.sheet import OTHERS, ROW, TOTAL, Heading, Sheet

Reader = Callable[[Any], str]

ABOVE = " · "
"""Stands between what is above a heading and the heading, where both share a line."""


def reader_of(heading: Heading, labels: Labels, zone: str) -> Reader:
    """How the values of a column are read.

    Args:
        zone: the clock of instants that are no group.
    """
    unit, language = heading.unit, labels.language
    if heading.told == "difference":
        return lambda value: difference(value, unit, language)
    if heading.told == "change":
        return lambda value: growth(value, language)
    if unit:
        read_as = "%" if heading.told == "share" else unit
        return lambda value: number(value, read_as, language)
    return lambda value: _text(value, heading.name or heading.key, labels, zone)


def told_cells(sheet: Sheet, labels: Labels, zone: str) -> pl.DataFrame:
    """The whole sheet as texts: a column a heading, by its key; groups of totals and others are told in the first."""
    return sheet.rows.select(
        pl.Series(one.key, _column(sheet, number, one, labels, zone), dtype=pl.String)
        for number, one in enumerate(sheet.headings)
    )


def told_heading(heading: Heading) -> str:
    """The whole of a heading on one line."""
    return ABOVE.join((*heading.under, heading.label))


def group_of_kind(kind: str, labels: Labels) -> str:
    """What the first column says of a row that is no group: all others, or the whole."""
    return labels.say(f"export.{kind}")


def _column(sheet: Sheet, place: int, heading: Heading, labels: Labels, zone: str) -> list[str]:
    read = reader_of(heading, labels, zone)
    values = zip(sheet.rows[heading.key].to_list(), sheet.kinds, strict=True)
    if not heading.is_group:
        return [read(value) for value, _ in values]
    aside = {kind: "" if place else group_of_kind(kind, labels) for kind in (OTHERS, TOTAL)}
    return [read(value) if value is not None or kind == ROW else aside[kind] for value, kind in values]


def _text(value: Any, name: str, labels: Labels, zone: str) -> str:
    """What is no metric: a group by its name, an instant on the zone's clock, a list by its members."""
    if isinstance(value, list):
        return ", ".join(_text(one, name, labels, zone) for one in value)
    if isinstance(value, datetime) and name not in GRAINS:
        return moment(value, zone, labels.language) if value.tzinfo else f"{value:%Y-%m-%d %H:%M:%S}"
    return (
        labels.value(name, value) if isinstance(value, str | int | float | bool | date) or value is None else str(value)
    )
