"""Export: rows of a table into a file, streamed, so that memory does not grow with the table."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from core.condition import Condition
from core.errors import StoreError
from core.schema.table import Table
from core.schema.tables import WORKLOAD
from core.spreadsheet import harmless_text
from core.store.snapshot import Snapshot
from core.workload import read_stretches

FORMATS = ("csv", "parquet", "ndjson")


def export(
    snapshot: Snapshot,
    table: Table,
    target: Path,
    *,
    file_format: str,
    where: Sequence[Condition] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Write the rows that meet every condition, in the order in which they are stored; the file appears when whole.

    In CSV, text that a spreadsheet would run as a formula gets a leading apostrophe.

    Args:
        file_format: one of `FORMATS`.
        since, until: half-open period on the table's `sorted_by`, where that is an instant.

    Raises:
        UnknownName: a condition on a column that the table does not have.
        QueryError: a value that the column cannot have.
        StoreError: the file cannot be written.
    """
    rows = _rows(snapshot, table, since, until)
    for condition in where:
        dtype = table.column(condition.column).dtype
        rows = rows.filter(condition.typed(dtype).holds(pl.col(condition.column), dtype))
    part = target.with_name(f".{target.name}.part")
    try:
        _sink(rows, part, file_format)
        part.replace(target)
    except OSError as problem:
        raise StoreError(f"{target}: cannot be written ({problem.strerror or problem}).") from problem
    finally:
        part.unlink(missing_ok=True)


def _rows(snapshot: Snapshot, table: Table, since: datetime | None, until: datetime | None) -> pl.LazyFrame:
    """Stored rows as they are; agents' stretches worked out, as far as they lie in the period."""
    if table.name == WORKLOAD.name:
        return read_stretches(snapshot, since, until).sort(table.key)
    return snapshot.scan(table, since, until)


def _sink(rows: pl.LazyFrame, part: Path, file_format: str) -> None:
    if file_format == "parquet":
        rows.sink_parquet(part)
    elif file_format == "ndjson":
        rows.sink_ndjson(part)
    else:
        rows.with_columns(harmless_text(pl.col(pl.String))).sink_csv(part)
