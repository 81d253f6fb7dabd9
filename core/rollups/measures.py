"""Which measures are added up beforehand, and by what name each is kept."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

import polars as pl

from core.metrics import METRICS, Measure
from core.metrics.own import read_own
from core.rollups.cube import CUBES, LAYOUT
from core.rollups.slots import Slots
from core.schema.table import Table
from core.settings import Settings

ADDITIVE = ("rows", "known", "sum", "max")
CONVERSATION_ID = "conversation_id"


def is_additive(measure: Measure) -> bool:
    """Whether the number of a whole follows from those of its parts."""
    return measure.kind in ADDITIVE


def is_distinct(measure: Measure) -> bool:
    """Whether it counts conversations among their segments: rows, less those that repeat one."""
    return measure.kind == "distinct" and measure.column == CONVERSATION_ID


def is_ranked(measure: Measure) -> bool:
    """Whether it is a percentile: read from how often which value occurs."""
    return measure.kind == "quantile"


def can_be_kept(measure: Measure) -> bool:
    """Whether it follows from what is stored of the table's own rows, once for all."""
    knows_all = measure.columns <= measure.table.by_name.keys()
    is_kept = is_additive(measure) or is_distinct(measure) or is_ranked(measure)
    return measure.table.name in CUBES and knows_all and not measure.attribution and is_kept


@lru_cache(maxsize=16)
def kept_measures(table: Table, rules: Settings) -> tuple[Measure, ...]:
    """The measures of all metrics under these rules that are kept for a table; percentiles of one column once."""
    measures = (one for one in _declared(rules) if one.table.name == table.name and can_be_kept(one))
    return tuple({_kept_as(measure): measure for measure in measures}.values())


def _declared(rules: Settings) -> Iterator[Measure]:
    for metric in (*METRICS.values(), *read_own(rules.metrics).metrics.values()):
        yield from metric.formula(rules).measures()


def column_of(measure: Measure, slots: Slots) -> str:
    """The column in which a measure is kept for such slots.

    Of a distinct count these are the rows that it counts, of a percentile how many values there are.
    """
    return _digest(f"{slots.name}.{_kept_as(measure)}")


def flag_of(measure: Measure) -> str:
    """The column that tells of a row whether a measure counts it; it has its own moment, so slots do not matter."""
    return _digest(_kept_as(measure))


def _digest(text: str) -> str:
    return sha256(f"{LAYOUT}.{text}".encode()).hexdigest()[:16]


def _kept_as(measure: Measure) -> str:
    return f"{measure.table.name}.{measure.kind}.{measure.column}.{measure.condition}"


def is_counted(measure: Measure) -> bool:
    """Whether it is kept as a number of rows."""
    return measure.kind in ("rows", "known") or is_distinct(measure) or is_ranked(measure)


def added(measure: Measure) -> pl.Expr:
    """What a row adds to what is kept of a measure: null, or nothing, where it does not count."""
    return measure.counted if is_counted(measure) else pl.when(measure.counted).then(measure.column)


def add_up(measure: Measure, values: pl.Expr) -> pl.Expr:
    """What is kept of a whole, out of what its rows or its parts add; a count of nothing is 0, a sum is not known."""
    if is_counted(measure):
        return values.sum().cast(pl.Int64)
    return values.max() if measure.kind == "max" else pl.when(values.count() > 0).then(values.sum())
