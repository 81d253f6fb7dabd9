"""A writer killed at any moment leaves the old state or the new one, over all tables, and no lasting rubbish."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from core.store.doctor import check
from core.store.sweep import orphans
from core.store.workspace import Workspace
from tests.core.store.things import PLACES, THINGS, places, things

ROWS = 40

WRITER = """
import os, signal, sys
from pathlib import Path
from core.store.workspace import Workspace
from tests.core.store.things import PLACES, THINGS, places, things

home, kill_at, commits, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), 0

def count(event, arguments):
    # The interpreter announces each open, link, remove, mkdir and listing before it does it.
    global step
    if event.startswith(("open", "os.")) and any(str(argument).startswith(home) for argument in arguments):
        step += 1
        if step == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

workspace = Workspace(Path(home), part_rows=16, keep=4)
sys.addaudithook(count)
for _ in range(commits):
    with workspace.write() as change:
        generation = change.base.version + 1
        new = things(range(40), generation)
        change.replace(THINGS, "thing_id", new["thing_id"], new)
        new = places(range(40), generation)
        change.replace(PLACES, "place_id", new["place_id"], new)
        change.commit(f"generation {generation}")
print(step)
"""


def start(home: Path, kill_at: int, commits: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(home), str(kill_at), str(commits)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace at version 1, all rows of generation 1."""
    workspace = Workspace(tmp_path / "home", part_rows=16, keep=4)
    write(workspace)
    return workspace


def write(workspace: Workspace) -> None:
    with workspace.write(wait_s=5) as change:
        generation = change.base.version + 1
        new = things(range(ROWS), generation)
        change.replace(THINGS, "thing_id", new["thing_id"], new)
        more = places(range(ROWS), generation)
        change.replace(PLACES, "place_id", more["place_id"], more)
        change.commit(f"generation {generation}")


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
    return int(start(workspace.home, kill_at=0, commits=1).communicate(timeout=60)[0])


def kill_at(workspace: Workspace, moments: Iterable[int]) -> None:
    for moment in moments:
        before = workspace.snapshot().version
        process = start(workspace.home, moment, commits=1)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
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
        process = start(workspace.home, kill_at=0, commits=10_000)
        begun_at = workspace.snapshot().version
        while workspace.snapshot().version == begun_at and process.poll() is None:
            time.sleep(0.005)
        time.sleep(seeded.uniform(0, 0.1))
        process.kill()
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        assert_whole(workspace)
