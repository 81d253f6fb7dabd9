"""Leaving the conversations of a finding out of all numbers, and taking that back: corrections of the house."""

from collections.abc import Callable

import streamlit as st

from core.corrections import EXCLUDE, Correction, CorrectionsFile, new_correction
from core.corrections.correction import MOST_IDS
from core.errors import AtalayaError, Busy
from core.format import moment, number
from core.jobs import CORRECT, Task, job_now, start
from core.quality import Finding
from core.scope import Scope
from ui import job
from ui.answers import workspace
from ui.labels import plain
from ui.words import in_words, language, say

WHO, PROBLEM = "quality-who", "quality-problem"
MOST_NAMED = 1_000
"""Conversations that can be picked one by one; of more, all of them or what filters leave."""


def follow(view: Scope) -> None:
    """What became of the last exclusion, while it is being laid over the numbers and after it."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(problem, icon=":material/error:")
    now = job_now(workspace())
    if now and now.kind == CORRECT:
        job.show(view)


def show(finding: Finding) -> None:
    """The way to leave the finding's conversations out, all or some; nothing where it has none or that were wrong."""
    ids = finding.rows["conversation_id"].drop_nulls().unique(maintain_order=True).to_list()
    if not ids or not finding.check.is_excludable:
        return
    name = finding.check.name
    opened = st.expander(say("quality.exclude"), key=f"exclude-{name}", on_change="rerun", icon=":material/block:")
    if not opened.open:
        return
    some: list[str] = []
    with opened:
        st.caption(say("quality.exclude_help"))
        if 1 < len(ids) <= MOST_NAMED:
            # Not in the form: the button tells how many they are.
            some = st.multiselect(say("quality.exclude_which"), ids, placeholder=say("quality.exclude_all"))
    chosen = tuple(some or ids)
    with opened, st.form(f"exclude-form-{name}", border=False):
        who = st.text_input(say("quality.exclude_who"), st.session_state.get(WHO, ""), max_chars=80)
        why = st.text_input(say("quality.exclude_why"), max_chars=1_000)
        told = number(len(chosen), "count", language())
        label = say("quality.exclude_one") if len(chosen) == 1 else say("quality.exclude_do", count=told)
        if not st.form_submit_button(label, key=f"exclude-do-{name}", icon=":material/block:"):
            return
        if not who.strip() or not why.strip():
            st.error(say("quality.exclude_needs"), icon=":material/edit:")
            return
        if len(chosen) > MOST_IDS:
            st.error(say("quality.exclude_most", most=number(MOST_IDS, "count", language())), icon=":material/error:")
            return
        st.session_state[WHO] = who
        if _save(lambda file: file.add(new_correction(EXCLUDE, who, why, conversations=chosen))):
            st.rerun()


def in_force(view: Scope) -> None:
    """The exclusions that hold, each with the way to take it back."""
    held = [one for one in CorrectionsFile(workspace().files).load().effective if one.kind == EXCLUDE]
    if not held:
        return
    st.subheader(say("quality.excluded"), anchor=False)
    for one in held:
        with st.container(horizontal=True, vertical_alignment="center", key=f"excluded-{one.id}"):
            st.markdown(_line(view, one), width="stretch")
            with st.popover(say("quality.undo"), icon=":material/undo:", key=f"undo-{one.id}"):
                who = st.text_input(
                    say("quality.exclude_who"), st.session_state.get(WHO, ""), max_chars=80, key=f"undo-who-{one.id}"
                )
                st.button(
                    say("quality.undo_do"),
                    key=f"undo-do-{one.id}",
                    disabled=not who.strip(),
                    on_click=_undo,
                    args=(one.id, who, say("quality.undone_why")),
                )


def _line(view: Scope, one: Correction) -> str:
    when = moment(one.at, view.zone, language(), seconds=False)
    words = {"who": plain(one.who), "when": when, "why": plain(one.why, most=300)}
    if not one.conversations:
        return say("quality.excluded_by_rule", **words)
    if len(one.conversations) == 1:
        return say("quality.excluded_line_one", **words)
    return say("quality.excluded_line", count=number(len(one.conversations), "count", language()), **words)


def _undo(wanted: str, who: str, why: str) -> None:
    st.session_state[WHO] = who
    _save(lambda file: file.undo(wanted, who, why))


def _save(change: Callable[[CorrectionsFile], object]) -> bool:
    """Write it down, and begin to lay it over the numbers; whether it was written."""
    try:
        change(CorrectionsFile(workspace().files))
        start(workspace(), Task(CORRECT))
    except Busy:
        # It is written down; the job that is at work or the next one lays it over.
        st.session_state[PROBLEM] = say("quality.exclude_waits")
    except AtalayaError as problem:
        st.session_state[PROBLEM] = say("frame.problem", problem=plain(in_words(problem), most=1_000))
        return False
    return True
