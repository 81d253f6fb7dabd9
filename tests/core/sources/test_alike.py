"""Small files read as one: each gives what it gives when it is read alone."""

import json
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.errors import SourceError
from core.sources import Batch, Reading, read
from core.sources.alike import plain, read_alike
from core.store.landing import Landed
from tests.core.sources.writing import FACTS, cloud_event, ndjson
from tests.thorough import examples

READING = Reading()
VALUES: tuple[Any, ...] = (
    *("", "  ", "x", " x ", "WK1", "WT1", "task.created", "RESERVATION.ACCEPTED", 'a "b" \\ \n c', "Ünï “q” 😀", "{}"),
    *("1772442000", "1772442000123", "2026-03-02T09:00:00Z", "never", "99", None, 12, 1.5, True, ["a", {"b": None}]),
    *({"k": {"l": " "}}, "com.twilio.voice.status-callback.conference.participant.updated", "participant-hold"),
)
NAMES = (
    *(
        "Sid",
        "EventType",
        "Timestamp",
        "TimestampMs",
        "TaskSid",
        "task_sid",
        "TaskAttributes",
        "Reason",
        "TaskPriority",
    ),
    *("TaskCanceledReason", "TaskCompletedReason", "TaskChannelUniqueName", "WorkerTimeInPreviousActivity", "Hold"),
    *("WorkerAttributes", "ResourceSid", "StatusCallbackEvent", "type", "Unheard", "a.b", ""),
)
values = st.sampled_from(VALUES)
callbacks = st.builds(
    lambda fields, more: {"EventType": "task.created", "Timestamp": "1772442000"} | fields | more,
    st.dictionaries(st.sampled_from(NAMES[:12]), st.sampled_from(VALUES[2:4]), max_size=4),
    st.dictionaries(st.sampled_from(NAMES), values, max_size=3),
)
streamed = st.builds(
    lambda fact, fields, data: (event := cloud_event(fact)) | {"data": event["data"] | data} | fields,
    st.sampled_from(FACTS),
    st.dictionaries(st.sampled_from(NAMES), values, max_size=2),
    st.dictionaries(st.sampled_from(("payload", "request", "name", "sid", "Unheard")), values, max_size=1),
)
lines = st.one_of(
    callbacks.map(json.dumps),
    callbacks.map(lambda record: json.dumps(record, ensure_ascii=False) + "\r"),
    streamed.map(json.dumps),
    st.sampled_from(("{broken", "", "  ", "[1]", "{}", '{"events": []}', '{"a": NaN}', '{"a": 1e999}')),
)
files = st.one_of(*(st.lists(one, min_size=1, max_size=4) for one in (callbacks.map(json.dumps), lines)))


def landed(folder: Path, content: bytes) -> Landed:
    """A file as it lies in the landing zone."""
    file_id = sha256(content).hexdigest()
    (folder / file_id).write_bytes(content)
    return Landed(file_id, folder / file_id, f"{file_id[:8]}.ndjson", len(content))


def alone(file: Landed) -> list[Batch]:
    """What it gives alone; nothing when it cannot be read."""
    try:
        return list(read(file, READING))
    except SourceError:
        return []


def together(landed_files: list[Landed]) -> dict[str, Batch]:
    """What they give as one, as far as they can be read so; by the file."""
    found: dict[str, Batch] = {}
    plain_ones = [one for file in landed_files if (one := plain(file, file.path.read_bytes()))]
    for source in {one.source.name for one in plain_ones}:
        of_source = [one for one in plain_ones if one.source.name == source]
        found |= {file.file_id: batch for file, batch in read_alike(of_source, READING)}
    return found


def assert_same_batch(found: Batch, expected: Batch) -> None:
    assert_frame_equal(found.events, expected.events, check_exact=True)
    assert_frame_equal(found.rejected, expected.rejected, check_exact=True)
    names = [one.name for one in fields(Batch) if one.name not in ("events", "rejected")]
    assert [getattr(found, name) for name in names] == [getattr(expected, name) for name in names]


@settings(max_examples=examples(40, 2_000), deadline=None)
@given(st.lists(files, min_size=1, max_size=5))
def test_each_file_gives_what_it_gives_alone(contents: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        written = [landed(Path(folder), "\n".join(some).encode()) for some in contents]
        found = together(written)
        for file in written:
            if file.file_id in found:
                (expected,) = alone(file)
                assert_same_batch(found[file.file_id], expected)


def test_files_of_whatever_fields_are_read_as_one_and_an_odd_one_among_them_alone(tmp_path: Path) -> None:
    contents = [ndjson([fact]) for fact in FACTS] + [ndjson(FACTS), ndjson([FACTS[0] | {"Unheard": "of", "Sid": ""}])]
    contents += [ndjson([FACTS[1] | {"EventType": ""}]), ndjson([*FACTS[:2], FACTS[2] | {"TimestampMs": "never"}])]
    contents += ["\n\n".join(json.dumps(cloud_event(fact)) for fact in FACTS).encode()]
    odd = [b'{"EventType": "task.created"\n', ndjson([FACTS[0] | {"Reason": "  "}]), b'{"name": "Ann"}\n']
    written = [landed(tmp_path, content) for content in [*contents, *odd]]
    found = together(written)
    assert list(found.keys() & {file.file_id for file in written[len(contents) :]}) == []
    for file in written[: len(contents)]:
        assert_same_batch(found[file.file_id], *alone(file))


@pytest.mark.parametrize("numbers", ["1" * 400, "1e999"])
def test_a_line_that_polars_cannot_read_costs_no_other_file_anything(tmp_path: Path, numbers: str) -> None:
    good = [ndjson([fact]) for fact in FACTS]
    bad = f'{{"EventType": "task.created", "Sid": "EV9", "Timestamp": "1772442000", "TaskAge": {numbers}}}\n'.encode()
    written = [landed(tmp_path, content) for content in [*good[:2], bad, *good[2:]]]
    found = together(written)
    assert {file.file_id for file in written} - found.keys() <= {written[2].file_id}
    for file in written:
        if file.file_id in found:
            assert_same_batch(found[file.file_id], *alone(file))


def test_an_empty_state_of_hold_is_not_given_whatever_fields_the_files_beside_have(tmp_path: Path) -> None:
    contents = [ndjson([FACTS[0] | {"Hold": ""}]), ndjson([FACTS[1] | {"type": "of something"}])]
    written = [landed(tmp_path, content) for content in contents]
    found = together(written)
    for file in written:
        assert_same_batch(found[file.file_id], *alone(file))
    assert "Hold" not in (found[written[0].file_id].events["extra"].item() or "")


def test_a_name_that_is_there_twice_is_for_whoever_reads_the_file_alone(tmp_path: Path) -> None:
    twice = b'{"specversion": "1.0", "type": "x", "data": {"request": {"name": "a"}}, "id": "EV1", "data": {"x": 1}}'
    assert plain(landed(tmp_path, twice), twice) is None
