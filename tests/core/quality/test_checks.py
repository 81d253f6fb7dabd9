"""Every check: a clean day gives no finding, and each fault that is planted gives just the findings and rows it is."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.correct import correct
from core.corrections import CLOSE, EXCLUDE, CorrectionsFile, new_correction
from core.ingest import ingest
from core.quality import CHECKS
from core.schema.tables import AGENTS, CONVERSATIONS, SEGMENTS, TASKS
from core.store.workspace import Workspace
from tests.callbacks import callback, lines, taken_in
from tests.core.quality.planted import (
    Event,
    Spoil,
    changed,
    clean_day,
    of,
    quality_of,
    shifted,
    told,
    with_more,
    without,
)
from tests.story import event

AGENT = {"agent": "Ana"}
LATER = event("+3 09:00:00", "worker.capacity.update", **AGENT)
ARRIVED: dict[str, tuple[Spoil, dict[str, list[str]]]] = {
    "an entry is lost": (without("task-queue.entered", task_id="WT2"), {"queue_balance": ["WT2: no entry"]}),
    "an offer is lost": (
        without("reservation.created", task_id="WT2"),
        {"no_missing_event": ["WR WT2: reservation.created"]},
    ),
    "an answer is lost": (
        without("reservation.accepted", task_id="WT2"),
        {"no_missing_event": ["WR WT2: reservation.accepted", "WT2: reservation.accepted"]},
    ),
    "the end of an offer is lost, the task's makes up for it": (without("reservation.completed", task_id="WT2"), {}),
    "only offers of a task are heard of": (
        lambda events: [one for one in events if one["task_id"] != "WT2" or one["event_type"].startswith("res")],
        {
            "no_missing_event": ["WR WT2: task-queue.entered", "WT2: task-queue.entered"],
            "queue_balance": ["WT2: no entry"],
            "tasks_heard": ["WT2: task.created"],
        },
    ),
    "a miss is lost": (
        without("reservation.timeout", reservation_id="WR0"),
        {"reservations_end": ["WR0: reservation without end"]},
    ),
    "an offer ends twice": (
        with_more(event("09:10:07", "reservation.rejected", "WT2", reservation="WR WT2", **AGENT)),
        {"reservations_end_once": ["WR WT2: several ends"]},
    ),
    "an answer comes twice under two ids": (
        with_more(event("09:10:11", "reservation.accepted", "WT2", reservation="WR WT2", **AGENT)),
        {"reservations_end_once": ["WR WT2: one end twice"]},
    ),
    "an answer is before its offer": (
        shifted("reservation.accepted", -7, task_id="WT2"),
        {"life_in_order": ["WR WT2: reservation.accepted < reservation.created"]},
    ),
    "a task is offered before it is created": (
        shifted("task.created", 6, task_id="WT2"),
        {"life_in_order": ["WT2: task-queue.entered < task.created"]},
    ),
    "a task waits again after its end": (
        with_more(event("09:40:00", "task-queue.entered", "WT2", queue="Support")),
        {"life_in_order": ["WT2: task over < task-queue.entered"], "no_gap": ["WT2: gap"]},
    ),
    "a task never ends": (
        lambda events: [*without("task.canceled", task_id="WT3")(events), LATER],
        {"none_stuck": ["WT3: in progress"]},
    ),
    "an offer names no task": (
        with_more(event("09:40:00", "reservation.created", reservation="WRX", **AGENT)),
        {"offers_have_task": ["WRX: reservation.created"]},
    ),
    "a hold is of no call": (
        with_more(event("09:40:00", "participant.hold", call_id="CAX")),
        {"holds_have_call": ["story.ndjson: participant.hold"]},
    ),
    "nobody tells the customer": (
        changed("", {"task_attributes": "{}"}, task_id="WT2"),
        {"customers_known": ["WT2: customer"]},
    ),
    "a number is none": (
        changed("", {"task_attributes": '{"from": "+1999555123499"}'}, task_id="WT2"),
        {"numbers_valid": ["WT2: invalid"]},
    ),
    "number and attribute name two countries": (
        changed("", {"task_attributes": '{"from": "+14155550172", "customers": {"country": "ES"}}'}, task_id="WT2"),
        {"places_agree": ["WT2: country"]},
    ),
    "a change of activity is lost": (
        without("worker.activity.update", activity="Break"),
        {"no_lost_change": ["Ana: another activity before"]},
    ),
    "a status lasted otherwise than is told": (
        changed("worker.activity.update", {"time_in_previous_activity_ms": 9_000}, activity="Break"),
        {"no_lost_change": ["Ana: another length"]},
    ),
    "the end of a status is lost": (
        lambda events: [*without("worker.activity.update", activity="Offline")(events), LATER],
        {"statuses_end": ["Ana: Available"]},
    ),
    "a type is unknown": (
        with_more(event("09:40:00", "task.priority-boosted", "WT2")),
        {"types_known": ["WT2: task.priority-boosted"]},
    ),
    "an event is of the future": (
        with_more(event("+20000 09:40:00", "worker.capacity.update", **AGENT)),
        {"nothing_from_the_future": ["Ana: worker.capacity.update"]},
    ),
    "the platform's clock is another than the task's": (
        lambda events: changed("task.created", {"task_created_at": events[0]["occurred_at"]}, task_id="WT2")(events),
        {"clocks_agree": ["WT2: task.created"]},
    ),
    "the first events come last": (
        lambda events: [*events[2:], *events[:2]],
        {"in_order": ["Ana: behind its file", "WT1: behind its file"]},
    ),
    "the file is sorted the other way round": (lambda events: events[::-1], {}),
    "the same event comes twice": (
        lambda events: [*events, events[-1]],
        {"once_each": ["story.ndjson: event callback"]},
    ),
}


def test_a_clean_day_gives_no_finding(tmp_path: Path) -> None:
    quality = quality_of(tmp_path / "w", clean_day())
    assert told(quality) == {}
    assert (quality.verdict, quality.conversations, quality.touched, quality.broken) == ("sound", 6, 0, 0)


@pytest.mark.parametrize("fault", ARRIVED)
def test_a_fault_that_arrives_is_found_with_its_rows_and_nothing_else(tmp_path: Path, fault: str) -> None:
    spoil, expected = ARRIVED[fault]
    assert told(quality_of(tmp_path / "w", spoil(clean_day()))) == expected


def test_records_that_cannot_be_used_are_found_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "broken.ndjson"
    strange = callback(event("12:00:00", "worker.capacity.update", **AGENT)) | {"RoutingExperiment": "B"}
    file.write_text(lines(clean_day()) + '{"EventTy\n' + json.dumps(strange))
    workspace = Workspace(tmp_path / "w")
    assert not ingest(workspace, [file]).failures
    quality = of(workspace)
    assert told(quality) == {
        "records_usable": ["broken.ndjson: broken record"],
        "fields_known": ["broken.ndjson: RoutingExperiment"],
    }
    refused = next(one for one in quality.findings if one.check.name == "records_usable")
    assert refused.rows["position"].to_list() == [len(clean_day()) + 1]


def test_one_content_under_two_names_is_found_and_the_same_file_again_is_only_duplicates(tmp_path: Path) -> None:
    workspace, _ = taken_in(tmp_path / "w", *clean_day())
    again, other = tmp_path / "story.ndjson", tmp_path / "other.ndjson"
    other.write_text(again.read_text())
    ingest(workspace, [again])
    assert set(told(of(workspace))) == {"once_each"}
    ingest(workspace, [other])
    assert told(of(workspace))["one_name_each"] == ["other.ndjson: story.ndjson"]


def test_events_that_come_after_much_younger_ones_are_late_and_history_is_not(tmp_path: Path) -> None:
    events = clean_day()
    late = [one for one in events if one["task_id"] == "WT2"]
    workspace, _ = taken_in(tmp_path / "w", *(one for one in events if one["task_id"] != "WT2"))
    old = [event("-1 09:00:00", "worker.capacity.update", **AGENT)]
    taken_in(tmp_path / "w", *old, name="history.ndjson")
    assert "in_time" not in told(of(workspace))
    newest = event("12:30:00", "worker.capacity.update", **AGENT)
    taken_in(tmp_path / "w", *late, newest, name="late.ndjson")
    assert told(of(workspace))["in_time"] == ["WR WT2: after younger ones"] * 4 + ["WT2: after younger ones"] * 3


def _stored(home: Path, table: Any, change: Any, key: str = "segment_id") -> dict[str, list[str]]:
    """What the checks say once some stored rows are other ones: faults that only a mistake of ours could make."""
    workspace, _ = taken_in(home, *clean_day())
    rows = workspace.snapshot().scan(table).collect()
    with workspace.write() as transaction:
        spoilt = change(rows)
        transaction.replace(table, key, rows[key], table.conform(spoilt.lazy()).collect())
        transaction.commit("spoilt")
    return told(of(workspace))


TALK_OF = pl.col("segment_id") == "WR WT2"
WAIT_OF = pl.col("segment_id") == "WT2:wait:0"
MINUTE = pl.duration(minutes=1)


def _with(where: pl.Expr, **values: pl.Expr) -> Any:
    return lambda rows: rows.with_columns(
        pl.when(where).then(to).otherwise(name).alias(name) for name, to in values.items()
    )


STORED: dict[str, tuple[Any, Any, str, dict[str, list[str]]]] = {
    "a talk is gone": (
        SEGMENTS,
        lambda rows: rows.filter(~TALK_OF),
        "segment_id",
        {
            "answers_kept": ["WR WT2: no talk"],
            "no_overlap": ["WT2: answer without talk"],
            "parts_add_up": ["WT2: segment_count", "WT2: talk_time_ms", "WT2: wrap_up_time_ms"],
        },
    ),
    "a wait is gone": (
        SEGMENTS,
        lambda rows: rows.filter(~WAIT_OF),
        "segment_id",
        {"queue_balance": ["WT2: no wait"], "parts_add_up": ["WT2: queue_count", "WT2: queue_time_ms"]},
    ),
    "a wait is there twice": (
        SEGMENTS,
        lambda rows: pl.concat([rows, rows.filter(WAIT_OF).with_columns(segment_id=pl.lit("WT2:wait:1"))]),
        "segment_id",
        {
            "queue_balance": ["WT2: no entry"],
            "no_overlap": ["WT2: two waits"],
            "parts_add_up": ["WT2: queue_count", "WT2: queue_time_ms"],
        },
    ),
    "a talk begins too late": (
        SEGMENTS,
        _with(TALK_OF, started_at=pl.col("started_at") + pl.duration(seconds=20)),
        "segment_id",
        {"no_gap": ["WR WT2: gap"], "no_overlap": ["WT2: answer without talk"]},
    ),
    "a talk ends before it begins": (
        SEGMENTS,
        _with(TALK_OF, ended_at=pl.col("started_at") - MINUTE),
        "segment_id",
        {"no_negative_time": ["WR WT2: Conversation"]},
    ),
    "a status ends too early": (
        SEGMENTS,
        _with(pl.col("activity") == "Break", ended_at=pl.col("ended_at") - MINUTE),
        "segment_id",
        {"statuses_tile": ["Ana: gap"]},
    ),
    "a status ends too late": (
        SEGMENTS,
        _with(pl.col("activity") == "Break", ended_at=pl.col("ended_at") + MINUTE),
        "segment_id",
        {"statuses_tile": ["Ana: overlap"]},
    ),
    "a sum is another": (
        CONVERSATIONS,
        _with(pl.col("conversation_id") == "WT2", talk_time_ms=pl.col("talk_time_ms") + 1),
        "conversation_id",
        {"parts_add_up": ["WT2: talk_time_ms"]},
    ),
    "a task is gone": (
        TASKS,
        lambda rows: rows.filter(pl.col("task_id") != "WT3"),
        "task_id",
        {"tasks_kept": ["WT3: no task"], "queue_balance": ["WT3: no entry"]},
    ),
    "an agent is gone": (
        AGENTS,
        lambda rows: rows.filter(pl.col("agent_id") != "Cy"),
        "agent_id",
        {"agents_known": ["WR2: Conversation"]},
    ),
}


@pytest.mark.parametrize("fault", STORED)
def test_a_mistake_in_the_tables_is_found_with_its_rows_and_nothing_else(tmp_path: Path, fault: str) -> None:
    table, change, key, expected = STORED[fault]
    assert _stored(tmp_path / "w", table, change, key) == expected


def test_every_check_has_a_fault_that_it_finds() -> None:
    tried = {name for _, expected in ARRIVED.values() for name in expected}
    tried |= {name for *_, expected in STORED.values() for name in expected}
    elsewhere = {
        "records_usable",
        "fields_known",
        "one_name_each",
        "in_time",
        "no_silence",
        "no_missing_day",
        "times_told",
        "told_once",
        "parts_told_once",
    }
    of_counts = {"reports_add_up", "reported_times", "reports_agree", "reports_complete", "reports_once"}
    assert {check.name for check in CHECKS} == tried | elsewhere | of_counts


def test_a_finding_tells_its_share_its_days_and_where_it_is(tmp_path: Path) -> None:
    spoil: Spoil = without("task-queue.entered", task_id="WT2")
    events: list[Event] = spoil(clean_day())
    quality = quality_of(tmp_path / "w", events)
    finding = quality.findings[0]
    assert (finding.count, finding.volume, finding.conversations, finding.severity) == (1, 6, 1, "high")
    assert finding.share == pytest.approx(1 / 6)
    assert [(str(day), count) for day, count in finding.days.iter_rows()] == [("2026-03-02", 1)]
    assert finding.where["queue_name"] == (("Support", 1),)
    assert finding.where["file_name"] == (("story.ndjson", 1),)
    assert (quality.verdict, quality.touched, quality.broken) == ("doubt", 1, 1)
    assert "conversations_offered" in quality.careful()


def test_what_a_correction_closes_or_leaves_out_is_no_finding_any_more(tmp_path: Path) -> None:
    """An offer rings for ever, and an entry is lost: the house closes one conversation and leaves the other out."""
    ringing = [
        event("11:10:00", "task.created", "WT7", attributes={"from": "+14155550172"}),
        event("11:10:00", "task-queue.entered", "WT7", queue="Support"),
        event("11:10:05", "reservation.created", "WT7", reservation="WR WT7", **AGENT),
    ]
    events = without("task-queue.entered", task_id="WT2")(clean_day())
    workspace, _ = taken_in(tmp_path / "w", *events, *ringing, LATER)
    assert set(told(of(workspace))) == {"queue_balance", "none_stuck", "reservations_end"}
    file = CorrectionsFile(workspace.files)
    file.add(new_correction(CLOSE, "Ana Ruiz", "Rang for ever", conversations=("WT7",)))
    file.add(new_correction(EXCLUDE, "Ana Ruiz", "Entry lost", conversations=("WT2",)))
    correct(workspace)
    quality = of(workspace)
    assert told(quality) == {}
    assert quality.conversations == 6


def test_what_is_wrong_with_customers_alone_asks_for_care_and_not_for_doubt(tmp_path: Path) -> None:
    spoil: Spoil = changed("", {"task_attributes": "{}"})
    quality = quality_of(tmp_path / "w", spoil(clean_day()))
    assert ("customers_known", "high") in {(one.check.name, one.severity) for one in quality.findings}
    assert quality.verdict == "care"
