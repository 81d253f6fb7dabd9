"""Fields for the texts of a notebook that is edited; what is typed is kept at once."""

from collections.abc import Callable

import streamlit as st

from ui.words import say

TITLE_MOST, TEXT_MOST = 200, 20_000


def line(name: str, text: str, key: str, keep: Callable[[str], None]) -> None:
    """A text on one line.

    Args:
        name: of its words in the catalogues.
        key: its own on the page.
        keep: told what is typed.
    """
    key = _begun(name, text, key)
    st.text_input(say(f"notebook.{name}"), key=key, max_chars=TITLE_MOST, on_change=_keep, args=(key, keep))


def lines(name: str, text: str, key: str, keep: Callable[[str], None], *, pixels: int) -> None:
    """A text on several lines."""
    key = _begun(name, text, key)
    label = say(f"notebook.{name}")
    st.text_area(label, key=key, max_chars=TEXT_MOST, height=pixels, on_change=_keep, args=(key, keep))


def _begun(name: str, text: str, key: str) -> str:
    """The key of a field that shows what the draft says, whoever has changed it."""
    full = f"field-{key}{name}"
    st.session_state[full] = text
    return full


def _keep(key: str, keep: Callable[[str], None]) -> None:
    keep(str(st.session_state[key]))
