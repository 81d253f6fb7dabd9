"""A notebook whose file says something wrong: what and where, and its text to be put right."""

import streamlit as st

from core.errors import AtalayaError, DefinitionError
from ui.labels import plain
from ui.notebook.links import to_shelf
from ui.notebook.state import asked_name, shelf, tell
from ui.words import in_words, say

TEXT_PIXELS = 420


def repair(name: str, problem: DefinitionError) -> None:
    """The mistake, the text, and a button that saves it once it can be read."""
    st.error(plain(in_words(problem), most=1_000), icon=":material/error:")
    text, mark = shelf().text(name)
    st.caption(say("notebook.repair_help"))
    shown = text.encode("utf-8", "replace").decode()
    st.text_area(say("notebook.text_of_file"), shown, key=f"repair-{mark[:12]}", height=TEXT_PIXELS)
    st.button(
        say("notebook.save"), key="repair-save", icon=":material/save:", type="primary", on_click=_save, args=(mark,)
    )
    to_shelf(say("notebook.all"))


def _save(mark: str) -> None:
    try:
        shelf().save_text(asked_name(), st.session_state[f"repair-{mark[:12]}"], mark)
    except AtalayaError as problem:
        tell(in_words(problem))
