"""How single fields are read: instants, ids, types, holds, and what goes into extra."""

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.core.sources.writing import FACTS, Fact, cloud_event, comma_separated, ndjson, parquet, read_all, resource


def event(folder: Path, record: dict[str, Any]) -> dict[str, Any]:
    """The one event that this record gives."""
    return read_all(folder, ndjson([record])).events.row(0, named=True)


def callback(**fields: object) -> dict[str, Any]:
    """A small event callback."""
    return {"Sid": "EV1", "EventType": "task.created", "Timestamp": "1784618493", **fields}


@pytest.mark.parametrize(
    ("time", "milliseconds"),
    [
        ({"Timestamp": "1784618493"}, 1784618493000),
        ({"Timestamp": 1784618493}, 1784618493000),
        ({"Timestamp": 1784618493.123}, 1784618493123),
        ({"Timestamp": " 1784618493 "}, 1784618493000),
        ({"Timestamp": "1784618493123"}, 1784618493123),
        ({"Timestamp": "1784618493", "TimestampMs": 1784618493123}, 1784618493123),
        ({"Timestamp": "1784618493", "TimestampMs": ""}, 1784618493000),
        ({"Timestamp": "1784618493", "TimestampMs": "0"}, 1784618493000),
        ({"Timestamp": "2026-07-21T07:21:33Z"}, 1784618493000),
        ({"Timestamp": "2026-07-21T07:21:33.123456Z"}, 1784618493123),
        ({"Timestamp": "2026-07-21T09:21:33+02:00"}, 1784618493000),
        ({"Timestamp": "2026-07-21T09:21:33.5+0200"}, 1784618493500),
        ({"Timestamp": "2026-07-21 07:21:33.123Z"}, 1784618493123),
        ({"Timestamp": "2026-07-21T07:21:33.123"}, 1784618493123),
        ({"Timestamp": "2026-07-21 07:21:33"}, 1784618493000),
        ({"Timestamp": "Tue, 21 Jul 2026 07:21:33 +0000"}, 1784618493000),
    ],
)
def test_instants_are_read_in_seconds_milliseconds_and_iso(
    tmp_path: Path, time: dict[str, object], milliseconds: int
) -> None:
    record = {"Sid": "EV1", "EventType": "task.created", **time}
    assert event(tmp_path, record)["occurred_at"].timestamp() * 1000 == pytest.approx(milliseconds)


def test_the_delivery_time_stands_in_where_the_event_has_none(tmp_path: Path) -> None:
    record = cloud_event(FACTS[0])
    del record["data"]["payload"]["timestamp"]
    assert event(tmp_path, record)["occurred_at"].year == 2030


@pytest.mark.parametrize(
    ("arrived", "kept"),
    [
        ("com.twilio.taskrouter.reservation.created", "reservation.created"),
        ("com.twilio.taskrouter.task-queue.expression-updated", "task-queue.expression.updated"),
        ("com.twilio.conversations.message.added", "com.twilio.conversations.message.added"),
    ],
)
def test_event_types_have_one_name_each(tmp_path: Path, arrived: str, kept: str) -> None:
    record = {**cloud_event(FACTS[0]), "type": arrived}
    assert event(tmp_path, record)["event_type"] == kept


def test_the_resources_worker_activity_is_an_activity_update(tmp_path: Path) -> None:
    assert (
        event(tmp_path, resource({**FACTS[2], "EventType": "worker.activity"}))["event_type"]
        == "worker.activity.update"
    )


def test_an_event_without_id_of_its_own_has_the_deliverys(tmp_path: Path) -> None:
    record = cloud_event(FACTS[0])
    del record["data"]["payload"]["sid"]
    assert event(tmp_path, record)["event_id"] == "EZ01"


