"""Read lines of JSON objects into a frame of text fields; a line that is none is rejected with its reason."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import polars as pl
from polars.exceptions import PolarsError

from core.sources.batch import BROKEN, ENCODING, NOT_AN_OBJECT, Rejection

Shape = dict[str, "Shape | None"]
"""Keys of an object; those of an opened object below it, None for a value."""


@dataclass
class ReadLines:
    """Fields of the good lines, one text column a field, and the bad lines.

    Args:
        fields: opened objects are spread over columns named by their path, such as `data.payload.sid`.
        positions: record number of each row of `fields`.
        rejections: the other lines.
    """

    fields: pl.DataFrame
    positions: pl.Series
    rejections: list[Rejection] = field(default_factory=list)


def read_lines(block: bytes, opens: Iterable[str], first_position: int) -> ReadLines:
    """Read a block of lines, each one JSON object; blank lines are no records.

    Values become text: numbers as written, objects and lists as JSON text. Numbers in full length.

    Args:
        block: UTF-8 lines.
        opens: paths of the objects that are spread over columns of their own.
        first_position: number of the first record.
    """
    opened = frozenset(opens)
    try:
        schema = pl.scan_ndjson(io.BytesIO(block), infer_schema_length=None).collect_schema()
        shape = _shape_of(schema, opened)
        fields = _read(block, shape)
    except (PolarsError, _Unclear):
        return _read_carefully(block, opened, first_position)
    return ReadLines(_spread(fields), counted(first_position, fields.height))


class _Unclear(Exception):
    """Some record holds something else where an object is opened."""


def _shape_of(schema: Mapping[str, pl.DataType], opened: frozenset[str], prefix: str = "") -> Shape:
    shape: Shape = {}
    for name in sorted(schema):
        dtype, path = schema[name], prefix + name
        if path not in opened or isinstance(dtype, pl.Null):
            shape[name] = None
        elif isinstance(dtype, pl.Struct):
            shape[name] = _shape_of({each.name: each.dtype for each in dtype.fields}, opened, f"{path}.")  # type: ignore[misc]
        else:
            raise _Unclear(path)
    return shape


def _dtype(shape: Shape | None) -> pl.DataType:
    if shape is None:
        return pl.String()
    return pl.Struct({name: _dtype(below) for name, below in (shape or {"": None}).items()})


def _read(block: bytes, shape: Shape) -> pl.DataFrame:
    if not shape:
        shape = {"": None}  # objects without any field are records too
    return pl.read_ndjson(io.BytesIO(block), schema={name: _dtype(below) for name, below in shape.items()})


def counted(first: int, height: int) -> pl.Series:
    """Record numbers from `first` on."""
    return pl.int_range(first, first + height, dtype=pl.Int64, eager=True)


def _spread(fields: pl.DataFrame, prefix: str = "") -> pl.DataFrame:
    """Opened objects become columns named by their path."""
    columns: dict[str, pl.Series] = {}
    for series in fields:
        if isinstance(series.dtype, pl.Struct):
            below = _spread(series.struct.unnest(), f"{prefix}{series.name}.")
            columns |= {inner.name: inner for inner in below}
        else:
            columns.setdefault(prefix + series.name, series.alias(prefix + series.name))
    return pl.DataFrame(list(columns.values())) if columns else pl.DataFrame(height=fields.height)


def _read_carefully(block: bytes, opened: frozenset[str], first_position: int) -> ReadLines:
    """Line by line in Python: for blocks in which something is wrong."""
    rejections: list[Rejection] = []
    good: list[tuple[int, bytes]] = []
    shape: Shape = {}
    lines = (line for line in block.split(b"\n") if line.strip(b" \t\r"))
    for position, line in enumerate(lines, start=first_position):
        checked = _checked(line, shape, opened)
        if isinstance(checked, bytes):
            good.append((position, checked))
        else:
            rejections.append(Rejection(position, *checked, line.decode("utf-8", "backslashreplace")))
    read = list(_halve_until_read(good, _sorted(shape), rejections))
    fields = pl.concat([fields for fields, _ in read]) if read else pl.DataFrame()
    positions = [position for _, part in read for position in part]
    return ReadLines(_spread(fields), pl.Series(positions, dtype=pl.Int64), rejections)


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
    return json.dumps(record, ensure_ascii=False).encode() if _learn(record, shape, opened) else line


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _learn(record: dict[str, Any], shape: Shape, opened: frozenset[str], prefix: str = "") -> bool:
    """Add the record's keys to the shape; True when a value had to be wrapped to fit an opened object."""
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


def _sorted(shape: Shape) -> Shape:
    return {name: None if below is None else _sorted(below) for name, below in sorted(shape.items())}


def _halve_until_read(
    lines: list[tuple[int, bytes]], shape: Shape, rejections: list[Rejection]
) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    """Read lines that Python finds good; where Polars does not, find the line by halving and reject it."""
    if not lines:
        return
    try:
        fields = _read(b"\n".join(line for _, line in lines), shape)
    except PolarsError as problem:
        if len(lines) == 1:
            position, line = lines[0]
            rejections.append(Rejection(position, BROKEN, str(problem), line.decode("utf-8", "backslashreplace")))
            return
        middle = len(lines) // 2
        yield from _halve_until_read(lines[:middle], shape, rejections)
        yield from _halve_until_read(lines[middle:], shape, rejections)
        return
    yield fields, [position for position, _ in lines]
