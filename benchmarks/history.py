"""A long history that several benchmarks ask about: made once a size, and kept for the next that wants it."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from benchmarks.in_sql import ZONE
from benchmarks.repeated import ingest_sample, repeat
from core.rollups import roll_up
from core.schema.tables import MODEL
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

HISTORIES = "ATALAYA_BENCH_HISTORIES"
"""The environment variable that names the folder in which histories are kept; without it they are temporary files."""

SMALL, FULL = 200_000, 10_000_000
"""Conversations."""


def history(conversations: int) -> Snapshot:
    """The sample repeated through two years, at least so many conversations, with its cubes, in a house of `ZONE`."""
    kept = Path(os.environ.get(HISTORIES) or Path(gettempdir()) / "atalaya-bench-histories")
    home = kept / f"{conversations}-{MODEL}"
    if not home.exists():
        _make(home, conversations)
    return Workspace(home).snapshot()


def _make(home: Path, conversations: int) -> None:
    """Under another name until it is whole: a run that was stopped leaves nothing that looks like a history."""
    home.parent.mkdir(parents=True, exist_ok=True)
    begun = home.with_name(f"{home.name}.begun")
    shutil.rmtree(begun, ignore_errors=True)
    with TemporaryDirectory(prefix="atalaya-bench-") as folder:
        repeat(ingest_sample(Path(folder) / "sample"), begun, conversations)
    (begun / "settings.toml").write_text(f'time_zone = "{ZONE}"\n', encoding="utf-8")
    workspace = Workspace(begun)
    with workspace.write() as change:
        roll_up(change, workspace.house)
        change.commit("Added up")
    begun.rename(home)
