"""Original records: the record of an event is found again in its file, in whatever shape and packing it came."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pytest

from core.errors import SourceError
from core.ingest import ingest
from core.records import original
from core.schema.tables import EVENTS, REJECTED
from core.sources.containers import members
from core.store.landing import Landed, land_stream
from core.store.workspace import Workspace
from tests.core.store.packed import pack_all

CALLBACKS = [
    {"EventType": "task.created", "Sid": f"EV{n}", "TaskSid": "WT1", "TimestampMs": f"177244200000{n}", "Name": name}
    for n, name in enumerate(("Zoë", 'quoted "and", so on', "two\nlines"), start=1)
]


def csv_of(rows: list[dict[str, str]]) -> bytes:
    return pl.DataFrame(rows).write_csv().encode()


def parquet_of(rows: list[dict[str, str]]) -> bytes:
    file = io.BytesIO()
    pl.DataFrame(rows).write_parquet(file)
    return file.getvalue()


def zip_of(rows: list[dict[str, str]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("first.ndjson", ndjson_of(rows[:2]))
        archive.writestr("second.csv", csv_of(rows[2:]))
    return file.getvalue()


def ndjson_of(rows: list[dict[str, str]]) -> bytes:
    return "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


SHAPES: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "ndjson": ndjson_of,
    "byte order mark": lambda rows: b"\xef\xbb\xbf" + ndjson_of(rows),
    "utf-16": lambda rows: ndjson_of(rows).decode().encode("utf-16"),
    "array": lambda rows: json.dumps(rows, indent=2).encode(),
    "page": lambda rows: json.dumps({"events": rows, "meta": {}}).encode(),
    "form": lambda rows: "\n".join(urlencode(row) for row in rows).encode(),
    "csv": csv_of,
    "parquet": parquet_of,
    "gzip": lambda rows: gzip.compress(ndjson_of(rows)),
    "zip": zip_of,
}


def landed(workspace: Workspace, content: bytes) -> Landed:
    return land_stream(workspace, "file", io.BytesIO(content))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_event_leads_to_its_own_record(shape: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    done = ingest(workspace, [landed(workspace, SHAPES[shape](CALLBACKS)).path])
    assert not done.failures
    events = workspace.snapshot().scan(EVENTS).select("event_id", "file_id", "position").collect()
    texts = [original(workspace, file_id, position) for _, file_id, position in events.iter_rows()]
    for event_id, text in zip(events["event_id"], texts, strict=True):
        assert [other["Sid"] for other in CALLBACKS if other["Sid"] in text] == [event_id]
    assert pack_all(workspace) == 1
    assert [original(workspace, file_id, position) for _, file_id, position in events.iter_rows()] == texts


def test_a_line_comes_back_as_it_was_written(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    lines = ['{"EventType" : "task.created",  "Sid":"EV1"}', '{"Sid":"EV2","b":1.50,"a":"\\u00e9"}']
    file = landed(workspace, "\n".join(lines).encode())
    assert [original(workspace, file.file_id, position) for position in (1, 2)] == lines


def test_a_csv_record_brings_its_header(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    file = landed(workspace, b'EventType,Sid,Note\ntask.created,EV1,\ntask.created,EV2,"a, b"\n')
    assert original(workspace, file.file_id, 2) == 'EventType,Sid,Note\ntask.created,EV2,"a, b"\n'


def test_records_beside_a_broken_one_keep_their_numbers(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    good, broken, late = json.dumps(CALLBACKS[0]), '{"EventType": "task.crea', json.dumps(CALLBACKS[1])
    file = landed(workspace, "\n".join((good, broken, late)).encode())
    ingest(workspace, [file.path])
    rejected = workspace.snapshot().scan(REJECTED).collect().row(0, named=True)
    assert original(workspace, file.file_id, rejected["position"]) == broken
    assert original(workspace, file.file_id, 3) == late


def test_a_record_beyond_the_end_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    file = landed(workspace, ndjson_of(CALLBACKS))
    with pytest.raises(SourceError, match=r"may\.ndjson has 3 records; there is no record 4"):
        original(workspace, file.file_id, 4, "may.ndjson")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    file = landed(workspace, ndjson_of(CALLBACKS))
    file.path.unlink()
    with pytest.raises(SourceError, match="no longer in the landing zone"):
        original(workspace, file.file_id, 1)


def test_a_file_that_goes_into_a_pack_between_the_look_and_the_reading_is_read_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    file = landed(workspace, ndjson_of(CALLBACKS))
    before = original(workspace, file.file_id, 1)

    def packed_first(path: Path, name: str) -> object:
        pack_all(workspace)
        return members(path, name)

    monkeypatch.setattr("core.records.members", packed_first)
    assert original(workspace, file.file_id, 1) == before
