"""The control in the sidebar: the saved views, and a few fields to save this one."""

import streamlit as st

from core.errors import AtalayaError, Overtaken, StoreError
from core.views import View
from ui.labels import plain
from ui.sitemap import Place
from ui.sitemap import place as page_of
from ui.views.saved import here, link, reason, saved, state, views_file
from ui.words import in_words, say

OFFERED = 12
"""Views in the control; all of them are on the page of views."""

NAME, ABOUT, BY, TOLD, THERE = "view-name", "view-about", "view-by", "view-told", "view-there"
MOST = {NAME: 80, ABOUT: 500, BY: 80}


def control(place: Place) -> None:
    """Open, save, look after."""
    try:
        shown, views = here(place), saved()
    except StoreError as problem:
        st.caption(plain(in_words(problem), most=500))
        return
    label = say("views.title") if shown is None else say("views.title_here", name=plain(shown.name, most=40))
    with st.popover(label, icon=":material/bookmarks:", width="stretch", key="views"):
        for view in views.views[:OFFERED]:
            link(view)
        if not views.views:
            st.caption(say("views.none"))
        if views.mistakes:
            st.caption(say("views.mistakes", count=len(views.mistakes)))
        own = {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}
        st.page_link(
            page_of("views").page(),
            label=say("views.manage"),
            icon=":material/tune:",
            query_params=own,
            width="stretch",
        )
        st.divider()
        _save(place)


def _save(place: Place) -> None:
    """The fields for this view; when there is one of that name, a way to replace it knowingly."""
    st.markdown(f"**{say('views.save_this')}**")
    st.text_input(say("views.name"), key=NAME, max_chars=MOST[NAME], placeholder=say("views.name_hint"))
    st.text_input(say("views.description"), key=ABOUT, max_chars=MOST[ABOUT])
    st.text_input(say("views.by"), key=BY, max_chars=MOST[BY], help=say("views.by_help"))
    st.button(
        say("views.save"), key="view-save", icon=":material/bookmark_add:", on_click=_keep, args=(place.name, state())
    )
    there: View | None = st.session_state.get(THERE)
    if there is not None and there.key == str(st.session_state[NAME]).strip().casefold():
        told = say("views.there", name=plain(there.name), by=plain(there.by) or say("views.nobody"))
        st.warning(told, icon=":material/content_copy:")
        st.button(
            say("views.replace"),
            key="view-replace",
            icon=":material/sync:",
            on_click=_keep,
            args=(place.name, state(), there),
        )
    elif problem := st.session_state.pop(TOLD, ""):
        st.warning(plain(problem, most=1_000), icon=":material/error:")


def _keep(page: str, params: tuple[tuple[str, str], ...], instead_of: View | None = None) -> None:
    """Save what was on the page when the button was drawn."""
    st.session_state.pop(THERE, None)
    name, about, by = (str(st.session_state.get(key, "")) for key in (NAME, ABOUT, BY))
    if not name.strip():
        st.session_state[TOLD] = say("views.name_missing")
        return
    try:
        view = views_file().save(View(name, page, params, about, by), instead_of)
    except Overtaken as problem:
        st.session_state[THERE], st.session_state[TOLD] = views_file().load().named(name), reason(problem)
        return
    except AtalayaError as problem:
        st.session_state[TOLD] = reason(problem)
        return
    st.session_state[NAME], st.session_state[ABOUT] = "", ""
    st.toast(say("views.saved", name=plain(view.name)), icon=":material/bookmark_added:")
