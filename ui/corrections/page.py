"""The page of corrections: what was put right, by whom, when, why; more of them, and the way back."""

import streamlit as st

from core.correction_words import affected_in_words, correction_in_words
from core.corrections import END_STATUS, Correction
from core.errors import AtalayaError, Busy
from core.format import moment, number
from core.jobs import CORRECT, RUNNING, Task, job_now, start
from core.scope import Scope
from ui import job
from ui.answers import workspace
from ui.corrections import add, status
from ui.corrections.held import (
    OF,
    affected_here,
    applied,
    corrections_file,
    ends_applied,
    excluded_by,
    saved,
    touched,
    unknown_here,
    waiting,
)
from ui.corrections.note import HERE
from ui.customer import is_revealed
from ui.labels import labels, plain
from ui.sitemap import address, place
from ui.words import in_words, language, say

TOLD = "corrections-told"
WHO = "corrections-who"
"""Kept in the session, so that whoever makes several writes their name once."""


def show(view: Scope) -> None:
    """The list, what is wrong in the file, what waits, and the form."""
    is_at_work = _job(view)
    if problem := st.session_state.pop(TOLD, ""):
        st.warning(plain(problem, most=1_000), icon=":material/error:")
    for mistake in saved().mistakes:
        told = say("corrections.mistake", line=mistake.line, what=plain(mistake.told(language()), most=1_000))
        st.warning(told, icon=":material/edit_document:")
    for name, end in unknown_here().items():
        if end.unknown:
            what = plain(end.unknown.told(language()), most=1_000)
            st.warning(
                say("corrections.mistake", line=saved().lines.get(name, 0), what=what), icon=":material/search_off:"
            )
    if waiting() and not is_at_work:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="corrections-waiting"):
            st.markdown(say("corrections.waiting"), width="stretch")
            st.button(say("corrections.apply"), key="apply", icon=":material/play_arrow:", on_click=apply)
    add.show(view, apply)
    _list(view)


def _job(view: Scope) -> bool:
    """The job that is at work, whichever, and what became of the last one that applied corrections."""
    last = job_now(workspace())
    return job.show(view) if last and (last.state == RUNNING or last.kind == CORRECT) else False


def apply() -> None:
    """Begin to lay them over the tables; while another job is at work they wait for its end."""
    try:
        start(workspace(), Task(CORRECT))
    except Busy:
        st.session_state[TOLD] = say("corrections.busy")
    except AtalayaError as problem:
        st.session_state[TOLD] = in_words(problem)


def _list(view: Scope) -> None:
    effective = {one.id: one for one in saved().effective} if saved().is_readable else dict(applied())
    st.subheader(say("corrections.list"), anchor=False)
    shown = list(effective.values())
    if st.query_params.get(HERE):
        told = affected_here(view)
        shown = [one for one in shown if one.id in told.ids]
        with st.container(horizontal=True, vertical_alignment="center", key="corrections-here"):
            st.markdown(affected_in_words(told, labels()) or say("corrections.none_here"), width="stretch")
            st.button(say("corrections.all"), key="all", icon=":material/close:", on_click=_all)
    elif not shown:
        st.info(say("corrections.none"), icon=":material/edit_note:")
    for one in reversed(shown):
        _entry(view, one)
    undone = saved().undone
    if undone and not st.query_params.get(HERE):
        with st.expander(say("corrections.undone", count=number(len(undone), "count", language())), key="undone"):
            for one in reversed(undone):
                _told(view, one)


def _all() -> None:
    st.query_params.pop(HERE, None)


def _entry(view: Scope, one: Correction) -> None:
    with st.container(border=True, key=f"correction-{one.id}", gap="xsmall"):
        _told(view, one)
        count = touched().get(one.id, 0)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            words = number(count, "count", language())
            if one.id not in applied():
                st.caption(say("corrections.not_yet"))
            elif one.kind == END_STATUS:
                _status(view, one)
            elif one.kind == "exclude":
                label = say("corrections.excludes_one" if count == 1 else "corrections.excludes", count=words)
                with st.popover(label, icon=":material/visibility_off:", key=f"excluded-{one.id}", type="tertiary"):
                    _excluded(view, one, count)
            else:
                st.page_link(
                    place("conversations").page(),
                    label=say("corrections.touches_one" if count == 1 else "corrections.touches", count=words),
                    icon=":material/forum:",
                    query_params=view.unfiltered().during_preset("all").containing(OF, one.id).params(),
                )
            with st.popover(say("corrections.undo"), icon=":material/undo:", key=f"undo-{one.id}"):
                _undo_fields(one)


def _status(view: Scope, one: Correction) -> None:
    """What became of a status, and the way to its agent's time; of one that the data do not have it is told above."""
    end = ends_applied().get(one.id)
    if end is None or end.unknown:
        return
    st.caption(status.state_in_words(view, one, end))
    if end.agent_name:
        st.page_link(
            place("agents").page(),
            label=say("corrections.to_agent"),
            icon=":material/support_agent:",
            query_params=view.unfiltered().narrowed(agent_name=end.agent_name).during_preset("all").params(),
        )


def _excluded(view: Scope, one: Correction, count: int) -> None:
    """The way to the conversations that are in no list any more."""
    ids = excluded_by(one.id)
    links = [f"- [{plain(each)}]({address('conversation', view.params(id=each))})" for each in ids]
    if count > len(ids):
        links.append(f"- {say('corrections.more', count=number(count - len(ids), 'count', language()))}")
    st.markdown("\n".join(links))


def _told(view: Scope, one: Correction) -> None:
    """What it does, who made it, when and why; and who took it back."""
    does = correction_in_words(one, labels(), view.zone, is_masked=not is_revealed())
    when = moment(one.at, view.zone, language(), seconds=False)
    by = say("corrections.by", who=plain(one.who), when=when, why=plain(one.why, most=1_000))
    lines = [f"**{say(f'corrections.kind.{one.kind}')}** · {plain(does, most=500)}", by]
    if one.undone:
        gone = moment(one.undone.at, view.zone, language(), seconds=False)
        lines.append(
            say("corrections.undone_by", who=plain(one.undone.who), when=gone, why=plain(one.undone.why, most=1_000))
        )
    st.markdown("  \n".join(lines))


def _undo_fields(one: Correction) -> None:
    who, why = f"undo-who-{one.id}", f"undo-why-{one.id}"
    st.text_input(say("corrections.who"), value=st.session_state.get(WHO, ""), key=who, max_chars=80)
    st.text_input(say("corrections.undo_why"), key=why, max_chars=500)
    st.button(say("corrections.undo"), key=f"undo-do-{one.id}", type="primary", on_click=_undo, args=(one.id, who, why))


def _undo(correction_id: str, who: str, why: str) -> None:
    name, reason = st.session_state[who], st.session_state[why]
    if not name.strip() or not reason.strip():
        st.session_state[TOLD] = say("corrections.who_and_why")
        return
    try:
        corrections_file().undo(correction_id, name, reason)
    except AtalayaError as problem:
        st.session_state[TOLD] = in_words(problem)
        return
    st.session_state[WHO] = name
    apply()
