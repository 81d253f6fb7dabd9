"""A job run here: what everybody is told of it, and how it is stopped."""

import os
import signal
from pathlib import Path

import pytest

from core.errors import Busy, Cancelled, SourceError
from core.jobs import (
    BROKEN,
    DONE,
    FAILED,
    INGEST,
    REBUILD,
    REFRESH,
    RUNNING,
    STOPPED,
    Task,
    cancel,
    dismiss,
    job_now,
    run,
)
from core.jobs.board import lock_of
from core.progress import Progress
from core.store.lock import locked
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.stories import answered


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


@pytest.fixture
def calls(tmp_path: Path) -> Task:
    """One conversation of seven events."""
    file = tmp_path / "calls.ndjson"
    file.write_text(lines(answered("WT1", "09:00:00", "Ana")))
    return Task(INGEST, (file,))


def told(workspace: Workspace) -> str:
    job = job_now(workspace)
    return job.state if job else "nothing"


def test_its_result_stands_on_the_board_until_it_is_dismissed(workspace: Workspace, calls: Task) -> None:
    run(workspace, calls)
    job = job_now(workspace)
    assert job
    assert (job.state, job.files, job.failed, job.kept, job.version) == (DONE, 1, 0, 7, 1)
    assert [(load["file_name"], load["rows_in"]) for load in job.loads] == [("calls.ndjson", 7)]
    dismiss(workspace, "another one")
    assert told(workspace) == DONE
    dismiss(workspace, job.id)
    assert told(workspace) == "nothing"


def test_everybody_sees_how_far_it_is(workspace: Workspace, calls: Task) -> None:
    seen: list[tuple[str, str]] = []

    def look(progress: Progress) -> None:
        job = job_now(workspace)
        assert job
        seen.append((progress.step, job.state if job.progress.step == progress.step else job.progress.step))

    run(workspace, calls, look)
    assert [step for step, _ in dict.fromkeys(seen)] == [
        *("landing", "reading", "checking", "modelling", "storing", "done")
    ]
    assert {state for _, state in seen} == {RUNNING}


def test_what_ended_it_is_told(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        run(workspace, Task(INGEST, (tmp_path / "nowhere",)))
    job = job_now(workspace)
    assert job
    assert (job.state, "nowhere" in job.problem, job.is_busy) == (FAILED, True, False)


def test_what_nobody_foresaw_is_told_as_broken(workspace: Workspace, calls: Task) -> None:
    def fall(_: Progress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(workspace, calls, fall)
    assert told(workspace) == BROKEN


def test_another_job_at_work_is_not_disturbed(workspace: Workspace, calls: Task) -> None:
    with locked(lock_of(workspace), 0), pytest.raises(Busy):
        run(workspace, calls, wait_s=0)
    assert (told(workspace), workspace.snapshot().version) == ("nothing", 0)


@pytest.mark.parametrize("step", ["landing", "reading", "checking", "modelling", "storing"])
def test_somebody_elsewhere_can_stop_it_at_every_step(workspace: Workspace, calls: Task, step: str) -> None:
    def stop(progress: Progress) -> None:
        if progress.step != step:
            return
        job = job_now(workspace)
        assert job
        cancel(workspace, job.id)
        # What is asked on the board is heard within a moment.
        _wait_for(0.6)

    with pytest.raises(Cancelled):
        run(workspace, calls, stop)
    assert (told(workspace), workspace.snapshot().version) == (STOPPED, 0)
    assert not list((workspace.home / "landed").iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_at_the_next_progress(workspace: Workspace, calls: Task, number: int) -> None:
    heard: list[str] = []
    steps: list[str] = []

    def interrupt(progress: Progress) -> None:
        steps.append(progress.step)
        if progress.step == "checking" and not heard:
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    with pytest.raises(Cancelled):
        run(workspace, calls, interrupt, lambda: heard.append("asked"))
    assert (heard, steps[-1], told(workspace)) == (["asked"], "checking", STOPPED)
    assert signal.getsignal(number) is before


def test_the_second_interrupt_ends_it_at_once(workspace: Workspace, calls: Task) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.step == "reading":
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        run(workspace, calls, interrupt)
    assert (told(workspace), workspace.snapshot().version) == (BROKEN, 0)


def test_when_all_is_done_it_is_too_late_to_stop(workspace: Workspace, calls: Task) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.step == "done":
            os.kill(os.getpid(), signal.SIGINT)

    assert run(workspace, calls, interrupt).version == 1
    assert told(workspace) == DONE


def test_the_inbox_and_a_rebuild_are_jobs_too(workspace: Workspace, calls: Task) -> None:
    inbox = workspace.home / "inbox"
    inbox.mkdir()
    calls.paths[0].rename(inbox / "calls.ndjson")
    assert run(workspace, Task(REFRESH)).version == 1
    steps: list[Progress] = []
    assert run(workspace, Task(REBUILD), steps.append).version == 2
    assert list(dict.fromkeys(one.step for one in steps)) == ["modelling", "storing", "done"]
    assert (steps[-1].share, steps[-1].rows) == (1.0, 7)
    job = job_now(workspace)
    assert job
    assert (job.kind, job.state, job.version) == (REBUILD, DONE, 2)


def _wait_for(seconds: float) -> None:
    from time import sleep

    sleep(seconds)
