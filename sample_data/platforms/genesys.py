"""The story as Genesys Cloud conversation details: pages of the details query, participants → sessions → segments."""

import json
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from sample_data.platforms.story import QUEUES, Call, Talk, Visit, tell

GAP = 11
"""Milliseconds between the end of a wait and the beginning of the talk, as the platform leaves them."""

CODES = ("7f3c2d10-0000-4000-8000-000000000001", "ININ-WRAP-UP-TIMEOUT")
Segment = dict[str, Any]


def export(seed: int = 5, calls: int = 300, page: int = 100) -> bytes:
    """Pages one after the other; what still goes on at the end has no ends."""
    chance = Random(seed)
    told = [_conversation(call, chance) for call in tell(seed, calls)]
    pages = [told[begin : begin + page] for begin in range(0, len(told), page)]
    return "\n".join(json.dumps({"conversations": each, "totalHits": len(told)}) for each in pages).encode()


def _conversation(call: Call, chance: Random) -> dict[str, Any]:
    def new() -> str:
        return str(UUID(int=chance.getrandbits(128), version=4))

    is_over = call.ended is not None and all(talk.wrapped is not None for talk in call.talks)
    wrapped = [talk.wrapped for talk in call.talks if talk.wrapped]
    told: dict[str, Any] = {
        "conversationId": new(),
        "conversationStart": _iso(call.started),
        "divisionIds": ["d0000000-0000-4000-8000-000000000001"],
        "originatingDirection": call.direction,
        "participants": [_customer(call, new)],
    }
    if is_over:
        told["conversationEnd"] = _iso(max([call.ended or 0, *wrapped]) + GAP)
    for place, visit in enumerate(call.visits):
        if call.direction == "inbound":
            told["participants"].append(_queue(call, visit, place, new))
        told["participants"] += _agents(call, visit, place, new)
        if visit.how == "voicemail" and visit.left:
            span = _segment("voicemail", visit.left + GAP, visit.left + GAP + 20_000, disconnectType="peer")
            told["participants"].append(_participant("voicemail", [span], call, [], new))
    return told


def _customer(call: Call, new: Any) -> dict[str, Any]:
    by = {"customer": "endpoint", "agent": "peer"}[call.hung_up] if call.talks else "endpoint"
    spans = [_segment("interact", call.started, call.ended, disconnectType=by)]
    name = "customer" if call.direction == "inbound" else "external"
    metrics = [{"emitDate": _iso(call.started), "name": "nConnected", "value": 1}]
    told = _participant(name, spans, call, metrics, new)
    return told | {"participantName": "New York, NY", "externalContactId": f"external-{call.number[-7:]}"}


def _queue(call: Call, visit: Visit, place: int, new: Any) -> dict[str, Any]:
    is_callback = place > 0 and call.visits[place - 1].how == "callback"
    since = visit.entered + (GAP if place else 0)
    metrics = [{"emitDate": _iso(since), "name": "nOffered", "value": 1}]
    left = visit.left
    if left is not None:
        named = {"answered": "tAcd", "abandoned": "tAbandon"}.get(visit.how or "", "tFlowOut")
        metrics.append({"emitDate": _iso(left), "name": named, "value": left - since})
    by = "peer" if visit.how == "abandoned" else "transfer"
    spans = [_segment("interact", since, left, disconnectType=by, queueId=_queue_id(visit))]
    told = _participant("acd", spans, call, metrics, new, "callback" if is_callback else "voice")
    return told | {"participantName": QUEUES[visit.queue]}


def _agents(call: Call, visit: Visit, place: int, new: Any) -> list[dict[str, Any]]:
    """One participant an offer; the last is the one who talks."""
    told = []
    for offer in visit.offers:
        kind = "alert" if call.direction == "inbound" else "dialing"
        queue = {"queueId": _queue_id(visit)}
        spans = [
            _segment(
                kind, offer.since, offer.until, **queue, **({} if offer.is_answered else {"disconnectType": "client"})
            )
        ]
        metrics = [_metric("tAlert", offer.until, offer.until - offer.since)]
        if offer.is_answered and visit.talk:
            answered = offer.until + GAP
            spans[0]["segmentEnd"] = _iso(answered)
            if call.direction == "inbound":
                metrics.append(_metric("tAnswered", answered, offer.until - visit.entered - (GAP if place else 0)))
            talk, measured = _talk(visit.talk, answered, visit, place + 1 < len(call.visits), call)
            spans, metrics = spans + talk, metrics + measured
        elif not offer.is_answered and offer.until != visit.left:
            metrics.append(_metric("tNotResponding", offer.until, offer.until - offer.since))
        told.append(_participant("agent", spans, call, metrics, new) | {"userId": _user_id(offer.agent)})
    return told


def _talk(talk: Talk, since: int, visit: Visit, goes_on: bool, call: Call) -> tuple[list[Segment], list[Any]]:
    """Interaction and holds in turn, then the work afterwards, with what the platform measured."""
    edges = [since, *(edge for hold in talk.holds for edge in hold)]
    ends = [*edges[1:], talk.until]
    queue = {"queueId": _queue_id(visit)}
    spans = [
        _segment("hold" if place % 2 else "interact", begin, end, **queue)
        for place, (begin, end) in enumerate(zip(edges, ends, strict=True))
    ]
    if talk.until is None:
        return spans, []
    left_by = "transfer" if goes_on else {"customer": "peer", "agent": "client"}[call.hung_up]
    spans[-1]["disconnectType"] = left_by
    held = sum(end - begin for begin, end in talk.holds)
    metrics = [_metric("tTalk", talk.until, talk.until - since - held)]
    metrics += [_metric("tHeld", talk.until, held)] if held else []
    if talk.wrapped is None:
        return [*spans, _segment("wrapup", talk.until, None, **queue)], metrics
    if talk.wrapped > talk.until:
        spans.append(_segment("wrapup", talk.until, talk.wrapped, wrapUpCode=CODES[call.index % 2], **queue))
        metrics.append(_metric("tAcw", talk.wrapped, talk.wrapped - talk.until))
    return spans, [*metrics, _metric("tHandle", talk.wrapped, talk.wrapped - since)]


def _participant(
    purpose: str, spans: list[Segment], call: Call, metrics: list[Any], new: Any, media: str = "voice"
) -> dict[str, Any]:
    centre = "tel:+18005550100"
    came, went = (f"tel:{call.number}", centre) if call.direction == "inbound" else (centre, f"tel:{call.number}")
    session = {
        "ani": came,
        "direction": call.direction,
        "dnis": went,
        "mediaType": media,
        "metrics": metrics,
        "provider": "Edge",
        "segments": spans,
        "sessionId": new(),
    }
    return {"participantId": new(), "purpose": purpose, "sessions": [session]}


def _segment(kind: str, since: int, until: int | None, **more: Any) -> Segment:
    told = {"conference": False, "segmentStart": _iso(since), "segmentType": kind, **more}
    if until is None:
        told.pop("disconnectType", None)
        return told
    return told | {"segmentEnd": _iso(until)}


def _metric(name: str, at: int, value: int) -> dict[str, Any]:
    return {"emitDate": _iso(at), "name": name, "value": value}


def _queue_id(visit: Visit) -> str:
    return str(UUID(int=0xA0000000000040008000000000000000 + visit.queue))


def _user_id(agent: int) -> str:
    return str(UUID(int=0xB0000000000040008000000000000000 + agent))


def _iso(milliseconds: int) -> str:
    at = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03}Z"
