"""What is not on the map: how many conversations, why, and the way to them."""

import streamlit as st

from core.format import number
from core.scope import Scope, Value
from ui import show
from ui.answers import ask
from ui.atlas.drill import within
from ui.atlas.levels import LEVELS, VOLUME, Level
from ui.labels import value_label
from ui.links import to_conversations
from ui.sitemap import place
from ui.words import language, say

REASON = "place_reason"


def unplaced(view: Scope) -> None:
    """A tile of the conversations of no known country, in the same period and filters, wherever the map looks."""
    show.tile(_outside(view), VOLUME, name="unplaced", label=say("geography.unplaced"))


def reasons(view: Scope) -> None:
    """Why they have no place, the most frequent reason first, each with the way to its conversations."""
    outside = _outside(view)
    counts = ask(outside.query(VOLUME, by=REASON, sort=VOLUME, descending=True))
    if counts.is_empty():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="unplaced-reasons"):
        st.caption(say("geography.why_unplaced"), width="content")
        for reason, count in counts.iter_rows():
            name = say("geography.region_only") if reason is None else value_label(REASON, reason)
            told = f"{name}: {number(count, 'count', language())}"
            to_conversations(outside.narrowed(place_reason=reason), VOLUME, told)
        audit = place("geo_audit")
        st.page_link(audit.page(), label=audit.title, icon=audit.icon, query_params=view.params())


def unknown_here(view: Scope, level: Level) -> None:
    """How many conversations of the view have no place of this level, with the way to them; nothing when all have."""
    if view.values(level) and None not in view.values(level):
        return
    outside = within(view, {level: None})
    count = ask(outside.query(VOLUME))[VOLUME][0]
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="unknown-here"):
        st.caption(say(f"geography.without_{level}", count=number(count, "count", language())), width="content")
        to_conversations(outside, VOLUME)


def _outside(view: Scope) -> Scope:
    everywhere: dict[str, tuple[Value, ...]] = dict.fromkeys(LEVELS, ())
    return view.narrowed(**everywhere).narrowed(country=None)
