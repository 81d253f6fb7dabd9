"""The saved views of the house, and the state of this page as one of them."""

import streamlit as st

from core.errors import AtalayaError, Overtaken
from core.format import day
from core.views import View, Views, ViewsFile
from core.views.view import Params
from ui.answers import workspace
from ui.held import held
from ui.labels import plain
from ui.sitemap import PLACES, Place
from ui.words import in_words, language, say

OWN = ("lang",)
"""In the address: what is the reader's own and no part of a view."""


def views_file() -> ViewsFile:
    """The file of the workspace."""
    return ViewsFile(workspace().files)


@held
def saved() -> Views:
    """What it says now."""
    return views_file().load()


def state() -> Params:
    """What the address of this page says, in its order."""
    named = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params if name not in OWN}
    # As a file would give it back, so that the two can be compared.
    return tuple(named.items())


def place_of(view: View) -> Place | None:
    """The page of a view; None when there is no such page any more."""
    return next((place for place in PLACES if place.name == view.page), None)


def link(view: View) -> None:
    """A view as a link in the reader's language; a note in its place when its page is no more."""
    page = place_of(view)
    if page is None:
        st.caption(say("views.no_page", name=plain(view.name), page=plain(view.page)))
        return
    own = {name: st.query_params[name] for name in OWN if name in st.query_params}
    st.page_link(
        page.page(), label=plain(view.name), icon=page.icon, query_params=dict(view.params) | own, width="stretch"
    )


def told(view: View) -> str:
    """Who saved a view, and when, in a few words."""
    when = day(view.saved_at.date(), "day", language()) if view.saved_at else ""
    return " · ".join(part for part in (view.by, when) if part)


def here(place: Place) -> View | None:
    """The saved view that this page shows now."""
    shown = dict(state())
    return next((view for view in saved().views if view.page == place.name and dict(view.params) == shown), None)


def reason(problem: AtalayaError) -> str:
    """Why something could not be saved, in the reader's language where it is for readers to solve."""
    return say("views.overtaken") if isinstance(problem, Overtaken) else in_words(problem)
