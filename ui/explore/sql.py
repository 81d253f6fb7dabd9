"""A question in SQL on the page Explore; a short one is a part of the address."""

import streamlit as st

from core.notebooks.cell import Cell
from core.scope import Scope
from ui.explore.share import share
from ui.notebook.adding import adding
from ui.sql import sql_cell
from ui.words import say

SQL = "sql"
"""In the address: the mode of the page, and the text."""

KEPT = "explore-sql"
MOST_LETTERS = 1_500
"""Longer texts make addresses that mail programs and proxies cut."""


def ask(view: Scope) -> None:
    """The text of the address, or else the one of this visit, answered."""
    st.caption(say("sql.scope"))
    given = st.query_params.get(SQL, "")
    text = given or str(st.session_state.get(KEPT, ""))
    sql_cell(text, "explore", view, _remember, is_run=bool(text))
    if text and not given:
        st.caption(say("explore.sql_long", most=MOST_LETTERS))
    with st.container(horizontal=True, gap="small", key="onwards"):
        if text:
            adding(Cell("sql", "sql", sql=text), view, "explore-sql")
        share()


def _remember(text: str) -> None:
    st.session_state[KEPT] = text
    st.query_params.pop(SQL, None)
    if len(text) <= MOST_LETTERS:
        st.query_params[SQL] = text
