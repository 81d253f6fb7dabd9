"""Amazon Connect contact records: hand-made contacts as conversations, and the sample against a plain Python loop."""

import gzip
import json
from collections import Counter
from itertools import pairwise
from json import JSONDecoder
from pathlib import Path
from typing import Any

import pytest

from core.answer import answer
from core.query import Query
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.core.sources.exports import (
    conversation,
    counted,
    events_of,
    figures,
    plain,
    refused,
    rows,
    segments,
    take_in,
)

NAME = "amazon-connect.json.gz"
DAY = "2026-03-02T"


def contact(contact_id: str, method: str = "INBOUND", **changes: Any) -> dict[str, Any]:
    """A contact that came at 09:00:00 and left at 09:05:00, without queue and agent."""
    return {
        "AWSAccountId": "111122223333",
        "ContactId": contact_id,
        "InitialContactId": None,
        "PreviousContactId": None,
        "NextContactId": None,
        "InitiationMethod": method,
        "InitiationTimestamp": f"{DAY}09:00:00Z",
        "DisconnectTimestamp": f"{DAY}09:05:00Z",
        "DisconnectReason": "CUSTOMER_DISCONNECT",
        "Channel": "VOICE",
        "CustomerEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": "+12125550101"},
        "SystemEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": "+18005550100"},
        "Queue": None,
        "Agent": None,
        "Attributes": {},
        **changes,
    }


def queue(entered: str, left: str, name: str = "Sales") -> dict[str, Any]:
    return {"Name": name, "ARN": f"arn:queue/{name}", "EnqueueTimestamp": DAY + entered, "DequeueTimestamp": DAY + left}


def agent(name: str, since: str, until: str, wrapped: str, held: int = 0) -> dict[str, Any]:
    return {
        "Username": name,
        "ARN": f"arn:agent/{name}",
        "ConnectedToAgentTimestamp": DAY + since,
        "CustomerHoldDuration": held,
        "AfterContactWorkStartTimestamp": DAY + until,
        "AfterContactWorkEndTimestamp": DAY + wrapped,
        "RoutingProfile": {"Name": "Everything", "ARN": "arn:profile"},
        "HierarchyGroups": {
            "Level1": {"ARN": "g1", "GroupName": "Service"},
            "Level2": {"ARN": "g2", "GroupName": "Day"},
        },
    }


def model(folder: Path, *contacts: dict[str, Any]) -> Snapshot:
    return take_in(folder, json.dumps(list(contacts)).encode())


ANSWERED = contact(
    "c1",
    Queue=queue("09:00:20Z", "09:01:00Z"),
    Agent=agent("mary", "09:01:00Z", "09:05:00Z", "09:05:30Z", held=45),
    AgentConnectionAttempts=2,
    Attributes={"order": "A7", "language": "es", "queue": "mine"},
)


def test_an_answered_contact(tmp_path: Path) -> None:
    snapshot = model(tmp_path, ANSWERED)
    assert segments(snapshot, "c1") == [
        ("Queue", "Sales", None, 40.0, None, None, None, None),
        ("Conversation", "Sales", "mary", 40.0, None, 240.0, 45.0, 30.0),
    ]
    row = conversation(snapshot, "c1")
    assert (row["platform"], row["channel"], row["direction"]) == ("Amazon Connect", "voice", "Inbound")
    assert (row["customer_phone"], row["hang_up_by"], row["language"]) == ("+12125550101", "Customer", "es")
    assert (row["handling_team_name"], row["handling_department_name"]) == ("Day", "Service")
    assert (row["handling_time_ms"], row["outcome"]) == (270_000, "CUSTOMER_DISCONNECT")


def test_own_attributes_are_kept_and_do_not_rename_the_queue(tmp_path: Path) -> None:
    snapshot = model(tmp_path, ANSWERED)
    told = {row["key"]: row["value"] for row in rows(snapshot, ATTRIBUTES)}
    assert told["conversations.order"] == "A7"
    assert told["conversations.agent_connection_attempts"] == "2"
    assert "conversations.queue" not in told
    assert '"queue":"mine"' in events_of(snapshot, ["task.created"])["extra"].item()


def test_the_agents_are_known(tmp_path: Path) -> None:
    row = rows(model(tmp_path, ANSWERED), AGENTS)[0]
    assert (row["agent_id"], row["agent_name"], row["team_name"]) == ("arn:agent/mary", "mary", "Day")


