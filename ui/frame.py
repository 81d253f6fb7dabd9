"""The frame around every page: window title, menu, filters, header; and what stands there when something fails."""

import streamlit as st

from core.errors import AtalayaError
from core.filters import column_of
from core.scope_words import scope_in_words
from ui import corrections, empty, filters, news, offer, sidebar, untold, views
from ui.answers import one_version, snapshot
from ui.drawn import theme
from ui.guard import opened_by_router
from ui.held import one_run
from ui.labels import column_label, labels, plain
from ui.quality import line
from ui.scope import scope
from ui.scrolling import keep_place
from ui.sitemap import PLACES, ROOT, Place
from ui.take import ICON_ALONE
from ui.visit import arrive
from ui.words import in_words, say

ICON = ROOT / "ui" / "assets" / "icon.png"
LOGO = ROOT / "ui" / "assets" / "logo.svg"
SIDEBAR_PIXELS = 310
"""Wide enough for two dates beside each other."""

ON_BRIGHT = """<style>
[data-testid^=stBaseButton-primary]:not(:disabled) {{ color: {colour}; }}
</style>"""
"""The main colour of the dark theme is bright: white letters on it are hard to read."""

LINE = 600
"""Characters at most of what a page is about."""

SHOWN = ("id", "metric", "name")
"""Names in the address of the one thing that a page shows: with another one it is another page."""


def run() -> None:
    """Open the page that the address names."""
    with one_run():
        _run()


def _run() -> None:
    st.set_page_config(page_title="Atalaya", page_icon=ICON, layout="wide", initial_sidebar_state=SIDEBAR_PIXELS)
    st.logo(LOGO, size="large")
    st.html(ICON_ALONE)
    if theme() == "dark":
        st.html(ON_BRIGHT.format(colour=st.get_option("theme.dark.backgroundColor")))
    pages = {place: place.page(default=place is PLACES[0]) for place in PLACES}
    chosen = st.navigation(list(pages.values()), position="hidden")
    place = next(place for place, page in pages.items() if page.url_path == chosen.url_path)
    arrive(place.name)
    try:
        with one_version():
            views.open_first(place)
            sidebar.show(place, pages)
            with st.sidebar:
                keep_place(" ".join((place.name, *(st.query_params.get(name, "") for name in SHOWN))))
            if snapshot().lacks_columns:
                st.warning(say("frame.old_model"), icon=":material/update:")
            if _header(place):
                with opened_by_router():
                    chosen.run()
                if place.is_scoped:
                    untold.note(scope())
            news.watch(place, snapshot())
    except AtalayaError as problem:
        st.error(say("frame.problem", problem=plain(in_words(problem), most=2_000)), icon=":material/error:")


def _header(place: Place) -> bool:
    """Title and scope; False when there is nothing that the page could show."""
    st.title(place.title, anchor=False)
    question = say(f"page.{place.name}.question")
    if not place.is_scoped:
        st.caption(question)
        return True
    view = scope()
    st.caption(f"{question} &nbsp;·&nbsp; {plain(scope_in_words(view, labels()), LINE)}" if view.period else question)
    for problem in view.problems:
        words = say(problem.key, name=column_label(column_of(problem.name)), value=plain(problem.value))
        st.warning(words, icon=":material/filter_alt_off:")
    if view.period is None:
        empty.no_data(view)
        return False
    filters.chips(view)
    offer.show(view, place)
    corrections.note(view)
    if not empty.anything(view, place.name):
        empty.no_match(view)
        return False
    line.show(view, place)
    untold.reserve()
    return True
