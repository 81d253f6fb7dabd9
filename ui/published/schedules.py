"""The schedules: when each is due next, how its last report fared, and the ways to run, pause and write them."""

from datetime import UTC, datetime

import streamlit as st

from core.errors import Busy
from core.format import moment
from core.jobs import SEND, Task, start
from core.ledger.log import SENT
from core.schedules.due import next_of
from core.schedules.keeper import LOCK
from core.schedules.schedule import Schedule
from core.scope import Scope
from core.store.lock import is_held
from ui.answers import house, workspace
from ui.labels import plain
from ui.published.held import attempt, log_now, schedule_file, schedules_now
from ui.published.sent import state_told
from ui.words import language, say

TEXT, LOADED, SAVED = "schedules-text", "schedules-loaded", "schedules-saved"
TEXT_PIXELS = 360


def show_schedules(view: Scope, *, is_at_work: bool) -> None:
    """All schedules, what is wrong in their file, and the file itself.

    Args:
        is_at_work: another job is, so that none can be run now.
    """
    read = schedules_now()
    for mistake in read.mistakes:
        what = getattr(mistake.told, language())
        st.error(
            say("published.mistake", line=mistake.line, what=plain(what, most=500)), icon=":material/edit_document:"
        )
    if read.schedules.all:
        if is_held(workspace().home / LOCK):
            st.caption(f":material/play_circle: {say('published.is_kept')}")
        else:
            st.warning(say("published.is_not_kept"), icon=":material/pause_circle:")
    elif not read.mistakes:
        st.info(say("published.none_scheduled"), icon=":material/schedule_send:")
    for one in read.schedules.all:
        _one(view, one, is_at_work=is_at_work)
    _write()


def _one(view: Scope, one: Schedule, *, is_at_work: bool) -> None:
    """One schedule, with what can be done with it."""
    zone = one.zone or house().time_zone
    with st.container(border=True, key=f"schedule-{one.name}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(one.name)}**", width="content")
            coming = next_of(one, house().time_zone, datetime.now(UTC))
            if coming:
                when = moment(coming, zone, language(), seconds=False)
                st.badge(say("published.next", when=when, zone=zone), icon=":material/schedule:", color="blue")
            else:
                st.badge(say("published.paused"), icon=":material/pause:", color="gray")
            _last(view, one.name)
        told = {"notebook": plain(one.notebook), "cron": f"`{one.cron}`", "formats": ", ".join(one.formats)}
        to = ", ".join(plain(who) for destination in one.to for who in destination.recipients)
        st.caption(say("published.goes", to=to, **told))
        with st.container(horizontal=True):
            st.button(
                say("published.run_now"),
                key=f"run-{one.name}",
                icon=":material/send:",
                help=say("upload.wait") if is_at_work else say("published.run_now_help"),
                disabled=is_at_work,
                on_click=attempt,
                args=(_run_now, one.name),
            )
            st.button(
                say("published.resume" if one.is_paused else "published.pause"),
                key=f"pause-{one.name}",
                icon=":material/play_arrow:" if one.is_paused else ":material/pause:",
                type="tertiary",
                on_click=attempt,
                args=(_pause, one.name, not one.is_paused),
            )


def _last(view: Scope, name: str) -> None:
    """How its last report fared."""
    run = log_now().last_of(name)
    if run is None:
        st.badge(say("published.state_never"), color="gray")
        return
    told = {"state": state_told(run), "when": moment(run.begun_at, view.zone, language(), seconds=False)}
    is_well = run.state == SENT and not run.problem
    st.badge(
        say("published.last", **told),
        icon=":material/check:" if is_well else ":material/error:",
        color="green" if is_well else "red",
    )


def _run_now(name: str) -> None:
    try:
        start(workspace(), Task(SEND, schedule=name))
    except Busy as problem:
        raise Busy(say("upload.busy")) from problem


def _pause(name: str, is_paused: bool) -> None:
    schedule_file().pause(name, is_paused=is_paused)


def _write() -> None:
    """The text of the file, to be changed and saved."""
    with st.expander(say("published.write"), icon=":material/edit_note:", key="write-schedules"):
        st.markdown(say("published.write_help"))
        if LOADED not in st.session_state:
            _load()
        if TEXT not in st.session_state:
            st.session_state[TEXT] = st.session_state[LOADED][0]
        st.text_area(say("published.text"), key=TEXT, height=TEXT_PIXELS)
        with st.container(horizontal=True):
            st.button(
                say("published.save"),
                key="save-schedules",
                type="primary",
                icon=":material/save:",
                on_click=attempt,
                args=(_save,),
            )
            st.button(say("published.reload"), key="reload-schedules", type="tertiary", on_click=_load)
        if st.session_state.pop(SAVED, False):
            st.success(say("published.saved"), icon=":material/check_circle:")


def _load() -> None:
    st.session_state[LOADED] = schedule_file().load()
    st.session_state[TEXT] = st.session_state[LOADED][0]


def _save() -> None:
    schedule_file().save(st.session_state[TEXT], st.session_state[LOADED][1])
    _load()
    st.session_state[SAVED] = True
