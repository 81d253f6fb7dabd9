"""A condition: one column, one comparison, and the values to compare with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from core.errors import QueryError

Scalar = str | int | float | bool | date | datetime
OPERATIONS = ("in", "not in", "is null", "contains", ">=", "<")
LEAST_WHOLE, MOST_WHOLE = -(1 << 63), (1 << 63) - 1
"""What a column of whole numbers can hold."""

_VALUES_NEEDED = {"is null": (0, 0), "contains": (1, 1), ">=": (1, 1), "<": (1, 1)}


@dataclass(frozen=True)
class Condition:
    """Rows whose column compares so; a value, so that it can be a cache key and part of an address.

    `in` and `not in` are each other's complement: a null is in a list only when the list names it (None).

    Args:
        column: a declared column or a time grain.
        op: one of `OPERATIONS`; `contains` ignores case and takes its text literally.
        values: what to compare with; an instant is an aware datetime.
    """

    column: str
    op: str = "in"
    values: tuple[Scalar | None, ...] = ()

    def __post_init__(self) -> None:
        if self.op not in OPERATIONS:
            raise QueryError(f"{self.column}: there is no comparison {self.op!r}; known: {', '.join(OPERATIONS)}.")
        values = (self.values,) if isinstance(self.values, str) else tuple(self.values)
        least, most = _VALUES_NEEDED.get(self.op, (1, len(values)))
        if not least <= len(values) <= max(least, most):
            needed = {0: "no value", 1: "exactly one value" if self.op in _VALUES_NEEDED else "a value or more"}[least]
            raise QueryError(f"{self.column} {self.op}: got {len(values)} values; it takes {needed}.")
        if self.op in _VALUES_NEEDED and None in values:
            raise QueryError(f"{self.column} {self.op}: cannot compare with nothing; ask with 'is null'.")
        if self.op in ("in", "not in"):
            values = tuple(sorted(set(values), key=lambda value: (value is None, type(value).__name__, str(value))))
        object.__setattr__(self, "values", values)

    def typed(self, dtype: pl.DataType | type[pl.DataType]) -> "Condition":
        """The same condition with its values in the column's type, so that equal questions are equal values.

        Raises:
            QueryError: a value cannot be one of that column, or `contains` on something that is no text.
        """
        if self.op == "contains" and dtype != pl.String:
            raise QueryError(f"{self.column} contains: the column is no text; use one of in, not in, >=, <.")
        return Condition(self.column, self.op, tuple(_typed(self.column, value, dtype) for value in self.values))

    def holds(self, key: pl.Expr, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
        """True for the rows that meet it, false for others, never null.

        Args:
            key: the column, or the group of a grain.
            dtype: the declared type of either.
        """
        if isinstance(dtype, pl.Datetime):
            key = key.dt.convert_time_zone("UTC")
        known = [value for value in self.values if value is not None]
        if self.op in ("in", "not in"):
            named = key.is_in(pl.Series(known, dtype=dtype).implode()).fill_null(None in self.values)
            return ~named if self.op == "not in" else named
        if self.op == "is null":
            return key.is_null()
        if self.op == "contains":
            return key.str.to_lowercase().str.contains(str(known[0]).lower(), literal=True).fill_null(False)
        bound = pl.lit(known[0], dtype=dtype)
        return (key >= bound if self.op == ">=" else key < bound).fill_null(False)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        values = [value.isoformat() if isinstance(value, date) else value for value in self.values]
        return {"column": self.column, "op": self.op, "values": values}


def _typed(column: str, value: Scalar | None, dtype: pl.DataType | type[pl.DataType]) -> Scalar | None:
    """One value in the column's type; text is read as such a value, as an address or a command line brings it."""
    if value is None or (dtype == pl.String and isinstance(value, str)):
        return value
    try:
        typed: Scalar = _READERS[dtype.base_type()](value)
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise QueryError(f"{column}: {value!r} is not {_WANTED.get(dtype, 'a value of that column')}.") from problem
    return typed


def _instant(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(UTC)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise TypeError(value)
    return value if isinstance(value, date) else date.fromisoformat(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[str(value).lower()]


def _whole(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise TypeError(value)
    if not LEAST_WHOLE <= int(value) <= MOST_WHOLE:
        raise ValueError(value)
    return int(value)


_READERS: dict[type[pl.DataType], Callable[[Any], Scalar]] = {
    pl.Datetime: _instant,
    pl.Date: _day,
    pl.Boolean: _truth,
    pl.Int64: _whole,
    pl.Float64: float,
}
_WANTED = {
    pl.Date: "a day such as 2026-03-29",
    pl.Boolean: "true or false",
    pl.Int64: "a whole number",
    pl.Float64: "a number",
    pl.String: "text",
    pl.Datetime("ms", "UTC"): "an instant with its zone, such as 2026-03-29T00:00:00+00:00",
}
