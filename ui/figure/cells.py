"""How the cells of a sheet read: texts and values, headings, colours with marks, rows that are no groups."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import difference, growth, number
from core.sheet import OTHERS, ROW, TOTAL, Heading, Sheet
from ui.figure.tones import Tones
from ui.grid import Reader, Style
from ui.labels import metric_help, metric_label, value_label
from ui.words import language, say

MOST_ROWS, MOST_CELLS = 1_000, 30_000
"""What a table on a page shows at most; a download has all of it."""

LETTER_PIXELS, WIDEST_PIXELS, MEASURED = 8, 320, 10
"""A table makes a column wide enough for its first rows; the others are measured here."""

ASIDE = {OTHERS: "figure.others", TOTAL: "figure.total"}
"""What the rows are called that are no groups."""


def compact(sheet: Sheet) -> Sheet:
    """The same with short headings: what all of them say alike is not said above each.

    Beside its earlier number, its share and so on, a metric stands above all of them. One metric across column groups
    is not named above each: the title does.
    """
    numbers = [one for one in sheet.headings if not one.is_group]
    has_told, is_one = any(one.told for one in numbers), len({one.name for one in numbers}) == 1
    if not has_told and not (is_one and all(one.under for one in numbers)):
        return sheet
    return replace(sheet, headings=tuple(_short(one, has_told=has_told, is_one=is_one) for one in sheet.headings))


def _short(one: Heading, *, has_told: bool, is_one: bool) -> Heading:
    if one.is_group:
        return one
    if not has_told:
        return replace(one, label=one.under[-1], under=one.under[:-1])
    under = one.under if is_one and one.under else (*one.under, metric_label(one.name))
    return replace(one, label=say(f"drawn.told.{one.told or 'number'}"), under=under)


def shortened(sheet: Sheet) -> Sheet:
    """The first rows, as many as a page can carry; the last ones stay when they are no groups."""
    most = max(1, min(MOST_ROWS, MOST_CELLS // max(1, len(sheet.headings))))
    if sheet.rows.height <= most:
        return sheet
    aside = [row for row, kind in enumerate(sheet.kinds) if kind != ROW]
    groups = [row for row, kind in enumerate(sheet.kinds) if kind == ROW]
    kept = groups[:most] + aside
    return Sheet(sheet.title, sheet.headings, sheet.rows[kept], tuple(sheet.kinds[row] for row in kept), sheet.notes)


def shown_rows(sheet: Sheet) -> pl.DataFrame:
    """The rows with names where groups have codes; times, days and numbers stay values, so that they sort as such."""
    groups = [one for one in sheet.headings if one.is_group]
    return sheet.rows.with_columns(
        _with_aside(sheet, one) if is_value(sheet, one) else pl.Series(one.key, _names(sheet, one), dtype=pl.String)
        for one in groups
    )


def _with_aside(sheet: Sheet, heading: Heading) -> pl.Series:
    """The values, with one for rows that are no groups: an empty cell would not show what `style` calls such a row."""
    value = pl.col(heading.key)
    is_aside = pl.lit(pl.Series([kind != ROW for kind in sheet.kinds], dtype=pl.Boolean))
    return sheet.rows.select(pl.when(is_aside & value.is_null()).then(value.max()).otherwise(value)).to_series()


def _names(sheet: Sheet, heading: Heading) -> list[str]:
    values = zip(sheet.rows[heading.key], sheet.kinds, strict=True)
    return [
        value_label(heading.name, value) if kind == ROW or value is not None else _aside(sheet, heading, kind)
        for value, kind in values
    ]


def _aside(sheet: Sheet, heading: Heading, kind: str) -> str:
    """What a row that is no group is called, in its first column; nothing in the others."""
    return say(ASIDE[kind]) if heading == sheet.headings[0] else ""


def is_value(sheet: Sheet, heading: Heading) -> bool:
    """Whether a column of groups is kept as it is: what has an order of its own."""
    dtype = sheet.rows[heading.key].dtype
    return dtype.is_temporal() or dtype.is_numeric()


def configured(sheet: Sheet, shown: pl.DataFrame) -> dict[str, ColumnConfig]:
    """The columns: names pinned and wide enough, numbers to the right with their definition."""
    return {one.key: _group_column(one, shown) if one.is_group else _number_column(one) for one in sheet.headings}


def _number_column(heading: Heading) -> ColumnConfig:
    told = metric_help(heading.name) if heading.name else None
    return st.column_config.Column(heading.label, help=told, alignment="right")


def _group_column(heading: Heading, shown: pl.DataFrame) -> ColumnConfig:
    names = shown[heading.key]
    if names.dtype != pl.String:
        return st.column_config.Column(heading.label, pinned=True, alignment="left")
    letters = names.str.len_chars().fill_null(0).to_list() or [0]
    longest = max(letters)
    is_seen = longest <= max(len(heading.label), *letters[:MEASURED])
    width = None if is_seen else min(WIDEST_PIXELS, (longest + 2) * LETTER_PIXELS)
    return st.column_config.TextColumn(heading.label, pinned=True, width=width)


def readers(sheet: Sheet, looks: Tones) -> dict[str, Reader]:
    """How the values of each column are read."""
    return {one.key: _with_marks(sheet, one, looks) for one in sheet.headings}


def _with_marks(sheet: Sheet, heading: Heading, looks: Tones) -> Reader:
    """Equal values of a column have equal marks; those of rows that are no groups are set in `style`."""
    read = _reader(sheet, heading)
    values = sheet.rows[heading.key]
    marks = {
        values[row]: looks.mark(row, key) for row, key in looks.cells if key == heading.key and _is_row(sheet, row)
    }
    return (lambda value: f"{marks.get(value, '')}{read(value)}") if marks else read


def _is_row(sheet: Sheet, row: int) -> bool:
    return sheet.kinds[row] == ROW


def _reader(sheet: Sheet, heading: Heading) -> Reader:
    spoken, unit = language(), heading.unit
    if heading.is_group:
        return (
            (lambda value: value_label(heading.name, _day(value, sheet, heading))) if is_value(sheet, heading) else str
        )
    if heading.told == "difference":
        return lambda value: difference(value, unit, spoken)
    if heading.told == "change":
        return lambda value: growth(value, spoken)
    return lambda value: number(value, unit, spoken)


def _day(value: Any, sheet: Sheet, heading: Heading) -> Any:
    """A day as a day again: the table's library knows moments only."""
    is_day = sheet.rows.schema[heading.key] == pl.Date and isinstance(value, datetime)
    return value.date() if is_day else value


