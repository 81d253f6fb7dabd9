"""The page Import: the file, what a row is, where our columns come from, what becomes of it; then it is loaded."""

import streamlit as st

from core.scope import Scope
from ui import job
from ui.customer import reveal_switch
from ui.importing import columns, file, loading, previewed, rows
from ui.importing.draft import PROBLEM, bring, draft_now
from ui.words import say

UPLOADS = "importing-uploads"


def show(view: Scope) -> None:
    """All of it, from the upload to the way to the Overview."""
    is_at_work = job.show(view)
    loading.result(view)
    problem = st.session_state.pop(PROBLEM, "")
    if problem:
        st.error(problem, icon=":material/error:")
    draft = draft_now()
    if draft is None:
        _upload()
        return
    file.show(draft)
    rows.show(draft)
    columns.show(draft)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("importing.preview"), anchor=False, width="stretch")
        reveal_switch()
    found = previewed.show(draft, view)
    loading.show(found, is_at_work=is_at_work)


def _upload() -> None:
    key = f"table-{st.session_state.get(UPLOADS, 0)}"
    st.file_uploader(
        say("importing.upload"),
        type=None,
        key=key,
        help=say("importing.upload_help"),
        on_change=_bring,
        args=(key,),
    )
    st.caption(say("importing.how"))


def _bring(key: str) -> None:
    given = st.session_state[key]
    if given is not None:
        st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
        bring(given.name, given)
