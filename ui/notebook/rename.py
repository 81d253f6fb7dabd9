"""Another name for a notebook's file, which is its part of the address."""

import streamlit as st

from core.errors import AtalayaError
from core.notebooks.built_in import is_built_in
from ui.notebook.state import NAME, shelf, tell
from ui.words import in_words, say

NAME_MOST = 60


def rename(name: str, mark: str) -> None:
    """A field behind a button; nothing for a built-in notebook."""
    if is_built_in(name):
        return
    with st.popover(say("notebook.rename"), icon=":material/drive_file_rename_outline:", key="rename"):
        st.caption(say("notebook.rename_help"))
        wanted = st.text_input(say("notebook.file_name"), name, key=f"file-name-{name}", max_chars=NAME_MOST).strip()
        st.button(
            say("notebook.rename_do"),
            key="rename-do",
            disabled=wanted in ("", name),
            on_click=_rename,
            args=(name, wanted, mark),
        )


def _rename(name: str, to: str, mark: str) -> None:
    try:
        shelf().rename(name, to, mark)
    except AtalayaError as problem:
        tell(in_words(problem))
    else:
        st.query_params[NAME] = to
