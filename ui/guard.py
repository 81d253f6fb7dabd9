"""The guard on every page's first line: a page runs only when the router has opened it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from ui.words import say

_opened: ContextVar[bool] = ContextVar("opened", default=False)


@contextmanager
def opened_by_router() -> Iterator[None]:
    """Everything within may run pages; for the router only."""
    token = _opened.set(True)
    try:
        yield
    finally:
        _opened.reset(token)


def guard() -> None:
    """Stop the page unless the router opened it.

    Streamlit can run a file of `pages/` by itself when it takes the folder for its own; then no router has
    decided whether this person may see it.
    """
    if not _opened.get():
        st.error(say("guard.not_through_router"))
        st.stop()
