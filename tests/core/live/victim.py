"""A refresh that ends itself at one of its steps."""

from pathlib import Path

import core.live.look
from core.live.take import take_waiting
from core.store.workspace import Workspace
from tests.dying import die_before


def refresh_until(home: Path, step: int) -> None:
    """Refresh; the process is killed before the N-th change that it makes to the disk for good."""
    die_before(step, "replace", "unlink", "hardlink_to")
    core.live.look.QUIET_S = 0
    take_waiting(Workspace(home), wait_s=5)
