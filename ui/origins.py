"""Where the fields of a conversation come from: each field with its events, and each event with its fields."""

from typing import Any

import polars as pl
import streamlit as st

from core.dossier import Dossier, find, untouched
from core.format import NOTHING, moment, number
from core.masking import mask_text
from core.origins import WHOLE, origins
from core.schema.column import INSTANT, Column
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.scope import Scope
from core.store.snapshot import Snapshot
from core.words import known
from ui.answers import snapshot
from ui.customer import is_revealed, shown
from ui.grid import clocks, grid
from ui.labels import column_label, value_label
from ui.listing import BY_SNAPSHOT
from ui.words import language, say

KEPT = 200
LETTERS = 120
WIDTHS = {"field": 190, "value": 220, "what": 200, "told_in": 240}
TEXTS = ("attributes",)


def fields(view: Scope, found: Dossier) -> None:
    """Every field that an event gave, in parts: the conversation and each of its segments."""
    opened = st.expander(say("origin.title"), icon=":material/account_tree:", key="origins", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(say("origin.help"))
        if found.facts["corrections"]:
            st.caption(say("corrections.origins"))
        found = untouched(snapshot(), found)
        given = _given(snapshot(), found.facts["conversation_id"])
        parts = {row: part_label(found, row) for row in given["row"].unique().sort()}
        part = st.selectbox(say("origin.part"), list(parts), format_func=parts.__getitem__, key="origin-part")
        _table(view, found, given.filter(pl.col("row") == part), part)


def gave(view: Scope, found: Dossier, event_id: str) -> None:
    """Every field that one event gave, or helped to give."""
    found = untouched(snapshot(), found)
    given = _given(snapshot(), found.facts["conversation_id"]).filter(pl.col("event_id") == event_id)
    if given.is_empty():
        st.caption(say("origin.gave_nothing"))
        return
    rows = pl.DataFrame(
        {
            "part": [part_label(found, row) for row in given["row"]],
            "field": [column_label(name) for name in given["field"]],
            "value": [_value(view, found, row, name) for row, name in given.select("row", "field").iter_rows()],
            "told_in": given["told_in"],
        },
        schema_overrides={"part": pl.String, "field": pl.String, "value": pl.String},
    )
    columns = {name: st.column_config.Column(say(f"origin.{name}"), width=WIDTHS.get(name)) for name in rows.columns}
    grid(rows, columns, {}, key="origin-gave", alt=say("origin.gave"))


def part_label(found: Dossier, row: int) -> str:
    """What a part is called: the conversation, or a segment with its number and kind."""
    if row == WHOLE:
        return say("origin.whole")
    kind = found.segments.filter(pl.col("segment_order") == row)["kind"][0]
    return say("origin.segment", number=row, kind=value_label("kind", kind))


@st.cache_data(max_entries=KEPT, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def _given(now: Snapshot, conversation_id: str) -> pl.DataFrame:
    found = find(now, conversation_id)
    found = found and untouched(now, found)
    return origins(found.facts, found.segments, found.events) if found else pl.DataFrame()


def _table(view: Scope, found: Dossier, given: pl.DataFrame, part: int) -> None:
    rows = given.join(found.events.select("event_id", "occurred_at", "event_type"), on="event_id", how="left")
    names = rows["field"].to_list()
    told = pl.DataFrame(
        {
            "field": [column_label(name) for name in names],
            "value": [_value(view, found, part, name) for name in names],
            "occurred_at": rows["occurred_at"],
            "what": [_what(kind) for kind in rows["event_type"]],
            "told_in": rows["told_in"],
        },
        schema_overrides={"field": pl.String, "value": pl.String, "what": pl.String},
    )
    labels = {**dict.fromkeys(("field", "value", "told_in"), "origin"), "occurred_at": "event", "what": "event"}
    columns = {
        name: st.column_config.Column(say(f"{labels[name]}.{name}"), width=WIDTHS.get(name)) for name in told.columns
    }
    readers = {"occurred_at": clocks(found.events["occurred_at"], view.zone, milliseconds=True)}
    grid(told, columns, readers, key=f"origin-fields-{part}", alt=say("origin.title"))


def _what(event_type: str) -> str:
    return say(f"event_type.{event_type}") if known(f"event_type.{event_type}") else event_type


def _value(view: Scope, found: Dossier, row: int, name: str) -> str:
    if row == WHOLE:
        return _read(view, CONVERSATIONS.by_name[name], found.facts[name])
    return _read(view, SEGMENTS.by_name[name], found.segments.filter(pl.col("segment_order") == row)[name][0])


def _read(view: Scope, column: Column, value: Any) -> str:
    """A value in the reader's words, masked where it is personal."""
    if value is None:
        return NOTHING
    if column.dtype == INSTANT:
        return f"{moment(value, view.zone, language())}.{value.microsecond // 1000:03}"
    if column.unit:
        return number(value, column.unit, language())
    if column.name in TEXTS:
        return (value if is_revealed() else mask_text(value))[:LETTERS]
    if column.personal:
        return str(shown(str(value)))
    return _word(column, value)


def _word(column: Column, value: Any) -> str:
    if known(f"segment.word.{value}"):
        return say(f"segment.word.{value}")
    return value_label(column.name, value) if column.groupable else str(value)
