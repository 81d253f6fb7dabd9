"""A refresh that is killed at any of its steps loses nothing, and the next one takes in nothing twice."""

import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from core.collector.journal import OpenFile
from core.live.take import take_waiting
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.core.live.victim import refresh_until
from tests.forked import forked
from tests.stories import answered

KILLED = -9
BAD = '{"EventType":"task.created","Sid":"EVbad"}\n'


@cache
def call(number: int) -> str:
    return lines(answered(f"WT{number}", "09:00:00", "Ana"))


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which files wait in the inbox and, several of a kind, in the journal; bad records among them."""
    home = tmp_path_factory.mktemp("waiting") / "home"
    (home / "inbox").mkdir(parents=True)
    workspace = Workspace(home)
    (home / "inbox" / "a.ndjson").write_text(call(1) + BAD)
    for content in (call(2) + BAD, call(3), call(4)):
        file = OpenFile(workspace.files, "taskrouter")
        file.write(content.encode())
        file.close()
    return home


def told(home: Path) -> tuple[pl.DataFrame, ...]:
    """What must be the same, whatever happened: events and rejected records, and what the loads add up to."""
    snapshot = Workspace(home).snapshot()
    events = snapshot.scan(EVENTS).select("event_id", "occurred_at", "task_id").sort("event_id").collect()
    rejected = snapshot.scan(REJECTED).select("raw", "reason").sort("raw").collect()
    sums = snapshot.scan(LOADS).select(pl.col("rows_in", "rows_kept", "rows_duplicate", "rows_rejected").sum())
    return events, rejected, sums.collect()


@pytest.mark.slow
def test_a_refresh_killed_at_any_step_loses_nothing_and_takes_in_nothing_twice(
    waiting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody is writing any more: there is nothing to wait for.
    monkeypatch.setattr("core.live.look.QUIET_S", 0)
    whole = shutil.copytree(waiting, tmp_path / "whole")
    take_waiting(Workspace(whole))
    expected = told(whole)
    assert expected[0].height == 28
    for step in range(1, 200):
        home = shutil.copytree(waiting, tmp_path / "victim")
        process = forked(refresh_until, home, step)
        process.join(60)
        code = process.exitcode
        assert code in (0, KILLED)
        take_waiting(Workspace(home))
        take_waiting(Workspace(home))
        for found, wanted in zip(told(home), expected, strict=True):
            assert found.equals(wanted), f"killed before step {step}"
        assert not list((home / "journal").rglob("*.ndjson"))
        shutil.rmtree(home)
        if code == 0:
            assert step > 30
            return
    pytest.fail("It never came to its end.")
