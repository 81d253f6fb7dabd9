"""An independent account of one task: a plain state machine that walks through its events one by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.pipeline.life_cycle import RANKS

Event = dict[str, Any]
Row = tuple[str, datetime, datetime | None, int | None, int | None, int | None, int | None]
ENDS = {"task.completed", "task.canceled", "task.deleted", "task.system-deleted"}
LEAVES = {*ENDS, "task.transfer-canceled", "task.transfer-failed"}
GIVEN_UP = LEAVES - {"task.completed", "task.transfer-canceled"}


def ms(later: datetime | None, earlier: datetime | None) -> int | None:
    return None if later is None or earlier is None else round((later - earlier).total_seconds() * 1000)


@dataclass
class Wait:
    since: datetime
    is_known: bool = True
    by_transfer: bool = False


class Task:
    """Walks through one task and writes down its segments: kind, start, end, queue, ring, talk, wrap-up."""

    def __init__(self, events: list[Event]) -> None:
        self.events = sorted(events, key=lambda e: (e["occurred_at"], RANKS.get(e["event_type"], -1), e["event_id"]))
        self.offers: dict[str, dict[str, datetime]] = {}
        for event in self.events:
            if event.get("reservation_id"):
                step = event["event_type"].removeprefix("reservation.")
                self.offers.setdefault(event["reservation_id"], {}).setdefault(step, event["occurred_at"])
        ends = [event for event in self.events if event["event_type"] in ENDS]
        self.end = ends[0] if ends else None
        self.created = next((e["occurred_at"] for e in self.events if e["event_type"] == "task.created"), None)
        self.rows: list[Row] = []
        self.wait: Wait | None = None
        self.began = False
        self.waits_of: dict[str, Wait] = {}

    def segments(self) -> list[Row]:
        steps = [
            (e["occurred_at"], RANKS.get(e["event_type"], -1), e["event_id"], e["event_type"], None)
            for e in self.events
        ]
        steps = [step for step in steps if step[3] in {"task-queue.entered", "task.transfer-initiated", *LEAVES}]
        for name, offer in self.offers.items():
            worked = [offer[step] for step in ("wrapup", "completed") if step in offer]
            if "accepted" in offer:
                steps.append((offer["accepted"], RANKS["reservation.accepted"], name, "accepted", name))
            elif worked:
                steps.append((offer.get("created", min(worked)), -1, name, "lost", name))
        before = ""
        for at, _, _, step, offer_name in sorted(steps):
            self.walk(at, step, before, offer_name)
            before, self.began = step, True
        if self.wait:
            self.rows.append(("Queue", self.wait.since, None, None, None, None, None))
        for name, offer in self.offers.items():
            self.close_offer(name, offer)
        return sorted(self.rows, key=repr)

    def walk(self, at: datetime, step: str, before: str, offer: str | None) -> None:
        if step == "task-queue.entered" and before == "task.transfer-initiated":
            return
        if step in {"task-queue.entered", "task.transfer-initiated"}:
            self.leave(at, step)
            self.wait = Wait(at)
            return
        if not self.began and step != "task.completed":
            self.wait = Wait(min(self.created or at, at), is_known=self.created is not None)
        if self.wait and offer:
            self.waits_of[offer] = self.wait
        self.leave(at, step)

    def leave(self, at: datetime, step: str) -> None:
        wait, self.wait = self.wait, None
        if wait is None:
            return
        broken = step == "lost" or not wait.is_known
        length = None if broken else ms(at, wait.since)
        kind = "Corrupted Conversation Segment" if broken else "Queue"
        self.rows.append((kind, wait.since, at, length, None, None, None))
        if step in GIVEN_UP and wait.is_known:
            self.rows.append(("Conversation", at, at, length, None, None, None))

    def close_offer(self, name: str, offer: dict[str, datetime]) -> None:
        created, accepted = offer.get("created"), offer.get("accepted")
        over = offer.get("rejected") or min((offer[s] for s in ("timeout", "canceled") if s in offer), default=None)
        if accepted is None and (over or "rescinded" in offer):
            if over:
                kind = "Rejected Conversation" if "rejected" in offer else "Missed Conversation"
                ring = ms(over, created)
                ring = None if ring is None else max(ring, 0)
                self.rows.append((kind, created or over, max(over, created or over), None, ring, 0, None))
        elif accepted or "wrapup" in offer or "completed" in offer:
            self.talk(name, offer, created, accepted)

    def talk(self, name: str, offer: dict[str, datetime], created: datetime | None, accepted: datetime | None) -> None:
        answers = [other["accepted"] for other in self.offers.values() if "accepted" in other]
        finished = offer.get("completed")
        if (
            finished is None
            and accepted
            and accepted == max(answers)
            and self.end
            and self.end["event_type"] == "task.completed"
            and accepted <= self.end["occurred_at"]
        ):
            finished = self.end["occurred_at"]
        if finished and accepted:
            finished = max(finished, accepted)
        wait = self.waits_of.get(name)
        withdrawn = offer.keys() & {"rejected", "timeout", "canceled", "rescinded"}
        over = self.end and (not accepted or accepted <= self.end["occurred_at"] or withdrawn)
        missing = (
            accepted is None or created is None or (wait is not None and not wait.is_known) or (not finished and over)
        )
        kind = (
            "Corrupted Conversation Segment" if missing else "Conversation" if finished else "Conversation in Progress"
        )
        talked = offer.get("wrapup", finished)
        if finished and accepted and talked:
            talked = min(max(talked, accepted), finished)
        ring = ms(accepted, created)
        self.rows.append(
            (
                kind,
                accepted or offer.get("wrapup") or offer["completed"],
                finished,
                ms(accepted, wait.since) if wait and wait.is_known else None,
                None if ring is None else max(ring, 0),
                ms(talked, accepted) if finished else None,
                ms(finished, talked) if finished and accepted else None,
            )
        )
