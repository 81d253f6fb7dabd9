"""Read lines of JSON objects into records of text fields, by Polars as long as all is well."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl
from polars._typing import PolarsDataType

from core.sources import suspects
from core.sources.records import UNREADABLE, Records, counted, refuse_too_many, spread
from core.sources.shape import Shape, dtypes
from core.sources.text import filled_lines

SAMPLE_LINES = 1_000
WILD_FIELDS = 1_000
"""Beyond this, field names are values (ids as keys), which Polars' inference takes a time for that grows squared."""


def read_lines(block: bytes, opens: Iterable[str], first_position: int) -> Records:
    """Read a block of lines, each one JSON object; blank lines are no records.

    Values become text: numbers in full length, objects and lists as JSON text. A line that is no object, no JSON
    or no UTF-8 is rejected.

    Args:
        block: the lines.
        opens: paths of the objects that are spread over columns of their own.
        first_position: number of the first record.
    """
    opened = frozenset(opens)
    try:
        fields = read_sound(block, opened)
    except (*UNREADABLE, Doubt):
        return _read_apart(block, opened, first_position)
    return Records(fields, counted(first_position, fields.height), [], texts(block, first_position))


class Doubt(Exception):
    """Polars alone cannot read this block exactly."""


def read_sound(block: bytes, opened: frozenset[str]) -> pl.DataFrame:
    """Lines that are all one JSON object each, as `read_lines` does, without a look at single lines.

    Raises:
        Doubt, PolarsError, PanicException: some line is not; or Polars alone would not read it exactly.
        TooManyFields: field names seem to be values.
    """
    sample = pl.scan_ndjson(io.BytesIO(block), infer_schema_length=SAMPLE_LINES).collect_schema()
    if _fields_in(sample) > WILD_FIELDS:
        raise Doubt("wild")
    schema = pl.scan_ndjson(io.BytesIO(block), infer_schema_length=None).collect_schema()
    shape = _shape_of(schema, opened)
    refuse_too_many(len(schema))
    return spread(pl.read_ndjson(io.BytesIO(block), schema=dtypes(shape)))


def _fields_in(schema: Mapping[str, PolarsDataType]) -> int:
    inside = (_fields_in(dtype.to_schema()) for dtype in schema.values() if isinstance(dtype, pl.Struct))
    return len(schema) + sum(inside)


def _shape_of(schema: Mapping[str, PolarsDataType], opened: frozenset[str], prefix: str = "") -> Shape:
    """The inferred keys, with opened objects opened.

    Raises:
        Doubt: some record has something else where an object is to be opened.
    """
    shape: Shape = {}
    for name in sorted(schema):
        dtype, path = schema[name], prefix + name
        if path not in opened or isinstance(dtype, pl.Null):
            shape[name] = None
        elif isinstance(dtype, pl.Struct):
            shape[name] = _shape_of(dtype.to_schema(), opened, f"{path}.")
        else:
            raise Doubt(path)
    return shape


def _read_apart(block: bytes, opened: frozenset[str], first_position: int) -> Records:
    """Read the sound lines by Polars, and those under suspicion one by one."""
    lines = filled_lines(block)
    is_sound = suspects.sound(lines)
    sound = [index for index, good in enumerate(is_sound) if good]
    suspected = [index for index, good in enumerate(is_sound) if not good]
    frames: list[tuple[pl.DataFrame, list[int]]] = []
    if sound:
        try:
            frames.append((read_sound(b"\n".join(lines[index] for index in sound), opened), sound))
        except (*UNREADABLE, Doubt):
            suspected = list(range(len(lines)))
    read, rejected = suspects.read_each([(index, lines[index]) for index in suspected], opened)
    fields, indexes = _in_order([*frames, *read])
    rejections = [rejection.shifted(first_position) for rejection in rejected]
    return Records(fields, indexes + first_position, rejections, texts(block, first_position))


def _in_order(frames: Sequence[tuple[pl.DataFrame, list[int]]]) -> tuple[pl.DataFrame, pl.Series]:
    if not frames:
        return pl.DataFrame(schema={"": pl.String}), pl.Series(dtype=pl.Int64)
    fields = pl.concat([each for each, _ in frames], how="diagonal")
    indexes = pl.Series([index for _, each in frames for index in each], dtype=pl.Int64)
    order = indexes.arg_sort()
    return fields[order], indexes[order]


def texts(block: bytes, first_position: int) -> Callable[[Sequence[int]], list[str]]:
    """How to look up the lines of a block by position."""

    def text_of(positions: Sequence[int]) -> list[str]:
        lines = filled_lines(block)
        return [lines[position - first_position].decode("utf-8", "backslashreplace").strip() for position in positions]

    return text_of
