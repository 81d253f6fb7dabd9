"""An ingest that is killed leaves the old state or the new one, and running it again completes it."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.schema.table import Table
from core.schema.tables import LOADS, TABLES
from core.store.workspace import Workspace
from tests.atalaya import ATALAYA, ROOT, environment, run_atalaya

MOMENTS = 24
KILLED_AT_LEAST = 20
BY_CHANCE = {"load_id", "loaded_at", "rejected_at"}
"""What no two runs share: the name and the time of a load."""

Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of made-up events: `first` is loaded before, `second` while the killer is about."""
    folder = tmp_path_factory.mktemp("export")
    for name, seed in {"first": 1, "second": 2}.items():
        words = ["--conversations", "1500", "--seed", str(seed), "--out", str(folder / name)]
        subprocess.run(
            [sys.executable, "-m", "sample_data.generate", *words], cwd=ROOT, check=True, capture_output=True
        )
    return folder


@pytest.fixture(scope="module")
def old_home(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in the old state."""
    home = tmp_path_factory.mktemp("old") / "workspace"
    run_atalaya(home, "ingest", export / "first")
    return home


@pytest.mark.slow
def test_an_ingest_killed_at_any_moment_leaves_the_old_or_the_new_state_and_can_be_run_again(
    export: Path, old_home: Path, tmp_path: Path
) -> None:
    new_home = shutil.copytree(old_home, tmp_path / "new")
    works_after, ends_after = _time_an_undisturbed_run(new_home, export / "second")
    old, new = _tables(old_home), _tables(new_home)
    killed = 0
    for number in range(MOMENTS):
        home = shutil.copytree(old_home, tmp_path / "victim")
        moment = works_after + (ends_after - works_after) * number / MOMENTS
        killed += _ingest_killed_after(moment, home, export / "second")
        found = _tables(home)
        assert _same(found, old) or _same(found, new), f"killed after {moment:.3f} s: neither the old nor the new state"
        run_atalaya(home, "doctor")
        run_atalaya(home, "ingest", export / "second")
        _assert_complete(_tables(home), new)
        shutil.rmtree(home)
    assert killed >= KILLED_AT_LEAST


def _start(home: Path, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*ATALAYA, "ingest", str(folder)],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _time_an_undisturbed_run(home: Path, folder: Path) -> tuple[float, float]:
    """When it first touches the workspace and when it ends, in seconds from its start."""
    landed = _count(home / "landed")
    started = time.monotonic()
    process = _start(home, folder)
    _wait_until(lambda: _count(home / "landed") > landed or process.poll() is not None)
    works_after = time.monotonic() - started
    assert process.wait() == 0
    return works_after, time.monotonic() - started


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*"))


def _wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.002)


def _ingest_killed_after(seconds: float, home: Path, folder: Path) -> bool:
    """Whether the process was killed, rather than done before."""
    process = _start(home, folder)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _tables(home: Path) -> Tables:
    snapshot = Workspace(home).snapshot()
    return {name: _told(snapshot.scan(table), table) for name, table in TABLES.items()}


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
