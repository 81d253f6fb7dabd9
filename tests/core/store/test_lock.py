"""Writers take turns; whoever waits too long is told who is writing."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import Busy, StoreError
from core.store.lock import locked
from core.store.workspace import Workspace
from tests.core.store.things import THINGS, ids

WRITER = """
import sys, time
from pathlib import Path
from core.store.workspace import Workspace
from tests.core.store.things import THINGS, things

number, home, hold_s = int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
with Workspace(home).write() as change:
    (home / f"writing {number}").touch()
    time.sleep(hold_s)
    change.append(THINGS, things([number]))
    change.commit(f"number {number}")
"""


def writer(number: int, home: Path, hold_s: float) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", WRITER, str(number), str(home), str(hold_s)])


def wait_for(path: Path) -> None:
    give_up_at = time.monotonic() + 30
    while not path.exists() and time.monotonic() < give_up_at:
        time.sleep(0.01)


def test_two_processes_that_write_at_once_both_succeed_one_after_the_other(tmp_path: Path) -> None:
    writers = [writer(number, tmp_path, hold_s=0.2) for number in (1, 2)]

    assert [process.wait(timeout=60) for process in writers] == [0, 0]
    assert Workspace(tmp_path).snapshot().version == 2
    assert ids(Workspace(tmp_path).snapshot()) == ["t001", "t002"]


def test_whoever_waits_too_long_is_told_who_is_writing_and_readers_are_not_held_up(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    process = writer(1, tmp_path, hold_s=60)
    try:
        wait_for(tmp_path / "writing 1")
        told = rf"written to by process {process.pid} on .* since 20\d\d-.* UTC; waited 0.1 s"
        with pytest.raises(Busy, match=told), workspace.write(wait_s=0.1):
            pass
        assert workspace.snapshot().rows(THINGS) == 0
    finally:
        process.kill()
        process.wait()
    with workspace.write(wait_s=5) as change:
        assert change.base.version == 0


def test_two_writers_within_one_process_exclude_each_other_too(tmp_path: Path) -> None:
    with Workspace(tmp_path).write(), pytest.raises(Busy), Workspace(tmp_path).write(wait_s=0):
        pass


def test_a_lock_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=str(tmp_path / "nowhere" / "lock")), locked(tmp_path / "nowhere" / "lock", 0):
        pass
