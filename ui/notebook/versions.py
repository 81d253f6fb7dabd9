"""The texts that a notebook had before; one of them can be gone on with."""

import streamlit as st

from core.errors import AtalayaError
from core.format import moment
from core.notebooks.draft import Draft
from core.notebooks.notebook import read_notebook
from core.notebooks.shelf import Version
from ui.notebook.state import DRAFT, asked_name, drafts, shelf, tell
from ui.words import in_words, language, say

TEXT_PIXELS = 320


def versions(name: str, zone: str) -> None:
    """A list of times behind a button; nothing while the notebook has never been changed."""
    found = {one.name: one for one in shelf().versions(name)}
    if not found:
        return
    with st.popover(say("notebook.versions"), icon=":material/history:", key="versions"):
        names = {key: moment(one.saved_at, zone, language()) for key, one in found.items()}
        chosen = st.selectbox(
            say("notebook.version"), list(names), format_func=names.__getitem__, key=f"version-{name}", filter_mode=None
        )
        st.code(found[chosen].text, language="toml", height=TEXT_PIXELS)
        st.button(
            say("notebook.take_version"),
            key="take-version",
            icon=":material/history:",
            on_click=_take,
            args=(found[chosen],),
        )


def _take(version: Version) -> None:
    """Begin a draft that says what the notebook said then; nothing changes before it is saved."""
    name = asked_name()
    try:
        draft = Draft.of(*shelf().open(name)).changed(read_notebook(version.text, name))
        st.query_params[DRAFT] = drafts(name).begin(draft)
    except AtalayaError as problem:
        tell(in_words(problem))
