"""A change of activity that arrives late makes the statuses around it again, whatever came long before and after."""

from datetime import UTC, datetime, timedelta

import pytest

from core.schema.tables import SEGMENTS
from tests.core.pipeline.strategies import Event
from tests.core.pipeline.test_any_order import assert_same, model_of

START = datetime(2026, 3, 2, tzinfo=UTC)
ACTIVITIES = ("Available", "Break", "Offline")


def change(agent: str, number: int, told_ms: int = 6 * 3_600_000) -> Event:
    """The agent's change of that number: one every six hours."""
    activity, before = ACTIVITIES[number % 3], ACTIVITIES[(number - 1) % 3]
    return {
        "event_id": f"{agent}-{number:03}",
        "occurred_at": START + timedelta(hours=6 * number),
        "event_type": "worker.activity.update",
        "agent_id": agent,
        "agent_name": agent,
        "activity": activity,
        "activity_id": activity,
        "previous_activity": before,
        "previous_activity_id": before,
        "time_in_previous_activity_ms": told_ms,
    }


EVERYTHING = [change(agent, number) for agent in ("ann", "bob") for number in range(200)]


@pytest.mark.parametrize(
    "late",
    [[0], [1], [100], [198], [199], [7, 100, 101], [0, 199], list(range(60, 90))],
    ids=lambda late: f"{late[0]} to {late[-1]}",
)
def test_late_changes_make_the_same_statuses_as_if_they_had_come_in_time(late: list[int]) -> None:
    names = {f"ann-{number:03}" for number in late}
    in_time = [event for event in EVERYTHING if event["event_id"] not in names]
    behind = [event for event in EVERYTHING if event["event_id"] in names]

    assert_same(model_of([EVERYTHING]), model_of([in_time, behind]))


def test_a_late_change_takes_the_place_of_what_the_next_one_told_of_it() -> None:
    in_time = [event for event in EVERYTHING if event["event_id"] != "ann-100"]
    before, after = (model_of(loads)["SEGMENTS"] for loads in ([in_time], [in_time, [change("ann", 100)]]))
    gone, come = (
        one.join(other, on=SEGMENTS.schema.names(), how="anti", nulls_equal=True)
        for one, other in ((before, after), (after, before))
    )

    assert gone.select("segment_id", "activity_time_ms").rows() == [("ann-101:status before", 6 * 3_600_000)]
    assert come.select("segment_id", "activity_time_ms").rows() == [("ann-100:status", 6 * 3_600_000)]
