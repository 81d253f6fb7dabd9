"""A small contact centre for the tests of pages: sixty calls and chats, taken in as the platform's own callbacks."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.ingest import ingest
from core.store.workspace import Workspace

FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONVERSATIONS = 60
CUSTOMERS = ("+12125550101", "+14155550102", "+34911234567", "+442079460103", "anonymous")
QUEUES = ("Support", "Sales, and more", "Billing")
AGENTS = ("Ana Ruiz", "Ben Ode")


def centre(home: Path) -> Workspace:
    """A workspace with one conversation every four hours, over ten days; every sixth one is abandoned."""
    file = home.with_suffix(".ndjson")
    callbacks = [callback for number in range(CONVERSATIONS) for callback in _conversation(number)]
    file.write_text("\n".join(json.dumps(callback) for callback in callbacks), encoding="utf-8")
    workspace = Workspace(home)
    done = ingest(workspace, [file])
    assert not done.failures, done.failures
    return workspace


def _conversation(number: int) -> list[dict[str, str]]:
    start = FIRST_DAY + timedelta(hours=4 * number)
    task = {
        "TaskSid": f"WT{number:032}",
        "TaskChannelUniqueName": "chat" if number % 4 == 0 else "voice",
        "TaskQueueName": QUEUES[number % len(QUEUES)],
        "TaskQueueSid": f"WQ{number % len(QUEUES):032}",
        "TaskAttributes": json.dumps({"from": CUSTOMERS[number % len(CUSTOMERS)], "direction": "inbound"}),
    }
    offer = task | {
        "ReservationSid": f"WR{number:032}",
        "WorkerSid": f"WK{number % 2:032}",
        "WorkerName": AGENTS[number % 2],
    }
    wait = 10 + number
    steps = [(0, "task.created", task), (0, "task-queue.entered", task)]
    if number % 6 == 5:
        steps += [(wait, "task.canceled", task)]
    else:
        steps += [
            (wait, "reservation.created", offer),
            (wait + 5, "reservation.accepted", offer),
            (wait + 200, "reservation.wrapup", offer),
            (wait + 230, "reservation.completed", offer),
            (wait + 230, "task.completed", task),
        ]
    return [
        fields
        | {
            "Sid": f"EV{number:016}{step:016}",
            "EventType": kind,
            "Timestamp": str(int((start + timedelta(seconds=seconds)).timestamp())),
        }
        for step, (seconds, kind, fields) in enumerate(steps)
    ]
