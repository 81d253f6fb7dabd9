"""Write small table files and read them back, for the tests of this folder."""

from pathlib import Path

import polars as pl

from core.sources.batch import Rejection
from core.tabular import Form, Rows, Table, read_table

Cells = list[tuple[str | None, ...]]


def table(folder: Path, content: bytes | str, name: str = "export.csv", form: Form | None = None) -> Table:
    """The table in a file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, name, form)


def rows(found: Table) -> Rows:
    """All its rows as one batch."""
    batches = list(found.batches())
    return Rows(
        pl.concat([batch.fields for batch in batches]),
        pl.concat([batch.positions for batch in batches]),
        [rejection for batch in batches for rejection in batch.rejections],
        blank_rows=sum(batch.blank_rows for batch in batches),
        rows_read=sum(batch.rows_read for batch in batches),
    )


def cells(found: Table) -> Cells:
    """The values of all its rows."""
    return rows(found).fields.rows()


def refused(found: Table) -> list[tuple[int, str]]:
    """Place and reason of each row that was set aside."""
    return [(each.position, each.reason) for each in in_order(rows(found).rejections)]


def in_order(rejections: list[Rejection]) -> list[Rejection]:
    """By their place in the file."""
    return sorted(rejections, key=lambda each: each.position)


def keys(found: Table) -> list[str]:
    """What tells its form."""
    return [each.key for each in found.notes]