def test_an_abandoned_contact(tmp_path: Path) -> None:
    snapshot = model(tmp_path, contact("c1", Queue=queue("09:00:20Z", "09:05:00Z")))
    row = conversation(snapshot, "c1")
    assert (row["is_abandoned"], row["is_handled"], row["abandon_time_ms"]) == (True, False, 280_000)


@pytest.mark.parametrize(
    ("changes", "is_abandoned"),
    [
        ({"NextContactId": "c2"}, False),
        ({"DisconnectReason": "CONTACT_FLOW_DISCONNECT"}, False),
        ({"DisconnectReason": None}, True),
        ({"Queue": None}, False),
    ],
)
def test_who_leaves_a_queue_without_giving_up(tmp_path: Path, changes: dict[str, Any], is_abandoned: bool) -> None:
    left = contact("c1", **({"Queue": queue("09:00:20Z", "09:05:00Z")} | changes))
    row = conversation(model(tmp_path, left), "c1")
    assert (row["is_abandoned"], row["is_handled"], row["is_in_progress"]) == (is_abandoned, False, False)


TRANSFERRED = contact(
    "c2",
    "TRANSFER",
    InitialContactId="c1",
    PreviousContactId="c1",
    InitiationTimestamp=f"{DAY}09:04:50Z",
    DisconnectTimestamp=f"{DAY}09:09:00Z",
    Queue=queue("09:05:00Z", "09:06:00Z", "Repairs"),
    Agent=agent("josh", "09:06:00Z", "09:09:00Z", "09:09:10Z"),
)


def test_a_chain_of_contacts_is_one_conversation_with_a_transfer(tmp_path: Path) -> None:
    snapshot = model(tmp_path, TRANSFERRED, ANSWERED | {"NextContactId": "c2"})
    assert segments(snapshot, "c1") == [
        ("Queue", "Sales", None, 40.0, None, None, None, None),
        ("Conversation", "Sales", "mary", 40.0, None, 240.0, 45.0, 30.0),
        ("Queue", "Repairs", None, 60.0, None, None, None, None),
        ("Conversation", "Repairs", "josh", 60.0, None, 180.0, None, 10.0),
    ]
    row = conversation(snapshot, "c1")
    assert (row["transfer_count"], row["segment_count"], row["last_queue_name"]) == (1, 2, "Repairs")


def test_a_callback_belongs_to_the_call_that_asked_for_it(tmp_path: Path) -> None:
    asked = contact("c1", Queue=queue("09:00:20Z", "09:02:00Z"), NextContactId="c2")
    called = TRANSFERRED | {"InitiationMethod": "CALLBACK"}
    row = conversation(model(tmp_path, asked, called), "c1")
    assert (row["is_handled"], row["is_abandoned"], row["transfer_count"], row["queue_count"]) == (True, False, 0, 2)
    assert row["direction"] == "Inbound"


def test_a_transfer_to_a_number_outside_is_counted_and_begins_no_wait(tmp_path: Path) -> None:
    left = {
        "TransferCompletedTimestamp": f"{DAY}09:05:00Z",
        "TransferredToEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": "+18005550199"},
        "DisconnectTimestamp": f"{DAY}09:20:00Z",
    }
    snapshot = model(tmp_path, ANSWERED | left)
    row = conversation(snapshot, "c1")
    assert (row["transfer_count"], row["queue_count"], row["talk_time_ms"]) == (1, 1, 240_000)
    told = {row["key"]: row["value"] for row in rows(snapshot, ATTRIBUTES)}
    assert told["conversations.destination"] == "+18005550199"


def test_an_outbound_contact_rings_from_the_dialling_on(tmp_path: Path) -> None:
    dialled = contact("c1", "OUTBOUND", Agent=agent("mary", "09:00:12Z", "09:05:00Z", "09:05:00Z"))
    snapshot = model(tmp_path, dialled)
    row = conversation(snapshot, "c1")
    assert (row["direction"], row["ring_time_ms"], row["talk_time_ms"]) == ("Outbound", 12_000, 288_000)
    assert row["customer_phone"] == "+12125550101"


def test_an_outbound_contact_that_nobody_answers_is_given_up(tmp_path: Path) -> None:
    row = conversation(model(tmp_path, contact("c1", "OUTBOUND")), "c1")
    assert (row["is_abandoned"], row["is_handled"]) == (True, False)


def test_a_supervisor_who_listens_is_no_conversation(tmp_path: Path) -> None:
    snapshot = model(tmp_path, ANSWERED, contact("m1", "MONITOR", InitialContactId="c1"))
    assert [row["conversation_id"] for row in rows(snapshot, CONVERSATIONS)] == ["c1"]
    assert counted(snapshot) == [(2, 2, 0, 0)]


