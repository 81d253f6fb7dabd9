"""The page Import: the file, what a row is, what becomes of it, the load; and where our columns come from."""

import streamlit as st

from core.scope import Scope
from ui import job
from ui.customer import reveal_switch
from ui.importing import columns, file, loading, options, previewed, rows, saved, several, text
from ui.importing.draft import IS_JSON, PROBLEM, bring_all, draft_now
from ui.sitemap import place
from ui.uploader import uploader
from ui.words import say

UPLOADS = "importing-uploads"
WHOLE_LABELS = """<style>
.st-key-importing-kpis [data-testid=stMetricLabel] *, .st-key-importing-several label * {
    white-space: normal; overflow: visible; text-overflow: clip; overflow-wrap: anywhere;
}
</style>"""
"""Names of numbers and of files are read to their end, on narrow windows in two lines."""


def show(view: Scope) -> None:
    """All of it, from the upload to the way to the Overview."""
    st.html(WHOLE_LABELS)
    is_at_work = job.show(view, is_own_alone=True, begun=loading.begun())
    loading.result(view)
    problem = st.session_state.pop(PROBLEM, "")
    if problem:
        st.error(problem, icon=":material/error:")
        if st.session_state.pop(IS_JSON, False):
            there = place("data")
            st.page_link(there.page(), label=say("importing.to_data"), icon=there.icon)
    draft = draft_now()
    if draft is None:
        _upload()
        saved.show(view)
        return
    file.show(draft)
    lines = several.show(draft)
    loading.as_it_is(draft, is_at_work=is_at_work)
    saved.fitting(draft, is_contrary=any(line.is_contrary for line in lines if line.file == draft.file))
    rows.show(draft)
    options.show(draft)
    columns.missing(draft)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("importing.preview"), anchor=False, width="stretch")
        reveal_switch()
    found = previewed.show(draft, view)
    loading.show(draft, found, several.wanted(lines), is_at_work=is_at_work)
    columns.show(draft)
    text.show(draft)
    saved.show(view)


def _upload() -> None:
    given = uploader(
        say("importing.upload"),
        type=None,
        accept_multiple_files=True,
        key=f"table-{st.session_state.get(UPLOADS, 0)}",
        help=say("importing.upload_help"),
    )
    st.caption(say("importing.how"))
    if given:
        # Not in a callback: there nothing would tell that a large file takes its time.
        with st.spinner(say("importing.reading")):
            bring_all([(each.name, each) for each in given])
        st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
        st.rerun()
