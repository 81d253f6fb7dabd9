"""Parts: the immutable Parquet files that a table consists of, each a range of the column it is sorted by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import polars as pl

from core.errors import QueryError, StoreError
from core.schema.column import INSTANT
from core.schema.table import Table
from core.store.files import Files

PART_ROWS = 250_000
"""Rows of one part at most: small enough to rewrite in a second, large enough that a table has few files."""

GROUPS_PER_PART = 4
"""Row groups of a full part; a reader skips those whose statistics rule them out."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Bound = int | str | None


@dataclass(frozen=True)
class Part:
    """One Parquet file of a table.

    Args:
        file: name within the workspace.
        rows: at least one.
        first: least value of the table's `sorted_by`, instants in epoch milliseconds; null when all are null.
        last: greatest value.
        bytes: size of the file.
    """

    file: str
    rows: int
    first: Bound
    last: Bound
    bytes: int


def write_parts(files: Files, table: Table, rows: pl.DataFrame, part_rows: int, version: int) -> Iterator[Part]:
    """Write rows as parts of about equal size, in order, none above `part_rows` rows.

    Args:
        rows: conformed to the table, in any order.
        version: the version in the making; it begins the files' names, for the person who looks at the folder.
    """
    in_order = rows.sort(list(dict.fromkeys([table.sorted_by, *table.key])))
    pieces = -(-in_order.height // part_rows)
    for piece in range(pieces):
        start, end = (in_order.height * edge // pieces for edge in (piece, piece + 1))
        yield _write(files, table, in_order.slice(start, end - start), part_rows, version)


def _write(files: Files, table: Table, rows: pl.DataFrame, part_rows: int, version: int) -> Part:
    name = f"tables/{table.name.lower()}/{version:012d}-{uuid4().hex}.parquet"
    with files.new(name) as file:
        groups = max(1, part_rows // GROUPS_PER_PART)
        # Level 1: ids hardly compress further, and it writes twice as fast as the default.
        rows.write_parquet(file, compression="zstd", compression_level=1, row_group_size=groups)
        size = file.tell()
    values = rows[table.sorted_by].to_physical()
    return Part(name, rows.height, _bound(values.min()), _bound(values.max()), size)


def _bound(value: object) -> Bound:
    return value if isinstance(value, int | str) else None


def scan_parts(
    files: Files, table: Table, parts: Sequence[Part], since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """The rows of parts, all declared columns, those of [since, until) by the column that the table is sorted by.

    A part from before a column was declared has null in it. A table in order of an id has no period: there
    `since` and `until` say nothing.

    Raises:
        QueryError: a bound without a time zone.
    """
    if table.schema[table.sorted_by] != INSTANT:
        since = until = None
    start, end = _in_ms("since", since), _in_ms("until", until)
    rows = _open(files, table, [part for part in parts if _overlaps(part, start, end)])
    when = pl.col(table.sorted_by)
    if start is not None:
        rows = rows.filter(when >= pl.lit(start, pl.Int64).cast(INSTANT))
    if end is not None:
        rows = rows.filter(when < pl.lit(end, pl.Int64).cast(INSTANT))
    return rows


def parts_holding(files: Files, table: Table, parts: Sequence[Part], column: str, keys: pl.Series) -> list[Part]:
    """The parts with a row whose `column` is among the keys; reads that one column."""
    if not parts or keys.is_empty():
        return []
    where = "where the row is kept"
    holding = _open(files, table, parts, paths_in=where).filter(pl.col(column).is_in(keys.implode()))
    held = set(holding.select(where).unique().collect()[where])
    return [part for part in parts if str(files.path(part.file)) in held]


def _open(files: Files, table: Table, parts: Sequence[Part], paths_in: str | None = None) -> pl.LazyFrame:
    if not parts:
        return table.empty().lazy()
    for part in parts:
        if files.facts(part.file) is None:
            raise StoreError(f"{files.path(part.file)} is missing; `atalaya doctor` tells what can be done.")
    return pl.scan_parquet(
        [files.path(part.file) for part in parts],
        schema=table.schema,
        missing_columns="insert",
        extra_columns="ignore",
        include_file_paths=paths_in,
        glob=False,
    )


def _in_ms(name: str, moment: datetime | None) -> int | None:
    """Epoch milliseconds, rounded up: then `>=` and `<` on whole milliseconds mean the same as on the moment."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise QueryError(f"{name} is {moment}, without a time zone; give one, such as UTC.")
    return -((EPOCH - moment) // timedelta(milliseconds=1))


def _overlaps(part: Part, start: int | None, end: int | None) -> bool:
    if start is None and end is None:
        return True
    if not isinstance(part.first, int) or not isinstance(part.last, int):
        return False
    return (start is None or part.last >= start) and (end is None or part.first < end)
