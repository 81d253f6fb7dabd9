"""Look at single lines of JSON: which are unsound, why, and what can still be read of them."""

import io
import json
from collections.abc import Iterator
from typing import Any, NoReturn

import polars as pl

from core.sources.batch import BROKEN, ENCODING, NOT_AN_OBJECT, Rejection
from core.sources.records import UNREADABLE, refuse_too_many, spread
from core.sources.shape import Shape, dtypes, ordered
from core.sources.text import decoded

Lines = list[tuple[int, bytes]]
"""Lines with their index."""

Read = list[tuple[pl.DataFrame, list[int]]]
"""Frames of fields with the index of each row."""


def sound(lines: list[bytes]) -> pl.Series:
    """Whether each line is surely one JSON object; a line that is not may still be one."""
    texts = decoded(lines).str.strip_chars()
    is_json = texts.str.json_path_match("$").is_not_null()
    return (is_json & texts.str.starts_with("{")).fill_null(False)


def read_each(lines: Lines, opened: frozenset[str]) -> tuple[Read, list[Rejection]]:
    """Read lines one by one; the positions of the rejections are the lines' indexes."""
    rejections: list[Rejection] = []
    good: Lines = []
    shape: Shape = {}
    for index, line in lines:
        checked = _checked(line, shape, opened)
        if isinstance(checked, bytes):
            good.append((index, checked))
        else:
            rejections.append(Rejection(index, *checked))
    refuse_too_many(len(shape))
    read = [(spread(fields), indexes) for fields, indexes in _halved(good, ordered(shape), rejections)]
    return read, rejections


def _checked(line: bytes, shape: Shape, opened: frozenset[str]) -> bytes | tuple[str, str]:
    """The line when it is good (its keys are added to `shape`), else reason and detail."""
    try:
        record = json.loads(line.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as problem:
        return ENCODING, f"byte {line[problem.start]:#04x} at {problem.start} is not UTF-8"
    except RecursionError:
        return BROKEN, "nested too deeply"
    except ValueError as problem:
        return BROKEN, str(problem)
    if not isinstance(record, dict):
        return NOT_AN_OBJECT, type(record).__name__
    return json.dumps(record).encode() if _learn(record, shape, opened) else line


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _learn(record: dict[str, Any], shape: Shape, opened: frozenset[str], prefix: str = "") -> bool:
    """Add the record's keys to the shape; True when a value had to be wrapped to stand where objects are opened."""
    changed = False
    for name, value in record.items():
        if prefix + name not in opened or value is None:
            shape.setdefault(name, None)
            continue
        if not isinstance(value, dict):
            record[name] = value = {"": value}
            changed = True
        below = shape.get(name) or {}
        shape[name] = below
        changed |= _learn(value, below, opened, f"{prefix}{name}.")
    return changed


def _halved(lines: Lines, shape: Shape, rejections: list[Rejection]) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    """Read lines that Python finds good; where Polars does not, find the line by halving and reject it."""
    if not lines:
        return
    try:
        fields = pl.read_ndjson(io.BytesIO(b"\n".join(line for _, line in lines)), schema=dtypes(shape))
    except UNREADABLE as problem:
        if len(lines) == 1:
            rejections.append(Rejection(lines[0][0], BROKEN, str(problem)))
            return
        middle = len(lines) // 2
        yield from _halved(lines[:middle], shape, rejections)
        yield from _halved(lines[middle:], shape, rejections)
        return
    yield fields, [index for index, _ in lines]
