"""What a reader can change of a notebook, as controls; what is chosen stands in the address."""

import streamlit as st

from core.filters import column_of
from core.notebooks.notebook import Notebook
from core.scope import Scope
from ui import filters
from ui.labels import column_label
from ui.words import say

OWN = {"period": "scope.period", "tz": "scope.zone", "vs": "compare.control", "time": "attribution.label"}
"""What the words are called that are no filters."""

CONTROL_PIXELS = 230


def word_label(word: str) -> str:
    """What a word of the address is called."""
    return say(OWN[word]) if word in OWN else column_label(column_of(word))


def parameters(notebook: Notebook, view: Scope) -> None:
    """A control for each parameter, where there is something to choose from."""
    if not notebook.parameters or view.period is None:
        return
    with st.container(border=True, key="parameters"), st.grid(min_column_width=CONTROL_PIXELS, gap="small"):
        for word in notebook.parameters:
            with st.container(gap="xsmall"):
                filters.control(view, word)
