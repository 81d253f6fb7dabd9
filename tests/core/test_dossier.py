"""Dossiers: all that is known of one conversation, found by any of its ids."""

from pathlib import Path

import pytest

from core.dossier import Dossier, find, holds
from core.store.snapshot import Snapshot
from tests.callbacks import taken_in
from tests.stories import answered, given_up, transferred_call
from tests.story import at, event


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    stories = [
        *answered("WT0", "08:00:00", "Ana", **{"from": "+14155550171"}),
        *transferred_call(),
        *given_up("WT2", "10:00:00", "10:00:40", **{"from": "+14155550171"}),
        *answered("WT9", "09:00:00", "Ana"),
    ]
    workspace, done = taken_in(tmp_path_factory.mktemp("dossier") / "workspace", *stories)
    assert not done.failures
    return workspace.snapshot()


def found(snapshot: Snapshot, wanted: str) -> Dossier:
    dossier = find(snapshot, wanted)
    assert dossier is not None
    return dossier


def test_a_conversation_brings_its_facts_and_segments(snapshot: Snapshot) -> None:
    dossier = found(snapshot, "WT1")
    assert (dossier.facts["end_state"], dossier.facts["wait_ms"]) == ("handled", 25_000)
    assert dossier.segments["kind"].to_list() == [
        "Queue",
        "Missed Conversation",
        "Conversation",
        "Queue",
        "Conversation",
    ]


def test_its_events_come_in_the_order_of_its_life_with_those_of_its_call(snapshot: Snapshot) -> None:
    types = found(snapshot, "WT1").events["event_type"].to_list()
    assert len(types) == 17
    assert (types[:2], types[6:8], types[-1]) == (
        ["task.created", "task-queue.entered"],
        ["participant.hold", "participant.unhold"],
        "task.completed",
    )


def test_a_task_or_call_leads_to_its_conversation(snapshot: Snapshot) -> None:
    assert found(snapshot, "CA1").facts["conversation_id"] == "WT1"


@pytest.mark.parametrize("wanted", ["WT", "", "'", "WT1 "])
def test_what_is_not_there_is_not_found(snapshot: Snapshot, wanted: str) -> None:
    assert find(snapshot, wanted) is None


def test_the_customers_other_conversations_stand_before_and_after(snapshot: Snapshot) -> None:
    middle, alone = found(snapshot, "WT1"), found(snapshot, "WT9")
    assert (middle.earlier, middle.later, middle.others) == ("WT0", "WT2", 2)
    assert (alone.earlier, alone.later, alone.others) == (None, None, 0)


def test_holds_last_until_the_customer_is_taken_back(snapshot: Snapshot) -> None:
    assert holds(found(snapshot, "WT1").events).rows() == [(at("09:01:00"), at("09:01:30"))]


def test_a_hold_that_nobody_ended_has_no_end_and_a_repeated_one_counts_once(tmp_path: Path) -> None:
    steps = ("participant.hold", "participant.hold", "participant.unhold", "participant.hold")
    calls = [event(f"08:00:2{second}", step, call_id="CA1") for second, step in enumerate(steps)]
    story = answered("WT1", "08:00:00", "Ana", call_sid="CA1")
    workspace, _ = taken_in(tmp_path / "workspace", *story, *calls)
    told = holds(found(workspace.snapshot(), "WT1").events)
    assert told.rows() == [(at("08:00:20"), at("08:00:22")), (at("08:00:23"), None)]
