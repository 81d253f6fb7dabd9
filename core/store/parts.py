"""Parts: the immutable Parquet files that a table consists of, each a range of the column it is sorted by.

Of a part some rows may be marked as gone: they are in its file and count no longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from uuid import uuid4

import polars as pl

from core.errors import QueryError, StoreError
from core.schema.column import INSTANT
from core.schema.table import Table
from core.store.files import Files
from core.store.marks import ROW, read_marks, write_marks

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
        rows: that count; at least one.
        first: least value of the table's `sorted_by`, instants in epoch milliseconds; null when all are null.
        last: greatest value.
        bytes: size of the file.
        marks: name of the file that tells which rows count no longer; empty when all do.
        marked: how many these are.
    """

    file: str
    rows: int
    first: Bound
    last: Bound
    bytes: int
    marks: str = ""
    marked: int = 0

    @property
    def stored(self) -> int:
        """Rows in the file."""
        return self.rows + self.marked

    @property
    def files(self) -> tuple[str, ...]:
        """Names of all files that it needs."""
        return (self.file, self.marks) if self.marks else (self.file,)


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
    name = f"{_folder(table)}/{version:012d}-{uuid4().hex}.parquet"
    with files.new(name) as file:
        groups = max(1, part_rows // GROUPS_PER_PART)
        # Level 1: ids hardly compress further, and it writes twice as fast as the default.
        rows.write_parquet(file, compression="zstd", compression_level=1, row_group_size=groups)
        size = file.tell()
    values = rows[table.sorted_by].to_physical()
    return Part(name, rows.height, _bound(values.min()), _bound(values.max()), size)


def _folder(table: Table) -> str:
    return f"tables/{table.name.lower()}"


def _bound(value: object) -> Bound:
    return value if isinstance(value, int | str) else None


def scan_parts(
    files: Files, table: Table, parts: Sequence[Part], since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """The rows of parts that count, all declared columns, those of [since, until) by what it is sorted by.

    A part from before a column was declared has null in it. A table in order of an id has no period: there
    `since` and `until` say nothing.

    Raises:
        QueryError: a bound without a time zone.
    """
    if table.schema[table.sorted_by] != INSTANT:
        since = until = None
    start, end = _in_ms("since", since), _in_ms("until", until)
    rows = _live(files, table, parts_within(parts, since, until))
    when = pl.col(table.sorted_by)
    if start is not None:
        rows = rows.filter(when >= pl.lit(start, pl.Int64).cast(INSTANT))
    if end is not None:
        rows = rows.filter(when < pl.lit(end, pl.Int64).cast(INSTANT))
    return rows


def parts_within(parts: Sequence[Part], since: datetime | None = None, until: datetime | None = None) -> list[Part]:
    """The parts with rows of [since, until), or that may have some.

    Raises:
        QueryError: a bound without a time zone.
    """
    start, end = _in_ms("since", since), _in_ms("until", until)
    return [part for part in parts if _overlaps(part, start, end)]


def rows_holding(
    files: Files, table: Table, parts: Sequence[Part], column: str, keys: pl.Series
) -> list[tuple[Part, pl.Series]]:
    """The parts with a row whose `column` is among the keys, and the positions of these rows; reads that one column."""
    if not parts or keys.is_empty():
        return []
    rows = _open(files, table, parts, rows_in=ROW).select(ROW, column)
    wanted = pl.LazyFrame({column: keys}).drop_nulls()
    # Streamed: the column of all history at once would be most of what a small load holds.
    found = rows.join(wanted, on=column, how="semi").select(pl.col(ROW).cast(pl.Int64)).collect(engine="streaming")[ROW]
    starts = [0, *accumulate(part.stored for part in parts)]
    numbered = found.sort()
    edges = numbered.search_sorted(pl.Series(starts, dtype=pl.Int64)).to_list()
    holding = []
    for part, start, first, last in zip(parts, starts, edges, edges[1:], strict=False):
        if first < last:
            within = (numbered.slice(first, last - first) - start).cast(pl.UInt32)
            live = within.filter(~within.is_in(read_marks(files, part.marks).implode()))
            holding += [(part, live)] if len(live) else []
    return holding


def mark_rows(files: Files, table: Table, part: Part, rows: pl.Series, version: int) -> Part:
    """The part without some of the rows that count; at least one is left.

    Args:
        rows: positions, as `rows_holding` gives them.
        version: the version in the making.
    """
    marks = pl.concat([read_marks(files, part.marks), rows.alias(ROW)])
    order = pl.scan_parquet(files.path(part.file), row_index_name=ROW, glob=False).select(ROW, table.sorted_by)
    left = order.filter(~pl.col(ROW).is_in(marks.implode())).select(pl.col(table.sorted_by).to_physical())
    first, last = left.select(first=pl.all().min(), last=pl.all().max()).collect().row(0)
    return replace(
        part,
        rows=part.stored - len(marks),
        first=_bound(first),
        last=_bound(last),
        marks=write_marks(files, _folder(table), marks, version),
        marked=len(marks),
    )


def _live(files: Files, table: Table, parts: Sequence[Part]) -> pl.LazyFrame:
    """The rows of parts that count."""
    marked = [part for part in parts if part.marks]
    if not marked:
        return _open(files, table, parts)
    starts = accumulate((part.stored for part in marked), initial=0)
    gone = [read_marks(files, part.marks).cast(pl.Int64) + start for part, start in zip(marked, starts, strict=False)]
    rows = _open(files, table, marked, rows_in=ROW)
    left = rows.filter(~pl.col(ROW).cast(pl.Int64).is_in(pl.concat(gone).implode())).drop(ROW)
    whole = [part for part in parts if not part.marks]
    return pl.concat([_open(files, table, whole), left]) if whole else left


def _open(files: Files, table: Table, parts: Sequence[Part], rows_in: str | None = None) -> pl.LazyFrame:
    """All rows in the files of parts; `rows_in` names a column that numbers them through all of these, from 0."""
    if not parts:
        return table.empty().lazy()
    for name in (name for part in parts for name in part.files):
        if files.facts(name) is None:
            raise StoreError(f"{files.path(name)} is missing; `atalaya doctor` tells what can be done.")
    return pl.scan_parquet(
        [files.path(part.file) for part in parts],
        schema=table.schema,
        missing_columns="insert",
        extra_columns="ignore",
        row_index_name=rows_in,
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
