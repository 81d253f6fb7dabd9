"""The same facts give the same events, however they are written and packed."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.schema.tables import EVENTS
from tests.core.sources.writing import CALLBACK, FACTS, RESOURCE, SHAPES, STREAM, cloud_event, ndjson, read_all

SAME = [name for name in EVENTS.schema if name not in ("extra", "source", "load_id")]


@pytest.fixture(scope="module")
def expected() -> pl.DataFrame:
    """The facts as events, typed by hand."""
    rows = [
        {
            "event_id": fact["Sid"],
            "occurred_at": int(fact["TimestampMs"]),
            "event_type": fact["EventType"],
            "workspace_id": "WS1",
            "task_id": fact.get("TaskSid"),
            "task_attributes": fact.get("TaskAttributes"),
            "task_created_at": 1784618490_000 if "TaskDateCreated" in fact else None,
            "task_queue_entered_at": 1784618493_000 if "TaskQueueEnteredDate" in fact else None,
            "task_priority": 7 if "TaskPriority" in fact else None,
            "task_status": fact.get("TaskAssignmentStatus"),
            "task_reason": fact.get("TaskCanceledReason"),
            "channel": "voice" if "TaskChannelUniqueName" in fact else None,
            "queue_id": fact.get("TaskQueueSid"),
            "queue_name": fact.get("TaskQueueName"),
            "workflow_name": fact.get("WorkflowName"),
            "reservation_id": fact.get("ReservationSid"),
            "agent_id": fact.get("WorkerSid"),
            "agent_name": fact.get("WorkerName"),
            "agent_attributes": fact.get("WorkerAttributes"),
            "activity_id": fact.get("WorkerActivitySid"),
            "activity": fact.get("WorkerActivityName"),
            "previous_activity_id": fact.get("WorkerPreviousActivitySid"),
            "previous_activity": fact.get("WorkerPreviousActivityName"),
            "time_in_previous_activity_ms": 35544 if "WorkerTimeInPreviousActivityMs" in fact else None,
            "transfer_id": fact.get("TaskTransferSid"),
            "transfer_mode": fact.get("TransferMode"),
            "transfer_type": fact.get("TransferType"),
            "transfer_to": fact.get("TransferTo"),
            "transfer_status": fact.get("TransferStatus"),
            "transfer_reservation_id": fact.get("TransferInitiatingReservationSid"),
            "call_id": None,
            "platform": "Twilio",
            "file_id": "f1",
            "position": index,
        }
        for index, fact in enumerate(FACTS, start=1)
    ]
    schema = {name: EVENTS.schema[name] for name in SAME}
    return pl.DataFrame(
        {name: pl.Series([row[name] for row in rows], strict=False).cast(dtype) for name, dtype in schema.items()}
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_events(tmp_path: Path, shape: str, expected: pl.DataFrame) -> None:
    batch = read_all(tmp_path, SHAPES[shape](FACTS))
    events = batch.events.select(SAME)
    if shape == "callback CSV":  # CSV cannot tell empty from absent
        expected = expected.with_columns(pl.col("task_attributes").replace("", None))
    assert_frame_equal(events, expected)
    assert batch.rejected.is_empty()


@pytest.mark.parametrize(
    ("shapes", "source"), [(CALLBACK, "event callback"), (STREAM, "event stream"), (RESOURCE, "events resource")]
)
def test_the_source_is_named_after_the_shape(tmp_path: Path, shapes: dict, source: str) -> None:
    names = {read_all(tmp_path, write(FACTS)).events["source"].unique().item() for write in shapes.values()}
    assert names == {source}


@pytest.mark.parametrize("shape", SHAPES)
def test_gzip_changes_nothing(tmp_path: Path, shape: str) -> None:
    plain = SHAPES[shape](FACTS)
    assert_frame_equal(read_all(tmp_path, gzip.compress(plain)).events, read_all(tmp_path, plain).events)


def test_positions_go_on_through_the_members_of_a_zip(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("day/one.json", SHAPES["resource pages"](FACTS[:3]))
        archive.writestr("__MACOSX/._one.json", b"\x00\x05junk")
        archive.writestr("day/.hidden", b"junk")
        archive.writestr("day/two.txt", SHAPES["form bodies"](FACTS[3:5]))
        archive.writestr("day/three", SHAPES["stream Parquet"](FACTS[5:]))
        archive.writestr("day/empty", b"")
    batch = read_all(tmp_path, file.getvalue())
    assert batch.events["position"].to_list() == [1, 2, 3, 4, 5, 6]
    assert batch.events["event_id"].to_list() == [fact["Sid"] for fact in FACTS]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("shape", ["form bodies", "callback CSV", "stream NDJSON", "resource pages"])
def test_any_unicode_encoding_is_read(tmp_path: Path, shape: str, encoding: str) -> None:
    plain = SHAPES[shape](FACTS)
    encoded = plain.decode().encode(encoding)
    assert_frame_equal(read_all(tmp_path, encoded).events, read_all(tmp_path, plain).events)


@pytest.mark.parametrize("shape", ["form bodies", "callback CSV", "callback NDJSON", "resource pages"])
def test_line_ends_and_blank_lines_change_nothing(tmp_path: Path, shape: str) -> None:
    plain = SHAPES[shape](FACTS)
    padded = b"\r\n \r\n" + plain.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n\r\n  \r\n"
    assert_frame_equal(read_all(tmp_path, padded).events, read_all(tmp_path, plain).events)


def test_one_object_alone_is_one_event(tmp_path: Path) -> None:
    for content in (json.dumps(cloud_event(FACTS[0])), json.dumps(cloud_event(FACTS[0]), indent=4)):
        assert read_all(tmp_path, content.encode()).events["event_id"].to_list() == ["EV01"]


def test_attributes_that_arrive_as_objects_become_json_text(tmp_path: Path) -> None:
    fact = {**FACTS[0], "TaskAttributes": {"a": {"b": [1, None]}, "big": 9007199254740993}}
    attributes = read_all(tmp_path, ndjson([FACTS[1], fact])).events["task_attributes"].to_list()
    assert attributes[0] == ""
    assert json.loads(attributes[1]) == fact["TaskAttributes"]


def test_many_batches_give_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [{**FACTS[0], "Sid": f"EV{number}"} for number in range(200)]
    whole = {shape: read_all(tmp_path, write(facts)).events for shape, write in SHAPES.items()}
    for module in ("text", "csv_rows", "documents"):
        monkeypatch.setattr(f"core.sources.{module}.BATCH_BYTES", 10_000)
    monkeypatch.setattr("core.sources.containers.CHUNK_BYTES", 777)
    for shape, write in SHAPES.items():
        assert_frame_equal(read_all(tmp_path, write(facts)).events, whole[shape])


@pytest.mark.parametrize(
    "shape", ["stream array", "stream array, indented", "resource page", "stream arrays, one a line"]
)
def test_an_array_may_be_longer_than_any_record(tmp_path: Path, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [{**FACTS[0], "Sid": f"EV{number}"} for number in range(200)]
    monkeypatch.setattr("core.sources.documents.RECORD_LIMIT_BYTES", 20_000)
    monkeypatch.setattr("core.sources.containers.CHUNK_BYTES", 3_000)
    assert read_all(tmp_path, SHAPES[shape](facts)).rows_in == 200


def test_a_file_cut_at_its_beginning_loses_one_record_only(tmp_path: Path) -> None:
    batch = read_all(tmp_path, ndjson(FACTS)[100:])
    assert (batch.rows_in, batch.rejected["position"].to_list()) == (len(FACTS), [1])
