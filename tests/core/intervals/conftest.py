"""Workspaces that hold intervals."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.intervals.keep import Kept, keep
from core.intervals.read import read_intervals
from core.intervals.roles import Counting
from core.store.workspace import Workspace
from tests.core.intervals.counted import DAILY, Row, typed

Take = Callable[..., Kept]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty one, in Madrid."""
    home = Workspace(tmp_path / "workspace")
    (home.home / "settings.toml").write_text('time_zone = "Europe/Madrid"\n', encoding="utf-8")
    return home


@pytest.fixture
def take(workspace: Workspace) -> Take:
    """Take rows of a file in."""

    def taken(*rows: Row, counting: Counting = DAILY, load_id: str = "load") -> Kept:
        staged, refused = read_intervals(typed(*rows), counting, "f")
        assert refused.is_empty(), refused
        with workspace.write() as change:
            kept = keep(change, staged, load_id)
            change.commit("intervals")
        return kept

    return taken
