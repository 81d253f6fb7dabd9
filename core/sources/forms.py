"""Turn form-encoded bodies, one a line, into lines of JSON objects."""

import io
import json
import re
from itertools import product
from urllib.parse import parse_qsl

import polars as pl

from core.sources.text import decoded, filled_lines

_name = r"[\w.~%+*\[\]-]+"
_body = re.compile(rf"{_name}=[^&\r\n]*(?:&{_name}=[^&\r\n]*)+")
_plain = r"^[^=&]+=[^=&]*(?:&[^=&]+=[^=&]*)*$"
_character = r"(?i)%(?:[CD][0-9A-F]%[89AB][0-9A-F]|E[0-9A-F](?:%[89AB][0-9A-F]){2}|F[0-7](?:%[89AB][0-9A-F]){3})"
_stray = r"(?i)%[89A-F][0-9A-F]"


def is_body(line: str) -> bool:
    """Whether a line looks like `Name=value&Name=value`."""
    return _body.fullmatch(line.strip()) is not None


def json_lines(block: bytes) -> bytes:
    """The same records as lines of JSON objects whose values are text; a body that is none stays as it is.

    The text is decoded in one pass, so that an encoded percent sign is never decoded twice.
    """
    lines = [line.strip() for line in filled_lines(block)]
    bodies = decoded(lines)
    characters = _characters(bodies)
    is_plain = bodies.str.contains(_plain) & ~_has_stray(bodies, characters)
    written = '{"' + bodies.str.replace_many(_ascii_table() | characters) + '"}'
    records = written.set(~is_plain.fill_null(False), None)
    if records.null_count():
        return b"\n".join(
            _one_by_one(line) if record is None else record.encode()
            for line, record in zip(lines, records.to_list(), strict=True)
        )
    text = io.BytesIO()
    records.to_frame().write_csv(text, include_header=False, quote_style="never")
    return text.getvalue()


def _characters(bodies: pl.Series) -> dict[str, str]:
    """Each percent-encoded character beyond ASCII that occurs, with what it stands for."""
    encoded = bodies.str.extract_all(_character).explode().drop_nulls().unique().to_list()
    table = {}
    for each in encoded:
        try:
            table[each] = bytes.fromhex(each.replace("%", "")).decode()
        except UnicodeDecodeError:
            continue
    return table


def _has_stray(bodies: pl.Series, characters: dict[str, str]) -> pl.Series:
    """Whether percent-encoded bytes are left over that are no UTF-8."""
    rest = bodies.str.replace_many(list(characters), [""]) if characters else bodies
    return rest.str.contains(_stray)


def _ascii_table() -> dict[str, str]:
    table = {"+": " ", "&": '","', "=": '":"'}
    for code in range(128):
        written = json.dumps(chr(code))[1:-1]
        if written != chr(code):
            table[chr(code)] = written
        digits = f"{code:02X}"
        for pair in product(*({digit, digit.lower()} for digit in digits)):
            table["%" + "".join(pair)] = written
    return table


def _one_by_one(line: bytes) -> bytes:
    """A body with unencoded signs, read by the standard library; what cannot be read stays as it is."""
    try:
        pairs = parse_qsl(line.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        return b"\xff" + line.replace(b"\n", b" ")
    except ValueError:
        return line
    return json.dumps(dict(reversed(pairs)), ensure_ascii=False).encode() if b"=" in line else line
