"""Fields of the page: each shows what the draft says, and what is changed in it goes into the draft at once."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.errors import AtalayaError
from ui.importing.draft import tell

Changed = Callable[[Any], None]


def choose(label: str, names: Mapping[Any, str], now: Any, key: str, on_change: Changed, **options: Any) -> None:
    """A list of which one is chosen.

    Args:
        names: what can be chosen → what it is called.
        now: the one that the draft says.
    """
    if now not in names:
        names = {**names, now: str(now)}
    st.session_state[key] = now
    st.selectbox(
        label, list(names), format_func=names.__getitem__, key=key, on_change=_go, args=(key, on_change), **options
    )


def write(label: str, now: str, key: str, on_change: Changed, **options: Any) -> None:
    """A line of text."""
    st.session_state[key] = now
    st.text_input(label, key=key, on_change=_go, args=(key, on_change), **options)


def tick(label: str, key: str, on_change: Changed, *, now: bool, **options: Any) -> None:
    """A box that is ticked or not."""
    st.session_state[key] = now
    st.checkbox(label, key=key, on_change=_go, args=(key, on_change), **options)


def _go(key: str, on_change: Changed) -> None:
    try:
        on_change(st.session_state[key])
    except AtalayaError as problem:
        tell(problem)
