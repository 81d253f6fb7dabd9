"""The course of a conversation: its stretches lie in the right lanes, from the right moment to the right moment."""

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from core.charts.stretches import COLOURS, clock_format, stretch_rows, stretch_spec, stretches
from core.dossier import holds
from tests.stories import given_up, transferred_call
from tests.story import at, event, events, segments

Row = tuple[str, str, datetime, datetime]


def course(*rows: dict[str, Any], until: str = "23:00:00") -> pl.DataFrame:
    told = events(*rows).collect()
    return stretches(segments(*rows), holds(told), told, at(until))


def bars(course: pl.DataFrame) -> list[Row]:
    return course.select("lane", "kind", "started_at", "ended_at").rows()


def begun() -> list[dict[str, Any]]:
    return [event("10:00:00", "task.created", "WT1"), event("10:00:00", "task-queue.entered", "WT1", queue="Support")]


def test_a_call_with_a_missed_offer_a_hold_and_a_transfer() -> None:
    assert bars(course(*transferred_call())) == [
        ("Support", "wait", at("09:00:00"), at("09:00:25")),
        ("Eva", "missed", at("09:00:05"), at("09:00:20")),
        ("Ben", "ring", at("09:00:21"), at("09:00:25")),
        ("Ben", "talk", at("09:00:25"), at("09:03:00")),
        ("Ben", "hold", at("09:01:00"), at("09:01:30")),
        ("Billing", "wait", at("09:03:00"), at("09:03:30")),
        ("Ben", "transfer", at("09:03:00"), at("09:03:00")),
        ("Ben", "wrap-up", at("09:03:00"), at("09:03:10")),
        ("Cy", "ring", at("09:03:20"), at("09:03:30")),
        ("Cy", "talk", at("09:03:30"), at("09:06:00")),
        ("Cy", "wrap-up", at("09:06:00"), at("09:06:10")),
    ]


def test_giving_up_is_a_moment_at_the_end_of_the_wait() -> None:
    assert bars(course(*given_up("WT1", "10:00:00", "10:00:40"))) == [
        ("Support", "wait", at("10:00:00"), at("10:00:40")),
        ("Support", "abandoned", at("10:00:40"), at("10:00:40")),
    ]


def test_what_still_lasts_ends_with_the_data_and_is_marked_open() -> None:
    waiting = [
        event("10:00:00", "task.created", "WT1"),
        event("10:00:00", "task-queue.entered", "WT1", queue="Support"),
    ]
    told = course(*waiting, until="10:30:00")
    assert bars(told) == [("Support", "wait", at("10:00:00"), at("10:30:00"))]
    assert told["is_open"].to_list() == [True]


def test_two_agents_at_once_have_a_lane_each() -> None:
    offers = [
        event(clock, step, "WT1", queue="Support", reservation=f"WR {agent}", agent=agent)
        for clock, step, agent in (
            ("10:00:05", "reservation.created", "Ana"),
            ("10:00:05", "reservation.created", "Ben"),
            ("10:00:10", "reservation.accepted", "Ana"),
            ("10:00:11", "reservation.accepted", "Ben"),
            ("10:01:00", "reservation.completed", "Ana"),
            ("10:02:00", "reservation.completed", "Ben"),
        )
    ]
    talks = course(*begun(), *offers, event("10:02:00", "task.completed", "WT1")).filter(pl.col("kind") == "talk")
    assert bars(talks) == [
        ("Ana", "talk", at("10:00:10"), at("10:01:00")),
        ("Ben", "talk", at("10:00:11"), at("10:02:00")),
    ]


def test_the_axis_reads_the_clock_of_the_zone() -> None:
    rows = stretch_rows(course(*transferred_call()), {}, {}, "Asia/Kathmandu", "en")
    assert pl.from_epoch(rows["start"].cast(pl.Int64), time_unit="ms")[0] == datetime(2026, 3, 2, 14, 45)
    assert rows["begins"][0] == "Mar 2, 2026, 14:45:00"
    assert rows["lasts"][0] == "0:25"


@pytest.mark.parametrize(
    ("until", "written"), [("10:05:00", "%H:%M:%S"), ("18:00:00", "%H:%M"), ("+2 10:00:00", "%e %b %H:%M")]
)
def test_the_longer_the_course_the_coarser_its_axis(until: str, written: str) -> None:
    told = course(*given_up("WT1", "10:00:00", until))
    assert clock_format(stretch_rows(told, {}, {}, "UTC", "en")) == written


def test_the_specification_holds_no_data_and_names_every_lane_and_kind() -> None:
    spec = stretch_spec(("Queue: Support", "Ben"), (("Wait", COLOURS["wait"]),), ("From", "To", "Length"), "es")
    assert not {"data", "datasets"} & set(spec)
    encoding = spec["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == ["Queue: Support", "Ben"]
    assert encoding["color"]["scale"] == {"domain": ["Wait"], "range": [COLOURS["wait"]]}


def test_what_one_agent_does_at_the_same_time_lies_in_lanes_of_its_own() -> None:
    def offer(clock: str, step: str, task: str) -> dict[str, Any]:
        given = {"attributes": {"conversations": {"conversation_id": "C1"}}}
        return event(
            clock, f"reservation.{step}", task, queue="Support", reservation=f"WR {task}", agent="Ana", **given
        )

    parallel = [
        *(
            offer("09:00:00", "created", "WT1"),
            offer("09:00:10", "accepted", "WT1"),
            offer("09:05:00", "completed", "WT1"),
        ),
        *(
            offer("09:01:00", "created", "WT2"),
            offer("09:01:10", "accepted", "WT2"),
            offer("09:04:00", "completed", "WT2"),
        ),
        *(
            offer("09:06:00", "created", "WT3"),
            offer("09:06:10", "accepted", "WT3"),
            offer("09:07:00", "completed", "WT3"),
        ),
    ]
    talks = [(lane, since) for lane, kind, since, _ in bars(course(*parallel)) if kind == "talk"]
    assert talks == [("Ana", at("09:00:10")), ("Ana (2)", at("09:01:10")), ("Ana", at("09:06:10"))]
