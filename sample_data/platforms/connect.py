"""The story as Amazon Connect contact records: one JSON object a contact, seconds, UTC."""

import json
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from sample_data.platforms.story import QUEUES, Agent, Call, Talk, Visit, agents, tell

ACCOUNT = "111122223333"
INSTANCE = f"arn:aws:connect:eu-central-1:{ACCOUNT}:instance/0a1b2c3d-0000-4000-8000-00000000b815"
SECOND = 1000


def export(seed: int = 3, calls: int = 320) -> bytes:
    """Records one after the other, as Kinesis Data Firehose writes them to S3: without a line break between them.

    A few come twice, and a few again with one more attribute, as when an integration has updated a contact.
    """
    chance = Random(seed)
    records = [record for call in tell(seed, calls, SECOND) for record in _records(call, chance)]
    again = [record for record in records if chance.random() < 0.02]
    updated = [
        record | {"Attributes": record["Attributes"] | {"survey": str(chance.randrange(1, 6))}}
        for record in records
        if record["Agent"] and chance.random() < 0.04
    ]
    return "".join(json.dumps(record, separators=(",", ":")) for record in records + again + updated).encode()


def _records(call: Call, chance: Random) -> list[dict[str, Any]]:
    """One record a wait with what came of it; only contacts that are over have one."""
    if call.ended is None or any(talk.wrapped is None for talk in call.talks):
        return []
    ids = [str(UUID(int=chance.getrandbits(128), version=4)) for _ in call.visits] or [
        str(UUID(int=chance.getrandbits(128), version=4))
    ]
    if not call.visits:
        return [_record(call, ids, 0, None)]
    return [_record(call, ids, place, visit) for place, visit in enumerate(call.visits)]


def _record(call: Call, ids: list[str], place: int, visit: Visit | None) -> dict[str, Any]:
    talk = visit.talk if visit else None
    began = call.started if place == 0 or visit is None else visit.entered
    ended = talk.until if talk else visit.left if visit else call.ended
    is_queued = visit is not None and call.direction == "inbound"
    connected = {"ConnectedToSystemTimestamp": _iso(began if call.direction == "inbound" else talk and talk.since)}
    return {
        "AWSAccountId": ACCOUNT,
        "AWSContactTraceRecordFormatVersion": "2017-03-10",
        "Agent": _agent(talk, agents()) if talk else None,
        "AgentConnectionAttempts": len(visit.offers) if visit else 0,
        "AnsweringMachineDetectionStatus": None,
        "Attributes": {"topic": call.topic, "language": call.language},
        "Campaign": {"CampaignId": None},
        "Channel": "VOICE",
        **connected,
        "ContactDetails": {},
        "ContactId": ids[place],
        "CustomerEndpoint": {"Address": call.number, "Type": "TELEPHONE_NUMBER"},
        "DisconnectReason": _reason(call, visit, place == len(ids) - 1),
        "DisconnectTimestamp": _iso(ended),
        "InitialContactId": ids[0] if place else None,
        "InitiationMethod": _method(call, place),
        "InitiationTimestamp": _iso(began),
        "InstanceARN": INSTANCE,
        "LastUpdateTimestamp": _iso((talk.wrapped if talk else ended) or ended, 60),
        "MediaStreams": [{"Type": "AUDIO"}],
        "NextContactId": ids[place + 1] if place + 1 < len(ids) else None,
        "PreviousContactId": ids[place - 1] if place else None,
        "Queue": _queue(visit) if visit and is_queued else None,
        "Recording": None,
        "Recordings": None,
        "References": [],
        "ScheduledTimestamp": None,
        "SystemEndpoint": {"Address": "+18005550100", "Type": "TELEPHONE_NUMBER"},
        "TransferCompletedTimestamp": None,
        "TransferredToEndpoint": None,
        "VoiceIdResult": None,
    }


def _method(call: Call, place: int) -> str:
    if call.direction == "outbound":
        return "OUTBOUND"
    before = call.visits[place - 1].how if place else None
    named = {None: "INBOUND", "answered": "TRANSFER", "overflow": "QUEUE_TRANSFER", "callback": "CALLBACK"}
    return named[before]


def _reason(call: Call, visit: Visit | None, is_last: bool) -> str | None:
    if visit is not None and visit.how in ("overflow", "callback", "voicemail"):
        return "CONTACT_FLOW_DISCONNECT" if visit.how == "voicemail" else None
    if visit is None or visit.how != "answered":
        return "CUSTOMER_DISCONNECT"
    return f"{call.hung_up.upper()}_DISCONNECT" if is_last else "AGENT_DISCONNECT"


def _queue(visit: Visit) -> dict[str, Any]:
    left = visit.left or visit.entered
    return {
        "ARN": f"{INSTANCE}/queue/{QUEUES[visit.queue].lower()}",
        "DequeueTimestamp": _iso(left),
        "Duration": (left - visit.entered) // SECOND,
        "EnqueueTimestamp": _iso(visit.entered),
        "Name": QUEUES[visit.queue],
    }


def _agent(talk: Talk, everyone: list[Agent]) -> dict[str, Any]:
    agent = everyone[talk.agent]
    until, wrapped = talk.until or talk.since, talk.wrapped or talk.since
    held = [end - begin for begin, end in talk.holds]
    return {
        "ARN": f"{INSTANCE}/agent/{agent.login}",
        "AfterContactWorkDuration": (wrapped - until) // SECOND,
        "AfterContactWorkEndTimestamp": _iso(wrapped),
        "AfterContactWorkStartTimestamp": _iso(until),
        "AgentInteractionDuration": (until - talk.since - sum(held)) // SECOND,
        "ConnectedToAgentTimestamp": _iso(talk.since),
        "CustomerHoldDuration": sum(held) // SECOND,
        "HierarchyGroups": {
            "Level1": {"ARN": f"{INSTANCE}/agent-group/service", "GroupName": "Service"},
            "Level2": {"ARN": f"{INSTANCE}/agent-group/{agent.team.lower()}", "GroupName": agent.team},
            **dict.fromkeys(("Level3", "Level4", "Level5")),
        },
        "LongestHoldDuration": max(held, default=0) // SECOND,
        "NumberOfHolds": len(held),
        "RoutingProfile": {"ARN": f"{INSTANCE}/routing-profile/everything", "Name": "Everything"},
        "Username": agent.login,
    }


def _iso(milliseconds: int | None, later_s: int = 0) -> str | None:
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds // SECOND + later_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
