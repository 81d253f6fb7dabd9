"""Formulas out of a house's own text: one measure over one declared table, or two of them divided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.custom import is_custom
from core.metrics.measure import (
    HOUR_MS,
    MEDIAN,
    Formula,
    Measure,
    Ratio,
    average,
    count,
    distinct,
    longest,
    percentile,
    total,
)
from core.metrics.metric import Text
from core.metrics.mistakes import among
from core.metrics.own_mistakes import Wrong
from core.metrics.own_where import Rows, read_rows
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS, WORKLOAD

TABLES = {table.name.lower(): table for table in (CONVERSATIONS, SEGMENTS, WORKLOAD, ATTRIBUTES)}
"""Whose rows can be counted: those that have a moment and are no log."""

FORMULAS = ("count", "distinct", "sum", "average", "median", "percentile", "longest")
DIVISIBLE = ("count", "distinct", "sum")
"""What a ratio can divide: what adds up, and what is recounted; never what was divided or ranked already."""

OF_STRETCHES = ("distinct", "sum")
"""Stretches of WORKLOAD are cut where something else begins, so that their number and ranks say nothing."""

MEASURE_KEYS = (*FORMULAS, "p", "rows", "where")
SIDES = ("above", "below")
_MADE_BY: dict[str, Callable[[Table, str, pl.Expr], Formula]] = {
    "distinct": distinct,
    "sum": total,
    "average": average,
    "longest": longest,
}
QUANTITIES = ("ms", "count")
"""Units of columns that can be added up."""


@dataclass(frozen=True, eq=False)
class Own:
    """A formula that a house wrote.

    Args:
        formula: the sums, and how they are divided.
        units: the units that its number can have.
        spoken: its conditions, each with its words.
    """

    formula: Formula
    units: tuple[str, ...]
    spoken: tuple[tuple[Text, pl.Expr], ...]


@dataclass(frozen=True, eq=False)
class _Part:
    """One measure: what it counts, over which rows, and whether its number is a time or a number of things."""

    kind: str
    table: Table
    column: str
    rows: Rows
    quantity: str
    share: float = 0.0

    def measure(self, where: pl.Expr) -> Formula:
        """What is counted, added up or ranked over those of the table's rows."""
        if self.kind == "count":
            return count(self.table, where)
        if self.kind == "percentile":
            return percentile(self.table, self.column, where, self.share)
        return _MADE_BY[self.kind](self.table, self.column, where)


def read_formula(given: Mapping[str, Any]) -> Own:
    """The formula of one metric.

    Args:
        given: what the metric's table has.

    Raises:
        Wrong: something in it cannot be used.
    """
    sides = [side for side in SIDES if side in given]
    formulas = [key for key in FORMULAS if key in given]
    if sides and formulas:
        raise Wrong("formulas", (formulas + sides)[-1], value=", ".join(formulas + sides))
    if len(sides) == 1:
        raise Wrong("half", sides[0], value=sides[0])
    if not sides:
        part = _read_part(given)
        return Own(part.measure(part.rows.where), _units(part), part.rows.spoken)
    for stray in ("p", "rows", "where"):
        if stray in given:
            raise Wrong("key", stray, value=stray, other=among(stray, SIDES))
    is_share = given.get("unit") == "%"
    above, below = (_read_side(side, given[side], is_within=is_share and side == "above") for side in SIDES)
    return _divided(above, below, is_share=is_share)


def _divided(above: _Part, below: _Part, *, is_share: bool) -> Own:
    """A quotient; of a share, what is above the line is counted among the rows that are below it."""
    units = _units_of_ratio(above, below)
    counted = above.rows.within(below.rows) if is_share and "%" in units else above.rows
    over, under = above.measure(counted.where), below.measure(below.rows.where)
    if not isinstance(over, Measure) or not isinstance(under, Measure):
        raise TypeError("Only sums are divided.")
    is_rate = above.quantity != "ms" and below.quantity == "ms"
    return Own(Ratio(over, under, HOUR_MS if is_rate else 1), units, (*above.rows.spoken, *below.rows.spoken))


def _units(part: _Part) -> tuple[str, ...]:
    if part.quantity == "ms":
        return ("ms",)
    if part.table is ATTRIBUTES and part.kind != "distinct":
        return ("ratio",)
    return ("ratio",) if part.kind in ("average", "percentile") else ("count",)


