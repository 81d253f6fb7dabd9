"""Pictures beside each other: two where the window has room for both, else one below the other."""

import streamlit as st
from streamlit.elements.lib.grid_container import GridContainer

NARROWEST_PIXELS = 420
"""Of a picture whose title, axis and legend can still be read."""


def pairs() -> GridContainer:
    """Each part of the page that is made within it is a cell; both of a row are equally high."""
    return st.grid(2, min_column_width=NARROWEST_PIXELS, gap="small")
