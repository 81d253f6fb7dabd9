"""The story as a report of Flex Insights: one row a segment, on the clock of Madrid, lengths as h:mm:ss."""

import csv
import io
from datetime import datetime

from sample_data.platforms.story import QUEUES, ZONE, Call, Visit, agents, tell

SECOND = 1000
NAMES = (
    *("Segment", "Conversation", "Kind", "Date", "Time", "Abandoned", "Abandoned Phase", "Agent", "Handling Team"),
    *("Channel", "Direction", "Queue", "Customer", "Outcome", "Hang Up By", "Followed By", "Conversation Attribute 1"),
    *("Queue Time", "Ring Time", "Talk Time", "Wrap Up Time", "Hold Time", "Abandon Time", "Activity", "Activity Time"),
)
Row = dict[str, str]


def export(seed: int = 17, calls: int = 220) -> bytes:
    """All segments by time; what is empty in the report is empty here."""
    rows = [row for call in tell(seed, calls, SECOND) for row in _call(call)]
    text = io.StringIO()
    writer = csv.DictWriter(text, NAMES, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (row["Date"], row["Time"], row["Segment"])))
    return text.getvalue().encode()


def _call(call: Call) -> list[Row]:
    return [row for place, visit in enumerate(call.visits) for row in _visit(call, visit, place)]


def _visit(call: Call, visit: Visit, place: int) -> list[Row]:
    """The wait, the offers that were missed, and the talk or the abandon."""
    common = {
        "Conversation": f"WT{call.index:06}",
        "Channel": "Call",
        "Direction": call.direction.capitalize(),
        "Queue": QUEUES[visit.queue],
        "Customer": call.number,
        "Conversation Attribute 1": call.topic,
    }
    name = f"WR{call.index:06}-{place}"
    waited = None if visit.left is None else _length(visit.left - visit.entered)
    gave_up = {"answered": "No", "overflow": "No", None: ""}.get(visit.how, "Yes")
    gave_up = "Follow-Up" if visit.how in ("callback", "voicemail") else gave_up
    told = [common | {"Segment": f"{name}-queue", "Kind": "Queue", **_when(visit.entered), "Abandoned": gave_up}]
    told[0] |= {"Queue Time": waited or ""} | (
        {"Abandon Time": waited or ""} if gave_up in ("Yes", "Follow-Up") else {}
    )
    for number, offer in enumerate(visit.offers):
        if not offer.is_answered and call.direction == "inbound":
            rang = {"Ring Time": _length(offer.until - offer.since), "Talk Time": "0:00:00"}
            missed = {"Segment": f"{name}-{number}", "Kind": "Missed Conversation", "Agent": agents()[offer.agent].name}
            told.append(common | missed | rang | _when(offer.since))
    if gave_up in ("Yes", "Follow-Up") and visit.left is not None:
        ended = {"Segment": f"{name}-end", "Kind": "Conversation", "Abandoned": gave_up, "Queue Time": waited or ""}
        phase = {"voicemail": "Voicemail", "callback": "Callback Request"}.get(visit.how or "", "Queue")
        told.append(common | ended | _when(visit.left) | {"Abandoned Phase": phase, "Abandon Time": waited or ""})
    return told + _talk(call, visit, common, name, waited or "")


def _talk(call: Call, visit: Visit, common: Row, name: str, waited: str) -> list[Row]:
    talk = visit.talk
    if talk is None:
        return []
    agent = agents()[talk.agent]
    offer = visit.offers[-1]
    told = {
        "Segment": f"{name}-talk",
        "Kind": "Conversation" if talk.wrapped is not None else "Conversation in Progress",
        "Agent": agent.name,
        "Handling Team": agent.team,
        "Abandoned": "No",
        "Queue Time": waited,
        "Ring Time": _length(offer.until - offer.since),
        **_when(talk.since),
    }
    if talk.until is not None and talk.wrapped is not None:
        held = sum(end - begin for begin, end in talk.holds)
        told |= {
            "Talk Time": _length(talk.until - talk.since),
            "Wrap Up Time": _length(talk.wrapped - talk.until),
            "Hold Time": _length(held) if held else "",
            "Outcome": "Resolved",
            "Hang Up By": call.hung_up.capitalize(),
            "Followed By": "Cold Transfer" if visit is not call.visits[-1] else "",
        }
    return [common | told]


def _when(milliseconds: int) -> Row:
    at = datetime.fromtimestamp(milliseconds // SECOND, ZONE)
    return {"Date": f"{at:%Y-%m-%d}", "Time": f"{at:%H:%M:%S}"}


def _length(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // SECOND, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
