"""Days of a small centre, made by Hypothesis: every path that a task can take, with events missing here and there."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.story import DAY

Event = dict[str, Any]
AGENTS = ("ana", "bob", "eve")
QUEUES = ("L1", "L2")


@st.composite
def tasks(draw: st.DrawFn, number: int) -> list[Event]:
    """One task's events, in the order of its life."""
    task, other = f"WT{number}", f"WT{draw(st.integers(0, 4))}"
    clock = DAY + timedelta(seconds=draw(st.integers(0, 3600)))
    attributes = draw(
        st.sampled_from(
            (
                '{"from":"+14155550100","call_sid":"CA1"}',
                '{"from":"+34911232323"}',
                f'{{"call_sid":"CA{number}","direction":"outbound","to":"+442079460018"}}',
                f'{{"conversations":{{"conversation_id":"{other}","hold_time":7,'
                f'"first_response_time":{number},"average_response_time":"4.{number % 2}","focus_time":30}}}}',
                '{"conversations":{"abandoned":"Follow-Up"},"customers":{"external_id":"c1"}}',
                f'{{"conversations":{{"conversation_id":"{other}","conversation_attribute_1":{number}}}}}',
                f'{{"call_sid":"CA1","conversations":{{"conversation_label_1":"L{number}","topic":["{number}"]}}}}',
                '{"flexInteractionSid":"KD1","conversations":"broken"}',
                "{not json",
            )
        )
    )
    told: list[Event] = []

    def tell(event_type: str, **fields: Any) -> None:
        nonlocal clock
        clock += timedelta(milliseconds=draw(st.sampled_from((0, 1, 250, 1000, 61_000))))
        row = {"event_id": f"{task}-{len(told)}", "occurred_at": clock, "event_type": event_type, "task_id": task}
        told.append(row | {"task_attributes": attributes, "channel": "voice"} | fields)

    tell("task.created")
    tell("task-queue.entered", queue_name=draw(st.sampled_from(QUEUES)))
    if draw(st.booleans()):
        tell("task-queue.entered", queue_name="L2")
    for offer in range(draw(st.integers(0, 3))):
        ids = {"reservation_id": f"WR{number}-{offer}", "agent_id": draw(st.sampled_from(AGENTS)), "queue_name": "L1"}
        tell("reservation.created", **ids)
        end = draw(st.sampled_from(("rejected", "timeout", "canceled", "rescinded", "accepted", "accepted", "ringing")))
        if end == "ringing":
            break
        tell(f"reservation.{end}", **ids)
        if end == "accepted":
            if draw(st.booleans()):
                tell("participant.hold", task_id=None, call_id="CA1")
                tell("participant.unhold", task_id=None, call_id="CA1")
            transfer = draw(st.sampled_from(("none", "COLD", "WARM")))
            if transfer != "none":
                tell("task.transfer-initiated", transfer_mode=transfer, transfer_reservation_id=ids["reservation_id"])
                if draw(st.booleans()):
                    tell("task-queue.entered", queue_name="L2")
            if draw(st.booleans()):
                tell("reservation.wrapup", **ids)
            if draw(st.booleans()):
                tell("reservation.completed", **ids)
            if transfer == "none":
                break
    end = draw(
        st.sampled_from(("task.completed", "task.canceled", "task.transfer-failed", "task.system-deleted", "open"))
    )
    if end != "open":
        tell(end, task_reason="hangup")
    return told


@st.composite
def shifts(draw: st.DrawFn, agent: str) -> list[Event]:
    """One agent's changes of activity."""
    clock = DAY
    told: list[Event] = []
    before = "Offline"
    for number in range(draw(st.integers(0, 5))):
        lasted = draw(st.sampled_from((0, 1000, 60_000, 900_000)))
        clock += timedelta(milliseconds=lasted)
        activity = draw(st.sampled_from(("Available", "Break", "Offline")))
        told.append(
            {
                "event_id": f"{agent}-{number}",
                "occurred_at": clock,
                "event_type": "worker.activity.update"
                if number
                else draw(st.sampled_from(("worker.created", "worker.activity.update"))),
                "agent_id": agent,
                "agent_name": agent,
                "agent_attributes": f'{{"full_name":"{agent} {number}","team_name":"T{number}"}}',
                "activity": activity,
                "activity_id": activity,
                "previous_activity_id": before,
                "previous_activity": before,
                "time_in_previous_activity_ms": lasted,
            }
        )
        before = activity
    return told


@st.composite
def days(draw: st.DrawFn, most: int = 5) -> list[Event]:
    """All events of a small day of at most so many tasks, some of them missing, in any order."""
    told = [event for number in range(draw(st.integers(1, most))) for event in draw(tasks(number))]
    told += [event for agent in AGENTS for event in draw(shifts(agent))]
    missing = draw(st.sets(st.integers(0, len(told) - 1), max_size=3)) if draw(st.booleans()) and told else set()
    return draw(st.permutations([event for number, event in enumerate(told) if number not in missing]))
