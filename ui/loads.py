"""What came in: how much there is, every file that was loaded, and every record that could not be used."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl
import streamlit as st
from babel.numbers import format_decimal
from streamlit.elements.lib.column_types import ColumnConfig

from core import loads
from core.format import moment, number
from core.masking import mask_text
from core.schema.tables import AGENTS, CONVERSATIONS, CUSTOMERS, EVENTS, INTERVALS, LOADS, REJECTED
from core.scope import Scope
from core.store.snapshot import Snapshot
from core.words import known
from ui.answers import snapshot
from ui.clocks import tell_clock_changes
from ui.customer import is_revealed, reveal_switch
from ui.grid import choice, counts, grid, moments
from ui.kept import kept
from ui.labels import plain, source_label
from ui.paging import page_asked, turn_pages
from ui.words import in_words, language, say

NEWEST = 500
REJECTED_ROWS = 50
FIELDS_MOST = 20
"""Undocumented fields of a file that are named; of more, how many they are."""
KEPT = 16
"""Answers about the times of loads that are kept: pages ask again at each run."""

FILES_MOST = 3
"""Of more files the fields that nobody documented are told to who asks."""
COUNTS = ("rows_in", "rows_kept", "rows_duplicate", "rows_rejected", "rows_unknown_type", "rows_corrected")


def amounts(view: Scope) -> None:
    """How much there is, and as of when."""
    now = snapshot()
    if not now.version:
        with st.container(border=True, key="no-data"):
            st.subheader(say("empty.no_data"), anchor=False)
            st.markdown(say("load.how_to_begin"))
            st.code("atalaya ingest FILE…", language=None)
        return
    tables = [EVENTS, CONVERSATIONS, AGENTS, CUSTOMERS, *([INTERVALS] if now.rows(INTERVALS) else [])]
    with st.grid(len(tables), min_column_width=160, gap="small", key="amounts"):
        for table in tables:
            label = say(f"load.amount_{table.name.lower()}")
            st.metric(label, number(now.rows(table), "count", language()), border=True)
    st.caption(
        say(
            "load.as_of",
            when=moment(now.committed_at, view.zone, language()),
            version=number(now.version, "count", language()),
            zone=view.zone,
        )
    )


def show(view: Scope) -> None:
    """Every load, newest first; choosing one narrows the rejected records to its own."""
    now = snapshot()
    total = now.rows(LOADS)
    if not total:
        return
    st.subheader(say("load.title"), anchor=False)
    rows = loads.loads(now, NEWEST)
    readers = {
        **{name: counts() for name in COUNTS},
        **{name: moments(view.zone, seconds=False) for name in ("first_event_at", "last_event_at")},
        "loaded_at": moments(view.zone),
        "bytes": lambda value: size(value, language()),
    }
    order = ("loaded_at", "file_name", "source", "bytes", *_counts_of(rows), "first_event_at", "last_event_at")
    told = rows.with_columns(_sources(rows["source"]))
    picked = choice(
        told,
        _columns(*order),
        readers,
        key=f"loads-{now.version}",
        alt=say("load.title"),
        called=("loaded_at", "file_name"),
        label=say("load.choose"),
    )
    if total > NEWEST:
        st.caption(say("load.newest_of", shown=NEWEST, count=number(total, "count", language())))
    chosen = rows.row(picked, named=True) if picked is not None else None
    if chosen:
        _unknown_fields(chosen)
        _clock_changes([chosen])
    _rejected(view, chosen)


def result_table(rows: Sequence[dict[str, Any]]) -> None:
    """One row a file that was just taken in: in = kept + duplicates + rejected."""
    taken = pl.DataFrame(list(rows), schema=LOADS.schema)
    order = ("file_name", "source", *_counts_of(taken))
    told = taken.with_columns(_sources(taken["source"]))
    grid(
        told,
        _columns(*order),
        {name: counts() for name in _counts_of(taken)},
        key="result",
        alt=say("upload.result_alt"),
    )
    _unknown_fields_of(rows)
    _clock_changes(rows)


def detail_in_words(detail: str | None) -> str | None:
    """What is wrong with a record, a field of ours by its name on the page: `start: soon` as `Inicio: soon`."""
    if not detail:
        return detail
    told = in_words(detail)
    name, mark, value = told.partition(": ")
    return f"{say(f'importing.target.{name}')}: {value}" if mark and known(f"importing.target.{name}") else told


def size(value: float | None, tongue: str) -> str:
    """Bytes, in the unit that leaves one to three digits before the decimal sign."""
    number_of, units = float(value or 0), ("B", "kB", "MB", "GB", "TB")
    for unit in units:
        if number_of < 999.5 or unit == units[-1]:
            return f"{format_decimal(number_of, format='#,##0' if unit == 'B' else '#,##0.#', locale=tongue)} {unit}"
        number_of /= 1000
    raise AssertionError("The last unit takes everything.")


def _counts_of(rows: pl.DataFrame) -> tuple[str, ...]:
    """What is counted of loads; corrected intervals where there are any."""
    return COUNTS if rows["rows_corrected"].sum() else COUNTS[:-1]


def _columns(*names: str) -> dict[str, ColumnConfig]:
    helps = {name: say(f"load.help_{name}") for name in names if known(f"load.help_{name}")}
    right = {*COUNTS, "bytes"}
    return {
        name: st.column_config.Column(
            say(f"load.column_{name}"), help=helps.get(name), alignment="right" if name in right else None
        )
        for name in names
    }


def _sources(values: pl.Series) -> pl.Series:
    """The shapes of files in the reader's words."""
    return values.replace({value: source_label(value) for value in values.drop_nulls().unique()})


