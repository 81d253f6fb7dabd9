"""Flows between queues: who sent whom where, on stories told by pencil, and as many as the metrics count.

```
WT1   Support: Ben talks ─ cold to Billing, Cy answers after 30 s
WT2   Support: Ana talks ─ warm to Dora by name, who answers after 10 s
WT3   Support: Ana talks ─ cold to Billing, taken back ─ cold again to Sales, where the customer hangs up after 20 s
WT4   Support, overflows ─ Sales, Eve answers after 15 s
```
"""

from typing import Any

import polars as pl
import pytest

from core.answer import answer
from core.flows import AGENT, OTHERS, QUEUE, Flow, between, flows, of_flow, passings
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.callbacks import taken_in
from tests.stories import transferred_call
from tests.story import at, event

RULES = Settings()
ALL = Query(("transfers",))
COUNTS = ("transfers", "transfers_to_queue", "transfers_to_agent", "queue_overflows_received")


def talk(task: str, reservation: str, agent: str, queue: str, clock: str, until: str) -> list[dict[str, Any]]:
    offer = {"queue": queue, "reservation": reservation, "agent": agent}
    return [
        event(clock, "reservation.created", task, **offer),
        event(clock, "reservation.accepted", task, **offer),
        event(until, "reservation.wrapup", task, **offer),
        event(until, "reservation.completed", task, **offer),
    ]


def begun(task: str, clock: str, queue: str, by: str, **transfer: str) -> dict[str, Any]:
    told = {"transfer_mode": "COLD", "transfer_type": "QUEUE"} | transfer
    return event(clock, "task.transfer-initiated", task, queue=queue, transfer_reservation_id=by, **told)


