"""The note above numbers that corrections have to do with, as a door to these corrections."""

import streamlit as st

from core.correction_words import affected_in_words
from core.scope import Scope
from ui.corrections.held import affected_here
from ui.labels import labels
from ui.sitemap import place
from ui.words import say

HERE = "here"
"""In the address of the page of corrections: only those that touch the selection are listed."""


def note(view: Scope) -> None:
    """How many conversations of the selection were corrected or are left out; nothing where none is."""
    told = affected_here(view)
    if not told:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="corrections-note"):
        st.caption(f":material/edit_note: {affected_in_words(told, labels())}", width="content")
        st.page_link(
            place("corrections").page(),
            label=say("corrections.note.open"),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=view.params(**{HERE: "1"}),
        )