def test_what_is_still_going_on_stays_open(tmp_path: Path) -> None:
    waiting = contact(
        "c1", DisconnectTimestamp=None, Queue=queue("09:00:20Z", "09:05:00Z") | {"DequeueTimestamp": None}
    )
    talking = contact(
        "c2",
        DisconnectTimestamp=None,
        Agent={"Username": "mary", "ConnectedToAgentTimestamp": f"{DAY}09:01:00Z"},
        Queue=queue("09:00:20Z", "09:01:00Z"),
    )
    snapshot = model(tmp_path, waiting, talking)
    assert [row["is_in_progress"] for row in rows(snapshot, CONVERSATIONS)] == [True, True]


def test_talk_without_work_afterwards_is_told_by_the_seconds(tmp_path: Path) -> None:
    short = {
        "ConnectedToAgentTimestamp": f"{DAY}09:01:00Z",
        "AgentInteractionDuration": 100,
        "CustomerHoldDuration": 20,
    }
    snapshot = model(tmp_path, contact("c1", Agent={"Username": "mary"} | short, Queue=queue("09:00:20Z", "09:01:00Z")))
    row = conversation(snapshot, "c1")
    assert (row["talk_time_ms"], row["hold_time_ms"], row["wrap_up_time_ms"]) == (120_000, 20_000, 0)


@pytest.mark.parametrize(
    ("changes", "reason", "detail"),
    [
        ({"InitiationTimestamp": None}, "no timestamp", ""),
        ({"InitiationTimestamp": "soon"}, "unreadable timestamp", "soon"),
        ({"DisconnectTimestamp": "1999-01-01T00:00:00Z"}, "timestamp outside 2000–2100", "1999-01-01T00:00:00Z"),
        ({"Queue": {"EnqueueTimestamp": "25:99"}}, "unreadable timestamp", "25:99"),
    ],
)
def test_a_contact_that_cannot_be_used_is_refused(
    tmp_path: Path, changes: dict[str, Any], reason: str, detail: str
) -> None:
    snapshot = model(tmp_path, ANSWERED, ANSWERED | {"ContactId": "c9"} | changes)
    assert refused(snapshot) == [(2, reason, detail)]
    assert counted(snapshot) == [(2, 1, 0, 1)]


def test_delivered_again_with_more_only_adds(tmp_path: Path) -> None:
    later = ANSWERED | {
        "Attributes": ANSWERED["Attributes"] | {"survey": "5"},
        "LastUpdateTimestamp": f"{DAY}10:00:00Z",
    }
    snapshot = take_in(tmp_path, *(json.dumps(each).encode() for each in (ANSWERED, ANSWERED | {"Tags": {}}, later)))
    assert [row["conversation_id"] for row in rows(snapshot, CONVERSATIONS)] == ["c1"]
    assert {row["key"] for row in rows(snapshot, ATTRIBUTES)} >= {"conversations.order", "conversations.survey"}
    assert conversation(snapshot, "c1")["talk_time_ms"] == 240_000


@pytest.mark.parametrize("joined", [b"", b"\n", b"\r\n", b" "])
def test_records_may_follow_each_other_without_line_breaks(tmp_path: Path, joined: bytes) -> None:
    content = joined.join(json.dumps(each).encode() for each in (ANSWERED, TRANSFERRED, contact("c3")))
    assert counted(take_in(tmp_path, gzip.compress(content))) == [(3, 3, 0, 0)]


def records() -> list[dict[str, Any]]:
    """The contacts of the sample, each as it was delivered last, by the standard library alone."""
    text, at, found = plain(NAME).decode(), 0, {}
    while at < len(text):
        record, at = JSONDecoder().raw_decode(text, at)
        found[record["ContactId"]] = record
    return list(found.values())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("connect"), plain(NAME))


def test_the_samples_sums_are_the_platforms_own(sample: Snapshot) -> None:
    answered = [record["Agent"] | {"wait": record["Queue"]} for record in records() if record["Agent"]]
    seconds = {
        "talk_time_ms": sum(each["AgentInteractionDuration"] + each["CustomerHoldDuration"] for each in answered),
        "hold_time_ms": sum(each["CustomerHoldDuration"] for each in answered),
        "wrap_up_time_ms": sum(each["AfterContactWorkDuration"] for each in answered),
    }
    assert figures(sample, *seconds) == {name: 1000 * value for name, value in seconds.items()}
    inbound = [row for row in rows(sample, CONVERSATIONS) if row["direction"] == "Inbound"]
    waits = sum(record["Queue"]["Duration"] for record in records() if record["Queue"])
    assert sum(row["queue_time_ms"] or 0 for row in inbound) == 1000 * waits


