"""The page of sent reports: failures first, then what has changed, what was sent, and the schedules."""

import streamlit as st

from core.jobs import RUNNING, SEND, job_now
from core.scope import Scope
from ui import job
from ui.answers import workspace
from ui.published.changed import show_changed
from ui.published.held import changes_now, log_now, problem_told
from ui.published.schedules import show_schedules
from ui.published.sent import show_sent, standing
from ui.words import say


def show(view: Scope) -> None:
    """The whole page.

    Args:
        view: for its zone and language alone.
    """
    now = job_now(workspace())
    # What becomes of loads is told on the page Data.
    is_at_work = job.show(view) if now and now.kind == SEND else bool(now and now.state == RUNNING)
    if problem := problem_told():
        st.error(problem, icon=":material/error:")
    runs = list(log_now().runs.values())
    failed = standing(runs)
    if failed:
        st.error(say("published.failures", count=len(failed)), icon=":material/error:")
    changed, sent, schedules = st.tabs([say(f"published.tab_{name}") for name in ("changed", "sent", "schedules")])
    with changed:
        if runs:
            with st.spinner(say("published.working")):
                found = changes_now()
            show_changed(view, found)
        else:
            st.info(say("published.nothing_sent"), icon=":material/outgoing_mail:")
    with sent:
        show_sent(view, runs)
    with schedules:
        show_schedules(view, is_at_work=is_at_work)
