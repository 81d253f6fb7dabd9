"""The board: where a workspace's job says how far it is, for every process that looks, and can be asked to stop.

Three files beside the tables: `job.json` is the last job, written whole each time; `job.lock` is held by its process
as long as that lives, however it dies; `job.stop` names the job that is to stop.
"""

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.errors import Busy
from core.jobs.job import BROKEN, RUNNING, Job
from core.store.files import put_whole, refused
from core.store.lock import is_held, locked
from core.store.workspace import Workspace

CALM_S = 1.0
"""Whoever looks whether the lock is held has it for a moment; so long one waits for those."""


def job_now(workspace: Workspace) -> Job | None:
    """The job that is at work, or the last one until it is dismissed; null when there was none.

    A job that says it is at work while nobody holds its lock was ended together with its process: BROKEN.

    Raises:
        StoreError: the workspace cannot be read.
    """
    job = _read(workspace)
    if job is None or job.state != RUNNING:
        return job
    if is_held(lock_of(workspace)):
        return replace(job, is_stopping=is_to_stop(workspace, job.id))
    # It may have ended between the two looks; then it has said so.
    job = _read(workspace)
    return replace(job, state=BROKEN) if job and job.state == RUNNING else job


def cancel(workspace: Workspace, job_id: str) -> None:
    """Ask a job to stop; it does at the next moment at which it tells its progress.

    Raises:
        StoreError: the workspace cannot be written.
    """
    put_whole(workspace.home / "job.stop", job_id)


def dismiss(workspace: Workspace, job_id: str) -> None:
    """Take the result of a job off the board; nothing happens when another job is there by now.

    Raises:
        StoreError: the workspace cannot be written.
    """
    with suppress(Busy), locked(lock_of(workspace), CALM_S):
        job = _read(workspace)
        if job and job.id == job_id:
            workspace.files.delete("job.json")


def tell(workspace: Workspace, job: Job) -> None:
    """Put the job on the board; only for the process that holds the lock.

    Raises:
        StoreError: the workspace cannot be written.
    """
    # It need not outlast a loss of power: neither does the job that it is about.
    put_whole(workspace.home / "job.json", job.as_json())


def is_to_stop(workspace: Workspace, job_id: str) -> bool:
    """Whether somebody has asked this job to stop."""
    try:
        return (workspace.home / "job.stop").read_text(encoding="utf-8") == job_id
    except OSError:
        return False


def lock_of(workspace: Workspace) -> Path:
    """The file that a job's process holds locked."""
    return workspace.home / "job.lock"


def _read(workspace: Workspace) -> Job | None:
    """What stands on the board; what another version of this program wrote there is nothing."""
    path = workspace.home / "job.json"
    try:
        facts = path.stat()
        return _parsed(path, facts.st_mtime_ns, facts.st_size, facts.st_ino)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    except OSError as problem:
        raise refused(path, problem) from problem


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed_ns: int, _bytes: int, _number: int) -> Job:
    """The file of these facts; every run of every page looks, and mostly nothing has changed."""
    return Job.from_json(path.read_text(encoding="utf-8"))
