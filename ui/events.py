"""The raw events of a conversation: what happened in words, and each event with its fields and its original record."""

import json
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from core.dossier import Dossier
from core.errors import SourceError
from core.format import NOTHING, moment, number
from core.masking import mask_text
from core.records import original
from core.schema.tables import EVENTS, LOADS
from core.scope import Scope
from core.words import known
from ui import origins
from ui.answers import snapshot, workspace
from ui.customer import is_revealed
from ui.grid import choice, clocks, grid
from ui.labels import plain
from ui.words import in_words, language, say

COLUMNS = ("occurred_at", "what", "queue_name", "agent_name", "detail", "event_type")
WIDTHS = {"occurred_at": 130, "what": 230, "agent_name": 160, "detail": 190}
"""Pixels; most rows leave these columns empty, which makes them too narrow by themselves."""

JSON_COLUMNS = ("task_attributes", "agent_attributes", "extra")

Mask = Callable[[str], str]


def show(view: Scope, found: Dossier) -> None:
    """All events in their order; one that is selected is shown with all that it brought."""
    # Events bear the platform's name for an agent, segments the person's own.
    agents = dict(found.segments.select("agent_id", "agent_name").drop_nulls().iter_rows())
    events = found.events.with_columns(
        pl.col("agent_id").replace_strict(agents, default=pl.col("agent_name")).alias("agent_name"),
        pl.Series("what", [what(kind) for kind in found.events["event_type"]], pl.String),
        pl.Series("detail", [_detail(row) for row in found.events.iter_rows(named=True)], pl.String),
    )
    columns = {name: st.column_config.Column(say(f"event.{name}"), width=WIDTHS.get(name)) for name in COLUMNS}
    readers = {"occurred_at": clocks(events["occurred_at"], view.zone, milliseconds=True)}
    key = f"events-{found.facts['conversation_id']}"
    chosen = choice(
        events,
        columns,
        readers,
        key=key,
        alt=say("conversation.events"),
        called=("occurred_at", "what"),
        label=say("event.choose"),
    )
    if chosen is None:
        st.caption(say("event.select"))
        return
    _one(view, found, events.row(chosen, named=True))


def what(event_type: str) -> str:
    """What happened, in words; the type itself where the catalogues do not know it."""
    return say(f"event_type.{event_type}") if known(f"event_type.{event_type}") else event_type


def _detail(row: dict[str, Any]) -> str:
    parts = [row["transfer_mode"], row["task_reason"], row["activity"] if not row["task_id"] else None]
    return " · ".join(part for part in parts if part)


def _one(view: Scope, found: Dossier, event: dict[str, Any]) -> None:
    mask = _mask(found)
    with st.container(border=True, key="event"):
        when = _to_the_millisecond(view.zone)(event["occurred_at"])
        st.markdown(f"**{plain(what(event['event_type']))}** · {plain(when)}")
        names = ("fields", "gave", "attributes", "original")
        fields, gave, attributes, arrived = st.tabs([say(f"event.{name}") for name in names])
        with fields:
            _fields(view, event, mask)
        with gave:
            origins.gave(view, found, event["event_id"])
        with attributes:
            _attributes(event, mask)
        with arrived:
            _original(event, mask)


def _fields(view: Scope, event: dict[str, Any], mask: Mask) -> None:
    reader = _to_the_millisecond(view.zone)
    told = {
        column.name: reader(event[column.name]) if column.name.endswith("_at") else mask(str(event[column.name]))
        for column in EVENTS.columns
        if event[column.name] is not None and column.name not in JSON_COLUMNS
    }
    rows = pl.DataFrame({"name": list(told), "value": list(told.values())})
    columns = {name: st.column_config.Column(say(f"event.{name}")) for name in rows.columns}
    grid(rows, columns, {}, key="event-fields", alt=say("event.fields"))


def _attributes(event: dict[str, Any], mask: Mask) -> None:
    given = [name for name in JSON_COLUMNS if event[name]]
    if not given:
        st.caption(say("event.no_attributes"))
    for name in given:
        st.caption(say(f"event.{name}"))
        st.code(mask(_indented(event[name])), language="json")


def _original(event: dict[str, Any], mask: Mask) -> None:
    name = _file_name(event["load_id"]) or event["file_id"][:12]
    position = number(event["position"], "count", language())
    told = say("event.record" if is_revealed() else "event.record_masked", position=position, file=plain(name))
    st.caption(told)
    try:
        st.code(mask(_record(event["file_id"], event["position"], name)), language=None, wrap_lines=True)
    except SourceError as problem:
        st.warning(plain(in_words(problem), most=1_000), icon=":material/inventory_2:")


@st.cache_data(max_entries=200, show_spinner=False)
def _record(file_id: str, position: int, name: str) -> str:
    """Landed files never change, so what was read once holds."""
    return original(workspace(), file_id, position, name)


def _file_name(load_id: str) -> str | None:
    found = snapshot().scan(LOADS).filter(pl.col("load_id") == load_id).select(pl.col("file_name").first()).collect()
    return found.item()  # type: ignore[no-any-return]


def _mask(found: Dossier) -> Mask:
    """How text is shown in this session: as it is, or without what identifies the customer."""
    if is_revealed():
        return str
    names = ("customer_name", "customer_phone", "phone_e164", "customer_email", "customer_id")
    personal = [found.facts[name] for name in names if found.facts[name] != found.facts["conversation_id"]]
    return lambda text: mask_text(text, personal)


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _to_the_millisecond(zone: str) -> Callable[[Any], str]:
    tongue = language()

    def read(at: Any) -> str:
        return NOTHING if at is None else f"{moment(at, zone, tongue)}.{at.microsecond // 1000:03}"

    return read
