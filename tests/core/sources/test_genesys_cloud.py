"""Genesys Cloud conversation details: hand-made conversations, and the sample against a plain Python loop."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot
from tests.core.sources.exports import conversation, counted, figures, plain, refused, rows, segments, take_in

NAME = "genesys-cloud.json.gz"
DAY = "2026-03-02T"


def segment(kind: str, since: str, until: str | None, **more: Any) -> dict[str, Any]:
    told = {"segmentType": kind, "segmentStart": f"{DAY}{since}Z", "conference": False, **more}
    return told if until is None else told | {"segmentEnd": f"{DAY}{until}Z"}


def party(
    purpose: str, name: str, *spans: dict[str, Any], metrics: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    media = more.pop("media", "voice")
    session = {
        "sessionId": f"s-{name}",
        "mediaType": media,
        "direction": "inbound",
        "ani": "tel:+12125550101",
        "dnis": "tel:+18005550100",
        "segments": list(spans),
        "metrics": [{"name": metric, "value": 1} for metric in metrics],
    }
    return {"participantId": name, "purpose": purpose, "sessions": [session], **more}


CALLER = party("customer", "p-caller", segment("interact", "09:00:00.000", "09:05:00.000", disconnectType="endpoint"))
SALES = party(
    "acd",
    "p-sales",
    segment("interact", "09:00:10.000", "09:00:50.000", queueId="q1", disconnectType="transfer"),
    metrics=("nOffered", "tAcd"),
    participantName="Sales",
)
JOSH = party(
    "agent",
    "p-josh",
    segment("alert", "09:00:12.000", "09:00:30.000", queueId="q1", disconnectType="client"),
    metrics=("tAlert", "tNotResponding"),
    userId="u-josh",
)
MARY = party(
    "agent",
    "p-mary",
    segment("alert", "09:00:31.000", "09:00:50.011", queueId="q1"),
    segment("interact", "09:00:50.011", "09:02:00.000", queueId="q1"),
    segment("hold", "09:02:00.000", "09:02:30.500", queueId="q1"),
    segment("interact", "09:02:30.500", "09:05:00.000", queueId="q1", disconnectType="peer"),
    segment("wrapup", "09:05:00.000", "09:05:20.000", queueId="q1", wrapUpCode="sold"),
    userId="u-mary",
)


def talk(*parties: dict[str, Any], end: str | None = "09:05:20.000", **more: Any) -> dict[str, Any]:
    told = {
        "conversationId": "c1",
        "conversationStart": f"{DAY}09:00:00.000Z",
        "originatingDirection": "inbound",
        "participants": list(parties),
        **more,
    }
    return told if end is None else told | {"conversationEnd": f"{DAY}{end}Z"}


def model(folder: Path, *conversations: dict[str, Any]) -> Snapshot:
    return take_in(folder, json.dumps({"totalHits": 1, "conversations": list(conversations)}).encode())


def test_an_answered_conversation_with_a_hold_and_an_offer_that_was_missed(tmp_path: Path) -> None:
    snapshot = model(tmp_path, talk(CALLER, SALES, JOSH, MARY))
    assert segments(snapshot, "c1") == [
        ("Queue", "Sales", None, 40.011, None, None, None, None),
        ("Missed Conversation", "Sales", "u-josh", None, 18.0, 0.0, None, None),
        ("Conversation", "Sales", "u-mary", 40.011, 19.011, 249.989, 30.5, 20.0),
    ]
    row = conversation(snapshot, "c1")
    assert (row["platform"], row["channel"], row["direction"]) == ("Genesys Cloud", "voice", "Inbound")
    assert (row["customer_phone"], row["outcome"], row["hang_up_by"]) == ("+12125550101", "sold", "Customer")


def test_an_abandoned_conversation(tmp_path: Path) -> None:
    left = party(
        "acd",
        "p-sales",
        segment("interact", "09:00:10.000", "09:03:00.000", queueId="q1", disconnectType="peer"),
        metrics=("nOffered", "tAbandon"),
    )
    row = conversation(model(tmp_path, talk(CALLER, left, end="09:03:00.010")), "c1")
    assert (row["is_abandoned"], row["abandon_time_ms"], row["queue_name"]) == (True, 170_000, "q1")


def test_one_queue_flows_over_into_the_next(tmp_path: Path) -> None:
    full = party(
        "acd",
        "p-full",
        segment("interact", "09:00:01.000", "09:00:09.900", queueId="q0", disconnectType="transfer"),
        metrics=("nOffered", "tFlowOut"),
        participantName="Repairs",
    )
    snapshot = model(tmp_path, talk(CALLER, full, SALES, MARY))
    row = conversation(snapshot, "c1")
    assert (row["queue_name"], row["last_queue_name"], row["is_abandoned"]) == ("Repairs", "Sales", False)
    assert rows(snapshot, SEGMENTS, "started_at", "kind")[0]["followed_by"] == "Overflow"


BACK = party(
    "acd",
    "p-back",
    segment("interact", "09:05:00.100", "09:06:00.000", queueId="q2", disconnectType="transfer"),
    participantName="Repairs",
)
ALBA = party(
    "agent",
    "p-alba",
    segment("alert", "09:05:50.000", "09:06:00.000", queueId="q2"),
    segment("interact", "09:06:00.000", "09:08:00.000", queueId="q2", disconnectType="peer"),
    userId="u-alba",
)


def test_a_blind_transfer_into_another_queue(tmp_path: Path) -> None:
    snapshot = model(tmp_path, talk(CALLER, SALES, MARY, BACK, ALBA, end="09:08:00.000"))
    assert segments(snapshot, "c1")[-2:] == [
        ("Queue", "Repairs", None, 59.9, None, None, None, None),
        ("Conversation", "Repairs", "u-alba", 59.9, 10.0, 120.0, None, 0.0),
    ]
    followed = {
        row["agent_name"]: row["followed_by"] for row in rows(snapshot, SEGMENTS) if row["kind"] == "Conversation"
    }
    assert followed == {"u-mary": "Cold Transfer", "u-alba": None}


def test_a_consultation_that_overlaps_is_a_warm_transfer_to_an_agent(tmp_path: Path) -> None:
    asked = party(
        "user",
        "p-boss",
        segment("alert", "09:04:00.000", "09:04:10.000"),
        segment("interact", "09:04:10.000", "09:09:00.000", disconnectType="peer"),
        userId="u-boss",
    )
    snapshot = model(tmp_path, talk(CALLER, SALES, MARY, asked, end="09:09:00.000"))
    found = [row for row in rows(snapshot, SEGMENTS, "started_at") if row["kind"] == "Conversation"]
    assert [(row["agent_name"], row["followed_by"], row["transferred_to"]) for row in found] == [
        ("u-mary", "Warm Transfer", None),
        ("u-boss", None, "Agent"),
    ]
    assert [row["talk_time_ms"] for row in found] == [249_989, 290_000]


def test_a_transfer_to_somebody_who_does_not_answer_loses_nobody(tmp_path: Path) -> None:
    rings = segment("alert", "09:04:00.000", "09:04:30.000")
    asked = party("user", "p-boss", rings, userId="u-boss", metrics=("tNotResponding",))
    row = conversation(model(tmp_path, talk(CALLER, SALES, MARY, asked)), "c1")
    assert (row["is_abandoned"], row["failed_transfer_count"], row["missed_count"]) == (False, 1, 1)


@pytest.mark.parametrize(
    ("after", "phase", "is_handled"),
    [
        (party("voicemail", "p-mail", segment("voicemail", "09:03:00.010", "09:03:20.000")), "Voicemail", False),
        (
            party(
                "acd",
                "p-later",
                segment("interact", "09:03:00.010", "09:06:00.000", queueId="q1", disconnectType="transfer"),
                media="callback",
            ),
            "Callback Request",
            True,
        ),
    ],
)
def test_who_asks_for_something_else_than_waiting(
    tmp_path: Path, after: dict[str, Any], phase: str, is_handled: bool
) -> None:
    left = segment("interact", "09:00:10.000", "09:03:00.000", queueId="q1", disconnectType="transfer")
    waited = party("acd", "p-sales", left, metrics=("tFlowOut",))
    called = party(
        "agent", "p-mary", segment("interact", "09:06:00.000", "09:07:00.000", queueId="q1"), userId="u-mary"
    )
    parties = (CALLER, waited, after, called) if is_handled else (CALLER, waited, after)
    row = conversation(model(tmp_path, talk(*parties, end="09:07:00.000")), "c1")
    assert (row["is_follow_up"], row["abandoned_phase"], row["is_abandoned"]) == (True, phase, False)
    assert row["is_handled"] == is_handled


def test_an_outbound_call(tmp_path: Path) -> None:
    dials = party(
        "agent",
        "p-mary",
        segment("dialing", "09:00:00.000", "09:00:12.000", queueId="q1"),
        segment("interact", "09:00:12.000", "09:05:00.000", queueId="q1", disconnectType="client"),
        userId="u-mary",
    )
    called = party("external", "p-called", segment("interact", "09:00:12.000", "09:05:00.000", disconnectType="peer"))
    told = talk(dials, called, end="09:05:00.000", originatingDirection="outbound")
    row = conversation(model(tmp_path, told), "c1")
    assert (row["direction"], row["ring_time_ms"], row["talk_time_ms"]) == ("Outbound", 12_000, 288_000)
    assert (row["customer_phone"], row["hang_up_by"]) == ("+18005550100", "Agent")


def test_a_call_for_a_queue_bears_the_name_by_which_its_conversation_knows_it(tmp_path: Path) -> None:
    def dials(name: str, queue: str, minute: int) -> dict[str, Any]:
        rang = segment("dialing", f"09:0{minute}:00.000", f"09:0{minute}:12.000", queueId=queue)
        spoke = segment("interact", f"09:0{minute}:12.000", f"09:0{minute}:40.000", queueId=queue)
        return party("agent", name, rang, spoke, userId=f"u-{name}")

    told = talk(CALLER, SALES, MARY, dials("known", "q1", 6), dials("unknown", "q9", 7), end="09:07:40.000")
    found = segments(model(tmp_path, told), "c1")
    assert {agent: queue for kind, queue, agent, *_ in found if kind == "Conversation"} == {
        "u-mary": "Sales",
        "u-known": "Sales",
        "u-unknown": "q9",
    }


def test_open_conversations_are_in_progress_until_they_are_exported_again(tmp_path: Path) -> None:
    waiting = talk(CALLER, party("acd", "p-sales", segment("interact", "09:00:10.000", None, queueId="q1")), end=None)
    speaking = party("agent", "p-mary", segment("interact", "09:00:50.011", None, queueId="q1"), userId="u-mary")
    talking = talk(CALLER, SALES, speaking, end=None, conversationId="c2")
    later = talk(CALLER, SALES, JOSH, MARY), talk(CALLER, SALES, MARY, conversationId="c2")
    for name in ("once", "twice"):
        (tmp_path / name).mkdir()
    open_yet = model(tmp_path / "once", waiting, talking)
    assert [row["is_in_progress"] for row in rows(open_yet, CONVERSATIONS)] == [True, True]
    pages = (json.dumps({"conversations": list(each)}).encode() for each in ((waiting, talking), later))
    closed = take_in(tmp_path / "twice", *pages)
    assert [row["is_in_progress"] for row in rows(closed, CONVERSATIONS)] == [False, False]
    assert [row["talk_time_ms"] for row in rows(closed, CONVERSATIONS)] == [249_989, 249_989]


def test_without_participants_it_never_reached_anybody(tmp_path: Path) -> None:
    row = conversation(model(tmp_path, talk(CALLER)), "c1")
    assert (row["is_handled"], row["is_abandoned"], row["is_in_progress"], row["queue_count"]) == (
        False,
        False,
        False,
        0,
    )


@pytest.mark.parametrize(
    ("changes", "reason", "detail"),
    [
        ({"conversationStart": None}, "no timestamp", ""),
        ({"conversationStart": "soon"}, "unreadable timestamp", "soon"),
        ({"participants": "nobody"}, "broken record", "participants"),
        ({"participants": [{"purpose": "acd", "sessions": {"no": "list"}}]}, "broken record", "participants"),
    ],
)
def test_a_conversation_that_cannot_be_used_is_refused(
    tmp_path: Path, changes: dict[str, Any], reason: str, detail: str
) -> None:
    snapshot = model(tmp_path, talk(CALLER, SALES, MARY), talk(CALLER, conversationId="c2") | changes)
    assert refused(snapshot) == [(2, reason, detail)]
    assert counted(snapshot) == [(2, 1, 0, 1)]


def records() -> list[dict[str, Any]]:
    pages = [json.loads(line) for line in plain(NAME).decode().splitlines()]
    return [each for page in pages for each in page["conversations"]]


def measured(purpose: str, *names: str) -> Iterator[int]:
    """The platform's own numbers."""
    for record in records():
        for each in record["participants"]:
            if each["purpose"] == purpose:
                yield from (one["value"] for one in each["sessions"][0]["metrics"] if one["name"] in names)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("genesys"), plain(NAME))


