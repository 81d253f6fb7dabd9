"""Ways to notebooks: a link carries the language on, and no filter of where it stands."""

import streamlit as st

from ui.notebook.state import NAME, PAGE
from ui.sitemap import place
from ui.words import language


def address_of(name: str, **more: str) -> dict[str, str]:
    """The address of a notebook."""
    return {**spoken(), NAME: name, **more}


def spoken() -> dict[str, str]:
    """The language that the address names."""
    return {"lang": language()} if st.query_params.get("lang") else {}


def to_notebook(name: str, label: str, icon: str = "") -> None:
    """A link to a notebook."""
    there = place(PAGE)
    st.page_link(there.page(), label=label, icon=icon or there.icon, query_params=address_of(name))


def to_shelf(label: str) -> None:
    """A link to all of them."""
    there = place("notebooks")
    st.page_link(there.page(), label=label, icon=there.icon, query_params=spoken())
