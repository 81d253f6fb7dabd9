"""All saved views: found, opened, renamed, put first, removed and brought back."""

from collections.abc import Callable

import streamlit as st

from core.errors import AtalayaError
from core.views import Saved, View
from ui.labels import plain
from ui.views.saved import link, place_of, reason, saved, told, views_file
from ui.words import language, say

TOLD = "views-told"
SEARCHED = 6
"""With fewer views there is nothing to search."""


def manage() -> None:
    """The list, what is wrong in the file, and what was removed."""
    views = saved()
    if problem := st.session_state.pop(TOLD, ""):
        st.warning(plain(problem, most=1_000), icon=":material/error:")
    for mistake in views.mistakes:
        st.warning(
            say("views.mistake", line=mistake.line, what=plain(mistake.told(language()), most=1_000)),
            icon=":material/edit_document:",
        )
    if not views.views:
        st.info(say("views.none_yet"), icon=":material/bookmark_add:")
    found = views.views
    if len(found) >= SEARCHED:
        wanted = st.text_input(say("views.search"), key="views-search", icon=":material/search:")
        found = tuple(view for view in found if view.is_found(wanted))
        if not found:
            st.caption(say("views.nothing_found", wanted=plain(wanted)))
    for view in found:
        _entry(view, is_first=view == views.default)
    _removed()


def _entry(view: View, *, is_first: bool) -> None:
    name = view.key
    with st.container(border=True, key=f"view-{name}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            link(view)
            if is_first:
                st.badge(say("views.first"), icon=":material/home:")
        page = place_of(view)
        who = f"{page.title if page else plain(view.page)} · {plain(told(view))}".rstrip(" ·")
        st.caption(f"{plain(view.description, most=500)}  \n{who}" if view.description else who)
        with st.container(horizontal=True, gap="xsmall"):
            with st.popover(say("views.rename"), icon=":material/edit:", key=f"edit-{name}"):
                _fields(view)
            label, icon = ("views.not_first", "home_work") if is_first else ("views.make_first", "home")
            st.button(
                say(label),
                key=f"first-{name}",
                icon=f":material/{icon}:",
                type="tertiary",
                help=say("views.first_help"),
                on_click=_try,
                args=(lambda: views_file().open_first("" if is_first else view.name),),
            )
            st.button(
                say("views.remove"),
                key=f"remove-{name}",
                icon=":material/delete:",
                type="tertiary",
                help=say("views.remove_help"),
                on_click=_try,
                args=(lambda: views_file().remove(view),),
            )


def _fields(view: View) -> None:
    """What can be said anew of a view; its page and state stay."""
    with st.form(f"fields-{view.key}", border=False):
        name = f"rename-{view.key}"
        about, by = f"describe-{view.key}", f"by-{view.key}"
        st.text_input(say("views.name"), value=view.name, key=name, max_chars=80)
        st.text_input(say("views.description"), value=view.description, key=about, max_chars=500)
        st.text_input(say("views.by"), value=view.by, key=by, max_chars=80)
        st.form_submit_button(say("views.save"), on_click=_rename, args=(view, name, about, by))


def _rename(view: View, name: str, about: str, by: str) -> None:
    told_anew = {"name": name, "description": about, "by": by}
    _try(
        lambda: views_file().save(view.with_(**{part: st.session_state[key] for part, key in told_anew.items()}), view)
    )


def _removed() -> None:
    """What was removed or renamed: the last state of each name that is no more."""
    opened = st.expander(say("views.removed"), key="views-removed", icon=":material/restore:", on_change="rerun")
    if not opened.open:
        return
    with opened:
        gone = views_file().removed()
        if not gone:
            st.caption(say("views.none_removed"))
        for one in gone:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button(
                    say("views.restore"),
                    key=f"restore-{one.view.key}",
                    icon=":material/restore:",
                    type="tertiary",
                    on_click=_try,
                    args=(_restoring(one),),
                )
                st.markdown(f"**{plain(one.view.name)}** · {plain(one.view.page)} · {plain(told(one.view))}")


def _restoring(one: Saved) -> Callable[[], object]:
    return lambda: views_file().save(one.view)


def _try(change: Callable[[], object]) -> None:
    """Do what a button says; what came in its way is told on the page."""
    try:
        change()
    except AtalayaError as problem:
        st.session_state[TOLD] = reason(problem)
