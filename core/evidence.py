"""Evidence: the rows behind a number, each with what it counts, so that the listed values make up the number."""

import polars as pl

from core.answer import rows_behind
from core.grains import MOMENT
from core.masking import masked
from core.metrics import Formula, Measure, Ratio
from core.query import Query
from core.schema.table import Table
from core.settings import Settings
from core.spreadsheet import harmless_text
from core.store.snapshot import Snapshot

PAGE_ROWS = 50
CSV_ROWS = 500_000
ABOVE, BELOW = "above", "below"
COUNTED = (ABOVE, BELOW)
"""What a row adds to the number, or above the line and below it."""

TOGETHER = ("", "counted", "uncounted")
APART = (ABOVE, BELOW)
"""The parts of a ratio's rows. Where all rows above the line are also below it: all of them, those above it, the
others. Where they are not, such as rows of two tables: one list for each side."""

TOLD = (
    *("started_at", "ended_at", "kind", "activity", "agent_name", "queue_name", "channel", "direction", "outcome"),
    *("parallel_conversations", "length_ms", "profile"),
)
"""What a list tells of each row, as far as its table has it, beside its key and what it counts."""

RANKED = ("quantile", "max")


def evidence(
    snapshot: Snapshot, query: Query, metric: str, formula: Formula, settings: Settings, part: str
) -> pl.LazyFrame:
    """The rows behind a number, in the order of their moments.

    Args:
        query: period, conditions and attribution; its metrics and groups are not looked at.
        formula: of the metric, as it was when the question is asked so.
        part: one of `TOGETHER` or `APART`; of a number that is no ratio, empty.

    Returns:
        All columns of the table that is counted, and two more, `above` and `below`: what the row counts there, null
        where it does not count. Counts and sums are the sums of these values; a distinct count has 1 in the first of
        the rows that say the same and 0 in the others; a percentile or a longest is that of the values. `below` is
        null where there is no line.
    """
    side = part if part in APART else ""
    above, below = _sides(formula, side)
    rows = rows_behind(snapshot, query, metric, settings, side=side).sort(MOMENT, *above.table.key)
    rows = rows.with_columns(
        _counted(above, pl.col("counts"), "counted_above").alias(ABOVE),
        (_counted(below, pl.lit(True), "counted_below") if below else pl.lit(None)).alias(BELOW),
    )
    if part in TOGETHER[1:]:
        rows = rows.filter(pl.col("counts") == (part == "counted"))
    return rows.drop("counts", "counted_above", "counted_below")


def sum_up(measure: Measure, counted: str) -> pl.Expr:
    """The number that the values of a column of evidence make up.

    Args:
        counted: one of `COUNTED`.
    """
    values = pl.col(counted)
    if measure.kind == "quantile":
        return values.quantile(measure.share, interpolation="linear")
    if measure.kind == "max":
        return values.max()
    return values.sum() if measure.is_count else pl.when(values.is_not_null().any()).then(values.sum())


def columns_of(table: Table, formula: Formula) -> list[str]:
    """What a list tells of each row: its key, what is known of it, and what different values are counted of."""
    distinct = [measure.column for measure in formula.measures() if measure.kind == "distinct"]
    wanted = ("conversation_id", *TOLD, *distinct)
    return [name for name in dict.fromkeys(wanted) if name in table.by_name]


def page(rows: pl.LazyFrame, table: Table, formula: Formula, number: int) -> pl.DataFrame:
    """One page of the list, from 1: the columns that are told of each row, `above` and `below`."""
    shown = _in_order(rows.select(*columns_of(table, formula), *COUNTED), formula)
    return shown.slice((number - 1) * PAGE_ROWS, PAGE_ROWS).collect()


def as_csv(rows: pl.LazyFrame, table: Table, formula: Formula, *, zone: str, is_masked: bool) -> bytes:
    """The list as CSV for a spreadsheet, `CSV_ROWS` at most: instants on the clock of the zone, durations in ms."""
    names = list(dict.fromkeys([*table.key, *columns_of(table, formula)]))
    personal = [name for name in names if is_masked and table.by_name[name].personal]
    instants = [name for name in names if name.endswith("_at")]
    local = pl.col(instants).dt.convert_time_zone(zone).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f%:z")
    counted = COUNTED if isinstance(formula, Ratio) else (ABOVE,)
    found = _in_order(rows, formula).select(*names, *counted).head(CSV_ROWS)
    shown = found.with_columns(*(masked(name) for name in personal), local)
    return shown.with_columns(harmless_text(pl.col(pl.String))).collect().write_csv().encode()


def _sides(formula: Formula, side: str) -> tuple[Measure, Measure | None]:
    if not isinstance(formula, Ratio):
        return formula, None
    if side:
        return (formula.numerator if side == ABOVE else formula.denominator), None
    return formula.numerator, formula.denominator


def _counted(measure: Measure, counts: pl.Expr, added: str) -> pl.Expr:
    """What each row counts; rows in the order in which the first of several that say the same is the one counted."""
    if measure.kind == "distinct":
        value = pl.col(measure.column).is_first_distinct().over(counts).cast(pl.Int64)
    else:
        value = pl.col(measure.column) if measure.kind in RANKED else pl.col(added)
    return pl.when(counts).then(value)


def _in_order(rows: pl.LazyFrame, formula: Formula) -> pl.LazyFrame:
    """The rows that weigh most come first; where all count alike, the newest."""
    is_weighed = any(measure.kind in ("sum", *RANKED) for measure in formula.measures())
    by = [ABOVE, BELOW, MOMENT] if is_weighed else [MOMENT]
    return rows.sort(by, descending=True, nulls_last=True, maintain_order=True)
