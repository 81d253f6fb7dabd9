"""Any figure on a page: its frame, its look, its doors; and what stands there when it cannot be asked."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import QueryError
from core.figures import Figure
from core.figures.picture import DRAWN
from core.scope import Scope
from ui import empty
from ui.figure.chart import chart
from ui.figure.laid import Laid, beyond, drawn_picture, laid, mark, within
from ui.figure.table import table
from ui.figure.tiles import tiles
from ui.kept import waiting_here
from ui.labels import metric_help, metric_label, plain
from ui.links import to_passport
from ui.take import about, take_sheet
from ui.words import in_words


def show(figure: Figure, view: Scope, key: str) -> None:
    """Draw a figure with its title, the passport of its first number, and what can be clicked.

    Args:
        key: its own on the page; the same figure keeps it from run to run.
    """
    with st.container(border=True, key=f"figure-{key}"):
        heading = st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
        with waiting_here(st.empty()):
            try:
                found = laid(figure, view)
            except QueryError as problem:
                _title(heading, view, figure, figure.title or metric_label(figure.metrics[0]))
                st.warning(plain(in_words(problem), most=1_000), icon=":material/help:")
                return
        spot = _title(heading, view, figure, found.sheet.title)
        if found.worked.body.is_empty():
            empty.no_rows()
            return
        with about(found.sheet.title, view, figure.metrics, spot, figure.where):
            _drawn(figure, found, view, key)


def _title(heading: DeltaGenerator, view: Scope, figure: Figure, title: str) -> DeltaGenerator:
    """The line above a figure; the spot in it where its menu stands."""
    with heading:
        st.subheader(plain(title), anchor=False, help=_meanings(figure), width="stretch")
        if not beyond(figure):
            to_passport(within(view, figure), figure.metrics[0])
        return st.container(horizontal=True, width="content", gap="xsmall")


def _meanings(figure: Figure) -> str:
    return "\n\n".join(f"**{plain(metric_label(name))}**: {metric_help(name)}" for name in figure.metrics[:5])


def _drawn(figure: Figure, found: Laid, view: Scope, key: str) -> None:
    if found.figure.look == "headline":
        take_sheet(found.sheet, key=f"{key}-{mark(figure)}")
        tiles(found, view, key)
    elif found.figure.look in DRAWN:
        chart(found, drawn_picture(figure, view), view, key)
    else:
        table(found, view, key)
    for note in found.sheet.notes:
        st.caption(note)