def _units_of_ratio(above: _Part, below: _Part) -> tuple[str, ...]:
    """A time by a number is a time, a number by a time is a rate per hour; the rest has no unit."""
    if above.quantity != below.quantity:
        return ("ms",) if above.quantity == "ms" else ("ratio",)
    is_same = above.table is below.table and above.kind == below.kind
    return ("%", "ratio") if is_same and (above.kind != "distinct" or above.column == below.column) else ("ratio",)


def _read_side(side: str, given: Any, *, is_within: bool) -> _Part:
    """One side of a ratio."""
    if not isinstance(given, dict):
        raise Wrong("inline", side, key=side, value=given)
    for key in given:
        if key not in MEASURE_KEYS:
            raise Wrong("key", side, key, value=key, other=among(key, MEASURE_KEYS))
    for key in given:
        if key in FORMULAS and key not in DIVISIBLE:
            raise Wrong("divided", side, key, value=key, other=_listed(DIVISIBLE))
    return _read_part(given, side, is_within=is_within)


def _read_part(given: Mapping[str, Any], *path: str, is_within: bool = False) -> _Part:
    """The measure that a table, or the braces of one side, describes."""
    kinds = [key for key in FORMULAS if key in given]
    if not kinds:
        raise Wrong("no_formula", *path, other=_listed(FORMULAS))
    if len(kinds) > 1:
        raise Wrong("formulas", *path, kinds[-1], value=", ".join(kinds))
    kind = kinds[0]
    named = given[kind]
    if not isinstance(named, str):
        raise Wrong("text", *path, kind, key=kind, value=named)
    share = _share(kind, given, path)
    table, column = _counted(kind, named, (*path, kind))
    rows = read_rows(table, given, path, is_within=is_within)
    made_by = "percentile" if kind == "median" else kind
    if table is ATTRIBUTES:
        told = Rows((pl.col("key") == column, *rows.tests), rows.spoken)
        return _Part(made_by, table, "value" if kind == "distinct" else "number", told, "count", share)
    is_time = kind not in ("count", "distinct") and table.column(column).unit == "ms"
    return _Part(made_by, table, column, rows, "ms" if is_time else "count", share)


def _share(kind: str, given: Mapping[str, Any], path: Sequence[str]) -> float:
    """Which percentile; 0 for what is none."""
    if kind != "percentile":
        if "p" in given:
            raise Wrong("p_alone", *path, "p")
        return MEDIAN if kind == "median" else 0.0
    share = given.get("p")
    if share is None:
        raise Wrong("missing", *path, kind, value="p", other=Text("a number such as 0.9", "un número como 0.9"))
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 1:
        raise Wrong("p", *path, "p", value=share)
    return float(share)


def _counted(kind: str, named: str, path: Sequence[str]) -> tuple[Table, str]:
    """The table and the column that a measure names; no column when rows are counted, of ATTRIBUTES the key."""
    name, _, column = named.strip().partition(".")
    table = TABLES.get(name.lower())
    if table is None or (kind == "count" and column):
        raise Wrong("table", *path, value=named, other=among(named, TABLES))
    if table is WORKLOAD and kind not in OF_STRETCHES:
        raise Wrong("stretches", *path, value=kind, other=_listed(OF_STRETCHES))
    if table is ATTRIBUTES:
        if kind == "count" or not is_custom(column):
            raise Wrong("no_key", *path, value=named)
        return table, column
    if kind == "count":
        return table, ""
    if not column:
        raise Wrong("no_column", *path, value=named)
    known = _countable(kind, table)
    if column in known:
        return table, column
    if column not in table.by_name:
        raise Wrong("column", *path, key=name.lower(), value=column, other=among(column, known))
    what = "personal" if table.column(column).personal else "different" if kind == "distinct" else "quantity"
    raise Wrong(what, *path, value=column, other=among(column, known))


def _countable(kind: str, table: Table) -> list[str]:
    """The columns that such a measure can be made of; how many customers there are tells of none of them."""
    if kind == "distinct":
        told = (column for column in table.columns if column.dtype == pl.String)
        return [column.name for column in told if not column.personal or column.name == "customer_id"]
    return [column.name for column in table.columns if column.unit in QUANTITIES]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
