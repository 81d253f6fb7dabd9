"""Turning pages: which page of a long list is shown, kept in the address."""

from math import ceil

import streamlit as st

FAR_DIGITS = 9


def page_asked(name: str, total: int, rows: int) -> tuple[int, int]:
    """The page that the address asks for, from 1, and how many there are; beyond the last it is the last."""
    pages = max(1, ceil(total / rows))
    asked = st.query_params.get(name, "1")
    page = int(asked) if asked.isdecimal() and len(asked) < FAR_DIGITS else 1
    return min(max(1, page), pages), pages


def turn_pages(name: str, page: int, pages: int) -> None:
    """The control that turns pages; nothing when there is only one."""
    if pages < 2:
        return
    # A new widget for each page: the address, not the widget, remembers where one is.
    key = f"{name}-{page}-of-{pages}"
    st.pagination(pages, default=page, key=key, on_change=lambda: _turn(name, key))


def _turn(name: str, key: str) -> None:
    st.query_params[name] = str(st.session_state[key])
