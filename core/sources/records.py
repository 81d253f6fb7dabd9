"""Records as read from a file, before anyone knows what they mean: a frame of text fields and what was unreadable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl
from polars.exceptions import PanicException, PolarsError

from core.sources.batch import Rejection

FIELD_LIMIT = 2_000
UNREADABLE = (PolarsError, PanicException)
"""What Polars raises at bytes that it cannot read; damaged Parquet can make it panic."""


@dataclass(frozen=True)
class Records:
    """Some records of one file, in the file's order.

    Args:
        fields: one text column a field; opened objects are columns named by path, such as `data.payload.sid`.
        positions: record number of each row of `fields`.
        rejections: the records between them that could not be read.
        text_of: the text of the records at some positions, as it is in the file; None when only the fields tell.
    """

    fields: pl.DataFrame
    positions: pl.Series
    rejections: list[Rejection] = field(default_factory=list)
    text_of: Callable[[Sequence[int]], list[str]] | None = None

    @property
    def count(self) -> int:
        """Records read, usable or not."""
        return self.positions.len() + len(self.rejections)


def counted(first: int, height: int) -> pl.Series:
    """Record numbers from `first` on."""
    return pl.int_range(first, first + height, dtype=pl.Int64, eager=True)


def spread(rows: pl.DataFrame, prefix: str = "") -> pl.DataFrame:
    """Structs become columns named by their path; of two columns of one name the first stays."""
    columns: dict[str, pl.Series] = {}
    for series in rows:
        if isinstance(series.dtype, pl.Struct):
            below = spread(series.struct.unnest(), f"{prefix}{series.name}.")
            for inner in below:
                columns.setdefault(inner.name, inner)
        else:
            columns.setdefault(prefix + series.name, series.alias(prefix + series.name))
    return pl.DataFrame(columns) if columns else pl.DataFrame(height=rows.height)


def refuse_too_many(count: int) -> None:
    """Stop at a file that uses values as field names: no table is that wide.

    Raises:
        TooManyFields: more than FIELD_LIMIT.
    """
    if count > FIELD_LIMIT:
        raise TooManyFields


class TooManyFields(Exception):
    """Raised within this package; the reader of the file says it with the file's name."""
