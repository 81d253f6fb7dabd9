"""The sidebar: menu, filters, language, and how fresh the data is."""

from collections.abc import Mapping
from itertools import groupby

import streamlit as st

from core.scope import Scope
from core.words import LANGUAGES
from ui import filters, fresh, job, views
from ui.scope import go, scope
from ui.sitemap import Place
from ui.words import language, say


def show(place: Place, pages: Mapping[Place, st.Page]) -> None:
    """Menu first, then whether new data are coming, what narrows the numbers, language and the age of the data."""
    view = scope()
    with st.sidebar:
        _menu(pages, view)
        views.control(place)
        if place.name != "data":
            job.note()
        if place.is_scoped and view.period:
            filters.show(view)
        _language(view)
        fresh.show(view)


def _menu(pages: Mapping[Place, st.Page], view: Scope) -> None:
    with st.container(gap="xxsmall", key="menu"):
        for section, places in groupby((place for place in pages if place.is_listed), lambda place: place.section):
            if section:
                st.caption(f"**{say(f'menu.{section}')}**")
            for place in places:
                st.page_link(pages[place], query_params=view.params(), width="stretch")


def _language(view: Scope) -> None:
    st.session_state["language"] = language()
    st.segmented_control(
        say("frame.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="language",
        required=True,
        on_change=lambda: go(view.speaking(st.session_state["language"])),
    )
