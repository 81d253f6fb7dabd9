"""A record that cannot be used is set aside with its place, reason and text; the others are read."""

import json
from pathlib import Path

import pytest

from core.sources import REASONS
from tests.core.sources.writing import FACTS, array, cloud_event, comma_separated, forms, ndjson, parquet, read_all

GOOD = ndjson(FACTS[:1]).strip()


def lines(*bad: bytes) -> bytes:
    """A good line before and after each bad one."""
    return b"\n".join([GOOD, *(each for line in bad for each in (line, GOOD))])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"Sid": "EV1", "Ev', "broken record"),
        (b'{"Sid": "EV1"} {"Sid": "EV2"}', "broken record"),
        (b'{"Sid": "EV1",}', "broken record"),
        (b'{"Sid": NaN, "EventType": "x", "Timestamp": 1784618493}', "broken record"),
        (b"plain words", "broken record"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "broken record"),
        (b"[1, 2]", "not an object"),
        (b"[]", "not an object"),
        (b'"text"', "not an object"),
        (b"5", "not an object"),
        (b"null", "not an object"),
        ('{"Sid": "EV1", "TaskAttributes": "más"}'.encode("latin-1"), "wrong encoding"),
        (b"{}", "no event type"),
        (b'{"Sid": "EV1", "Timestamp": 1784618493}', "no event type"),
        (b'{"EventType": " ", "Timestamp": 1784618493}', "no event type"),
        (b'{"EventType": "task.created"}', "no timestamp"),
        (b'{"EventType": "task.created", "Timestamp": ""}', "no timestamp"),
        (b'{"EventType": "task.created", "Timestamp": "soon"}', "unreadable timestamp"),
        (b'{"EventType": "task.created", "Timestamp": "2026-13-45T00:00:00Z"}', "unreadable timestamp"),
        (b'{"EventType": "task.created", "Timestamp": "0"}', "timestamp outside 2000–2100"),
        (b'{"EventType": "task.created", "Timestamp": "-1784618493"}', "timestamp outside 2000–2100"),
        (b'{"EventType": "task.created", "Timestamp": 1784618493123456}', "timestamp outside 2000–2100"),
        (b'{"EventType": "task.created", "Timestamp": 1e300}', "timestamp outside 2000–2100"),
        (b'{"EventType": "task.created", "Timestamp": "1999-12-31T23:59:59Z"}', "timestamp outside 2000–2100"),
    ],
)
def test_a_bad_line_is_rejected_between_good_ones(tmp_path: Path, line: bytes, reason: str) -> None:
    batch = read_all(tmp_path, lines(line))
    assert batch.events["position"].to_list() == [1, 3]
    assert batch.rejected.select("position", "reason").rows() == [(2, reason)]
    assert batch.rejected["raw"].item() == line.decode("utf-8", "backslashreplace")[:10_000]
    assert reason in REASONS


def test_the_detail_names_the_value(tmp_path: Path) -> None:
    batch = read_all(tmp_path, lines(b'{"EventType": "task.created", "Timestamp": "soon"}'))
    assert batch.rejected["detail"].item() == "soon"


def test_blank_lines_are_no_records(tmp_path: Path) -> None:
    batch = read_all(tmp_path, b"\n\n" + GOOD + b"\n \t\r\n{broken\n\n" + GOOD + b"\n\n")
    assert (batch.rows_in, batch.events["position"].to_list()) == (3, [1, 3])


def test_the_text_of_a_rejected_record_is_cut(tmp_path: Path) -> None:
    batch = read_all(tmp_path, lines(b'{"x": "' + b"y" * 20_000))
    assert len(batch.rejected["raw"].item()) == 10_000


def test_bad_elements_of_an_array_are_rejected(tmp_path: Path) -> None:
    batch = read_all(tmp_path, array([cloud_event(FACTS[0]), 5, [1], {"no": "type"}, cloud_event(FACTS[1])]))
    assert batch.events["position"].to_list() == [1, 5]
    assert batch.rejected["reason"].to_list() == ["not an object", "not an object", "no event type"]
    assert batch.rejected["raw"].to_list() == ["5", "[1]", '{"no": "type"}']


def test_invalid_bytes_in_an_array_reject_their_element(tmp_path: Path) -> None:
    content = array([FACTS[0], {**FACTS[1], "WorkerName": "XX"}]).replace(b"XX", b"\xe9")
    batch = read_all(tmp_path, content)
    assert (batch.events["position"].to_list(), batch.rejected["reason"].to_list()) == ([1], ["wrong encoding"])


