"""Returns: each conversation knows when its customer's ones before and after began, whatever arrives late."""

from pathlib import Path
from typing import Any

from hypothesis import given, settings

from core.pipeline.returns import SINCE, UNTIL
from core.schema.tables import CONVERSATIONS
from core.store.workspace import Workspace
from tests.core.pipeline.strategies import days
from tests.core.pipeline.test_any_order import model_of, take_in
from tests.story import event

DAY_MS = 24 * 60 * 60 * 1000


def call(task: str, clock: str, number: str = "+34911232323") -> list[dict[str, Any]]:
    """A call that is given up after ten seconds; on day 2 of the story when the clock begins with `+2`."""
    day, _, time = clock.rpartition(" ")
    later = f"{day} {time[:-2]}10".strip()
    told = {"attributes": {"from": number}}
    return [
        event(clock, "task.created", task, **told),
        event(clock, "task-queue.entered", task, queue="Sales", **told),
        event(later, "task.canceled", task, **told),
    ]


def last_contacts(home: Path, *loads: list[dict[str, Any]]) -> dict[str, int | None]:
    """Milliseconds since the customer's conversation before, by conversation, after these loads."""
    workspace = Workspace(home)
    for number, events in enumerate(loads):
        take_in(workspace, events, number)
    rows = workspace.snapshot().scan(CONVERSATIONS).select("conversation_id", SINCE).sort("conversation_id").collect()
    return dict(rows.iter_rows())


def next_contacts(home: Path) -> dict[str, int | None]:
    """Milliseconds until the customer's next conversation, by conversation, as they are now."""
    rows = Workspace(home).snapshot().scan(CONVERSATIONS).select("conversation_id", UNTIL).sort("conversation_id")
    return dict(rows.collect().iter_rows())


def test_the_conversation_before_is_the_same_customers(tmp_path: Path) -> None:
    told = call("WT1", "09:00:00") + call("WT2", "10:00:00", "+14155550100") + call("WT3", "+2 09:00:00")
    assert last_contacts(tmp_path, told) == {"WT1": None, "WT2": None, "WT3": 2 * DAY_MS}
    assert next_contacts(tmp_path) == {"WT1": 2 * DAY_MS, "WT2": None, "WT3": None}


def test_nobody_anonymous_comes_back(tmp_path: Path) -> None:
    told = call("WT1", "09:00:00", "anonymous") + call("WT2", "10:00:00", "anonymous")
    assert last_contacts(tmp_path, told) == next_contacts(tmp_path) == {"WT1": None, "WT2": None}


def test_one_that_arrives_late_is_the_one_before_for_the_next_and_for_no_other(tmp_path: Path) -> None:
    first, second, third = call("WT1", "09:00:00"), call("WT2", "+1 09:00:00"), call("WT3", "+3 09:00:00")
    assert last_contacts(tmp_path, first + third) == {"WT1": None, "WT3": 3 * DAY_MS}
    assert next_contacts(tmp_path) == {"WT1": 3 * DAY_MS, "WT3": None}
    assert last_contacts(tmp_path / "more", first + third, second) == {"WT1": None, "WT2": DAY_MS, "WT3": 2 * DAY_MS}
    assert next_contacts(tmp_path / "more") == {"WT1": DAY_MS, "WT2": 2 * DAY_MS, "WT3": None}


def test_a_contact_months_later_is_the_next_of_an_old_conversation(tmp_path: Path) -> None:
    last_contacts(tmp_path, call("WT1", "09:00:00"), call("WT2", "+1 09:00:00", "+14155550100"))
    assert next_contacts(tmp_path) == {"WT1": None, "WT2": None}
    take_in(Workspace(tmp_path), call("WT3", "+200 09:00:00"), 2)
    assert next_contacts(tmp_path) == {"WT1": 200 * DAY_MS, "WT2": None, "WT3": None}


def test_one_that_turns_out_to_be_somebody_elses_is_no_longer_the_one_before(tmp_path: Path) -> None:
    corrected = event(
        "+1 09:00:10", "task.canceled", "WT2", attributes={"from": "+34911232323", "customers": {"external_id": "c9"}}
    )
    calls = call("WT1", "09:00:00") + call("WT2", "+1 09:00:00")[:2] + call("WT3", "+3 09:00:00")
    assert last_contacts(tmp_path, calls, [corrected]) == {"WT1": None, "WT2": None, "WT3": 3 * DAY_MS}
    assert next_contacts(tmp_path) == {"WT1": 3 * DAY_MS, "WT2": None, "WT3": None}


def test_two_of_one_moment_are_one_after_the_other(tmp_path: Path) -> None:
    assert last_contacts(tmp_path, call("WT2", "09:00:00"), call("WT1", "09:00:00")) == {"WT1": None, "WT2": 0}
    assert next_contacts(tmp_path) == {"WT1": 0, "WT2": None}


@settings(max_examples=15, deadline=None)
@given(days())
def test_it_is_what_a_loop_over_each_customers_conversations_finds(events: list[dict[str, Any]]) -> None:
    rows = model_of([events])["CONVERSATIONS"].sort("started_at", "conversation_id").to_dicts()
    for here, row in enumerate(rows):
        started_at, theirs = row["started_at"], [other["customer_id"] == row["customer_id"] for other in rows]
        before = [started_at - rows[other]["started_at"] for other in range(here) if theirs[other]]
        after = [rows[other]["started_at"] - started_at for other in range(here + 1, len(rows)) if theirs[other]]
        assert row[SINCE] == (before[-1].total_seconds() * 1000 if before else None)
        assert row[UNTIL] == (after[0].total_seconds() * 1000 if after else None)