def above(sheet: Sheet) -> dict[str, tuple[str, ...]] | None:
    """What stands above each heading; None where nothing stands above any."""
    deep = max((len(one.under) for one in sheet.headings), default=0)
    if not deep:
        return None
    return {one.key: (*("",) * (deep - len(one.under)), *one.under) for one in sheet.headings}


def style(sheet: Sheet, looks: Tones) -> Style:
    """The colours of conditional formats; rows that are no groups look otherwise, and say in words what they are."""
    over = above(sheet)
    place = {one.key: (*over[one.key], one.key) if over else one.key for one in sheet.headings}
    aside = [row for row in range(len(sheet.kinds)) if not _is_row(sheet, row)]

    def coloured(rows: Any) -> Any:
        looked = rows.copy().astype(object)
        looked.loc[:, :] = ""
        for row in aside:
            looked.iloc[row, :] = looks.aside(sheet.kinds[row])
        for row, key in looks.cells:
            looked.loc[row, place[key]] = f"background-color: {looks.colour(row, key)}"
        return looked

    def dressed(styler: Any) -> Any:
        if aside or looks.cells:
            styler = styler.apply(coloured, axis=None)
        for row in aside:
            texts = {place[one.key]: _always(_told_aside(sheet, one, row, looks)) for one in sheet.headings}
            styler = styler.format(texts, subset=([row], list(texts)))
        return styler

    return dressed


def _always(text: str) -> Reader:
    return lambda _: text


def _told_aside(sheet: Sheet, heading: Heading, row: int, looks: Tones) -> str:
    """The text of a cell in a row that is no group."""
    value = sheet.rows[heading.key][row]
    if not heading.is_group:
        return f"{looks.mark(row, heading.key)}{_reader(sheet, heading)(value)}"
    return _aside(sheet, heading, sheet.kinds[row]) if value is None else value_label(heading.name, value)