def stories() -> list[dict[str, Any]]:
    first = [step | ({"transfer_type": "QUEUE"} if "transfer_mode" in step else {}) for step in transferred_call()]
    return [
        *first,
        event("10:00:00", "task.created", "WT2", queue="Support"),
        event("10:00:00", "task-queue.entered", "WT2", queue="Support"),
        *talk("WT2", "WR20", "Ana", "Support", "10:00:10", "10:03:00"),
        begun("WT2", "10:02:00", "Support", "WR20", transfer_mode="WARM", transfer_type="WORKER"),
        *talk("WT2", "WR21", "Dora", "Support", "10:02:10", "10:05:00"),
        event("10:05:00", "task.completed", "WT2", queue="Support"),
        event("11:00:00", "task.created", "WT3", queue="Support"),
        event("11:00:00", "task-queue.entered", "WT3", queue="Support"),
        *talk("WT3", "WR30", "Ana", "Support", "11:00:10", "11:03:00"),
        begun("WT3", "11:01:00", "Billing", "WR30"),
        event("11:01:30", "task.transfer-canceled", "WT3", queue="Billing"),
        begun("WT3", "11:03:00", "Sales", "WR30"),
        event("11:03:20", "task.canceled", "WT3", queue="Sales", task_reason="hangup"),
        event("12:00:00", "task.created", "WT4", queue="Support"),
        event("12:00:00", "task-queue.entered", "WT4", queue="Support"),
        event("12:01:00", "task-queue.entered", "WT4", queue="Sales"),
        *talk("WT4", "WR40", "Eve", "Sales", "12:01:15", "12:02:00"),
        event("12:02:00", "task.completed", "WT4", queue="Sales"),
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    workspace, done = taken_in(tmp_path_factory.mktemp("flows") / "workspace", *stories())
    assert not done.failures
    return workspace.snapshot()


def test_each_time_is_told_with_both_ends_and_how_it_ended(told: Snapshot) -> None:
    passed = passings(told, ALL, RULES)
    columns = ("started_at", "source", "sender", "target", "target_kind", "receiver", "how", "end", "wait_ms")
    assert passed.select(columns).rows() == [
        (at("09:03:00"), "Support", "Ben", "Billing", QUEUE, "Cy", "cold", "answered", 30_000),
        (at("10:02:00"), "Support", "Ana", None, AGENT, "Dora", "warm", "answered", 10_000),
        (at("11:01:00"), "Support", "Ana", "Billing", QUEUE, None, "not answered", "not answered", 30_000),
        (at("11:03:00"), "Support", "Ana", "Sales", QUEUE, None, "not answered", "not answered", 20_000),
        (at("12:01:00"), "Support", None, "Sales", QUEUE, "Eve", "overflow", "answered", 15_000),
    ]


@pytest.mark.parametrize("data", ["told", "sample"])
def test_the_flows_add_up_to_the_metrics(data: str, request: pytest.FixtureRequest) -> None:
    snapshot: Snapshot = request.getfixturevalue(data)
    numbers = answer(snapshot, Query(COUNTS), RULES).row(0, named=True)
    passed = passings(snapshot, ALL, RULES)
    transfers = passed.filter(pl.col("how") != "overflow")
    assert transfers["source_id"].null_count() == 0
    assert transfers["source_id"].n_unique() == numbers["transfers"]
    assert transfers.filter(pl.col("target_kind") == QUEUE).height == numbers["transfers_to_queue"]
    assert transfers.filter(pl.col("target_kind") == AGENT).height == numbers["transfers_to_agent"]
    assert passed.height - transfers.height == numbers["queue_overflows_received"]
    by_queue = answer(snapshot, Query(("transfers_to_queue",), ("queue_name",)), RULES)
    received = transfers.filter(pl.col("target_kind") == QUEUE).group_by("target").len().sort("target")
    assert received.rows() == by_queue.filter(pl.col("transfers_to_queue") > 0).rows()
    sent = transfers.group_by("source").agg(pl.col("source_id").n_unique()).sort("source")
    by_sender = answer(snapshot, Query(("transfers",), ("queue_name",)), RULES)
    assert sent.rows() == by_sender.filter(pl.col("transfers") > 0).rows()


@pytest.mark.parametrize("most", [0, 1, 3, 50])
def test_putting_small_queues_together_loses_nothing(sample: Snapshot, most: int) -> None:
    passed = between(passings(sample, ALL, RULES), most)
    counted = flows(passed)
    assert counted["count"].sum() == passed.height
    assert pl.concat([counted["source"], counted["target"].rename("source")]).drop_nulls().n_unique() == min(most, 8)
    for row in counted.iter_rows():
        assert of_flow(passed, Flow(*row[:-1])).height == row[-1]


def test_a_queue_is_looked_for_at_both_ends_and_an_agent_at_the_senders(told: Snapshot) -> None:
    def found(column: str, value: str) -> list[str]:
        return passings(told, ALL.with_condition(column, value), RULES)["conversation_id"].to_list()

    assert found("queue_name", "Sales") == ["WT3", "WT4"]
    assert found("queue_name", "Support") == ["WT1", "WT2", "WT3", "WT3", "WT4"]
    assert found("agent_name", "Ana") == ["WT2", "WT3", "WT3"]
    assert found("agent_name", "Cy") == []
    assert found("agent_role", "lead") == []
    assert found("channel", "voice") == ["WT1", "WT2", "WT3", "WT3", "WT4"]


@pytest.mark.parametrize("column", ["handling_team_name", "agent_team_name"])
def test_senders_are_chosen_by_their_team_then_and_now(sample: Snapshot, column: str) -> None:
    query = ALL.with_condition(column, "Support North")
    passed = passings(sample, query, RULES)
    assert (
        0 < passed["source_id"].n_unique() == answer(sample, query, RULES).item() < passings(sample, ALL, RULES).height
    )


def test_the_period_is_that_of_the_wait_and_not_of_the_talk_before(told: Snapshot) -> None:
    passed = passings(told, ALL.with_(since=at("11:02:00"), until=at("11:10:00")), RULES)
    assert passed.select("source", "sender", "target").rows() == [("Support", "Ana", "Sales")]


def test_one_queue_is_named_and_the_others_are_put_together(told: Snapshot) -> None:
    counted = flows(between(passings(told, ALL, RULES), 1))
    assert counted.rows() == [
        (QUEUE, "Support", OTHERS, None, "not answered", 2),
        (QUEUE, "Support", AGENT, None, "warm", 1),
        (QUEUE, "Support", OTHERS, None, "cold", 1),
        (QUEUE, "Support", OTHERS, None, "overflow", 1),
    ]
