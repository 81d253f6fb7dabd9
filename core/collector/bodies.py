"""What was posted, as lines of the journal: one event a line, its values exactly as they came."""

import json
import re
from json import JSONDecoder
from math import isinf
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from core.collector.refusal import Refusal

FIELDS_MOST = 1000
_space = re.compile(r"[ \t\r\n]*")


def text_of(body: bytes) -> str:
    """The body's text.

    Raises:
        Refusal: it is no UTF-8.
    """
    try:
        return body.decode()
    except UnicodeDecodeError as problem:
        raise Refusal(400, f"The body is no UTF-8 (byte {problem.start + 1}).") from None


def form_fields(text: str) -> list[tuple[str, str]]:
    """The fields of a form, in their order, empty ones too.

    Raises:
        Refusal: it is no form.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=FIELDS_MOST)
    except UnicodeDecodeError:
        raise Refusal(400, "A value of the form is no UTF-8.") from None
    except ValueError:
        raise Refusal(400, f"The body is no form of at most {FIELDS_MOST:,} fields.") from None


def callback_line(fields: list[tuple[str, str]]) -> bytes:
    """An event callback as a line; of a field that comes twice the first counts, as it does in files.

    Raises:
        Refusal: it is no event.
    """
    event = dict(reversed(fields))
    if not (event.get("EventType") or event.get("StatusCallbackEvent")):
        raise Refusal(400, "The form is no event: it has neither EventType nor StatusCallbackEvent.")
    return json.dumps(dict(fields) | event, ensure_ascii=False).encode() + b"\n"


def event_lines(text: str) -> list[bytes]:
    """The events of a webhook as lines, each the text that came: an array of them, or one by itself.

    What is no event among events stands after them: it is rejected with its reason when the file is taken in, and
    keeps none of the others from coming in. The platform sends nothing again that is answered 400.

    Raises:
        Refusal: it is no JSON, or there are elements and none is an event.
    """
    events: list[bytes] = []
    others: list[bytes] = []
    for value, written in _elements(text):
        # A line break in JSON is only ever space between tokens.
        line = written.replace("\r", " ").replace("\n", " ").encode() + b"\n"
        (events if _is_event(value) else others).append(line)
    if others and not events:
        raise Refusal(
            400, "None of the elements is an event: they have no specversion and type, or a number beyond all measure."
        )
    return events + others


def _is_event(value: Any) -> bool:
    told = value if isinstance(value, dict) else {}
    return all(isinstance(told.get(name), str) and told[name] for name in ("specversion", "type")) and _fits(told)


def _fits(value: Any) -> bool:
    """Whether every number in it can be read."""
    left = [value]
    while left:
        one = left.pop()
        if one is UNREADABLE:
            return False
        left += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return True


def _no_constant(_name: str) -> NoReturn:
    raise ValueError


UNREADABLE = object()
DIGITS = len(str(2**127)) - 1
"""Of a whole number that surely can be read."""
POWER_DIGITS = 9
"""Of a power of ten that surely can be read, be it of nought."""


def _whole_number(digits: str) -> object:
    return digits if len(digits.lstrip("-")) <= DIGITS else UNREADABLE


def _other_number(written: str) -> object:
    power = written.lower().partition("e")[2].lstrip("+-")
    return UNREADABLE if len(power) > POWER_DIGITS or isinf(float(written)) else written


# Whole numbers are not converted: thousands of digits would take long. The text of any number is what is kept.
_decoder = JSONDecoder(parse_int=_whole_number, parse_float=_other_number, parse_constant=_no_constant)


def _elements(text: str) -> list[tuple[Any, str]]:
    at = _after_space(text, 0)
    try:
        found, end = _array(text, at) if text[at : at + 1] == "[" else _value(text, at)
    except RecursionError:
        raise Refusal(400, "The body is nested too deeply.") from None
    except ValueError:
        raise Refusal(400, "The body is no JSON: an array of events was expected.") from None
    if _after_space(text, end) != len(text):
        raise Refusal(400, "The body goes on after its JSON.")
    return found


def _array(text: str, at: int) -> tuple[list[tuple[Any, str]], int]:
    found: list[tuple[Any, str]] = []
    at = _after_space(text, at + 1)
    if text[at : at + 1] == "]":
        return found, at + 1
    while True:
        one, at = _value(text, at)
        found += one
        at = _after_space(text, at)
        sign = text[at : at + 1]
        if sign == "]":
            return found, at + 1
        if sign != ",":
            raise ValueError
        at = _after_space(text, at + 1)


def _value(text: str, at: int) -> tuple[list[tuple[Any, str]], int]:
    value, end = _decoder.raw_decode(text, at)
    return [(value, text[at:end])], end


def _after_space(text: str, at: int) -> int:
    return _space.match(text, at).end()  # type: ignore[union-attr]
