"""The rows behind a number: what each counts, one page at a time, and the way into each conversation."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core import evidence
from core.evidence import ABOVE, APART, BELOW, PAGE_ROWS, TOGETHER
from core.format import number
from core.masking import masked
from core.metrics import Measure
from core.passport import Passport
from core.schema.table import Table
from core.scope import Scope
from core.store.snapshot import Snapshot
from core.words import known
from ui.answers import settings, snapshot
from ui.customer import is_revealed, reveal_switch
from ui.grid import Reader, choice, counts, grid, moments
from ui.kept import kept
from ui.labels import column_label, value_label
from ui.links import METRIC, PART
from ui.paging import page_asked, turn_pages
from ui.passport.made import unit_of
from ui.sitemap import place
from ui.visit import fresh
from ui.words import language, say

OPEN = "open"
ID = "conversation_id"
KEPT = 500


def show(view: Scope, one: Passport) -> None:
    """The list, in the part that is chosen."""
    part = _part(one)
    shown, table = _listed(one, part), _measure(one, part).table
    st.subheader(say("passport.rows"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        if len(one.parts) > 1:
            _choose_part(one, part)
        if any(table.by_name[name].personal for name in evidence.columns_of(table, one.formula)):
            reveal_switch()
    if not shown:
        st.caption(say("empty.no_rows"))
        return
    page, pages = page_asked("page", shown, PAGE_ROWS)
    told = {"count": shown, "page": page, "pages": pages}
    st.caption(
        say("passport.count", **{name: number(value, "count", language()) for name, value in told.items()})
        + " "
        + _adds_up(one, part)
    )
    _table(view, one, table, part, page)
    now, is_masked = snapshot(), not is_revealed()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        turn_pages("page", page, pages)
        st.download_button(
            say("list.download"),
            lambda: evidence.as_csv(_rows(now, one, part), table, one.formula, zone=view.zone, is_masked=is_masked),
            file_name=f"{one.metric.name}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


def _part(one: Passport) -> str:
    asked = st.query_params.get(PART, "")
    return asked if asked in one.parts else one.parts[0]


def _choose_part(one: Passport, part: str) -> None:
    st.session_state["passport-part"] = part
    st.segmented_control(
        say("list.part"),
        one.parts,
        format_func=lambda name: say(f"passport.part_{name or 'all'}"),
        key="passport-part",
        required=True,
        label_visibility="collapsed",
        on_change=_remember,
    )


def _remember() -> None:
    """Put the choice into the address; the page that was open has no meaning in another part."""
    for name in (PART, "page"):
        st.query_params.pop(name, None)
    if st.session_state["passport-part"]:
        st.query_params[PART] = st.session_state["passport-part"]


def _measure(one: Passport, part: str) -> Measure:
    """Whose rows are listed."""
    return one.below.measure if one.below and part != ABOVE else one.above.measure


def _listed(one: Passport, part: str) -> int:
    """How many rows the part has."""
    if one.below is None or part in (ABOVE, TOGETHER[1]):
        return one.above.rows
    return one.below.rows - one.above.rows if part == TOGETHER[2] else one.below.rows


def _adds_up(one: Passport, part: str) -> str:
    """How the values that are listed make the number."""
    if one.below and part not in APART:
        return say("passport.divides")
    measure = _measure(one, part)
    if measure.kind in evidence.RANKED:
        return say("passport.ranks")
    told = say("passport.adds_up")
    return f"{told} {say('passport.first_counts')}" if measure.kind == "distinct" else told


def _rows(now: Snapshot, one: Passport, part: str) -> pl.LazyFrame:
    return evidence.evidence(now, one.query, one.metric.name, one.formula, settings(), part)


@kept(KEPT)
def _page(now: Snapshot, one: Passport, table: Table, part: str, page: int) -> pl.DataFrame:
    return evidence.page(_rows(now, one, part), table, one.formula, page)


def _table(view: Scope, one: Passport, table: Table, part: str, page: int) -> None:
    rows = _page(snapshot(), one, table, part, page)
    columns, readers = _columns(view, one, rows, table, part)
    alt = say("passport.alt")
    key = fresh(f"passport-{one.metric.name}-{part}-{page}")
    if ID not in table.by_name:
        grid(_cells(view, rows, table), columns, readers, key=key, alt=alt)
        return
    called = [name for name in ("started_at", "queue_name", "agent_name") if name in columns]
    cells = _cells(view, rows, table)
    chosen = choice(cells, columns, readers, key=key, alt=alt, called=called, label=say("list.choose"))
    if chosen is not None:
        back = {name: st.query_params[name] for name in (METRIC, PART, "page") if name in st.query_params}
        found = rows[ID][chosen]
        st.switch_page(place("conversation").page(), query_params=view.params(**back, id=found))


def _cells(view: Scope, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """What the table shows, in the reader's words."""
    words: dict[str, list[Any]] = {
        name: [None if value is None else value_label(name, value) for value in rows[name]]
        for name in rows.columns
        if name in table.by_name and table.by_name[name].groupable
    }
    if ID in rows.columns:
        words[OPEN] = [f"conversation?{urlencode(view.params(id=value))}" for value in rows[ID]]
    personal = [name for name in rows.columns if name in table.by_name and table.by_name[name].personal]
    shown = rows if is_revealed() else rows.with_columns(masked(name) for name in personal)
    return shown.with_columns(pl.Series(name, values, pl.String) for name, values in words.items())


def _columns(
    view: Scope, one: Passport, rows: pl.DataFrame, table: Table, part: str
) -> tuple[dict[str, ColumnConfig], dict[str, Reader]]:
    """When it was, what it counts, then all else that one of the rows has."""
    kinds = st.column_config
    first, *others = [name for name in evidence.columns_of(table, one.formula) if name != ID]
    names = [first, *(name for name in others if rows[name].null_count() < rows.height)]
    readers: dict[str, Reader] = {name: moments(view.zone) for name in names if name.endswith("_at")}
    readers |= {name: counts() for name in names if table.by_name[name].unit == "count"}
    counted: dict[str, ColumnConfig] = {}
    for side, measure in _counted(one, part).items():
        label = say("passport.counts" if one.below is None or part in APART else f"passport.{side}")
        counted[side] = kinds.Column(label, alignment="right")
        readers[side] = _reader(unit_of(measure, one))
    columns: dict[str, ColumnConfig] = {name: kinds.Column(_label(name)) for name in names}
    columns = {first: columns.pop(first)} | counted | columns
    if ID in table.by_name:
        columns[OPEN] = kinds.LinkColumn(say("list.column_open"), display_text=r"[?&]id=([^&]+)", width="small")
    return columns, readers


def _counted(one: Passport, part: str) -> dict[str, Measure]:
    """The columns of what each row counts, and what that is."""
    if one.below is None or part in APART:
        return {ABOVE: _measure(one, part)}
    return {ABOVE: one.above.measure, BELOW: one.below.measure}


def _label(name: str) -> str:
    return say(f"list.column_{name}") if known(f"list.column_{name}") else column_label(name)


def _reader(unit: str) -> Reader:
    tongue = language()
    return lambda value: number(value, unit, tongue)
