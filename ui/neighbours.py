"""The way through a list, one conversation after the other: where this one stands, and what is beside it."""

from dataclasses import dataclass

import streamlit as st

from core import listing
from core.format import number
from core.listing import PAGE_ROWS, Listing
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot
from ui.links import METRIC
from ui.listing import AT, BY_SNAPSHOT, KEPT_PAGES, count
from ui.paging import FAR_DIGITS
from ui.service_level.moves import asked
from ui.words import language, say


@dataclass(frozen=True)
class Stand:
    """Where in its list a conversation stands.

    Args:
        at: its place, from 1.
        before, after: ids of its neighbours; empty at the ends.
    """

    at: int
    before: str
    after: str


def stand(view: Scope, conversation_id: str) -> Stand | None:
    """Where it stands in the list that it was opened from, or None; reads one page of the list, at an edge two."""
    told = st.query_params.get(AT, "")
    if METRIC in st.query_params or not (told.isdecimal() and 0 < len(told) < FAR_DIGITS and int(told)):
        return None
    return _found(snapshot(), asked(view), settings(), int(told), conversation_id)


def show(view: Scope, found: Stand) -> None:
    """The two ways on, and how far one is."""
    for other, at, name, icon in (
        (found.before, found.at - 1, "before", ":material/chevron_left:"),
        (found.after, found.at + 1, "after", ":material/chevron_right:"),
    ):
        st.button(
            say(f"conversation.{name}"),
            key=f"list-{name}",
            icon=icon,
            disabled=not other,
            on_click=_open,
            args=(other, at),
        )
    total = count(snapshot(), asked(view), settings())
    here, of = (number(one, "count", language()) for one in (found.at, max(total, found.at)))
    st.caption(say("conversation.stands", at=here, of=of), width="content")


def _open(conversation_id: str, at: int) -> None:
    """Another one of the list; the way back leads to the page that it is on."""
    st.query_params["id"] = conversation_id
    st.query_params[AT] = str(at)
    st.query_params["page"] = str(_page_of(at))


def _page_of(at: int) -> int:
    return (at - 1) // PAGE_ROWS + 1


def _found(now: Snapshot, wanted: Listing, rules: Settings, at: int, conversation_id: str) -> Stand | None:
    """Its stand, also when newer conversations have moved it a little; None when it is nowhere near."""
    near = _page_of(at)
    for page in (near, near + 1, near - 1):
        ids = _ids(now, wanted, rules, page) if page > 0 else []
        if conversation_id in ids:
            row = ids.index(conversation_id)
            before = ids[row - 1] if row else (_ids(now, wanted, rules, page - 1) or [""])[-1] if page > 1 else ""
            is_last = row + 1 == len(ids)
            after = (_ids(now, wanted, rules, page + 1) or [""])[0] if is_last else ids[row + 1]
            return Stand((page - 1) * PAGE_ROWS + row + 1, before, after)
    return None


@st.cache_data(max_entries=KEPT_PAGES, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def _ids(now: Snapshot, wanted: Listing, rules: Settings, page: int) -> list[str]:
    return listing.ids(now, wanted, rules, page)["conversation_id"].to_list()
