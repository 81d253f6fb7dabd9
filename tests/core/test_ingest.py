"""Taking files in: what is counted, what is refused, and that nothing is taken twice."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.errors import Cancelled, SourceError
from core.ingest import ingest
from core.progress import Progress
from core.schema.tables import CONVERSATIONS, EVENTS, LOADS, REJECTED, SEGMENTS
from core.store.workspace import Workspace

CALL = {"TaskSid": "WT1", "TaskChannelUniqueName": "voice", "TaskAttributes": '{"from":"+14155550100"}'}
STORY = [
    {"Sid": "EV1", "EventType": "task.created", "TimestampMs": "1772442000000", **CALL},
    {"Sid": "EV2", "EventType": "task-queue.entered", "TimestampMs": "1772442000100", "TaskQueueName": "L1", **CALL},
    {
        "Sid": "EV3",
        "EventType": "task.canceled",
        "TimestampMs": "1772442020100",
        "TaskCanceledReason": "hangup",
        **CALL,
    },
]
COUNTS = ("rows_in", "rows_kept", "rows_duplicate", "rows_rejected")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def write(path: Path, *records: dict[str, Any] | str) -> Path:
    path.write_text("".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in records), encoding="utf-8")
    return path


def counts(load: dict[str, Any]) -> tuple[int, ...]:
    return tuple(load[name] for name in COUNTS)


def test_a_file_becomes_events_segments_and_a_conversation(workspace: Workspace, tmp_path: Path) -> None:
    done = ingest(workspace, [write(tmp_path / "a.ndjson", *STORY)])
    assert [counts(load) for load in done.loads] == [(3, 3, 0, 0)]
    snapshot = workspace.snapshot()
    assert [snapshot.rows(table) for table in (EVENTS, SEGMENTS, CONVERSATIONS, LOADS)] == [3, 2, 1, 1]
    row = snapshot.scan(CONVERSATIONS).select("is_abandoned", "abandon_time_ms", "country", "state").collect().row(0)
    assert row == (True, 20_000, "US", "CA")


def test_the_same_file_again_is_all_duplicates_and_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = write(tmp_path / "a.ndjson", *STORY, "{broken")
    ingest(workspace, [file])
    before = workspace.snapshot().scan(SEGMENTS).collect()
    done = ingest(workspace, [file])
    assert [counts(load) for load in done.loads] == [(4, 0, 4, 0)]
    assert workspace.snapshot().scan(SEGMENTS).collect().equals(before)
    assert workspace.snapshot().rows(REJECTED) == 1


def test_the_same_file_twice_in_one_call_is_taken_in_once(workspace: Workspace, tmp_path: Path) -> None:
    done = ingest(workspace, [write(tmp_path / "a.ndjson", *STORY), write(tmp_path / "b.ndjson", *STORY)])
    assert [counts(load) for load in done.loads] == [(3, 3, 0, 0), (3, 0, 3, 0)]


def test_the_same_event_in_another_file_is_a_duplicate(workspace: Workspace, tmp_path: Path) -> None:
    ingest(workspace, [write(tmp_path / "a.ndjson", *STORY[:2])])
    done = ingest(workspace, [write(tmp_path / "b.ndjson", STORY[1], STORY[2], STORY[2])])
    assert [counts(load) for load in done.loads] == [(3, 1, 2, 0)]
    assert workspace.snapshot().rows(EVENTS) == 3


@pytest.mark.parametrize("fine_first", [True, False])
def test_of_two_copies_the_one_with_the_finer_time_stays(
    workspace: Workspace, tmp_path: Path, fine_first: bool
) -> None:
    coarse = {key: value for key, value in STORY[2].items() if key != "TimestampMs"} | {"Timestamp": "1772442020"}
    copies = [STORY[2], coarse] if fine_first else [coarse, STORY[2]]
    for number, copy in enumerate(copies):
        ingest(workspace, [write(tmp_path / f"{number}.ndjson", *STORY[:2], copy)])
    assert workspace.snapshot().scan(CONVERSATIONS).collect()["abandon_time_ms"].to_list() == [20_000]


def test_rejected_records_are_kept_with_their_place_and_reason(workspace: Workspace, tmp_path: Path) -> None:
    done = ingest(
        workspace, [write(tmp_path / "a.ndjson", STORY[0], "{broken", '{"EventType":"task.created"}', STORY[1])]
    )
    assert [counts(load) for load in done.loads] == [(4, 2, 0, 2)]
    rejected = workspace.snapshot().scan(REJECTED).sort("position").collect()
    assert rejected.select("file_name", "position").rows() == [("a.ndjson", 2), ("a.ndjson", 3)]
    assert rejected["raw"].to_list()[0] == "{broken"
    assert rejected["reason"].null_count() == 0


def test_unknown_types_and_fields_are_kept_and_counted(workspace: Workspace, tmp_path: Path) -> None:
    strange = {"Sid": "EV9", "EventType": "task.sang", "TimestampMs": "1772442000500", "Tune": "la", **CALL}
    load = ingest(workspace, [write(tmp_path / "a.ndjson", *STORY, strange)]).loads[0]
    assert (load["rows_kept"], load["rows_unknown_type"], json.loads(load["unknown_fields"])) == (4, 1, {"Tune": 1})
    kept = workspace.snapshot().scan(EVENTS).filter(pl.col("event_id") == "EV9").collect()
    assert json.loads(kept["extra"][0]) == {"Tune": "la"}


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_taken_in(workspace: Workspace, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ndjson.gz"
    bad.write_bytes(b"\x1f\x8b truncated")
    done = ingest(workspace, [bad, write(tmp_path / "a.ndjson", *STORY)])
    assert [load["file_name"] for load in done.loads] == ["a.ndjson"]
    assert [name for name, message in done.failures if "bad.ndjson.gz" in message] == ["bad.ndjson.gz"]


def test_a_path_that_does_not_exist_is_named(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.csv"):
        ingest(workspace, [tmp_path / "nowhere.csv"])


def test_progress_is_told_from_the_first_file_to_the_end(workspace: Workspace, tmp_path: Path) -> None:
    told: list[Progress] = []
    ingest(workspace, [write(tmp_path / "a.ndjson", *STORY)], told.append)
    steps = list(dict.fromkeys((one.step, one.rows) for one in told))
    assert steps == [
        ("landing", 0),
        ("reading", 0),
        ("reading", 3),
        *((step, 3) for step in ("checking", "modelling", "storing", "done")),
    ]


def test_progress_never_falls_and_ends_with_all_of_it(workspace: Workspace, tmp_path: Path) -> None:
    told: list[Progress] = []
    files = [write(tmp_path / f"{number}.ndjson", *STORY[: number + 1]) for number in range(3)]
    ingest(workspace, files, told.append)
    shares = [one.share for one in told]
    assert shares == sorted(shares)
    assert (told[-1].step, told[-1].share, told[-1].done, told[-1].total) == ("done", 1.0, 6, 6)
    whole = {one.step: one for one in told if one.total}
    assert {step: one.done == one.total for step, one in whole.items()} == dict.fromkeys(whole, True)


def everything_in(home: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and the time of its last change, but for the writers' lock."""
    files = [path for path in home.rglob("*") if path.is_file() and path.name != "lock"]
    return {str(path.relative_to(home)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_work_that_is_stopped_at_any_moment_leaves_everything_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    ingest(workspace, [write(tmp_path / "a.ndjson", *STORY[:2])])
    told: list[Progress] = []
    news = [write(tmp_path / "b.ndjson", *STORY, "{broken"), write(tmp_path / "c.ndjson", *STORY[1:])]
    other = Workspace(tmp_path / "other")
    ingest(other, [tmp_path / "a.ndjson"])
    ingest(other, news, told.append)
    before = everything_in(workspace.home)
    for moment in range(len(told) - 1):
        assert _stopped_after(workspace, news, moment) == told[moment].step
        assert everything_in(workspace.home) == before
        assert not (workspace.home / "staging").exists()
    done = ingest(workspace, news)
    assert [counts(load) for load in done.loads] == [(4, 1, 2, 1), (2, 0, 2, 0)]


def _stopped_after(workspace: Workspace, files: list[Path], moment: int) -> str:
    """Stop at the progress of that number; at which step that was."""
    steps: list[str] = []

    def stop(progress: Progress) -> None:
        steps.append(progress.step)
        if len(steps) > moment:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        ingest(workspace, files, stop)
    return steps[-1]


def test_a_hold_that_arrives_before_its_task_is_not_lost(workspace: Workspace, tmp_path: Path) -> None:
    talk = {**CALL, "TaskAttributes": '{"call_sid":"CA1"}', "ReservationSid": "WR1", "WorkerSid": "WK1"}
    hold = {"CallSid": "CA1", "EventType": "participant-hold", "StatusCallbackEvent": "participant-hold"}
    parts = [
        [
            hold | {"Sid": "EV5", "TimestampMs": "1772442030000"},
            hold | {"Sid": "EV6", "StatusCallbackEvent": "participant-unhold", "TimestampMs": "1772442033000"},
        ],
        [
            {"Sid": "EV1", "EventType": "task-queue.entered", "TimestampMs": "1772442000000"} | talk,
            {"Sid": "EV2", "EventType": "reservation.created", "TimestampMs": "1772442001000"} | talk,
            {"Sid": "EV3", "EventType": "reservation.accepted", "TimestampMs": "1772442002000"} | talk,
            {"Sid": "EV4", "EventType": "reservation.completed", "TimestampMs": "1772442062000"} | talk,
        ],
    ]
    for number, records in enumerate(parts):
        ingest(workspace, [write(tmp_path / f"{number}.ndjson", *records)])
    talks = workspace.snapshot().scan(SEGMENTS).filter(pl.col("kind") == "Conversation").collect()
    assert talks["hold_time_ms"].to_list() == [3_000]
