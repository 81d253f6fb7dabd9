"""Start a job in a process of its own, so that the app keeps its processor, its memory and its pages."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj
from threading import Thread
from typing import BinaryIO

from core.jobs import board
from core.jobs.job import FAILED, Job, Task
from core.jobs.run import INCOMING, clear
from core.store.files import refused
from core.store.lock import hold
from core.store.workspace import Workspace

CODE = Path(__file__).parents[2]


def start(workspace: Workspace, task: Task, streams: Sequence[tuple[str, BinaryIO]] = ()) -> Job:
    """Begin a job; it goes on whatever becomes of this process.

    The lock is taken here and handed to the new process, so that there is no moment at which two could begin.

    Args:
        streams: names and contents of files that have no path; they are taken in besides.

    Raises:
        Busy: another job is at work.
        StoreError: the workspace's disk refused.
    """
    handle = hold(board.lock_of(workspace), board.CALM_S)
    try:
        job = Job.new(task.kind)
        clear(workspace)
        board.tell(workspace, job)
        try:
            _begin(workspace, _with_files(workspace, task, streams), job, handle)
        except OSError as problem:
            trouble = refused(workspace.home / INCOMING, problem)
            clear(workspace)
            board.tell(workspace, replace(job, state=FAILED, problem=str(trouble)))
            raise trouble from problem
    finally:
        os.close(handle)
    return job


def _with_files(workspace: Workspace, task: Task, streams: Sequence[tuple[str, BinaryIO]]) -> Task:
    """The task with the streams as files, which the job lands and removes."""
    folder = (workspace.home / INCOMING).absolute()
    names: dict[Path, str] = {}
    for number, (name, stream) in enumerate(streams):
        folder.mkdir(exist_ok=True)
        path = folder / f"{number:06}"
        stream.seek(0)
        with path.open("wb") as copy:
            copyfileobj(stream, copy, 1 << 20)
        names[path] = name
    return replace(task, paths=(*task.paths, *names), names={**task.names, **names})


def _begin(workspace: Workspace, task: Task, job: Job, handle: int) -> None:
    """A session of its own: Ctrl-C in the server's terminal ends the server, not the load."""
    process = subprocess.Popen(  # noqa: S603 - this program's own words
        [sys.executable, "-m", "core.jobs", str(workspace.home.absolute()), str(handle), job.id],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd=CODE,
        pass_fds=[handle],
        start_new_session=True,
    )
    # Waited for, or it would stay in the system's list of processes when it is done.
    Thread(target=process.wait, name="job", daemon=True).start()
    if process.stdin:
        with process.stdin as words:
            words.write(task.as_json().encode())