def test_an_event_without_any_id_has_a_hash_of_its_content(tmp_path: Path) -> None:
    one, same, other = ({k: v for k, v in callback(TaskAge=age).items() if k != "Sid"} for age in ("1", "1", "2"))
    ids = read_all(tmp_path, ndjson([one, dict(reversed(same.items())), other])).events["event_id"].to_list()
    content = b'{"EventType":"task.created","TaskAge":"1","Timestamp":"1784618493"}'
    assert ids[:2] == [f"sha256:{hashlib.sha256(content).hexdigest()}"] * 2
    assert ids[2] != ids[1]


HOLD_UPDATE = {
    "specversion": "1.0",
    "type": "com.twilio.voice.status-callback.conference.participant.updated",
    "id": "NO1",
    "time": "2026-07-21T07:21:33Z",
}


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({**HOLD_UPDATE, "data": {"request": {"parameters": {"CallSid": "CA1", "Hold": "true"}}}}, "participant.hold"),
        ({**HOLD_UPDATE, "data": {"payload": {"call_sid": "CA1", "hold": False}}}, "participant.unhold"),
        (
            {
                **HOLD_UPDATE,
                "data": {
                    "request": {
                        "parameters": {
                            "CallSid": "CA1",
                            "Hold": "false",
                            "StatusCallbackEvent": "participant-mute",
                        }
                    }
                },
            },
            HOLD_UPDATE["type"],
        ),
        ({"StatusCallbackEvent": "participant-hold", "CallSid": "CA1", "Timestamp": "1784618493"}, "participant.hold"),
        (
            {"StatusCallbackEvent": "participant-unhold", "CallSid": "CA1", "Timestamp": "1784618493"},
            "participant.unhold",
        ),
        ({"StatusCallbackEvent": "participant-join", "CallSid": "CA1", "Timestamp": "1784618493"}, "participant-join"),
    ],
)
def test_holds_of_conference_participants_are_told_apart(tmp_path: Path, record: dict[str, Any], kind: str) -> None:
    told = event(tmp_path, record)
    assert (told["event_type"], told["call_id"]) == (kind, "CA1")


def test_seconds_in_the_previous_activity_stand_in_for_milliseconds(tmp_path: Path) -> None:
    assert event(tmp_path, callback(WorkerTimeInPreviousActivity="35"))["time_in_previous_activity_ms"] == 35_000


def test_the_resource_id_stands_in_for_the_task_id(tmp_path: Path) -> None:
    told = event(tmp_path, callback(ResourceSid="WT9", ResourceType="task"))
    assert (told["task_id"], told["agent_id"]) == ("WT9", None)


@pytest.mark.parametrize("reason", ["TaskCanceledReason", "TaskCompletedReason", "Reason"])
def test_any_reason_is_the_tasks_reason(tmp_path: Path, reason: str) -> None:
    assert event(tmp_path, callback(**{reason: "hangup"}))["task_reason"] == "hangup"


@pytest.mark.parametrize("arrived", ["", "{broken", "[]", "null and void", '{"a": 1}'])
def test_attributes_stay_as_they_arrived(tmp_path: Path, arrived: str) -> None:
    assert event(tmp_path, callback(TaskAttributes=arrived))["task_attributes"] == arrived


def test_all_other_fields_are_kept_in_extra_nested_as_they_arrived(tmp_path: Path) -> None:
    record = cloud_event({"Sid": "EV1", "EventType": "task.created", "TimestampMs": "1784618493000", "TaskSid": "WT1"})
    record["data"]["payload"] |= {"task_age": 5, 'odd "name"': "a\nb", "none": None, "deep": {"x": [1, {"y": None}]}}
    assert json.loads(event(tmp_path, record)["extra"]) == {
        "specversion": "1.0",
        "source": "/x",
        "id": "EZ1",
        "time": "2030-01-01T00:00:00Z",
        "data": {"payload": {"task_age": "5", 'odd "name"': "a\nb", "deep": '{"x": [1, {"y": null}]}'}},
    }


