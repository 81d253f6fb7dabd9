"""A job in a process of its own: it is visible at once, can be stopped, and is known to be dead when it is."""

import io
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from core.errors import Busy
from core.jobs import BROKEN, DONE, FAILED, INGEST, RUNNING, STOPPED, Job, Task, cancel, job_now, start
from core.jobs.board import lock_of
from core.store.lock import locked
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.stories import answered

CALLS = lines(answered("WT1", "09:00:00", "Ana")).encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


@contextmanager
def waiting(workspace: Workspace) -> Iterator[Job]:
    """A job that has to wait, because the test holds the writers' lock."""
    with locked(workspace.home / "lock", 0):
        job = start(workspace, Task(INGEST), [("calls", io.BytesIO(CALLS))])
        until(lambda: str(os.getpid()) not in lock_of(workspace).read_text())
        yield job


def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it is so."""
    late = monotonic() + seconds
    while not is_so():
        assert monotonic() < late
        sleep(0.05)


def ended(workspace: Workspace) -> Job:
    """The job, when it is no longer at work."""

    def is_over() -> bool:
        job = job_now(workspace)
        return job is not None and job.state != RUNNING

    until(is_over)
    job = job_now(workspace)
    assert job
    return job


def test_files_without_a_path_are_taken_in_under_their_names(workspace: Workspace) -> None:
    stream = io.BytesIO(CALLS)
    stream.read()
    job = start(workspace, Task(INGEST), [("calls", stream), ("none", io.BytesIO(b""))])
    now = job_now(workspace)
    assert now
    assert (now.id, now.state) == (job.id, RUNNING)
    done = ended(workspace)
    assert (done.id, done.state, done.kept) == (job.id, DONE, 7)
    assert [load["file_name"] for load in done.loads] == ["calls"]
    assert [name for name, _ in done.failures] == ["none"]
    assert not (workspace.home / "incoming").exists()


def test_while_one_is_at_work_no_other_begins(workspace: Workspace) -> None:
    with waiting(workspace), pytest.raises(Busy):
        start(workspace, Task(INGEST), [("calls", io.BytesIO(CALLS))])
    assert (ended(workspace).state, workspace.snapshot().version) == (DONE, 1)


def test_one_that_waits_for_a_writer_can_be_stopped(workspace: Workspace) -> None:
    with waiting(workspace) as job:
        cancel(workspace, job.id)
        now = job_now(workspace)
        assert now
        assert now.is_stopping or now.state == STOPPED
        assert ended(workspace).state == STOPPED
    assert workspace.snapshot().version == 0
    assert not (workspace.home / "incoming").exists()


def test_one_whose_process_was_killed_is_not_told_as_running(workspace: Workspace) -> None:
    with waiting(workspace):
        found = re.search(r"process (\d+)", lock_of(workspace).read_text())
        assert found
        os.kill(int(found[1]), signal.SIGKILL)
        assert ended(workspace).state == BROKEN
    start(workspace, Task(INGEST), [("calls", io.BytesIO(CALLS))])
    assert ended(workspace).state == DONE


def test_a_stop_that_was_meant_for_another_job_stops_none(workspace: Workspace) -> None:
    cancel(workspace, "of yesterday")
    start(workspace, Task(INGEST), [("calls", io.BytesIO(CALLS))])
    assert ended(workspace).state == DONE


def test_what_the_disk_refuses_is_told(workspace: Workspace) -> None:
    from core.errors import StoreError

    (workspace.home / "incoming").write_text("in the way")
    with pytest.raises(StoreError, match="incoming"):
        start(workspace, Task(INGEST), [("calls", io.BytesIO(CALLS))])
    assert ended(workspace).state == FAILED


def test_what_another_version_wrote_on_the_board_is_nothing(workspace: Workspace) -> None:
    (workspace.home / "job.json").write_text('{"id": "1", "state": "done", "colour": "blue"}')
    assert job_now(workspace) is None
