"""The story as Twilio's call logs: pages of calls, with a leg for each phone that rang."""

import json
from datetime import UTC, datetime
from typing import Any

from sample_data.platforms.story import Call, Offer, agents, tell

ACCOUNT = f"AC{0xB815:032x}"
CENTRE = "+18005550100"
SECOND = 1000


def export(seed: int = 19, calls: int = 200, page: int = 150) -> bytes:
    """Pages as the resource lists them, newest call first."""
    told = [record for call in tell(seed, calls, SECOND) for record in _records(call)][::-1]
    pages = [told[begin : begin + page] for begin in range(0, len(told), page)]
    return "\n".join(
        json.dumps(
            {"first_page_uri": f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json?Page=0", "calls": each, "page": number}
        )
        for number, each in enumerate(pages)
    ).encode()


def _records(call: Call) -> list[dict[str, Any]]:
    is_open = call.ended is None or any(talk.until is None for talk in call.talks)
    ended = None if is_open else max([call.ended or 0, *(talk.until or 0 for talk in call.talks)])
    if call.direction == "outbound":
        status = "completed" if call.talks else "no-answer"
        root = _record(call, 0, "outbound-api", CENTRE, call.number, call.started, call.started, ended, status)
        # The customer is the call itself: no leg of an agent is dialled.
        return [root]
    root = _record(call, 0, "inbound", call.number, CENTRE, call.started, call.started, ended, "completed")
    offers = [(offer, visit) for visit in call.visits for offer in visit.offers]
    legs = []
    for place, (offer, visit) in enumerate(offers, start=1):
        until = visit.talk.until if offer.is_answered and visit.talk else offer.until
        status = "completed" if offer.is_answered else ("canceled" if offer.until == visit.left else "no-answer")
        legs.append(_leg(call, place, offer, until, status))
    return [root, *legs]


def _leg(call: Call, place: int, offer: Offer, until: int | None, status: str) -> dict[str, Any]:
    to = f"client:{agents()[offer.agent].login}"
    answered = offer.until if offer.is_answered else offer.since
    record = _record(call, place, "outbound-dial", CENTRE, to, offer.since, answered, until, status)
    return record | {"parent_call_sid": _sid(call, 0)}


def _record(
    call: Call, place: int, direction: str, came: str, went: str, made: int, began: int, ended: int | None, status: str
) -> dict[str, Any]:
    if ended is None:
        status = "in-progress"
    lasted = (ended - began) // SECOND if ended is not None and status == "completed" else None
    return {
        "sid": _sid(call, place),
        "account_sid": ACCOUNT,
        "parent_call_sid": None,
        "date_created": _rfc(made),
        "date_updated": _rfc(ended if ended is not None else began),
        "direction": direction,
        "from": came,
        "to": went,
        "status": status,
        "start_time": _rfc(began),
        "end_time": _rfc(ended),
        "duration": "0" if lasted is None and status != "in-progress" else lasted if lasted is None else str(lasted),
        "price": None,
        "price_unit": "USD",
        "answered_by": None,
        "api_version": "2010-04-01",
        "forwarded_from": None,
        "caller_name": None,
        "queue_time": "0",
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{_sid(call, place)}.json",
    }


def _sid(call: Call, place: int) -> str:
    return f"CA{call.index * 64 + place:032x}"


def _rfc(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds // SECOND, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
