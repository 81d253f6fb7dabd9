"""Drafts of a notebook that were neither saved nor given up: to go on with, or to forget."""

import streamlit as st

from core.format import moment
from core.notebooks.drafts import Unfinished
from ui.notebook.state import DRAFT, asked_name, drafts
from ui.words import language, say

SHOWN = 5


def unfinished(name: str, zone: str) -> None:
    """A line for each of the newest, with what can be done."""
    found = drafts(name).unfinished()
    if not found:
        return
    with st.container(border=True, key="unfinished"):
        st.markdown(say("notebook.unfinished"))
        for one in found[:SHOWN]:
            _line(one, zone)


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
