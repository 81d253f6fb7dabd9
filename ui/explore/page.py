"""The page Explore: a builder with what it builds, or a question in SQL."""

import streamlit as st

from core.figures import Figure
from core.figures.params import PARAMS, read_params, write_params
from core.scope import Scope
from ui.answers import settings
from ui.explore.examples import examples, first
from ui.explore.share import share
from ui.explore.sql import SQL, ask
from ui.figure import show as show_figure
from ui.figure.build import controls
from ui.labels import plain
from ui.notebook.adding import adding
from ui.show.choice import choice
from ui.take import figure_notebook, report_menu
from ui.words import say

KEY = "explore"
MODE, MODES = "mode", ("figure", SQL)
"""In the address: whether a figure is built or SQL is written."""


def show(view: Scope) -> None:
    """All of the page."""
    names = {mode: say(f"explore.mode.{mode}") for mode in MODES}
    if choice(MODE, MODES, names.__getitem__, label=say("explore.how")) == SQL:
        ask(view)
    else:
        _build(view)


def _build(view: Scope) -> None:
    """What the address asks for; without anything a first figure, and what else could be asked."""
    asked = _asked()
    figure = controls(asked or first(), KEY)
    if figure != (asked or first()):
        keep(figure)
    elif asked is None:
        examples(view)
    show_figure(figure, view, KEY)
    with st.container(horizontal=True, gap="small", key="onwards"):
        adding(figure, view, KEY)
        share()
        if view.period is not None:
            report_menu(figure_notebook(figure, figure.title or say("page.explore.title")), view, KEY)


def keep(figure: Figure) -> None:
    """Put a figure into the address, and leave alone what is not its own there."""
    others = {name: value for name, value in _params().items() if name not in PARAMS}
    st.query_params.from_dict(others | write_params(figure))


def _asked() -> Figure | None:
    """The figure that the address asks for; what of it cannot be used is told."""
    figure, problems = read_params(_params(), settings())
    for one in problems:
        told = say(one.key, name=say(f"explore.part.{one.name}"), value=plain(one.value))
        st.warning(told, icon=":material/filter_alt_off:")
    return figure


def _params() -> dict[str, str]:
    """What the address says; a name that is there twice adds its values up."""
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
