"""Bodies as lines: every value as it came, and a reason for whatever is no event."""

import json

import pytest

from core.collector.bodies import callback_line, event_lines, form_fields, text_of
from core.collector.refusal import Refusal

EVENT = '{"specversion":"1.0","type":"com.twilio.taskrouter.task.created","id":"EZ1"}'


def test_a_form_becomes_one_object_of_texts() -> None:
    line = callback_line(
        form_fields("EventType=task.created&TaskAttributes=%7B%22a%22%3A%20%22%C3%B1%22%7D&TaskAge=&X=a+b")
    )
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == {
        "EventType": "task.created",
        "TaskAttributes": '{"a": "ñ"}',
        "TaskAge": "",
        "X": "a b",
    }


def test_line_breaks_in_a_value_stay_in_its_line() -> None:
    line = callback_line(form_fields("EventType=a&Text=one%0Atwo%0D%0Athree"))
    assert line.count(b"\n") == 1
    assert json.loads(line)["Text"] == "one\ntwo\r\nthree"


def test_of_a_field_that_comes_twice_the_first_counts() -> None:
    assert json.loads(callback_line(form_fields("EventType=a&Sid=1&Sid=2"))) == {"EventType": "a", "Sid": "1"}


@pytest.mark.parametrize("form", ["", "EventType", "EventType=a&b", "=&", "Sid=EV1", "EventType=", "EventType=a&x=%FF"])
def test_what_is_no_event_as_a_form_is_refused(form: str) -> None:
    with pytest.raises(Refusal) as refused:
        callback_line(form_fields(form))
    assert refused.value.status == 400


def test_a_form_of_very_many_fields_is_refused() -> None:
    with pytest.raises(Refusal, match="at most 1,000 fields"):
        form_fields("&".join(f"a{number}=1" for number in range(1001)))


def test_events_keep_the_text_that_came() -> None:
    one = '{"specversion":"1.0", "type":"a", "n": 1.50e3, "big": 12345678901234567890123, "s":"\\u00f1 \\ud800"}'
    assert event_lines(f" [ {one} , {EVENT} ]\n") == [one.encode() + b"\n", EVENT.encode() + b"\n"]


def test_line_breaks_between_tokens_become_space() -> None:
    [line] = event_lines(json.dumps([json.loads(EVENT)], indent=2).replace("\n", "\r\n"))
    assert line.count(b"\n") == 1
    assert json.loads(line) == json.loads(EVENT)


def test_one_event_may_come_without_an_array() -> None:
    assert event_lines(EVENT) == [EVENT.encode() + b"\n"]


def test_what_is_no_event_keeps_no_event_from_coming_in() -> None:
    assert event_lines(f'[7, {EVENT}, {{"a": 1}}]') == [EVENT.encode() + b"\n", b"7\n", b'{"a": 1}\n']


@pytest.mark.parametrize("number", ["9" * 40, "1e309", "-1.8E+308", "17731e999600000", "0e9999999999"])
def test_an_event_with_a_number_that_no_column_holds_keeps_no_other_from_coming_in(number: str) -> None:
    event = '{"specversion": "1.0", "type": "a", "n": %s}'
    told, odd = event % "1e-400", event % number
    assert event_lines(f"[{odd}, {told}]") == [f"{told}\n".encode(), f"{odd}\n".encode()]
    with pytest.raises(Refusal, match="beyond all measure"):
        event_lines(f"[{odd}]")


def test_an_empty_array_is_no_event_and_no_mistake() -> None:
    assert event_lines("[ ]") == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "no JSON"),
        ("[", "no JSON"),
        (f"[{EVENT}", "no JSON"),
        (f"[{EVENT},]", "no JSON"),
        (f"[{EVENT}]]", "goes on after"),
        (f"{EVENT} {EVENT}", "goes on after"),
        ("[7, {}]", "None of the elements is an event"),
        ('[{"specversion":"1.0"}]', "None of the elements is an event"),
        ('[{"specversion":null,"type":"a"}]', "None of the elements is an event"),
        ('[{"specversion":"1.0","type":"a","x":NaN}]', "no JSON"),
        ('[{"specversion":"1.0","type":"a\nb"}]', "no JSON"),
        ("[" * 100_000, "no JSON|nested too deeply"),
        ('[{"a":' * 50_000, "no JSON|nested too deeply"),
        ('"specversion"', "None of the elements is an event"),
    ],
)
def test_what_is_no_event_as_json_is_refused(body: str, told: str) -> None:
    with pytest.raises(Refusal, match=told) as refused:
        event_lines(body)
    assert refused.value.status == 400


def test_what_is_no_utf_8_is_refused_with_the_place() -> None:
    with pytest.raises(Refusal, match="byte 3"):
        text_of(b"ab\xffc")