def test_the_samples_sums_are_the_platforms_own(sample: Snapshot) -> None:
    sums = {
        "talk_time_ms": sum(measured("agent", "tTalk", "tHeld")),
        "hold_time_ms": sum(measured("agent", "tHeld")),
        "wrap_up_time_ms": sum(measured("agent", "tAcw")),
    }
    settled = [row for row in rows(sample, SEGMENTS) if row["kind"] == "Conversation in Progress"]
    assert all(row["talk_time_ms"] is None for row in settled)
    found = figures(sample, *sums)
    still = sum(
        one["value"]
        for record in records()
        if "conversationEnd" not in record
        for each in record["participants"]
        if each["purpose"] == "agent" and "segmentEnd" not in each["sessions"][0]["segments"][-1]
        for one in each["sessions"][0]["metrics"]
        if one["name"] in ("tTalk", "tHeld")
    )
    assert found == sums | {"talk_time_ms": sums["talk_time_ms"] - still}


def test_waits_are_longer_than_answered_times_by_the_gap_alone(sample: Snapshot) -> None:
    answered = list(measured("agent", "tAnswered"))
    inbound = [
        row
        for row in rows(sample, SEGMENTS)
        if row["agent_id"] and row["kind"].startswith("Conversation") and row["direction"] == "Inbound"
    ]
    assert len(inbound) == len(answered) > 100
    assert sum(row["queue_time_ms"] for row in inbound) - sum(answered) == 11 * len(answered)


def test_the_samples_outcomes_are_those_of_the_conversations(sample: Snapshot) -> None:
    def has(record: dict[str, Any], name: str) -> bool:
        return any(one["name"] == name for each in record["participants"] for one in each["sessions"][0]["metrics"])

    given_up = {record["conversationId"] for record in records() if has(record, "tAbandon")}
    found = [row for row in rows(sample, CONVERSATIONS) if row["direction"] == "Inbound"]
    assert {row["conversation_id"] for row in found if row["is_abandoned"]} == given_up
    is_open = {record["conversationId"] for record in records() if "conversationEnd" not in record}
    everything = rows(sample, CONVERSATIONS)
    assert {row["conversation_id"] for row in everything if row["is_in_progress"]} == is_open != set()
    rings = sum(row["missed_count"] for row in everything if row["direction"] == "Inbound")
    assert rings == sum(
        each["sessions"][0]["segments"][-1]["segmentType"] == "alert"
        for record in records()
        for each in record["participants"]
    )


def test_the_sample_is_within_its_days(sample: Snapshot) -> None:
    first = min(datetime.fromisoformat(record["conversationStart"]) for record in records())
    assert rows(sample, CONVERSATIONS, "started_at")[0]["started_at"] == first