def test_invalid_bytes_in_a_page_reject_their_element(tmp_path: Path) -> None:
    page = json.dumps({"meta": {}, "events": [FACTS[0], {**FACTS[1], "WorkerName": "XX"}]}).encode()
    batch = read_all(tmp_path, page.replace(b"XX", b"\xe9"))
    assert (batch.events["position"].to_list(), batch.rejected["reason"].to_list()) == ([1], ["wrong encoding"])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"EventType=task.created&Sid=EV1", "no timestamp"),
        (b"nothing at all", "broken record"),
        (b"EventType=task.created&Timestamp=1784618493&Name=%E9", "wrong encoding"),
        (b"EventType=task.created&Timestamp=1784618493&Name=%C3%28", "wrong encoding"),
        (b"EventType=task.created&Timestamp=1784618493&Name=\xe9", "wrong encoding"),
    ],
)
def test_a_bad_form_body_is_rejected_with_its_own_text(tmp_path: Path, body: bytes, reason: str) -> None:
    good = forms(FACTS[:1])
    batch = read_all(tmp_path, b"\n".join([good, body, good]))
    assert batch.events["position"].to_list() == [1, 3]
    assert batch.rejected.select("position", "reason", "raw").rows() == [
        (2, reason, body.decode("utf-8", "backslashreplace"))
    ]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("%2525", "%25"),
        ("a%3Db%26c", "a=b&c"),
        ("a=b", "a=b"),
        ("100%", "100%"),
        ("%zz", "%zz"),
        ("a+b%2Bc", "a b+c"),
        ('"\\', '"\\'),
        ("%22%5C%0a%09", '"\\\n\t'),
        ("%e2%82%ac%F0%9F%98%80", "€😀"),
        ("\t", "\t"),
    ],
)
def test_form_values_are_decoded_once(tmp_path: Path, value: str, read: str) -> None:
    body = f"EventType=task.created&TaskAttributes={value}&Timestamp=1784618493"
    assert read_all(tmp_path, body.encode()).events["task_attributes"].to_list() == [read]


@pytest.mark.parametrize(("row", "detail"), [(b"EV9,task.created", "2 instead of 14"), (b"," * 20, "21 instead of 14")])
def test_a_csv_row_with_another_number_of_fields_is_rejected(tmp_path: Path, row: bytes, detail: str) -> None:
    head, first = comma_separated(FACTS[:1]).splitlines()
    batch = read_all(tmp_path, b"\n".join([head, first, row, b"", first]))
    assert batch.events["position"].to_list() == [1, 3]
    assert batch.rejected.rows() == [(2, "wrong number of fields", detail, row.decode())]


def test_a_csv_row_in_a_wrong_encoding_is_rejected(tmp_path: Path) -> None:
    head, first = comma_separated(FACTS[:1]).splitlines()
    batch = read_all(tmp_path, b"\n".join([head, first, first.replace(b"WT1", b"\xe9")]))
    assert batch.rejected.select("position", "reason").rows() == [(2, "wrong encoding")]
    assert "\\xe9" in batch.rejected["raw"].item()


def test_csv_headers_may_repeat_names_or_lack_them(tmp_path: Path) -> None:
    content = b"EventType;Timestamp;EventType;\ntask.created;1784618493;b;c\n"
    batch = read_all(tmp_path, content)
    assert batch.events["event_type"].to_list() == ["task.created"]
    assert batch.unknown_fields == {"column 3": 1, "column 4": 1}


def test_json_text_in_a_table_that_is_broken_stays_text(tmp_path: Path) -> None:
    good = '1.0,com.twilio.taskrouter.x,2026-07-21T07:21:33Z,"{""payload"": {""task_sid"": ""WT1""}}"'
    content = f"specversion,type,time,data\n1.0,com.twilio.x,2026-07-21T07:21:33Z,{{broken\n{good}\n"
    events = read_all(tmp_path, content.encode()).events
    assert json.loads(events["extra"][0])["data"] == {"": "{broken"}
    assert events["task_id"].to_list() == [None, "WT1"]


def test_line_breaks_inside_csv_quotes_do_not_cut(tmp_path: Path) -> None:
    facts = [{**FACTS[0], "TaskAttributes": 'a\n"b",\r\nc'}, FACTS[1]]
    assert read_all(tmp_path, comma_separated(facts)).events["task_attributes"].to_list() == ['a\n"b",\r\nc', None]


def test_a_bad_row_of_parquet_is_rejected_as_json(tmp_path: Path) -> None:
    batch = read_all(tmp_path, parquet([FACTS[0], {"Sid": "EV9", "TimestampMs": "soon"}]))
    assert batch.rejected.rows() == [(2, "no event type", "", '{"Sid":"EV9","TimestampMs":"soon"}')]
