"""A cell as a reader sees it; what is wrong with one is told in its place, and the others work."""

import re

import streamlit as st

from core.errors import AtalayaError
from core.notebooks.cell import Cell
from core.scope import Scope
from ui import figure
from ui.answers import declared
from ui.labels import plain
from ui.sql import sql_answer
from ui.words import in_words, language, say

_IMAGE = re.compile(r"!(?=\[)")


def key_of(cell: Cell) -> str:
    """Names a cell in the keys of what it is made of; no such name begins another one."""
    return f"cell_{cell.name}_"


def show_cell(cell: Cell, view: Scope) -> None:
    """The cell within a scope."""
    with st.container(key=f"shown-{cell.name}"):
        try:
            _show(cell, view)
        except AtalayaError as problem:
            told = say("notebook.cell_problem", cell=plain(cell.name), problem=plain(in_words(problem), most=1_000))
            st.warning(told, icon=":material/help:")


def _show(cell: Cell, view: Scope) -> None:
    title = cell.title.told(language())
    for metric in cell.figure.metrics if cell.figure else ():
        declared(metric)
    if cell.kind == "divider":
        st.divider()
    if title and (cell.figure is None and cell.kind != "sql"):
        st.subheader(plain(title), anchor=False)
    if text := cell.text.told(language()):
        with st.container(key=f"text-{cell.name}"):
            st.markdown(_IMAGE.sub(r"\\!", text))
    if cell.figure is not None:
        figure.show(cell.figure_told(language()), view, key_of(cell))
    if cell.kind == "sql":
        _sql(cell, view, title)


def _sql(cell: Cell, view: Scope, title: str) -> None:
    with st.container(border=True):
        if title:
            st.subheader(plain(title), anchor=False)
        if not cell.sql.strip():
            st.caption(say("notebook.no_sql"))
            return
        sql_answer(cell.sql, key_of(cell), view, title)
