"""A writer of two small tables that ends itself at one of its steps."""

import os
import signal
import sys
from pathlib import Path

from core.store.workspace import Workspace
from tests.core.store.things import PLACES, THINGS, places, things

ROWS = 40


def write_until(home: Path, kill_at: int, commits: int, told: Path | None = None) -> None:
    """Commit so many generations.

    Args:
        kill_at: the process is killed before its N-th step, a touch of the file system; 0: never.
        told: a file for the number of steps that were taken.
    """
    step = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        # The interpreter announces each open, link, remove, mkdir and listing before it does it.
        nonlocal step
        if event.startswith(("open", "os.")) and any(str(argument).startswith(str(home)) for argument in arguments):
            step += 1
            if step == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    workspace = Workspace(home, part_rows=16, keep=4)
    sys.addaudithook(count)
    for _ in range(commits):
        write(workspace)
    if told:
        told.write_text(str(step))


def write(workspace: Workspace) -> None:
    """Commit the next generation of both tables."""
    with workspace.write(wait_s=5) as change:
        generation = change.base.version + 1
        new = things(range(ROWS), generation)
        change.replace(THINGS, "thing_id", new["thing_id"], new)
        more = places(range(ROWS), generation)
        change.replace(PLACES, "place_id", more["place_id"], more)
        change.commit(f"generation {generation}")
