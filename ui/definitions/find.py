"""Finding a definition as one types: words in any order, whatever their accents and case."""

import unicodedata
from collections.abc import Iterable

import streamlit as st

from ui.words import say

PARAM = "find"
"""In the address: what is searched for."""

PAUSE = "300ms"
"""After so long without a key, the page follows what is typed."""


def field() -> str:
    """The search field, bound to the address; what is in it."""
    typed = st.text_input(
        say("definitions.find"),
        key=PARAM,
        type="search",
        placeholder=say("definitions.find_hint"),
        live=PAUSE,
        bind="query-params",
    )
    return typed or ""


def clear() -> None:
    """Search for nothing; for callbacks."""
    st.session_state[PARAM] = ""


def is_found(wanted: str, texts: Iterable[str]) -> bool:
    """Whether every word that is wanted is in the texts; nothing wanted is found everywhere."""
    words = folded(wanted).split()
    if not words:
        return True
    within = folded(" ".join(texts))
    return all(word in within for word in words)


def folded(text: str) -> str:
    """The text without what people leave out when they search: accents, case, and the joints of names."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("_", " "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