def test_extra_is_null_when_nothing_is_left(tmp_path: Path) -> None:
    assert event(tmp_path, callback())["extra"] is None


def test_a_value_that_no_column_can_hold_stays_in_extra(tmp_path: Path) -> None:
    odd = {"TaskPriority": "high", "TaskDateCreated": "yesterday", "Reason": "y"}
    told = event(tmp_path, callback(**odd, TaskCanceledReason="x"))
    assert (told["task_priority"], told["task_created_at"], told["task_reason"]) == (None, None, "x")
    assert json.loads(told["extra"]) == odd


def test_ids_beyond_the_range_of_floats_stay_exact(tmp_path: Path) -> None:
    told = event(tmp_path, callback(TaskSid=9007199254740993, Number=123456789012345678901234567890))
    assert told["task_id"] == "9007199254740993"
    assert json.loads(told["extra"]) == {"Number": "123456789012345678901234567890"}


def test_unknown_fields_are_counted(tmp_path: Path) -> None:
    facts: list[Fact] = [{**FACTS[0], "Brand": "new"}, {**FACTS[1], "Brand": "new", "other": "1"}, FACTS[2]]
    assert read_all(tmp_path, ndjson(facts)).unknown_fields == {"Brand": 2, "other": 1}
    assert read_all(tmp_path, comma_separated(facts)).unknown_fields == {"Brand": 2, "other": 1}
    streamed = [cloud_event(fact) for fact in facts]
    assert read_all(tmp_path, ndjson(streamed)).unknown_fields == {"data.payload.brand": 2, "data.payload.other": 1}


def test_keys_that_differ_only_in_case_are_different_fields(tmp_path: Path) -> None:
    told = event(tmp_path, {**callback(), "tasksid": "a", "TASKSID": "b", "TaskSid": "WT1"})
    assert told["task_id"] == "WT1"
    assert json.loads(told["extra"]) == {"TASKSID": "b", "tasksid": "a"}


def test_mixed_kinds_in_one_field_lose_nothing(tmp_path: Path) -> None:
    values = [1, "two", True, None, [4], {"five": 5}, 6.5]
    records = [callback(Sid=f"EV{index}", Odd=value) for index, value in enumerate(values)]
    extras = [json.loads(extra or "{}").get("Odd") for extra in read_all(tmp_path, ndjson(records)).events["extra"]]
    assert extras == ["1", "two", "true", None, "[4]", '{"five": 5}', "6.5"]


def test_an_envelope_that_holds_no_object_is_kept(tmp_path: Path) -> None:
    odd = {**cloud_event(FACTS[0]), "data": "text"}
    batch = read_all(tmp_path, ndjson([cloud_event(FACTS[1]), odd]))
    assert batch.events["event_id"].to_list() == ["EV02", "EZ01"]
    assert json.loads(batch.events["extra"][1])["data"] == {"": "text"}


def test_what_a_record_gives_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    records = [callback(Sid=f"EV{index}", Odd=value) for index, value in enumerate([1, "a", {"b": None}, [1.5]])]
    together = read_all(tmp_path, ndjson([*records, {"x": 1}])).events["extra"].to_list()
    assert together == [event(tmp_path, record)["extra"] for record in records]


def test_instants_in_parquet_are_read(tmp_path: Path) -> None:
    frame = pl.DataFrame({"EventType": ["task.created"], "Sid": ["EV1"], "Timestamp": [1784618493000]})
    for dtype in (pl.Datetime("us", "UTC"), pl.Datetime("ms"), pl.Datetime("ns", "Europe/Madrid"), pl.Int64):
        as_given = frame.with_columns(pl.col("Timestamp").cast(pl.Datetime("ms", "UTC")).cast(dtype))
        file = tmp_path / "x.parquet"
        as_given.write_parquet(file)
        assert read_all(tmp_path, file.read_bytes()).events["occurred_at"].item().timestamp() == 1784618493
    assert parquet([callback()])
