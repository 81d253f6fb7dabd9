"""An ingest that is killed leaves the old state or the new one, and running it again completes it."""

import shutil
import signal
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.cli import main
from core.schema.table import Table
from core.schema.tables import LOADS, TABLES
from core.store.workspace import Workspace
from tests.atalaya import ROOT, command
from tests.forked import forked
from tests.thorough import examples

KILLS, ATTEMPTS = examples(10, 40), examples(40, 120)
GOLDEN = 0.618033988749895
"""Multiples of it, without their whole part, spread evenly however many there are."""
DAYS = {
    "first": ["callback-2026-08-10.csv.gz"],
    "second": ["rest-2026-08-13.json.gz", "stream-2026-08-14.ndjson.gz"],
}
BY_CHANCE = {"load_id", "loaded_at", "rejected_at"}
"""What no two runs share: the name and the time of a load."""

Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of some days of the sample: `first` is loaded before, `second` while the killer is about."""
    folder = tmp_path_factory.mktemp("export")
    for name, files in DAYS.items():
        (folder / name).mkdir()
        for file in files:
            shutil.copy(ROOT / "sample_data" / "files" / file, folder / name)
    return folder


@pytest.fixture(scope="module")
def old_home(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in the old state."""
    home = tmp_path_factory.mktemp("old") / "workspace"
    assert main(["ingest", "--workspace", str(home), str(export / "first")]) == 0
    return home


@pytest.mark.slow
def test_an_ingest_killed_at_any_moment_leaves_the_old_or_the_new_state_and_can_be_run_again(
    export: Path, old_home: Path, tmp_path: Path
) -> None:
    new_home = shutil.copytree(old_home, tmp_path / "new")
    lasts = _ingest_until(new_home, export / "second", None) or 0.0
    old, new = _tables(old_home), _tables(new_home)
    killed = 0
    for attempt in range(ATTEMPTS):
        home = shutil.copytree(old_home, tmp_path / "victim")
        moment = lasts * (attempt * GOLDEN % 1)
        lasted = _ingest_until(home, export / "second", moment)
        killed, lasts = (killed + 1, lasts) if lasted is None else (killed, min(lasts, lasted))
        found = _tables(home)
        assert _same(found, old) or _same(found, new), f"killed after {moment:.3f} s: neither the old nor the new state"
        assert main(["doctor", "--workspace", str(home)]) == 0
        assert main(["ingest", "--workspace", str(home), str(export / "second")]) == 0
        _assert_complete(_tables(home), new)
        shutil.rmtree(home)
        if killed == KILLS:
            return
    pytest.fail(f"only {killed} of {ATTEMPTS} were still at work when they were to be killed")


def _ingest_until(home: Path, folder: Path, moment: float | None) -> float | None:
    """Ingest in a process that is killed so many seconds after it first touched the workspace.

    Returns:
        How long it worked, where it was done before it could be killed; else null.
    """
    landed = _count(home / "landed")
    process = forked(command, "ingest", "--workspace", home, folder)
    while _count(home / "landed") == landed and process.is_alive():
        time.sleep(0.002)
    began = time.monotonic()
    process.join(moment)
    if process.is_alive():
        process.kill()
        process.join()
        return None if process.exitcode == -signal.SIGKILL else time.monotonic() - began
    assert process.exitcode == 0
    return time.monotonic() - began


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*"))


def _tables(home: Path) -> Tables:
    snapshot = Workspace(home).snapshot()
    return {name: _told(snapshot.scan(table), table) for name, table in TABLES.items() if not table.made_of}


def _told(rows: pl.LazyFrame, table: Table) -> pl.DataFrame:
    return rows.drop(BY_CHANCE, strict=False).sort([name for name in table.schema if name not in BY_CHANCE]).collect()


def _same(one: Tables, other: Tables) -> bool:
    return all(rows.equals(other[name]) for name, rows in one.items())


def _assert_complete(found: Tables, new: Tables) -> None:
    """As after an undisturbed run; where the killed one had got through, LOADS tells of the repetition too."""
    for name, rows in found.items():
        told = rows.filter(pl.col("rows_kept") > 0) if name == LOADS.name else rows
        expected = new[name].filter(pl.col("rows_kept") > 0) if name == LOADS.name else new[name]
        assert_frame_equal(told, expected)
