"""Alike: small files of one source read as one, each as it would be read alone.

To begin to read a file costs as much as to read some thousand events, and a load of a minute has some tens. So lines of
several files are read at once where nothing about them is out of the ordinary: whole lines, each a JSON object, of a
source whose records stand each for itself. What a record gives then depends on that record alone, whatever other
fields its neighbours have.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, NoReturn

import polars as pl

from core.sources import OPENS, SOURCES
from core.sources.batch import Batch
from core.sources.documents import PAGE_KEYS
from core.sources.objects import Doubt, read_sound, texts
from core.sources.reading import Reading
from core.sources.records import UNREADABLE, Records, TooManyFields, counted
from core.sources.source import Source
from core.sources.text import filled_lines
from core.sources.translation import translated
from core.sources.twilio_taskrouter import EVENT_CALLBACK, EVENT_STREAM
from core.store.landing import Landed

LIKELY_BYTES = 1 << 20
"""Larger files are not even looked at: to begin with them costs little beside reading them."""

ROW_BY_ROW = (EVENT_STREAM, EVENT_CALLBACK)
"""Sources whose records each stand for itself: what the collector writes."""

MOST_NAMES_INSIDE = 500
"""More names in values that are objects themselves, and the names may be values, which is a matter of its own."""

_opened = frozenset(OPENS)
_opened_in = {
    prefix: tuple(
        path.rpartition(".")[2] for path in OPENS if path.startswith(prefix) and "." not in path[len(prefix) :]
    )
    for prefix in ("", *(f"{path}." for path in OPENS))
}
"""Names of objects to be opened, by the path of the object that they are in."""


@dataclass(frozen=True)
class Plain:
    """A file of which nothing is out of the ordinary.

    Args:
        landed: the file.
        lines: its records.
        source: whose they are.
    """

    landed: Landed
    lines: list[bytes]
    source: Source


class _Odd(Exception):
    """Something about a file is to be looked at by whoever reads it alone."""


def plain(landed: Landed, content: bytes) -> Plain | None:
    """The file, when it can be read together with others; null when it is to be read alone.

    Args:
        content: of the file.
    """
    # A tar archive of text would be refused by this mark.
    if len(content) > LIKELY_BYTES or content[257:262] == b"ustar":
        return None
    lines = filled_lines(content)
    names: dict[str, set[str]] = {}
    try:
        inside = sum(_learn(_decoder.decode(line.decode()), names) for line in lines)
    except (_Odd, ValueError, RecursionError):
        return None
    columns = frozenset(f"{prefix}{name}" for prefix, inner in names.items() for name in inner) - _opened
    source = next((source for source in SOURCES if source.recognises(columns)), None)
    is_plain = bool(lines) and inside <= MOST_NAMES_INSIDE and source in ROW_BY_ROW
    return Plain(landed, lines, source) if is_plain and source else None


def read_alike(files: Sequence[Plain], reading: Reading) -> Iterator[tuple[Landed, Batch]]:
    """The batch of each file, as `core.sources.read` gives it when it is read alone; files that cannot be read
    together are left out: read them alone.

    Args:
        files: of one source.
    """
    if not files:
        return
    block = b"\n".join(line for file in files for line in file.lines)
    try:
        fields = read_sound(block, _opened)
    except (*UNREADABLE, Doubt, TooManyFields):
        fields = None
    if fields is not None and fields.height == sum(len(file.lines) for file in files):
        yield from _apart(files, block, fields, reading)
    elif len(files) > 1:
        middle = len(files) // 2
        yield from read_alike(files[:middle], reading)
        yield from read_alike(files[middle:], reading)


def _apart(
    files: Sequence[Plain], block: bytes, fields: pl.DataFrame, reading: Reading
) -> Iterator[tuple[Landed, Batch]]:
    """The batches of files whose records have been read as one."""
    heights = [len(file.lines) for file in files]
    number = pl.Series(range(len(files)), dtype=pl.Int64).repeat_by(pl.Series(heights)).explode()
    starts = pl.Series([0, *accumulate(heights)][:-1], dtype=pl.Int64)
    file_ids = pl.Series([file.landed.file_id for file in files])
    whole = translated(Records(fields, counted(1, fields.height), [], texts(block, 1)), files[0].source, "", reading)
    of_event, of_rejection = (number.gather(rows["position"] - 1) for rows in (whole.events, whole.rejected))
    events = whole.events.with_columns(
        pl.col("position") - starts.gather(of_event), file_ids.gather(of_event).alias("file_id")
    )
    rejected = whole.rejected.with_columns(pl.col("position") - starts.gather(of_rejection))
    unknown = _unknown(fields, number, list(whole.unknown_fields))
    edges = [of.search_sorted(pl.Series(range(len(files) + 1))).to_list() for of in (of_event, of_rejection)]
    for at, file in enumerate(files):
        yield (
            file.landed,
            replace(
                whole,
                rows_in=heights[at],
                events=_between(events, edges[0], at),
                rejected=_between(rejected, edges[1], at),
                unknown_fields=unknown.get(at, {}),
                bytes_read=file.landed.bytes,
            ),
        )


def _between(rows: pl.DataFrame, edges: Sequence[int], at: int) -> pl.DataFrame:
    return rows.slice(edges[at], edges[at + 1] - edges[at])


def _unknown(fields: pl.DataFrame, number: pl.Series, names: Sequence[str]) -> dict[int, dict[str, int]]:
    """How many records of each file carry each of some fields."""
    found: dict[int, dict[str, int]] = {}
    for name in names:
        # Counted by the Series, as Polars would take some names for patterns.
        for at, count in number.filter(fields[name].is_not_null()).value_counts().rows():
            found.setdefault(at, {})[name] = count
    return found


def _refuse_constant(_name: str) -> NoReturn:
    raise _Odd


def _of_names_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(members)
    if len(record) < len(members):
        # Which of two values counts would be Polars' choice, by the fields that it expects.
        raise _Odd
    return record


_decoder = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_of_names_once)


def _learn(record: Any, names: dict[str, set[str]], prefix: str = "") -> int:
    """Note the names in a record, by the path of the object that they are in.

    Returns:
        How many names are inside of values.

    Raises:
        _Odd: what it is read as could depend on other records.
    """
    if not isinstance(record, dict) or not record:
        raise _Odd
    there = names.setdefault(prefix, set())
    if not record.keys() <= there:
        _check_names(record.keys() - there)
        there.update(record)
    if any(not isinstance(record.get(name, {}), dict) for name in _opened_in.get(prefix, ())):
        raise _Odd
    inside = 0
    for name, value in record.items():
        if isinstance(value, str):
            # Text of space alone is left over or not by whether another field could tell the same.
            if value.isspace():
                raise _Odd
        elif isinstance(value, dict | list):
            is_opened = prefix + name in _opened
            inside += _learn(value, names, f"{prefix}{name}.") if is_opened else _names_in(value)
    return inside


def _check_names(names: Collection[str]) -> None:
    if any(not name or "." in name or name in PAGE_KEYS for name in names):
        raise _Odd


def _names_in(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_names_in, value.values()))
    return sum(map(_names_in, value)) if isinstance(value, list) else 0
