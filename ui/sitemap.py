"""The pages, declared once: the router, the links and the tests read this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

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
        """What Streamlit calls a page; the address is the same in every language."""
        file = ROOT / "pages" / f"{self.name}.py"
        return st.Page(file, title=self.title, icon=self.icon, url_path=self.name, default=default)


PLACES = (
    Place("overview", ":material/monitoring:"),
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
    Place("passport", ":material/badge:", is_listed=False),
    Place("conversation", ":material/chat_bubble:", is_scoped=False, is_listed=False),
    Place("attributes", ":material/sell:", "detail"),
    Place("definitions", ":material/menu_book:", "detail", is_scoped=False),
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
