"""Uploads: files from the browser into the workspace, with progress, and what became of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import BinaryIO

import streamlit as st

from core.errors import AtalayaError, Busy
from core.format import number
from core.ingest import Ingested, ingest
from core.progress import OnProgress, Progress
from core.store.workspace import Workspace
from ui import loads
from ui.answers import snapshot, workspace
from ui.labels import plain
from ui.sitemap import ROOT
from ui.words import language, say

SAMPLE = ROOT / "sample_data" / "files"
LOOK_EVERY_S = 0.15


@dataclass
class Job:
    """One ingest in a thread of its own, so that it goes on while its page is left, and nobody's click can stop it."""

    progress: Progress | None = None
    done: Ingested | None = None
    problem: AtalayaError | None = None
    thread: Thread = field(default_factory=Thread)

    def start(self, work: Callable[[OnProgress], Ingested]) -> None:
        """Begin the work."""
        self.thread = Thread(target=self._run, args=(work,), name="ingest", daemon=True)
        self.thread.start()

    def _run(self, work: Callable[[OnProgress], Ingested]) -> None:
        try:
            self.done = work(self._note)
        except AtalayaError as problem:
            self.problem = problem

    def _note(self, progress: Progress) -> None:
        self.progress = progress


def take_in(home: Workspace, files: Sequence[tuple[str, BinaryIO]], on_progress: OnProgress) -> Ingested:
    """Land the files and ingest them; a file that cannot even be landed is told among the failures."""
    with TemporaryDirectory() as folder:
        names = {Path(folder) / str(number): name for number, (name, _) in enumerate(files)}
        for path, (_, stream) in zip(names, files, strict=True):
            with path.open("wb") as copy:
                copyfileobj(stream, copy)
        return ingest(home, list(names), on_progress, names)


def show() -> None:
    """The uploader, the progress of what is being loaded, and the result of what was."""
    job: Job | None = st.session_state.get("ingest")
    place = st.empty()
    if job and job.thread.is_alive():
        # Emptied first, or the controls of the run before would stand there until the load has ended.
        place.empty()
        with place.container():
            _follow(job)
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        # From the beginning, so that the sidebar and the tables below show what has just come in.
        st.rerun()
    with place.container():
        _choose()
        if job:
            _result(job)


def _choose() -> None:
    files = st.file_uploader(
        say("upload.label"),
        type=None,
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
        help=say("upload.help"),
    )
    with st.container(horizontal=True):
        if files:
            label = say("upload.load" if len(files) > 1 else "upload.load_one", count=len(files))
            chosen = [(file.name, file) for file in files]
            st.button(label, key="load", type="primary", icon=":material/upload:", on_click=_begin, args=(chosen,))
        if not snapshot().version and SAMPLE.is_dir():
            st.button(say("upload.sample"), key="sample", icon=":material/science:", on_click=_begin_sample)


def _begin(files: Sequence[tuple[str, BinaryIO]]) -> None:
    home = workspace()
    _start(lambda tell: take_in(home, files, tell))


def _begin_sample() -> None:
    home = workspace()
    _start(lambda tell: ingest(home, [Path(SAMPLE)], tell))


def _start(work: Callable[[OnProgress], Ingested]) -> None:
    job = Job()
    st.session_state["ingest"] = job
    job.start(work)


def _follow(job: Job) -> None:
    """Show how far it has come until it has ended."""
    with st.status(say("upload.running"), expanded=True):
        bar = st.progress(0.0, text=say("upload.step_waiting"))
        while job.thread.is_alive():
            if job.progress:
                bar.progress(_share(job.progress), text=_told(job.progress))
            sleep(LOOK_EVERY_S)


def _share(progress: Progress) -> float:
    """How much is done: files read, and the model as the last tenth."""
    return progress.share


def _told(progress: Progress) -> str:
    speed = progress.rows / progress.seconds if progress.seconds else 0
    return say(
        f"upload.step_{progress.step if progress.step in ('reading', 'done') else 'modelling'}",
        file=plain(progress.file),
        number=progress.file_number,
        files=progress.files,
        rows=number(progress.rows, "count", language()),
        speed=number(round(speed), "count", language()),
    )


def _result(job: Job) -> None:
    """What became of each file."""
    if job.problem:
        words = (
            say("upload.busy")
            if isinstance(job.problem, Busy)
            else say("frame.problem", problem=plain(job.problem, most=1_000))
        )
        st.error(words, icon=":material/error:")
        return
    if not job.done:
        st.error(say("upload.broken"), icon=":material/error:")
        return
    for name, message in job.done.failures:
        st.error(say("upload.failure", file=plain(name), message=plain(message, most=1_000)), icon=":material/error:")
    if job.done.loads:
        kept = sum(row["rows_kept"] for row in job.done.loads)
        st.success(say("upload.result", kept=number(kept, "count", language())), icon=":material/check_circle:")
        loads.result_table(job.done.loads)
    st.button(say("upload.dismiss"), key="dismiss", icon=":material/close:", type="tertiary", on_click=_dismiss)


def _dismiss() -> None:
    st.session_state.pop("ingest", None)
