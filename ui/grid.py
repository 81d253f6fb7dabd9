"""A table of rows: sorted by value and not by spelling when a heading is clicked, read in the reader's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st
from pandas import MultiIndex  # type: ignore[import-untyped]
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import NOTHING, moment, number
from core.sheet import Sheet
from ui.take import take_later, take_sheet, take_table
from ui.words import language

Reader = Callable[[Any], str]
Style = Callable[[Any], Any]
"""A pandas styler of a table → the same with colours, weights or other texts for some of its cells."""

MadeLater = Callable[[str], Sheet]
"""Makes what is taken along, given what stands above it; for tables of which the page shows a part."""

ALL_SHOWN = 50
"""Longer tables scroll."""
SCROLLED_PIXELS = 600


def grid(
    rows: pl.DataFrame,
    columns: Mapping[str, ColumnConfig],
    readers: Mapping[str, Reader],
    *,
    key: str,
    alt: str,
    sheet: Sheet | MadeLater | None = None,
) -> None:
    """Show the columns that are named.

    Args:
        rows: with at least the columns of `columns`.
        columns: in the order in which they are shown.
        readers: how the values of a column are read; what has none is shown as it is.
        sheet: what is taken along of the table, where that is more than its rows as they are shown.
    """
    _table(rows, columns, readers, key=key, alt=alt, sheet=sheet)


def choice(
    rows: pl.DataFrame,
    columns: Mapping[str, ColumnConfig],
    readers: Mapping[str, Reader],
    *,
    key: str,
    alt: str,
    called: Sequence[str],
    label: str,
    on_cell: Callable[[int, str], None] | None = None,
    above: Mapping[str, tuple[str, ...]] | None = None,
    style: Style | None = None,
    choosable: int | None = None,
    sheet: Sheet | MadeLater | None = None,
) -> int | None:
    """As `grid`, with rows that can be chosen; the row that is, from 0, or None.

    A row is chosen by its box, or by name in the field below: the table is a picture to keyboards and screen readers.

    Args:
        called: the columns that name a row in the field; none for a table whose rows cannot be chosen.
        label: what the field asks for.
        on_cell: what a click on a cell does, given its row, from 0, and its column; without one, cells do nothing.
        above: of each column what stands above its heading, outermost first, as many for each.
        style: dresses the table further; rows are numbered from 0, columns named by what is above and their name.
        sheet: what is taken along of the table, where that is more than its rows as they are shown.
        choosable: only so many of the first rows have a name in the field; None for all.
    """
    field = f"name-{key}"
    modes = [mode for mode, has_it in (("single-row", called), ("single-cell", on_cell)) if has_it]
    nameable = rows if choosable is None else rows.head(choosable)
    chosen_by: dict[str, Any] = {
        "on_select": lambda: _follow_table(key, field, nameable.height),
        "selection_mode": modes,
    }
    event = _table(rows, columns, readers, key=key, alt=alt, above=above, style=style, sheet=sheet, **chosen_by)
    for row, column in event["selection"].get("cells", ()):
        if on_cell and row < rows.height:
            on_cell(int(row), str(column))
    if not called:
        return None
    by_name = _name_field(nameable, readers, called, label, key, field)
    picked = event["selection"]["rows"]
    chosen = picked[0] if picked else by_name
    return int(chosen) if chosen is not None and chosen < rows.height else None


def _name_field(
    rows: pl.DataFrame, readers: Mapping[str, Reader], called: Sequence[str], label: str, key: str, field: str
) -> int | None:
    """The field below a table in which a row is chosen by name; which one is, from 0."""
    named = rows.select(
        pl.Series(name, [readers.get(name, str)(value) for value in rows[name]], dtype=pl.String) for name in called
    )
    names = named.select(pl.concat_str(pl.all(), separator=" · ")).to_series().to_list()
    picked: int | None = st.selectbox(
        label,
        range(named.height),
        index=None,
        format_func=names.__getitem__,
        key=field,
        placeholder=label,
        label_visibility="collapsed",
        on_change=lambda: _follow_field(key, field),
        width=480,
    )
    return picked


def _table(
    rows: pl.DataFrame,
    columns: Mapping[str, ColumnConfig],
    readers: Mapping[str, Reader],
    *,
    key: str,
    alt: str,
    above: Mapping[str, tuple[str, ...]] | None = None,
    style: Style | None = None,
    sheet: Sheet | MadeLater | None = None,
    **options: Any,
) -> Any:
    shown = rows.select(*columns).to_pandas()
    place = {name: (*above[name], name) if above else name for name in columns}
    if above:
        shown.columns = MultiIndex.from_tuples(place.values())
    # The styler keeps values as values and shows what the readers say of them.
    styled = shown.style.format({place[name]: _whole(reader) for name, reader in readers.items() if name in place})
    event = st.dataframe(
        style(styled) if style else styled,
        column_config=dict(columns),
        hide_index=True,
        height="content" if rows.height <= ALL_SHOWN else SCROLLED_PIXELS,
        placeholder=NOTHING,
        key=key,
        alt=alt,
        **options,
    )
    if sheet is None:
        take_table(rows, columns, readers, key=key, alt=alt)
    elif isinstance(sheet, Sheet):
        take_sheet(sheet, key=key)
    else:
        take_later(sheet, key=key, title=alt)
    return event


def _follow_table(key: str, field: str, names: int) -> None:
    picked = st.session_state[key]["selection"]["rows"]
    st.session_state[field] = picked[0] if picked and picked[0] < names else None


def _follow_field(key: str, field: str) -> None:
    chosen = st.session_state[field]
    rows = [] if chosen is None else [chosen]
    st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def counts() -> Reader:
    """Whole numbers."""
    tongue = language()
    return lambda value: number(value, "count", tongue)


def durations() -> Reader:
    """Milliseconds as a clock."""
    tongue = language()
    return lambda value: number(value, "ms", tongue)


def moments(zone: str, *, seconds: bool = True) -> Reader:
    """Instants on the clock of a zone."""
    tongue = language()
    return lambda value: moment(value, zone, tongue, seconds=seconds)


def clocks(at: Iterable[datetime | None], zone: str, *, milliseconds: bool = False) -> Reader:
    """Instants as times of day where all of them lie on one local day, else with their date."""
    tongue, local = language(), ZoneInfo(zone)
    is_one_day = len({instant.astimezone(local).date() for instant in at if instant}) < 2

    def read(value: datetime | None) -> str:
        if value is None:
            return NOTHING
        told = f"{value.astimezone(local):%H:%M:%S}" if is_one_day else moment(value, zone, tongue)
        return f"{told}.{value.microsecond // 1000:03}" if milliseconds else told

    return read


def _whole(reader: Reader) -> Reader:
    """A missing value comes out of pandas as one that is not equal to itself."""
    return lambda value: reader(None if value is None or value != value else value)
