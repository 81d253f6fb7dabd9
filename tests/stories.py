"""Conversations that tests of lists, dossiers and pages tell."""

from typing import Any

from tests.story import event

CUSTOMER = {"name": "Ana López", "phone": "+14155550171", "email": "ana.lopez@example.com"}
ATTRIBUTES = {"from": "+14155550171", "direction": "inbound", "call_sid": "CA1", "customers": CUSTOMER}


def transferred_call() -> list[dict[str, Any]]:
    """Missed by Eva, answered by Ben, held, handed over to Billing, answered by Cy; 09:00:00 to 09:06:10."""
    task, given = "WT1", {"attributes": ATTRIBUTES}
    return [
        event("09:00:00", "task.created", task, **given),
        event("09:00:00", "task-queue.entered", task, queue="Support", **given),
        event("09:00:05", "reservation.created", task, queue="Support", reservation="WR0", agent="Eva", **given),
        event("09:00:20", "reservation.timeout", task, queue="Support", reservation="WR0", agent="Eva", **given),
        event("09:00:21", "reservation.created", task, queue="Support", reservation="WR1", agent="Ben", **given),
        event("09:00:25", "reservation.accepted", task, queue="Support", reservation="WR1", agent="Ben", **given),
        event("09:01:00", "participant.hold", call_id="CA1"),
        event("09:01:30", "participant.unhold", call_id="CA1"),
        event("09:03:00", "reservation.wrapup", task, queue="Support", reservation="WR1", agent="Ben", **given),
        event(
            "09:03:00",
            "task.transfer-initiated",
            task,
            queue="Billing",
            transfer_mode="COLD",
            transfer_reservation_id="WR1",
            **given,
        ),
        event("09:03:00.020", "task-queue.entered", task, queue="Billing", **given),
        event("09:03:10", "reservation.completed", task, queue="Support", reservation="WR1", agent="Ben", **given),
        event("09:03:20", "reservation.created", task, queue="Billing", reservation="WR2", agent="Cy", **given),
        event("09:03:30", "reservation.accepted", task, queue="Billing", reservation="WR2", agent="Cy", **given),
        event("09:06:00", "reservation.wrapup", task, queue="Billing", reservation="WR2", agent="Cy", **given),
        event("09:06:10", "reservation.completed", task, queue="Billing", reservation="WR2", agent="Cy", **given),
        event("09:06:10", "task.completed", task, queue="Billing", **given),
    ]


def given_up(task: str, clock: str, until: str, **attributes: object) -> list[dict[str, Any]]:
    """Waited in Support from one time of day to another, and hung up."""
    given = {"attributes": {"direction": "inbound", **attributes}, "queue": "Support"}
    return [
        event(clock, "task.created", task, **given),
        event(clock, "task-queue.entered", task, **given),
        event(until, "task.canceled", task, task_reason="hangup", **given),
    ]


def answered(task: str, clock: str, agent: str, queue: str = "Support", **attributes: object) -> list[dict[str, Any]]:
    """Waited ten seconds, talked for forty, five of wrap-up; the clock must end in `00`."""
    given = {"attributes": {"direction": "inbound", **attributes}, "queue": queue}
    offer = given | {"reservation": f"WR {task}", "agent": agent}
    minute = clock[:-2]
    return [
        event(clock, "task.created", task, **given),
        event(clock, "task-queue.entered", task, **given),
        event(f"{minute}05", "reservation.created", task, **offer),
        event(f"{minute}10", "reservation.accepted", task, **offer),
        event(f"{minute}50", "reservation.wrapup", task, **offer),
        event(f"{minute}55", "reservation.completed", task, **offer),
        event(f"{minute}55", "task.completed", task, **given),
    ]