def _told(values: pl.Series, section: str) -> pl.Series:
    """Known values in the reader's words."""
    words = {value: say(f"{section}.{value}") for value in values.unique() if known(f"{section}.{value}")}
    return values.replace(words)


def _unknown_fields_of(rows: Sequence[dict[str, Any]]) -> None:
    """The same of several files; of many, to who asks."""
    found = [row for row in rows if json.loads(row["unknown_fields"] or "{}")]
    if len(found) <= FILES_MOST:
        for row in found:
            _unknown_fields(row)
        return
    count = number(len(found), "count", language())
    with st.expander(say("load.unknown_fields_of", count=count), icon=":material/more_horiz:", key="result-unknown"):
        for row in found:
            _unknown_fields(row)


def _unknown_fields(load: dict[str, Any]) -> None:
    """Fields that nobody documented: kept, counted, and told."""
    fields = json.loads(load["unknown_fields"] or "{}")
    if fields:
        shown = list(fields.items())[:FIELDS_MOST]
        told = ", ".join(f"{plain(name)} × {number(times, 'count', language())}" for name, times in shown)
        if len(fields) > len(shown):
            told += f" · +{number(len(fields) - len(shown), 'count', language())}"
        st.caption(say("load.unknown_fields", file=plain(load["file_name"]), fields=told))


def _clock_changes(rows: Sequence[dict[str, Any]]) -> None:
    names = {row["load_id"]: row["file_name"] for row in rows}
    for load_id, changes in _uncertain_times(snapshot(), tuple(names)).items():
        tell_clock_changes(changes, names[load_id])


@kept(KEPT)
def _uncertain_times(now: Snapshot, load_ids: tuple[str, ...]) -> dict[str, dict[tuple[str, str], int]]:
    return loads.uncertain_times(now, load_ids)


def _rejected(view: Scope, load: dict[str, Any] | None) -> None:
    now = snapshot()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("rejected.title"), anchor=False, width="stretch")
        reveal_switch()
    if not now.rows(REJECTED):
        st.caption(say("rejected.none"), help=say("rejected.help"))
        return
    load_id = load["load_id"] if load else ""
    reasons = loads.reasons_of(loads.rejected(now, load_id))
    if load:
        st.caption(say("rejected.of_load", file=plain(load["file_name"])))
    if not reasons:
        st.caption(say("rejected.none_of_load"))
        return
    asked = st.pills(
        say("rejected.reason"),
        list(reasons),
        format_func=lambda reason: f"{_reason(reason)} · {number(reasons[reason], 'count', language())}",
        selection_mode="multi",
        key=f"reasons-{load_id}",
    )
    rows = loads.rejected(now, load_id, asked)
    total = sum(reasons[reason] for reason in asked or reasons)
    page, pages = page_asked("page", total, REJECTED_ROWS)
    shown = rows.slice((page - 1) * REJECTED_ROWS, REJECTED_ROWS).collect()
    _rejected_table(view, shown, f"rejected-{now.version}-{load_id}-{page}")
    is_masked = not is_revealed()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        turn_pages("page", page, pages)
        st.download_button(
            say("rejected.download"),
            lambda: loads.rejected_as_csv(rows, is_masked=is_masked),
            file_name="rejected.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


def _rejected_table(view: Scope, rows: pl.DataFrame, key: str) -> None:
    show_text = cache(str) if is_revealed() else cache(mask_text)
    texts = {name: [show_text(text) if text else text for text in rows[name]] for name in ("detail", "raw")}
    texts["detail"] = [detail_in_words(text) for text in texts["detail"]]
    told = rows.with_columns(
        _told(rows["reason"], "reason"), **{n: pl.Series(n, t, pl.String) for n, t in texts.items()}
    )
    order = ("rejected_at", "file_name", "position", "reason", "detail", "raw")
    columns = {name: st.column_config.Column(say(f"rejected.column_{name}")) for name in order}
    readers = {"rejected_at": moments(view.zone), "position": counts()}
    title, named = say("rejected.title"), ("file_name", "position", "reason")
    picked = choice(told, columns, readers, key=key, alt=title, called=named, label=say("rejected.choose"))
    if picked is None:
        st.caption(say("rejected.select"))
        return
    row = told.row(picked, named=True)
    position = number(row["position"], "count", language())
    st.markdown(say("rejected.record", file=plain(row["file_name"]), position=position))
    st.code(row["raw"] or "", language=None, wrap_lines=True)


def _reason(reason: str) -> str:
    return say(f"reason.{reason}") if known(f"reason.{reason}") else reason
