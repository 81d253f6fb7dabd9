"""A cell of SQL: the text, run by a button or the keyboard; while it is answered a way to stop; then its rows."""

from collections.abc import Callable

import streamlit as st

from core.scope import Scope
from core.sheet import Sheet
from core.sql import as_sheet
from ui.labels import labels
from ui.sql.asked import LIMITS, Asked, ask, stop
from ui.sql.guide import guide
from ui.sql.result import refused, shown
from ui.words import say

LOOK_EVERY_S = 0.5
LINES_PIXELS = 160


def sql_cell(
    text: str, key: str, view: Scope, remember: Callable[[str], None] | None = None, *, is_run: bool = False
) -> Sheet | None:
    """A text that can be changed and run, and its answer below.

    Args:
        text: what is there at first.
        key: its own on the page.
        remember: told the text when it is run.
        is_run: the text that is there at first is answered at once, as a link to it promises.

    Returns:
        The answer as it is shown; None as long as there is none.
    """
    with st.container(key=f"sql-{key}"):
        run = _editor(text, key)
        guide(key)
        if is_run:
            st.session_state.setdefault(_ran(key), text)
        if run is not None:
            st.session_state[_ran(key)] = run
            stop(key)
            if remember:
                remember(run)
        wanted = st.session_state.get(_ran(key), "")
        return sql_answer(wanted, key, view) if wanted.strip() else None


def sql_answer(text: str, key: str, view: Scope, title: str = "") -> Sheet | None:
    """The answer to a text that the reader cannot change, worked out when it is not known yet.

    Returns:
        The answer as it is shown; None as long as there is none.
    """
    asked = ask(view, text, key)
    if asked.look():
        _follow(asked, key)
        return None
    if asked.refusal:
        refused(asked.refusal, text)
        return None
    if asked.answer is None:
        st.info(say("sql.cancelled"), icon=":material/stop_circle:")
        return None
    sheet = as_sheet(asked.answer, labels(), title)
    shown(sheet, view, key, asked)
    return sheet


def _ran(key: str) -> str:
    return f"sql-ran-{key}"


def _editor(text: str, key: str) -> str | None:
    """The text when it is to be run; None otherwise."""
    with st.form(f"sql-form-{key}", border=False):
        written = st.text_area(
            say("sql.label"),
            text,
            key=f"sql-text-{key}",
            height=LINES_PIXELS,
            placeholder=say("sql.hint"),
            label_visibility="collapsed",
        )
        is_run = st.form_submit_button(
            say("sql.run"),
            type="primary",
            icon=":material/play_arrow:",
            help=say("sql.run_help"),
            key=f"sql-run-{key}",
        )
    return written if is_run else None


@st.fragment(run_every=LOOK_EVERY_S)
def _follow(asked: Asked, key: str) -> None:
    """Only this is drawn again and again; when there is an answer the page is drawn anew with it."""
    if asked.running is None or not asked.look():
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key=f"sql-work-{key}"):
        seconds = asked.running.seconds if asked.running else 0.0
        st.progress(
            min(seconds / LIMITS.seconds, 1.0), text=say("sql.working", seconds=int(seconds), most=LIMITS.seconds)
        )
        st.button(say("sql.cancel"), key=f"sql-cancel-{key}", icon=":material/stop_circle:", on_click=stop, args=(key,))
