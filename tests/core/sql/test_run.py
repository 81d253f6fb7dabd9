"""Questions in processes of their own: answered, cut off in time and memory, cancelled, and nobody else is harmed."""

from pathlib import Path

import pytest

from core.errors import Cancelled
from core.sql import Limits, Refusal, run_sql, start_sql
from core.sql.run import AT_ONCE
from core.store.snapshot import Snapshot
from tests.core.sql.watch import Watch

ENDLESS = "SELECT COUNT(*) AS n FROM (SELECT DISTINCT {} AS x FROM {}) t".format(
    " || ".join(f"{name}.segment_id" for name in "abcd"), ", ".join(f"segments {name}" for name in "abcd")
)
"""A hundred million rows, all of which have to be kept apart."""


def refused(snapshot: Snapshot, text: str, **limits: int) -> Refusal:
    with pytest.raises(Refusal) as found:
        run_sql(snapshot, text, limits=Limits(**limits))
    return found.value


def test_the_answer_comes_out_of_another_process_as_it_is(sixty: Snapshot) -> None:
    found = run_sql(sixty, "SELECT channel, COUNT(*) AS n FROM conversations GROUP BY channel")
    assert (found.rows.rows(), found.units) == ([("chat", 15), ("voice", 45)], ("", "count"))


def test_a_refusal_comes_with_its_place(sixty: Snapshot) -> None:
    problem = refused(sixty, "SELECT 1\nFROM read_csv('/etc/passwd')")
    assert (problem.why, problem.line, problem.column) == ("table_function", 2, 6)


def test_a_runaway_join_ends_at_its_memory_and_takes_nobody_down(sixty: Snapshot) -> None:
    assert refused(sixty, ENDLESS, memory_mb=500).why == "memory"
    assert run_sql(sixty, "SELECT 1 AS x").rows.item() == 1


def test_what_takes_too_long_is_given_up(sixty: Snapshot) -> None:
    assert refused(sixty, ENDLESS, seconds=1, memory_mb=16_000).why == "time"


def test_a_question_can_be_cancelled(sixty: Snapshot) -> None:
    running = start_sql(sixty, ENDLESS, limits=Limits(memory_mb=16_000))
    assert not running.is_done(0.05)
    running.cancel()
    assert running.is_done(10)
    with pytest.raises(Cancelled):
        running.answer()


def test_no_more_are_worked_on_at_once_than_there_is_memory_for(sixty: Snapshot) -> None:
    running = [start_sql(sixty, ENDLESS, limits=Limits(memory_mb=16_000)) for _ in range(AT_ONCE)]
    try:
        with pytest.raises(Refusal, match="already"):
            start_sql(sixty, "SELECT 1 AS x")
    finally:
        for one in running:
            one.cancel()
            assert one.is_done(10)
    assert run_sql(sixty, "SELECT 1 AS x").rows.item() == 1


def test_the_process_opens_no_file_beside_the_tables(sixty: Snapshot, watched: Watch, secrets: Path) -> None:
    for text in ("SELECT * FROM '{}/*.csv'", "SELECT * FROM read_csv('{}/a.csv')", "COPY agents TO '{}/b.csv'"):
        assert refused(sixty, text.format(secrets)).line == 1
    assert watched.touched() == []


def test_a_version_that_is_gone_is_told(sixty: Snapshot) -> None:
    from dataclasses import replace

    gone = replace(sixty, manifest=replace(sixty.manifest, version=404))
    assert refused(gone, "SELECT * FROM agents").why == "engine"


def test_nothing_is_written_by_the_process(tmp_path: Path, sixty: Snapshot) -> None:
    before = sorted(path.stat().st_mtime_ns for path in sixty.files.root.rglob("*"))
    run_sql(sixty, "SELECT * FROM events ORDER BY occurred_at")
    assert sorted(path.stat().st_mtime_ns for path in sixty.files.root.rglob("*")) == before
