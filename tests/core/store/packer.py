"""A packing that ends itself at one of its steps."""

from datetime import UTC, datetime
from pathlib import Path

import core.store.packing
from core.store.packing import pack_rested
from core.store.workspace import Workspace
from tests.dying import die_before

NOW = datetime(2026, 11, 22, 0, 0, 30, tzinfo=UTC)


def pack_until(home: Path, step: int, fewest: int) -> None:
    """Pack; the process is killed before the N-th change that it makes to the disk for good."""
    die_before(step, "replace", "unlink")
    core.store.packing.FEWEST = fewest
    pack_rested(Workspace(home), NOW)
