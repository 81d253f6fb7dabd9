"""The course of a conversation: its stretches on a clock, and its segments as a table."""

import polars as pl
import streamlit as st

from core.charts.stretches import COLOURS, clock_format, stretch_rows, stretch_spec, stretches
from core.dossier import Dossier, holds
from core.scope import Scope
from core.words import known
from ui.answers import horizon
from ui.grid import clocks, durations, grid
from ui.labels import value_label
from ui.take import take_chart
from ui.words import language, say

SEGMENT_COLUMNS = (
    *("segment_order", "kind", "started_at", "ended_at", "queue_name", "agent_name"),
    *("queue_time_ms", "ring_time_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "note"),
)


def chart(view: Scope, found: Dossier) -> None:
    """A lane for each queue and agent, a bar for each stretch."""
    data = horizon()
    # What still lasts is cut where the data ends; without any conversation there is no timeline to show.
    bars = stretches(found.segments, holds(found.events), found.events, data.end if data else found.facts["started_at"])
    if bars.is_empty():
        st.caption(say("timeline.nothing"))
        return
    kinds = {kind: say(f"timeline.{kind}") for kind in COLOURS}
    lanes = bars.select("lane", "is_queue").unique(maintain_order=True)
    names = {lane: say("timeline.queue", name=lane) if is_queue else lane for lane, is_queue in lanes.iter_rows()}
    present = [kind for kind in COLOURS if kind in set(bars["kind"])]
    rows = stretch_rows(bars, names, kinds, view.zone, language())
    spec = stretch_spec(
        tuple(dict.fromkeys(rows["lane"])),
        tuple((kinds[kind], COLOURS[kind]) for kind in present),
        (say("timeline.begins"), say("timeline.ends"), say("timeline.lasts")),
        language(),
        clock_format(rows),
    )
    told = "; ".join(f"{row['lane']}: {row['kind']} {row['lasts']}" for row in rows.iter_rows(named=True))
    st.vega_lite_chart(rows, spec, width="stretch", alt=say("timeline.alt", course=told))
    take_chart(rows, spec, key="timeline", alt=say("page.conversation.title"))
    st.caption(say("timeline.clock", zone=view.zone))


def segments(view: Scope, found: Dossier) -> None:
    """Every segment, in its order."""
    if found.segments.is_empty():
        st.caption(say("timeline.no_segments"))
        return
    rows = found.segments.with_columns(
        pl.Series("note", [_note(row) for row in found.segments.iter_rows(named=True)], pl.String),
        pl.Series("kind", [value_label("kind", kind) for kind in found.segments["kind"]], pl.String),
    )
    times = [name for name in SEGMENT_COLUMNS if name.endswith("_ms")]
    columns = {
        name: st.column_config.Column(say(f"segment.{name}"), alignment="right" if name in times else None)
        for name in SEGMENT_COLUMNS
    }
    clock = clocks([*rows["started_at"], *rows["ended_at"]], view.zone)
    readers = {name: durations() for name in times} | {"started_at": clock, "ended_at": clock}
    grid(rows, columns, readers, key="segments", alt=say("conversation.segments"))


def _note(row: dict[str, object]) -> str:
    """What a segment's other columns say, in a few words."""
    notes = [
        say(f"segment.note_{name}", value=_word(str(row[name])))
        for name in ("preceded_by", "followed_by", "abandoned_phase", "missing_event")
        if row[name]
    ]
    return " · ".join(notes)


def _word(value: str) -> str:
    return say(f"segment.word.{value}") if known(f"segment.word.{value}") else value
