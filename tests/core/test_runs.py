"""Runs of loads read and taken in together leave what the same loads left one by one: every column of every table."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import core.runs
from core.runs import Load, enter_run, read_run, runs_of
from core.schema.tables import EVENTS, INTERVALS, LOADS, REJECTED
from core.sources import Reading
from core.staged import Repeated, enter, stage
from core.store.contents import Contents
from core.store.landing import land_stream
from core.store.transaction import Transaction
from core.store.workspace import Workspace
from tests.core.intervals.test_taken_in import CORRECTED, FEBRUARY, HEAD
from tests.core.intervals.test_taken_in import READING as COUNTED
from tests.core.test_reprocess import CALLS, PROFILE
from tests.thorough import examples

SEEDS = range(examples(4, 100))
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
TABLES = (EVENTS, INTERVALS, REJECTED, LOADS)
CALLBACKS = Reading("America/New_York")
OLD = Reading("Europe/Madrid", PROFILE, "old")
KINDS = ("task.created", "task.updated", "reservation.accepted", "task.canceled", "nobody.knows")


BROKEN = ("{broken", "[1]", '{"EventType": "task.created", "Sid": "EV0"}')


def line(chance: Random, far: bool) -> str:
    """An event that others tell of, too, in some other way perhaps."""
    number = chance.randrange(60)
    late = chance.choice((0, 0, 0, 250, 999)) + (chance.choice((0, 90_000_000)) if far else 0)
    told = {
        "Sid": f"EV{number}",
        "EventType": KINDS[number % len(KINDS)],
        "TimestampMs": str(int(BEGAN.timestamp() * 1000) + number * 60_000 + late),
        "TaskSid": f"WT{number // 5}",
    }
    told |= {"TaskQueueName": chance.choice(("Sales", "Support"))} if chance.random() < 0.5 else {}
    told |= {"TaskAttributes": json.dumps({"from": "+3491", "n": chance.randrange(3)})} if chance.random() < 0.3 else {}
    told |= {"WorkerName": chance.choice(("  ", "Ana"))} if chance.random() < 0.1 else {}
    told |= {"Unheard": "of"} if chance.random() < 0.1 else {}
    return json.dumps(told)


def file(chance: Random, far: bool) -> tuple[str, Reading]:
    """A file's content and how it is read."""
    kind = chance.random()
    if kind < 0.08:
        calls = CALLS.splitlines()
        return "\n".join([calls[0], *chance.sample(calls[1:], 2)]), OLD
    if kind < 0.16:
        return "\n".join([HEAD, *chance.sample(FEBRUARY + CORRECTED, 4)]), COUNTED
    lines = [line(chance, far) for _ in range(chance.randrange(1, 9))]
    lines += [chance.choice(BROKEN)] if chance.random() < 0.3 else []
    return "\n".join(lines), chance.choice((CALLBACKS, Reading()))


def history(workspace: Workspace, chance: Random, far: bool) -> list[Load]:
    """Loads in their order: up to three a moment, now and then of a file that was there."""
    loads: list[Load] = []
    for minute in range(16):
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            content, reading = file(chance, far)
            if loads and chance.random() < 0.15:
                content = chance.choice(loads).landed.path.read_text(encoding="utf-8")
            landed = land_stream(workspace, f"{minute}.ndjson", io.BytesIO(content.encode()))
            earlier = next((load for load in loads if load.landed.file_id == landed.file_id), None)
            reading = earlier.reading if earlier else reading
            moment = BEGAN + timedelta(minutes=minute)
            loads.append(Load(landed, f"L{len(loads)}", moment, reading, is_first=earlier is None))
    return [load for _, some in moments(loads) for load in sorted(some, key=lambda load: not load.is_first)]


def moments(loads: list[Load]) -> Iterator[tuple[datetime, list[Load]]]:
    for moment in sorted({load.loaded_at for load in loads}):
        yield moment, [load for load in loads if load.loaded_at == moment]


def one_by_one(change: Transaction, loads: list[Load], folder: Path) -> None:
    """As they came in."""
    for moment, some in moments(loads):
        news = [load for load in some if load.is_first]
        staged = [stage(one.landed, one.load_id, folder / one.load_id, one.reading, lambda *_: None) for one in news]
        again = [Repeated(load.landed, load.load_id) for load in some if not load.is_first]
        enter(change, staged, again, moment)


def in_runs(change: Transaction, loads: list[Load], folder: Path) -> None:
    """As they are taken in again."""
    runs = list(runs_of(loads))
    assert (len(runs) == 1) == (len(loads) <= core.runs.MOST_LOADS)
    contents = Contents(change.files)
    for number, run in enumerate(runs):
        enter_run(change, read_run(run, contents, folder / f"{number}", lambda *_: None), lambda _: None)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_column_of_every_table_is_what_it_was(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(seed)
    monkeypatch.setattr(core.runs, "MOST_LOADS", chance.choice((9, 2_000)))
    workspace = Workspace(tmp_path / "workspace", part_rows=100)
    loads = history(workspace, chance, far=seed % 4 == 3)
    found = []
    for way in (one_by_one, in_runs):
        with workspace.write() as change, change.scratch() as folder:
            way(change, loads, folder)
            found.append([change.scan(table).sort(table.schema.names()).collect() for table in TABLES])
    for expected, rows in zip(*found, strict=True):
        assert_frame_equal(rows, expected, check_exact=True)
    told = found[0][-1]
    assert told["load_number"].sort().to_list() == list(range(1, len(loads) + 1))
    counted = told.select("rows_kept", "rows_duplicate", "rows_rejected", "rows_unknown_type").sum()
    assert min(counted.row(0)) > 0


def test_large_files_are_read_by_themselves_and_moments_are_never_cut(tmp_path: Path) -> None:
    landed = land_stream(Workspace(tmp_path), "one", io.BytesIO(b"x"))

    def load(minute: int, size: int, *, is_first: bool = True) -> Load:
        moment = BEGAN + timedelta(minutes=minute)
        return Load(replace(landed, bytes=size), f"L{minute}", moment, Reading(), is_first)

    small, large = 1_000_000, 20_000_000
    loads = [load(0, small), load(0, small), load(1, small), load(2, small), load(2, large), load(3, small)]
    loads += [load(4, large, is_first=False), *(load(5 + number, small) for number in range(20))]
    runs = [[one.loaded_at.minute for one in run] for run in runs_of(loads)]
    assert runs == [[0, 0, 1], [2, 2], [3, 4, *range(5, 20)], [20, 21, 22, 23, 24]]
    assert pl.Series([minute for run in runs for minute in run]).is_sorted()