def test_the_samples_outcomes_are_those_of_the_contacts(sample: Snapshot) -> None:
    chains: dict[str, list[dict[str, Any]]] = {}
    for record in records():
        chains.setdefault(record["InitialContactId"] or record["ContactId"], []).append(record)
    given_up = {
        head
        for head, chain in chains.items()
        for each in chain
        if not each["Agent"]
        and not each["NextContactId"]
        and (each["InitiationMethod"] == "OUTBOUND" or each["Queue"])
        and each["DisconnectReason"] == "CUSTOMER_DISCONNECT"
    }
    found = rows(sample, CONVERSATIONS)
    assert {row["conversation_id"] for row in found} == set(chains)
    assert {row["conversation_id"] for row in found if row["is_abandoned"]} == given_up
    handled = {head for head, chain in chains.items() if any(each["Agent"] for each in chain)}
    assert {row["conversation_id"] for row in found if row["is_handled"]} == handled
    transfers = sum(record["InitiationMethod"] == "TRANSFER" for record in records())
    assert sum(row["transfer_count"] for row in found) == transfers > 0


def test_the_sample_has_what_life_has(sample: Snapshot) -> None:
    ((came, kept, twice, bad),) = counted(sample)
    assert bad == 0
    assert twice > 0
    assert came > kept >= len(records())
    methods = {record["InitiationMethod"] for record in records()}
    assert methods == {"INBOUND", "OUTBOUND", "TRANSFER", "QUEUE_TRANSFER", "CALLBACK"}


def test_any_order_of_arrival_gives_the_same(tmp_path: Path, sample: Snapshot) -> None:
    text, cuts, at = plain(NAME).decode(), [0], 0
    while at < len(text):
        _, at = JSONDecoder().raw_decode(text, at)
        cuts.append(at)
    parts = [text[begin:end].encode() for begin, end in pairwise(cuts)]
    half = len(parts) // 2
    other = take_in(tmp_path, b"".join(parts[half:]), b"".join(reversed(parts[:half])))
    assert rows(other, CONVERSATIONS) == rows(sample, CONVERSATIONS)


LEFT = contact("c1", NextContactId="c2", DisconnectTimestamp=f"{DAY}09:02:00Z", Queue=queue("09:00:20Z", "09:02:00Z"))
CAME = TRANSFERRED | {"InitiationMethod": "QUEUE_TRANSFER", "Queue": queue("09:01:59Z", "09:06:00Z", "Repairs")}


def led(snapshot: Snapshot) -> list[tuple[object, ...]]:
    """Each wait's queue, what led to it and what came after it."""
    waits = [row for row in rows(snapshot, SEGMENTS, "started_at") if row["kind"] == "Queue"]
    return [(row["queue_name"], row["preceded_by"], row["followed_by"]) for row in waits]


@pytest.mark.parametrize(
    ("contacts", "waits"),
    [
        ((LEFT, CAME), [("Sales", None, "Overflow"), ("Repairs", "Overflow", None)]),
        ((CAME, LEFT), [("Sales", None, "Overflow"), ("Repairs", "Overflow", None)]),
        ((CAME,), [("Repairs", "Overflow", None)]),
        ((LEFT,), [("Sales", None, None)]),
        ((LEFT, CAME | {"InitiationMethod": "CALLBACK"}), [("Sales", None, None), ("Repairs", None, None)]),
    ],
)
def test_a_contact_that_goes_from_queue_to_queue_has_overflowed_once_both_records_are_there(
    tmp_path: Path, contacts: tuple[dict[str, Any], ...], waits: list[tuple[object, ...]]
) -> None:
    assert led(take_in(tmp_path, *(json.dumps(each).encode() for each in contacts))) == waits


def test_the_samples_overflows_are_the_contacts_that_queue_transfers_came_from(sample: Snapshot) -> None:
    by_id = {record["ContactId"]: record for record in records()}
    came = [record for record in by_id.values() if record["InitiationMethod"] == "QUEUE_TRANSFER"]
    left = Counter(by_id[record["PreviousContactId"]]["Queue"]["Name"] for record in came)
    asked = answer(sample, Query(("queue_overflows", "queue_overflows_received"), by=("queue_name",)), Settings())
    assert {name: count for name, count, _ in asked.rows() if count} == left
    assert asked["queue_overflows_received"].sum() == len(came) > 5
