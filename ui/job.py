"""The job at work: how far it is, a way to stop it, and what became of it; the same for everybody who looks."""

import streamlit as st
from babel.numbers import format_percent

from core.errors import AtalayaError
from core.format import moment, number, spoken
from core.jobs import (
    BROKEN,
    CORRECT,
    FAILED,
    INGEST,
    PULL,
    REBUILD,
    REFRESH,
    REPROCESS,
    RUNNING,
    SEND,
    STOPPED,
    Job,
    cancel,
    dismiss,
    job_now,
)
from core.progress import Progress
from core.scope import Scope
from ui import loads
from ui.answers import workspace
from ui.importing import offer
from ui.labels import plain
from ui.sitemap import place
from ui.words import in_words, language, say

LOOK_EVERY_S = 1.0
GLANCE_EVERY_S = 3.0
FOLLOWED = "job-followed"
"""Session state: the id of the job that this session has seen at work."""


def show(view: Scope, *, is_own_alone: bool = False, begun: str = "") -> bool:
    """The job on the board; whether it is at work.

    Args:
        view: the reader's selection.
        is_own_alone: leaves out what became of jobs that this session neither began nor saw at work.
        begun: the id of the job that it began; empty for none.
    """
    job = job_now(workspace())
    if job is None:
        return False
    if job.state == RUNNING:
        st.session_state[FOLLOWED] = job.id
        _follow(job.id)
        return True
    if not is_own_alone or job.id in (begun, st.session_state.get(FOLLOWED)):
        _result(job, view)
    return False


def note() -> None:
    """In the margin of other pages: that a job is at work, and how far it is."""
    job = job_now(workspace())
    if job and job.state == RUNNING:
        with st.container(gap="xxsmall", key="job-note"):
            st.page_link(place("data").page(), label=say(f"job.title_{job.kind}"), icon=":material/progress_activity:")
            _glance(job.id)


@st.fragment(run_every=GLANCE_EVERY_S)
def _glance(job_id: str) -> None:
    """Nobody's page is drawn anew for it: the new numbers come with the reader's next click."""
    job = job_now(workspace())
    if job and job.id == job_id and job.state == RUNNING:
        st.progress(job.progress.share, text=_percent(job.progress))
    else:
        st.caption(say("job.over"))


@st.fragment(run_every=LOOK_EVERY_S)
def _follow(job_id: str) -> None:
    """Only this is drawn again and again; when the job has ended the whole page is, with its new numbers."""
    job = job_now(workspace())
    if job is None or job.id != job_id or job.state != RUNNING:
        st.rerun()
    with st.container(border=True, key="job"):
        st.markdown(f"**{say(f'job.title_{job.kind}')}** · {_percent(job.progress)}")
        st.progress(job.progress.share, text=say("job.stopping") if job.is_stopping else _told(job))
        st.button(
            say("job.stop"),
            key="stop",
            icon=":material/stop_circle:",
            help=say("job.stop_help"),
            disabled=job.is_stopping,
            on_click=cancel,
            args=(workspace(), job.id),
        )


def _percent(progress: Progress) -> str:
    # In whole steps, and all of it only when all is done.
    return str(format_percent(min(int(progress.share * 100), 99) / 100, locale=language()))


def _told(job: Job) -> str:
    """Step, counts, speed and time left, as far as they are known."""
    progress = job.progress
    is_of_file = bool(progress.file)
    parts = [
        say(
            f"job.step_file_{progress.step}" if is_of_file else f"job.step_{progress.step}",
            file=plain(progress.file),
            number=number(progress.file_number, "count", language()),
            files=number(progress.files, "count", language()),
        )
    ]
    if progress.unit:
        parts.append(_counted(progress))
    if progress.unit and progress.rate is not None:
        rate = loads.size(progress.rate, language()) if progress.unit == "bytes" else _count(round(progress.rate))
        parts.append(say("job.rate", rate=rate))
    if job.seconds_left is not None:
        parts.append(say("job.left", left=_duration(job.seconds_left)))
    return " · ".join(parts)


def _counted(progress: Progress) -> str:
    if progress.unit == "bytes":
        done, total = (loads.size(size, language()) for size in (progress.done, progress.total))
        return say("job.counted_bytes", done=done, total=total)
    if progress.total is None:
        return say("job.counted", done=_count(progress.done))
    key = "about" if progress.is_guess else progress.unit
    return say(f"job.counted_{key}", done=_count(progress.done), total=_count(progress.total))


def _count(value: int) -> str:
    return number(value, "count", language())


def _result(job: Job, view: Scope) -> None:
    """What became of it, and of each file."""
    if job.state == STOPPED:
        st.info(say("job.stopped"), icon=":material/undo:")
    elif job.state == BROKEN:
        st.error(say("job.broken"), icon=":material/error:")
    elif job.state == FAILED:
        words = (
            say("upload.busy")
            if job.is_busy
            else say("frame.problem", problem=plain(in_words(job.problem), most=1_000))
        )
        st.error(words, icon=":material/error:")
    else:
        _done(job)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_when(job, view))
        st.button(
            say("upload.dismiss"),
            key="dismiss",
            icon=":material/close:",
            type="tertiary",
            on_click=_dismiss,
            args=(job.id,),
        )


def _done(job: Job) -> None:
    for name, message in job.failures:
        st.error(
            say("upload.failure", file=plain(name), message=plain(in_words(message), most=1_000)),
            icon=":material/error:",
        )
    if job.failures:
        offer.show([name for name, _ in job.failures])
    elif job.kind == INGEST:
        offer.forget()
    if job.kind in (REBUILD, REPROCESS):
        st.success(say("job.rebuilt"), icon=":material/check_circle:")
    elif job.kind == CORRECT:
        st.success(say("job.corrected"), icon=":material/check_circle:")
    elif job.kind == SEND:
        st.success(say("job.sent"), icon=":material/outgoing_mail:")
    elif job.kind == PULL and not job.files:
        st.success(say("job.nothing_new"), icon=":material/check_circle:")
    elif job.files:
        words = say("upload.result", kept=_count(job.kept)) if job.kept else say("job.nothing_new")
        st.success(words, icon=":material/check_circle:")
        loads.result_table(job.loads)
    elif job.kind == REFRESH and not job.failed:
        st.success(say("job.nothing_new"), icon=":material/check_circle:")
    more = job.files - len(job.loads) + job.failed - len(job.failures)
    if more:
        st.caption(say("job.more" if more > 1 else "job.more_one", count=_count(more)))


def _when(job: Job, view: Scope) -> str:
    ended = moment(job.told_at, view.zone, language(), seconds=False)
    return say("job.ended", title=say(f"job.title_{job.kind}"), when=ended, lasted=_duration(job.progress.seconds))


def _duration(seconds: float) -> str:
    """In words, as precise as makes sense of a guess: seconds, fives of them, minutes."""
    step = 1 if seconds < 60 else 5 if seconds < 3_600 else 60
    return spoken(max(1, round(seconds / step) * step) * 1000, "ms", language())


def _dismiss(job_id: str) -> None:
    try:
        dismiss(workspace(), job_id)
    except AtalayaError as problem:
        st.toast(say("frame.problem", problem=plain(in_words(problem))), icon=":material/error:")
