"""The sidebar: menu, filters, language, and how fresh the data is."""

from collections.abc import Mapping

import streamlit as st

from ui.scope import scope
from ui.sitemap import Place
from ui.words import LANGUAGES, language, say


def show(place: Place, pages: Mapping[Place, st.Page]) -> None:
    """Menu first, then what narrows the numbers, then the rest."""
    with st.sidebar:
        _menu(pages)
        _language()


def _menu(pages: Mapping[Place, st.Page]) -> None:
    params = scope().params()
    with st.container(gap=None):
        for place, page in pages.items():
            if place.is_listed:
                st.page_link(page, query_params=params, width="stretch")


def _language() -> None:
    st.session_state["language"] = language()
    st.segmented_control(
        say("frame.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="language",
        required=True,
        on_change=_speak,
        label_visibility="collapsed",
    )


def _speak() -> None:
    st.query_params["lang"] = st.session_state["language"]
