"""From a file of events to a number, by the command line alone: the published life of a conversation."""

import json
from pathlib import Path

import pytest

from core.cli import main
from core.commands.console import DONE, PROBLEM

TASK = {"TaskSid": "WT1", "TaskChannelUniqueName": "voice", "TaskAttributes": '{"direction": "inbound"}'}
JOHN = {"ReservationSid": "WR1", "WorkerSid": "WK1", "WorkerName": "John Doe", "TaskQueueName": "L1"}
ALBA = {"ReservationSid": "WR2", "WorkerSid": "WK2", "WorkerName": "Alba Perez", "TaskQueueName": "L2"}
TRANSFER = {"TransferInitiatingReservationSid": "WR1", "TransferMode": "COLD", "TransferType": "QUEUE"}
LIFE = [
    ("07:21:33", "task.created", {}),
    ("07:21:33", "task-queue.entered", {"TaskQueueName": "L1"}),
    ("07:22:40", "reservation.created", JOHN),
    ("07:22:44", "reservation.accepted", JOHN),
    ("07:25:01", "task.transfer-initiated", TRANSFER),
    ("07:25:01", "task-queue.entered", {"TaskQueueName": "L2"}),
    ("07:25:01", "reservation.wrapup", JOHN),
    ("07:25:01", "reservation.completed", JOHN),
    ("07:25:02", "reservation.created", ALBA),
    ("07:25:04", "reservation.canceled", ALBA),
    ("07:25:04", "task.canceled", {"TaskCanceledReason": "hangup", "TaskQueueName": "L2"}),
]


@pytest.fixture
def inbox(workspace_of_its_own: Path) -> Path:
    """The events, one a line, waiting in the inbox."""
    records = [
        {"Sid": f"EV{number}", "EventType": kind, "Timestamp": f"2026-03-02T{clock}Z", **TASK, **more}
        for number, (clock, kind, more) in enumerate(LIFE)
    ]
    folder = workspace_of_its_own / "inbox"
    folder.mkdir(parents=True)
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (folder / "life.ndjson").write_text(lines, encoding="utf-8")
    return folder


def test_what_waits_in_the_inbox_becomes_numbers(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh"]) == DONE
    assert "11 records" in capsys.readouterr().out
    metrics = (
        "conversations,conversations_offered,conversations_abandoned,conversations_lost_in_transfer,missed_offers,"
        "transfers,service_level,average_speed_of_answer,total_talk_time,average_abandon_time"
    )
    assert main(["ask", metrics, "--format", "json"]) == DONE
    assert json.loads(capsys.readouterr().out) == [
        {
            "conversations": 1,
            "conversations_offered": 1,
            "conversations_abandoned": 1,
            "conversations_lost_in_transfer": 1,
            "missed_offers": 1,
            "transfers": 1,
            "service_level": 0,
            "average_speed_of_answer": 71_000,
            "total_talk_time": 137_000,
            "average_abandon_time": 3_000,
        }
    ]


def test_the_same_file_again_changes_no_number(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(inbox)]) == DONE
    assert main(["ask", "segments", "--by", "queue_name", "--format", "csv"]) == DONE
    first = capsys.readouterr().out.splitlines()[-2:]
    assert main(["ingest", str(inbox / "life.ndjson")]) == DONE
    assert "0 kept + 11 duplicates" in capsys.readouterr().out
    assert main(["ask", "segments", "--by", "queue_name", "--format", "csv"]) == DONE
    assert capsys.readouterr().out.splitlines() == first == ["queue_name,segments", "L1,1"]


def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_are_taken_in(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "noise.bin").write_bytes(bytes(range(256)) * 40)
    assert main(["refresh"]) == PROBLEM
    shown = capsys.readouterr()
    assert "11 kept" in shown.out
    assert "noise.bin: nothing taken in." in shown.err
