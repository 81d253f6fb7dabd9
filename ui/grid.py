"""A table of rows: sorted by value and not by spelling when a heading is clicked, read in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import NOTHING, moment, number
from ui.words import language

Reader = Callable[[Any], str]


def grid(
    rows: pl.DataFrame,
    columns: Mapping[str, ColumnConfig],
    readers: Mapping[str, Reader],
    *,
    key: str,
    alt: str,
    is_selectable: bool = False,
) -> int | None:
    """Show the columns that are named; the row that was selected, from 0, or None.

    Args:
        rows: with at least the columns of `columns`.
        columns: in the order in which they are shown.
        readers: how the values of a column are read; what has none is shown as it is.
    """
    # The styler keeps values as values and shows what the readers say of them.
    styled = rows.select(*columns).to_pandas().style.format({name: _whole(reader) for name, reader in readers.items()})
    options: dict[str, Any] = {"on_select": "rerun", "selection_mode": "single-row"} if is_selectable else {}
    event = st.dataframe(
        styled,
        column_config=dict(columns),
        hide_index=True,
        height="content" if rows.height <= 50 else 600,
        placeholder="",
        key=key,
        alt=alt,
        **options,
    )
    picked = event["selection"]["rows"] if is_selectable else []
    return int(picked[0]) if picked and picked[0] < rows.height else None


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
