"""What the address asks a page for and the page does not have: told, and the usual shown instead."""

import streamlit as st

from ui.labels import plain
from ui.words import say


def tell_stale(name: str, asked: str) -> None:
    """A line that names what was asked for.

    Args:
        name: what is chosen, as its control is called.
        asked: as the address has it.
    """
    st.warning(say("scope.bad_choice", name=name, value=plain(asked)), icon=":material/filter_alt_off:")
