"""Columns of a list of conversations: which ones are chosen, kept in the address, and how their values are shown."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core import listing
from core.address import read_values, write_values
from core.details import FIRST, ID, OF_FIRST, STATES, WHOLE_TEXTS, detail, details, hidden
from core.format import number
from core.listing import MOST_DETAILS, USUAL
from core.masking import mask_text
from core.schema.column import INSTANT
from core.scope import Scope
from core.sheet import Heading, Sheet, plain_sheet
from core.words import known
from ui.answers import snapshot
from ui.customer import is_revealed
from ui.grid import Reader, durations, moments
from ui.labels import column_label, plain, value_label
from ui.words import language, say

COLUMNS = "cols"
"""In the address: the chosen columns in their order; not there for the usual ones."""

QUANTITIES = ("ms", "count")
PLACES = ("city", "state", "country")
WIDTHS = {"customer": 150, "channel": 95, "wait_ms": 80, "talk_time_ms": 105, "end_state": 130, "attributes": 320}
"""Pixels, of columns whose widest value seldom stands in the first rows."""

STATE_COLOURS = dict(zip(STATES, ("#2E8B6B", "#C8503C", "#B0568A", "#3C86B4", "#A87300", "#6F8188"), strict=True))


def chosen() -> tuple[str, ...]:
    """The columns that the address asks for; what is none of them is told and left out."""
    asked = [name for name in read_values(st.query_params.get(COLUMNS, "")) if name]
    there = set(details(snapshot()))
    for name in asked:
        if name not in there:
            st.warning(say("list.unknown_column", name=plain(name)), icon=":material/view_column:")
    return tuple(name for name in asked if name in there)[:MOST_DETAILS] or USUAL


def choose(names: Sequence[str]) -> None:
    """The control that chooses columns, in the order in which they are picked."""
    with st.popover(say("list.columns"), icon=":material/view_column:"):
        labels = {name: label(name) for name in details(snapshot())}
        st.session_state["list-columns"] = list(names)
        st.multiselect(
            say("list.columns"),
            list(labels),
            format_func=labels.__getitem__,
            key="list-columns",
            help=say("list.columns_help"),
            max_selections=MOST_DETAILS,
            on_change=_remember,
            width=520,
        )
        st.button(
            say("list.columns_usual"),
            key="list-columns-usual",
            icon=":material/restart_alt:",
            disabled=tuple(names) == USUAL,
            on_click=_forget,
        )


def _forget() -> None:
    st.query_params.pop(COLUMNS, None)


def _remember() -> None:
    picked = tuple(st.session_state["list-columns"])
    if picked and picked != USUAL:
        st.query_params[COLUMNS] = write_values(picked)
    else:
        _forget()


def needed(names: Sequence[str]) -> tuple[str, ...]:
    """What has to be read to show the columns."""
    return tuple(dict.fromkeys([*names, *(PLACES if "place" in names else ())]))


def label(name: str) -> str:
    """What a column is called."""
    if name in OF_FIRST:
        return say("list.of_first", name=column_label(name.removeprefix(FIRST)))
    return say(f"list.column_{name}") if known(f"list.column_{name}") else column_label(name)


def cells(rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The rows in the reader's words, masked unless they are revealed."""
    shown = rows if is_revealed() else rows.with_columns(hidden([name for name in names if name not in WHOLE_TEXTS]))
    return shown.with_columns(pl.Series(name, _words(rows, name), strict=False) for name in names if _is_worded(name))


def _is_worded(name: str) -> bool:
    return name in ("end_state", "place", *WHOLE_TEXTS) or (detail(name).groupable and not detail(name).unit)


def _words(rows: pl.DataFrame, name: str) -> list[Any]:
    if name == "place":
        return [where(row) for row in rows.select(PLACES).iter_rows(named=True)]
    values = rows[name].to_list()
    told = {value: _told(name, value) for value in dict.fromkeys(values) if value is not None}
    return [told.get(value) for value in values]


def _told(name: str, value: Any) -> Any:
    """One value in the reader's words; how a conversation ended as a badge."""
    column = name.removeprefix(FIRST)
    if name == "end_state":
        return [say(f"state.{value}")]
    if name in WHOLE_TEXTS:
        return value if is_revealed() else mask_text(value)
    return say(f"event_type.{value}") if known(f"event_type.{value}") else value_label(column, value)


def sheet(title: str, rows: pl.DataFrame, names: Sequence[str], total: int) -> Sheet:
    """The list as it is taken along: the chosen columns as they are shown, and each conversation's id.

    Args:
        rows: as `core.listing.table` gives them, not masked, with all that is needed to show the columns.
        total: how many rows the list has.
    """
    shown = cells(rows, names)
    if "end_state" in names:
        shown = shown.with_columns(pl.col("end_state").list.first())
    every = list(dict.fromkeys([*names, ID]))
    headings = [
        Heading(name, label(name), unit=detail(name).unit if detail(name).unit in QUANTITIES else "") for name in every
    ]
    notes = [] if rows.height == total else [say("list.cut", count=number(rows.height, "count", language()))]
    return plain_sheet(title, headings, shown.select(every), notes)


def where(row: dict[str, str | None]) -> str:
    """A place, from the small to the large: city, state, country."""
    country = value_label("country", row["country"]) if row["country"] else None
    return ", ".join(part for part in (row["city"], row["state"], country) if part)


def columns(names: Sequence[str]) -> dict[str, ColumnConfig]:
    """How the columns stand in a table."""
    return {name: _column(name) for name in names}


def _column(name: str) -> ColumnConfig:
    kinds = st.column_config
    if name == "end_state":
        states = {say(f"state.{state}"): colour for state, colour in STATE_COLOURS.items()}
        return kinds.MultiselectColumn(
            label(name), width=WIDTHS[name], options=list(states), color=list(states.values())
        )
    return kinds.Column(label(name), alignment="right" if detail(name).unit else None, width=WIDTHS.get(name))


def readers(view: Scope, names: Sequence[str]) -> dict[str, Reader]:
    """How the values of the columns are read; text is shown as it is."""
    found = {name: _reader(view, name) for name in names}
    return {name: reader for name, reader in found.items() if reader}


def _reader(view: Scope, name: str) -> Reader | None:
    told, tongue = detail(name), language()
    if told.dtype == INSTANT:
        return moments(view.zone, seconds=False)
    if told.unit == "ms":
        return durations()
    return (lambda value: number(value, told.unit, tongue)) if told.unit else None


def sorts(names: Sequence[str]) -> list[str]:
    """What the list can be sorted by: the usual, and whatever of it is shown."""
    return list(dict.fromkeys([*USUAL_SORTS.values(), *(name for name in names if name in listing.SORTS)]))


USUAL_SORTS = {"started": "started_at", "wait": "wait_ms", "talk": "talk_time_ms", "handling": "handling_time_ms"}
"""Short name in the address → what the list is sorted by; other columns go by their own name."""
