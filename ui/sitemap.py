"""The pages, declared once: the router, the links and the tests read this list."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ui.held import in_run
from ui.words import say

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Place:
    """One page of the app.

    Args:
        name: its file in `pages/`, its address, and the key of its title and question in the catalogues.
        icon: a bundled Material symbol.
        section: the heading under which it stands in the menu, a key of `menu` in the catalogues; empty for none.
        is_scoped: shows the filters, and its numbers follow them.
        is_listed: stands in the menu.
    """

    name: str
    icon: str
    section: str = ""
    is_scoped: bool = True
    is_listed: bool = True

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return say(f"page.{self.name}.title")

    def page(self, *, default: bool = False) -> st.Page:
        """What Streamlit calls a page; the address is the same in every language.

        Each caller's own, because the one that is opened changes: but what it is made of is looked up once.
        """
        # Outside of a run Streamlit makes pages that know nothing.
        return copy(_known_page(self, self.title, default)) if in_run() else _page(self, self.title, default)


def _page(place: Place, title: str, default: bool) -> st.Page:
    file = ROOT / "pages" / f"{place.name}.py"
    return st.Page(file, title=title, icon=place.icon, url_path=place.name, default=default)


_known_page = cache(_page)


PLACES = (
    Place("overview", ":material/monitoring:"),
    Place("explore", ":material/explore:", "build"),
    Place("notebooks", ":material/menu_book:", "build", is_scoped=False),
    Place("notebook", ":material/article:", "build", is_scoped=False, is_listed=False),
    Place("published", ":material/outgoing_mail:", "build", is_scoped=False),
    Place("queues", ":material/hourglass_top:", "service"),
    Place("service_level", ":material/speed:", "service"),
    Place("abandonment", ":material/phone_missed:", "service"),
    Place("handling", ":material/timelapse:", "work"),
    Place("transfers", ":material/alt_route:", "work"),
    Place("agents", ":material/support_agent:", "work"),
    Place("geography", ":material/public:", "places"),
    Place("local_hours", ":material/schedule:", "places"),
    Place("hiring", ":material/person_add:", "places"),
    Place("geo_audit", ":material/fact_check:", "places"),
    Place("regions", ":material/category:", "places", is_scoped=False),
    Place("conversations", ":material/forum:", "detail"),
    Place("views", ":material/bookmarks:", is_scoped=False, is_listed=False),
    Place("passport", ":material/badge:", is_listed=False),
    Place("conversation", ":material/chat_bubble:", is_scoped=False, is_listed=False),
    Place("attributes", ":material/sell:", "detail"),
    Place("definitions", ":material/menu_book:", "detail", is_scoped=False),
    Place("data_quality", ":material/verified:", "detail"),
    Place("corrections", ":material/edit_note:", "detail", is_scoped=False),
    Place("importing", ":material/table_view:", "detail", is_scoped=False),
    Place("data", ":material/database:", "detail", is_scoped=False),
)
"""In the order of the menu; the first is where a visitor arrives."""


def place(name: str) -> Place:
    """The page of that name."""
    return next(place for place in PLACES if place.name == name)


def address(name: str, params: Mapping[str, str]) -> str:
    """A link to a page, for cells of tables and text; relative, so that it holds behind a proxy."""
    path = "./" if name == PLACES[0].name else name
    return f"{path}?{urlencode(params)}" if params else path
