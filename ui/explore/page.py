"""The page Explore: the builder, and what has been built."""

import streamlit as st

from core.figures import Figure
from core.figures.params import PARAMS, read_params, write_params
from core.scope import Scope
from ui.answers import settings
from ui.explore.examples import FIRST, examples
from ui.figure import show as show_figure
from ui.figure.build import controls
from ui.labels import plain
from ui.words import say

KEY = "explore"


def show(view: Scope) -> None:
    """All of the page: what the address asks for, else a first figure and what else could be asked."""
    asked = _asked()
    figure = controls(asked or FIRST, KEY)
    if figure != asked and (asked or figure != FIRST):
        keep(figure)
    if asked is None and figure == FIRST:
        examples(view)
    show_figure(figure, view, KEY)


def keep(figure: Figure) -> None:
    """Put a figure into the address, and leave alone what is not its own there."""
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in PARAMS}
    st.query_params.from_dict(others | write_params(figure))


def _asked() -> Figure | None:
    """The figure that the address asks for; what of it cannot be used is told."""
    params = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    figure, problems = read_params(params, settings())
    for one in problems:
        told = say(one.key, name=say(f"explore.part.{one.name}"), value=plain(one.value))
        st.warning(told, icon=":material/filter_alt_off:")
    return figure
