"""Run a job in this process, telling everybody how far it is."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

from core.correct import correct, is_waiting
from core.errors import AtalayaError, Busy, Cancelled, StoreError
from core.ingest import Ingested, ingest
from core.jobs import board
from core.jobs.job import (
    BROKEN,
    CORRECT,
    DONE,
    FAILED,
    INGEST,
    PULL,
    REBUILD,
    REFRESH,
    REPROCESS,
    SEND,
    STOPPED,
    TOLD_MOST,
    Job,
    Task,
)
from core.jobs.stop import Stop
from core.live import take_waiting
from core.progress import OnProgress, Progress
from core.rebuild import rebuild
from core.reprocess import reprocess
from core.store.lock import hold
from core.store.workspace import Workspace

TOLD_EVERY_S = 0.3
INCOMING = "incoming"
"""The folder of files that were given to a job in the browser, until they have landed."""


def run(
    workspace: Workspace,
    task: Task,
    on_progress: OnProgress | None = None,
    on_asked: Callable[[], None] | None = None,
    wait_s: float = 60,
) -> Ingested:
    """Do the work here, with Ctrl-C, the system and everybody who looks at the workspace able to stop it.

    Args:
        on_progress: called besides.
        on_asked: called once when Ctrl-C or the system asks it to stop; see `Stop`.
        wait_s: how long to wait for another job (seconds).

    Returns:
        What became of the files; a rebuild has none.

    Raises:
        Busy: another job or writer is still at work after that.
        Cancelled: somebody stopped it; nothing has changed.
        SourceError, StoreError: as `ingest` and `rebuild`.
    """
    show = on_progress or (lambda _: None)
    try:
        handle = hold(board.lock_of(workspace), min(wait_s, board.CALM_S))
    except Busy:
        show(Progress())
        handle = hold(board.lock_of(workspace), wait_s)
    try:
        clear(workspace)
        return run_held(workspace, task, Job.new(task.kind), show, on_asked)
    finally:
        os.close(handle)


def run_held(
    workspace: Workspace, task: Task, job: Job, show: OnProgress, on_asked: Callable[[], None] | None = None
) -> Ingested:
    """As `run`, for whoever holds the lock."""
    teller = _Teller(workspace, job, show)
    stop = Stop(lambda: board.is_to_stop(workspace, job.id), on_asked)
    try:
        with stop:
            # Only now that it hears: who sees it running may ask it to stop.
            board.tell(workspace, job)

            def advance(progress: Progress) -> None:
                stop.check(progress)
                teller.tell(progress)

            done = _do(workspace, task, advance)
            if task.kind != SEND:
                done = _with_corrections(workspace, done)
    except Cancelled:
        teller.end(state=STOPPED)
        raise
    except AtalayaError as problem:
        teller.end(state=FAILED, problem=str(problem), is_busy=isinstance(problem, Busy))
        raise
    except BaseException:
        teller.end(state=BROKEN)
        raise
    finally:
        clear(workspace)
    teller.end(**_result(done))
    return done


def clear(workspace: Workspace) -> None:
    """Remove what another job, or this one, was given; only for the process that holds the lock."""
    shutil.rmtree(workspace.home / INCOMING, ignore_errors=True)
    workspace.files.delete("job.stop")


def _do(workspace: Workspace, task: Task, advance: OnProgress) -> Ingested:
    if task.kind == INGEST:
        return ingest(workspace, task.paths, advance, task.names, task.reading)
    if task.kind == REFRESH:
        return take_waiting(workspace, advance)
    if task.kind == REBUILD:
        return Ingested([], [], rebuild(workspace, advance))
    if task.kind == REPROCESS:
        return Ingested([], [], reprocess(workspace, advance, task.reading, task.file_id))
    if task.kind == CORRECT:
        return Ingested([], [], correct(workspace, advance))
    if task.kind == SEND:
        from core.schedules.job import send_now

        return Ingested([], [], send_now(workspace, task.schedule, advance))
    if task.kind == PULL and task.wanted:
        from core.pull.pull import pull

        return pull(workspace, task.wanted, advance)
    raise ValueError(task.kind)


def _with_corrections(workspace: Workspace, done: Ingested) -> Ingested:
    """What became of it, after corrections that were saved while it was at work, which waited for it to end."""
    if is_waiting(workspace):
        return replace(done, version=correct(workspace))
    return done


def _result(done: Ingested) -> dict[str, object]:
    """What everybody is told of it."""
    plain = [{name: value for name, value in load.items() if not isinstance(value, datetime)} for load in done.loads]
    return {
        "state": DONE,
        "loads": tuple(plain[:TOLD_MOST]),
        "failures": tuple(done.failures[:TOLD_MOST]),
        "files": len(done.loads),
        "failed": len(done.failures),
        "kept": sum(load["rows_kept"] for load in done.loads),
        "version": done.version,
    }


class _Teller:
    """Writes on the board, not more often than anybody could read; a board that cannot be written stops no work."""

    def __init__(self, workspace: Workspace, job: Job, show: OnProgress) -> None:
        self._workspace = workspace
        self._job = job
        self._show = show
        self._told_at = 0.0

    def tell(self, progress: Progress) -> None:
        """How far it has come."""
        is_news = progress.step != self._job.progress.step or monotonic() - self._told_at >= TOLD_EVERY_S
        self._job = replace(self._job, progress=progress, told_at=datetime.now(UTC))
        if is_news:
            self._put()
        self._show(progress)

    def end(self, **result: object) -> None:
        """What became of it."""
        self._job = replace(self._job, told_at=datetime.now(UTC), **result)  # type: ignore[arg-type]
        self._put()

    def _put(self) -> None:
        self._told_at = monotonic()
        with suppress(StoreError):
            board.tell(self._workspace, self._job)
