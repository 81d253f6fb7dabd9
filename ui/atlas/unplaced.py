"""What is not on the map: how many conversations, why, and the way to them."""

import streamlit as st

from core.format import number
from ui import show
from ui.answers import ask
from ui.atlas.drill import within
from ui.atlas.levels import LEVELS, VOLUME, Level
from ui.labels import plain
from ui.links import to_conversations
from ui.scope import Scope, Value
from ui.words import known, language, say

REASON = "place_reason"


def unplaced(view: Scope) -> None:
    """A tile of the conversations of no known country, in the same period and filters, wherever the map looks."""
    nowhere: dict[str, tuple[Value, ...]] = dict.fromkeys(LEVELS, ())
    outside = view.narrowed(**nowhere).narrowed(country=None)
    show.tile(outside, VOLUME, name="unplaced", label=say("geography.unplaced"), note=_reasons(outside))


def _reasons(outside: Scope) -> str:
    """Why they have no place, the most frequent first."""
    counts = ask(outside.query(VOLUME, by=REASON, sort=VOLUME, descending=True))
    return " · ".join(
        f"{number(count, 'count', language())} {_reason(reason)}" for reason, count in counts.iter_rows() if count
    )


def _reason(reason: str | None) -> str:
    if reason is None:
        return say("geography.region_only")
    key = f"place_reason.{reason}"
    return say(key) if known(key) else plain(reason)


def unknown_here(view: Scope, level: Level) -> None:
    """How many conversations of the view have no place of this level, with the way to them; nothing when all have."""
    if view.values(level) and None not in view.values(level):
        return
    outside = within(view, {level: None})
    count = ask(outside.query(VOLUME))[VOLUME][0]
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="unknown-here"):
        told = number(count, "count", language())
        st.caption(say(f"geography.without_{level}", count=told))
        to_conversations(outside, VOLUME)
