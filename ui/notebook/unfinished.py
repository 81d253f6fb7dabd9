"""Drafts of a notebook that were neither saved nor given up: to go on with, or to forget."""

import streamlit as st

from core.errors import AtalayaError, StoreError
from core.format import moment
from core.notebooks.drafts import Unfinished
from ui.notebook.state import DRAFT, asked_name, drafts
from ui.words import language, say

SHOWN, LOOKED_AT = 5, 20
"""Drafts that are listed, and as many of the newest as are looked into: most hold nothing that was changed."""


def unfinished(name: str, zone: str) -> None:
    """A line for each of the newest, with what can be done."""
    found = [one for one in drafts(name).unfinished()[:LOOKED_AT] if _is_changed(name, one)][:SHOWN]
    if not found:
        return
    with st.container(border=True, key="unfinished"):
        st.markdown(say("notebook.unfinished"))
        for one in found:
            _line(one, zone)


def _is_changed(name: str, one: Unfinished) -> bool:
    """Whether anything would be lost with a draft; also of one that cannot be read."""
    try:
        return drafts(name).load(one.id).is_changed
    except StoreError:
        return True
    except AtalayaError:
        return False


def _line(one: Unfinished, zone: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        when = moment(one.changed_at, zone, language(), seconds=False)
        st.caption(say("notebook.changed", when=when), width="stretch")
        st.button(say("notebook.go_on"), key=f"go-on-{one.id}", icon=":material/edit:", on_click=_go_on, args=(one.id,))
        st.button(
            say("notebook.forget"),
            key=f"forget-{one.id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_forget,
            args=(one.id,),
        )


def _go_on(draft: str) -> None:
    st.query_params[DRAFT] = draft


def _forget(draft: str) -> None:
    drafts(asked_name()).drop(draft)
