"""The numbers of a picture as a table, one click away: for those who cannot see it, and those who want them exactly."""

from collections.abc import Mapping

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from ui.grid import Reader, grid
from ui.words import say


def as_table(
    name: str, rows: pl.DataFrame, columns: Mapping[str, str], readers: Mapping[str, Reader], alt: str
) -> None:
    """A table that is only made once it is opened.

    Args:
        name: its key; changes whenever the rows do.
        rows: with at least the columns that are shown.
        columns: what each is called, in their order; the first names the row.
        readers: how the values of a column are read; text needs none.
        alt: what the table is called.
    """
    opened = st.expander(say("show.as_table"), key=f"open-{name}", on_change="rerun")
    if not opened.open:
        return
    first, *others = columns
    configured: dict[str, ColumnConfig] = {
        first: st.column_config.TextColumn(columns[first], pinned=True),
        **{other: st.column_config.Column(columns[other], alignment="right") for other in others},
    }
    with opened:
        grid(rows, configured, readers, key=f"rows-{name}", alt=alt)
