"""Laws on random days: events that are lost, repeated or shuffled on the way, and what has to be found of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.quality import LAWS
from tests.core.quality.planted import Event, clean_day, quality_of, told
from tests.thorough import examples

pytestmark = pytest.mark.slow
DAY = clean_day()
NUMBERS = range(len(DAY))
ENTERED, CREATED, ACCEPTED = "task-queue.entered", "reservation.created", "reservation.accepted"
slowly = settings(max_examples=examples(10, 200), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def found_in(events: list[Event]) -> dict[str, list[str]]:
    """What the checks find in these events."""
    with TemporaryDirectory() as folder:
        return told(quality_of(Path(folder) / "w", events))


def of_task(lost: set[int], event_type: str) -> set[str]:
    """The tasks of which an event of that type is lost."""
    return {DAY[number]["task_id"] for number in lost if DAY[number]["event_type"] == event_type}


@slowly
@given(st.sets(st.sampled_from(NUMBERS), min_size=1, max_size=6))
def test_an_event_that_is_lost_is_found_by_the_law_that_it_breaks(lost: set[int]) -> None:
    kept = [one for number, one in enumerate(DAY) if number not in lost]
    found = found_in(kept)
    balance = " ".join(found.get("queue_balance", []))
    missing = " ".join(found.get("no_missing_event", []))
    for task in of_task(lost, ENTERED):
        # A transfer tells of an entry by itself; of a task that is not heard of at all nothing can be missing.
        is_heard = any(one["task_id"] == task and one["event_type"] != "task.created" for one in kept)
        of_transfer = task == "WT1"
        if is_heard and not of_transfer and _left_its_queue(kept, task):
            assert f"{task}: no entry" in balance
    for number in lost:
        one = DAY[number]
        if one["event_type"] == ACCEPTED and _is_worked_on(kept, one["reservation_id"]):
            assert f"{one['reservation_id']}: {ACCEPTED}" in missing
        if one["event_type"] == CREATED and _is_heard(kept, one["reservation_id"], ACCEPTED):
            assert f"{one['reservation_id']}: {CREATED}" in missing


@slowly
@given(st.permutations(NUMBERS), st.sets(st.sampled_from(NUMBERS)))
def test_no_order_of_arrival_and_no_copy_breaks_a_law(order: list[int], twice: set[int]) -> None:
    found = found_in([DAY[number] for number in (*order, *sorted(twice))])
    assert [name for name in found if name in LAWS] == []
    assert ("once_each" in found) == bool(twice)


def _is_heard(events: list[Event], reservation: str, event_type: str) -> bool:
    return any(one.get("reservation_id") == reservation and one["event_type"] == event_type for one in events)


def _is_worked_on(events: list[Event], reservation: str) -> bool:
    return any(_is_heard(events, reservation, f"reservation.{step}") for step in ("wrapup", "completed"))


def _left_its_queue(events: list[Event], task: str) -> bool:
    """Whether an answer or the customer's giving up is heard of: what ends a wait that must have begun."""
    ends = (ACCEPTED, "task.canceled")
    return any(one["task_id"] == task and one["event_type"] in ends for one in events)
