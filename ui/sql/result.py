"""What came of a question in SQL: its rows as a table with typed values, or why there are none and where that is."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from core.format import group, number
from core.schema.column import INSTANT
from core.scope import Scope
from core.sheet import Heading, Sheet
from core.sql import Refusal
from ui.grid import Reader, grid, moments
from ui.labels import plain
from ui.sql.asked import Asked
from ui.words import language, say


def shown(sheet: Sheet, view: Scope, key: str, asked: Asked) -> None:
    """The rows, how many they are, how long it took, and what has to be said of them."""
    count = sheet.rows.height
    if not count:
        st.info(say("sql.nothing"), icon=":material/search_off:")
        return
    told = number(count, "count", language())
    rows = say("sql.rows_one") if count == 1 else say("sql.rows", count=told)
    seconds = number(round(asked.seconds, 1), "", language())
    st.caption(say("sql.took", rows=rows, seconds=seconds) if asked.seconds else rows)
    columns = {
        one.key: st.column_config.Column(one.label, alignment="right" if one.unit else None) for one in sheet.headings
    }
    grid(sheet.rows, columns, _readers(sheet, view), key=f"sql-rows-{key}", alt=say("sql.alt", count=told), sheet=sheet)
    for note in sheet.notes:
        st.caption(f":material/content_cut: {note}")
    if asked.wanted.is_masked and _is_personal(sheet):
        st.caption(f":material/visibility_off: {say('sql.masked')}")


def refused(refusal: Refusal, text: str) -> None:
    """Why it is not answered, with the line that it is about and a mark below the place."""
    st.error(plain(refusal.told(language()), most=1_000), icon=":material/block:")
    lines = text.splitlines()
    if 0 < refusal.line <= len(lines):
        st.code(f"{lines[refusal.line - 1]}\n{' ' * (refusal.column - 1)}^", language=None)


def _readers(sheet: Sheet, view: Scope) -> Mapping[str, Reader]:
    return {one.key: reader for one in sheet.headings if (reader := _reader(one, sheet.rows.schema[one.key], view))}


def _reader(heading: Heading, dtype: pl.DataType, view: Scope) -> Reader | None:
    """How the values of a column are read; None for those that are text as they are."""
    tongue = language()
    if heading.unit:
        return lambda value: number(value, heading.unit, tongue)
    if dtype == INSTANT or (isinstance(dtype, pl.Datetime) and dtype.time_zone):
        return moments(view.zone)
    if isinstance(dtype, pl.Datetime):
        return lambda value: "–" if value is None else f"{value:%Y-%m-%d %H:%M:%S}"
    if dtype in (pl.Date, pl.Boolean):
        return lambda value: group(value, heading.key, tongue)
    return None


def _is_personal(sheet: Sheet) -> bool:
    """Whether something of it looks masked."""
    texts = sheet.rows.select(pl.col(pl.String))
    return any(bool(column.str.contains(r"•••|^~\d+$").any()) for column in texts.iter_columns())
