"""What can be asked in SQL: every table and column as it is declared, the functions, and an example to begin with."""

import polars as pl
import streamlit as st

from core.schema.table import Table
from core.sql import ASKED
from ui.grid import grid
from ui.labels import column_label
from ui.words import say

EXAMPLE = """SELECT CAST(started_at AT TIME ZONE :zone AS DATE) AS day,
       COUNT(*) AS conversations,
       AVG(talk_time_ms) AS average_talk_ms
FROM conversations
WHERE started_at >= :since AND started_at < :until
GROUP BY 1
ORDER BY 1"""
TYPES = {pl.String: "TEXT", pl.Int64: "BIGINT", pl.Float64: "DOUBLE", pl.Boolean: "BOOLEAN"}


def guide(key: str) -> None:
    """A button that opens it."""
    opened = st.popover(
        say("sql.help"), icon=":material/menu_book:", type="tertiary", key=f"sql-help-{key}", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        st.markdown(say("sql.help_intro"))
        st.caption(say("sql.help_example"))
        st.code(EXAMPLE, language="sql")
        for tab, (name, table) in zip(st.tabs(list(ASKED)), ASKED.items(), strict=True):
            with tab:
                _table(name, table, key)


def _table(name: str, table: Table, key: str) -> None:
    st.caption(table.meaning)
    rows = pl.DataFrame(
        {
            "column": [column.name for column in table.columns],
            "label": [column_label(column.name) for column in table.columns],
            "type": [TYPES.get(column.dtype, "TIMESTAMPTZ") for column in table.columns],  # type: ignore[arg-type]
            "meaning": [column.meaning for column in table.columns],
        }
    )
    columns = {
        "column": st.column_config.Column(say("sql.column")),
        "label": st.column_config.Column(say("sql.called")),
        "type": st.column_config.Column(say("sql.type")),
        "meaning": st.column_config.Column(say("sql.meaning"), width="large"),
    }
    grid(rows, columns, {}, key=f"sql-guide-{key}-{name}", alt=name)
