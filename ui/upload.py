"""Uploads: files from the browser into the workspace, and other work on it, as jobs that leave the page at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from core.errors import AtalayaError, Busy
from core.jobs import INGEST, REBUILD, REPROCESS, Task, start
from core.scope import Scope
from ui import job
from ui.answers import snapshot, workspace
from ui.importing import offer
from ui.labels import plain
from ui.sitemap import ROOT
from ui.uploader import uploader
from ui.words import in_words, say

SAMPLE = ROOT / "sample_data" / "files"
PROBLEM = "job-problem"


def show(view: Scope) -> None:
    """The job at work or what became of it, and what can be begun: files, working out the model again."""
    problem = st.session_state.pop(PROBLEM, "")
    if problem:
        st.error(problem, icon=":material/error:")
    is_at_work = job.show(view)
    files = uploader(
        say("upload.label"),
        type=None,
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
        help=say("upload.help"),
    )
    with st.container(horizontal=True, key="begin"):
        _choose([(file.name, file) for file in files], is_at_work)


def _choose(files: Sequence[tuple[str, BinaryIO]], is_at_work: bool) -> None:
    """What can be begun; while a job is at work it is there and cannot be used, with the reason."""
    why = say("upload.wait") if is_at_work else None
    if files:
        label = say("upload.load" if len(files) > 1 else "upload.load_one", count=len(files))
        st.button(
            label,
            key="load",
            type="primary",
            icon=":material/upload:",
            help=why,
            disabled=is_at_work,
            on_click=begin,
            args=(Task(INGEST), files),
        )
    if not snapshot().version and SAMPLE.is_dir():
        _button("sample", ":material/science:", Task(INGEST, (Path(SAMPLE),)), why)
    if snapshot().version:
        with st.popover(say("upload.again"), icon=":material/build:", type="tertiary"):
            st.markdown(say("upload.again_help"))
            _button("rebuild", ":material/play_arrow:", Task(REBUILD), why)
            st.markdown(say("upload.reprocess_help"))
            _button("reprocess", ":material/restart_alt:", Task(REPROCESS), why)


def _button(name: str, icon: str, task: Task, why: str | None, **told: object) -> None:
    label = say(f"upload.{name}", **told)
    st.button(label, key=name, icon=icon, help=why, disabled=bool(why), on_click=begin, args=(task, ()))


def begin(task: Task, files: Sequence[tuple[str, BinaryIO]] = ()) -> None:
    """Hand the work to a process of its own; the uploader is empty then."""
    try:
        start(workspace(), task, files)
    except Busy:
        st.session_state[PROBLEM] = say("upload.busy")
    except AtalayaError as problem:
        st.session_state[PROBLEM] = say("frame.problem", problem=plain(in_words(problem), most=1_000))
    else:
        offer.remember(files)
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
