"""Measures and ratios: what is added up over one table, and how finished sums are divided."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.fingerprint import fingerprint
from core.schema.table import Table

MEDIAN = 0.5
HOUR_MS = 60 * 60 * 1000


@dataclass(frozen=True, eq=False)
class Measure:
    """One number out of the rows of one table; two measures are the same when their `identity` is.

    Args:
        table: whose rows are counted.
        where: which of its rows; true counts, false and null do not.
        column: what is summed, counted apart or ranked; empty when the rows themselves are counted.
        kind: `rows`, `sum`, `known` (rows with a value), `distinct`, `quantile` or `max`.
        share: of a quantile, between 0 and 1.
        attribution: of a sum of durations whose time does not count with its row: `split` or `ended`. It is added up
            from other rows than the measure's own (`core/attribution.py`), so it is another measure.
    """

    table: Table
    where: pl.Expr
    column: str = ""
    kind: str = "rows"
    share: float = 0.0
    attribution: str = ""

    @cached_property
    def identity(self) -> str:
        """Names the measure by all that it consists of, so that a query computes each only once."""
        return f"{self.table.name}.{self.kind}.{self.column}.{self.share}.{self.attribution}.{self.condition}"

    @cached_property
    def condition(self) -> str:
        """Names the condition; read once, as an expression that was worked out may be written down in another way."""
        return self.where.meta.serialize().hex()

    @property
    def counted(self) -> pl.Expr:
        """True for the rows that the number is made of, never null."""
        holds = self.where.fill_null(False)
        return holds & pl.col(self.column).is_not_null() if self.column else holds

    @property
    def counts(self) -> pl.Expr:
        """The same to filter by: null where `counted` is false or the condition knows nothing."""
        return self.where & pl.col(self.column).is_not_null() if self.column else self.where

    @property
    def columns(self) -> set[str]:
        """The columns that it reads."""
        return {*self.where.meta.root_names(), *([self.column] if self.column else [])}

    def aggregate(self) -> pl.Expr:
        """The aggregation over a group's rows, in one expression."""
        is_of_rows = self.kind in ("rows", "known")
        return self._added_up(self.counted if is_of_rows else pl.col(self.column).filter(self.counted))

    @property
    def adds(self) -> pl.Expr:
        """What a row adds to the number, in a column named by the identity: null where the row does not count, of
        counts of rows false.

        Written down once for each row, and added up by `add_up`, it costs half of `aggregate`, which asks each group
        again which of its rows count. Text that is counted apart is there as its fingerprint.
        """
        if self.kind in ("rows", "known"):
            return self.counted.alias(self.identity)
        values = pl.col(self.column)
        if self.kind == "distinct" and self.table.schema[self.column] == pl.String:
            values = fingerprint(values)
        return pl.when(self.counted).then(values).alias(self.identity)

    def add_up(self) -> pl.Expr:
        """The number out of what a group's rows add to it."""
        values = pl.col(self.identity)
        return self._added_up(values.drop_nulls() if self.kind == "distinct" else values).alias(self.identity)

    def _added_up(self, values: pl.Expr) -> pl.Expr:
        if self.kind in ("rows", "known"):
            return values.sum().cast(pl.Int64)
        if self.kind == "distinct":
            return values.n_unique().cast(pl.Int64)
        if self.kind == "quantile":
            return values.quantile(self.share, interpolation="linear")
        if self.kind == "max":
            return values.max()
        return pl.when(values.count() > 0).then(values.sum())

    @property
    def is_count(self) -> bool:
        """A count of a group without rows is 0; any other number of it is not known."""
        return self.kind in ("rows", "known", "distinct")

    def measures(self) -> Iterator["Measure"]:
        """Itself."""
        yield self

    def finish(self) -> pl.Expr:
        """The number, out of a frame with a column for each measure's identity."""
        number = pl.col(self.identity)
        return number.fill_null(0) if self.is_count else number

    def __truediv__(self, other: "Measure") -> "Ratio":
        return Ratio(self, other) if isinstance(other, Measure) else NotImplemented


@dataclass(frozen=True, eq=False)
class Ratio:
    """Two finished sums divided; null when there is nothing to divide by.

    A ratio cannot be averaged or divided again: an average of averages cannot be written down.

    Args:
        scale: what the quotient is multiplied with, such as the milliseconds of an hour for something per hour.
    """

    numerator: Measure
    denominator: Measure
    scale: int = 1

    @property
    def is_share(self) -> bool:
        """Whether it divides a sum by a sum of the same column: a part that no row adds to is 0 of a known whole."""
        above, below = self.numerator, self.denominator
        return (above.table, above.column, above.kind) == (below.table, below.column, "sum") and above.kind == "sum"

    def measures(self) -> Iterator[Measure]:
        """Both sums."""
        yield self.numerator
        yield self.denominator

    def finish(self) -> pl.Expr:
        """The quotient, out of a frame with a column for each measure's identity."""
        above, below = self.numerator.finish(), self.denominator.finish()
        above = above.fill_null(0) if self.is_share else above
        return pl.when(below != 0).then(above * self.scale / below)


Formula = Measure | Ratio


def count(table: Table, where: pl.Expr) -> Measure:
    """How many rows."""
    return Measure(table, where)


def total(table: Table, column: str, where: pl.Expr) -> Measure:
    """Sum of a column over the rows where it is known; null when it is known nowhere."""
    return Measure(table, where, column, "sum")


def distinct(table: Table, column: str, where: pl.Expr) -> Measure:
    """How many different values, always recounted from the rows: distinct counts of parts never add up."""
    return Measure(table, where, column, "distinct")


def average(table: Table, column: str, where: pl.Expr) -> Ratio:
    """Mean of a column over the rows where it is known."""
    return total(table, column, where) / Measure(table, where, column, "known")


def percentile(table: Table, column: str, where: pl.Expr, share: float) -> Measure:
    """The value that `share` of the known ones do not exceed; exact, linear between neighbours (as PERCENTILE.INC)."""
    return Measure(table, where, column, "quantile", share)


def longest(table: Table, column: str, where: pl.Expr) -> Measure:
    """The greatest of the known values; null when it is known nowhere. The longest of parts is that of the whole."""
    return Measure(table, where, column, "max")
