"""A writer killed at any moment leaves the old state or the new one, over all tables, and no lasting rubbish."""

import random
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from core.store.doctor import check
from core.store.sweep import orphans
from core.store.workspace import Workspace
from tests.core.store.things import PLACES, THINGS
from tests.core.store.writer import ROWS, write, write_until
from tests.forked import forked


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace at version 1, all rows of generation 1."""
    workspace = Workspace(tmp_path / "home", part_rows=16, keep=4)
    write(workspace)
    return workspace


def assert_whole(workspace: Workspace) -> None:
    """Both tables are of the generation that the version says, complete, and the next writer tidies up."""
    snapshot = workspace.snapshot()
    for table in (THINGS, PLACES):
        assert snapshot.scan(table).collect()["generation"].to_list() == [snapshot.version] * ROWS
    write(workspace)
    assert workspace.snapshot().version == snapshot.version + 1
    assert orphans(workspace.files) == []
    assert check(workspace, deep=True) == []


def steps_of_a_commit(workspace: Workspace) -> int:
    """At so many moments a commit touches the file system; later ones, which also tidy up, at more."""
    told = workspace.home.with_name("steps")
    process = forked(write_until, workspace.home, 0, 1, told)
    process.join(60)
    assert process.exitcode == 0
    return int(told.read_text())


def kill_at(workspace: Workspace, moments: Iterable[int]) -> None:
    for moment in moments:
        before = workspace.snapshot().version
        process = forked(write_until, workspace.home, moment, 1)
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        assert workspace.snapshot().version in (before, before + 1)
        assert_whole(workspace)


def test_a_writer_killed_between_two_steps_leaves_one_state_whole(workspace: Workspace) -> None:
    steps = steps_of_a_commit(workspace)
    kill_at(workspace, (steps // 3, steps - 3))


@pytest.mark.slow
def test_a_writer_killed_at_every_other_step_leaves_one_state_whole(workspace: Workspace) -> None:
    steps = steps_of_a_commit(workspace)
    assert steps >= 40
    kill_at(workspace, range(1, steps + 1, 2))


@pytest.mark.slow
def test_a_writer_killed_at_any_time_leaves_one_state_whole(workspace: Workspace) -> None:
    seeded = random.Random(12)
    for _ in range(20):
        begun_at = workspace.snapshot().version
        process = forked(write_until, workspace.home, 0, 10_000)
        while workspace.snapshot().version == begun_at and process.is_alive():
            time.sleep(0.005)
        time.sleep(seeded.uniform(0, 0.1))
        process.kill()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        assert_whole(workspace)
