"""Answers: aggregate each table once, join the small results, divide last."""

from collections.abc import Mapping
from functools import reduce

import polars as pl

from core.grains import MOMENT
from core.metrics import Formula, Measure, Ratio, named
from core.plan import CONVERSATION_ID, borrowed, check, expression_of
from core.query import Query, dtype_of
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS
from core.settings import Settings
from core.store.snapshot import Snapshot


def answer(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """One row a group, in the groups' order; the groups first, then one column a metric.

    Counts are 0 and other numbers null where a group has nothing to count or divide by. Times are milliseconds, shares
    are 0 to 1. A group that no metric counts anything in has no row.

    Raises:
        UnknownName: a metric, column or zone that does not exist.
        QueryError: a metric that cannot be split or filtered as asked.
    """
    return aggregate({table: _rows(snapshot, table, query) for table in tables_of(query, settings)}, query, settings)


def totals(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """The same question without groups: one row, recomputed from the base rows, never added up."""
    return answer(snapshot, query.with_(by=(), sort=None, limit=None), settings)


def rows_behind(snapshot: Snapshot, query: Query, metric: str, settings: Settings) -> pl.LazyFrame:
    """The base rows that a number is made of, under the query's period and conditions; its groups are left out.

    Add the group as a condition (`Query.with_condition`) to get the rows of one group.

    Returns:
        All columns of the metric's table and `counts`. Of a ratio: the rows below the line, `counts` telling those
        above it. Of any other number: the rows that are counted, summed or ranked, all of which count. A distinct
        count may list several rows (segments) of one conversation.
    """
    formula = named(metric, settings).formula(settings)
    asked = query.with_(metrics=(metric,), by=(), sort=None)
    below = formula.denominator if isinstance(formula, Ratio) else formula
    above = formula.numerator if isinstance(formula, Ratio) else formula
    check(asked, settings)
    rows = _asked_rows(_rows(snapshot, below.table, asked), asked, settings).drop(borrowed(below.table, asked))
    return rows.filter(below.counted).with_columns(above.counted.alias("counts"))


def tables_of(query: Query, settings: Settings) -> list[Table]:
    """The tables that the query's metrics count, each once."""
    return list({table.name: table for name in query.metrics for table in named(name, settings).tables}.values())


def aggregate(frames: Mapping[Table, pl.LazyFrame], query: Query, settings: Settings) -> pl.DataFrame:
    """The answer out of tables given as frames, with what they borrow; `answer` fetches them from a snapshot."""
    check(query, settings)
    formulas = {name: named(name, settings).formula(settings) for name in query.metrics}
    sums = [
        _sum_up(_asked_rows(frames[table], query, settings), _measures(formulas, table), query, settings)
        for table in tables_of(query, settings)
    ]
    joined = reduce(lambda left, right: _join(left, right, query.by), pl.collect_all(sums))
    result = joined.select(*query.by, *(formula.finish().alias(name) for name, formula in formulas.items()))
    return _arrange(result, query)


def _rows(snapshot: Snapshot, table: Table, query: Query) -> pl.LazyFrame:
    """The table's rows in the period, with what they borrow from their conversations, whenever those began."""
    rows = snapshot.scan(table, query.since, query.until)
    lent = borrowed(table, query)
    if not lent:
        return rows
    conversations = snapshot.scan(CONVERSATIONS).select(CONVERSATION_ID, *lent)
    return rows.join(conversations, on=CONVERSATION_ID, how="left")


def _measures(formulas: Mapping[str, Formula], table: Table) -> list[Measure]:
    """The measures over one table, each once, whatever number of metrics need it."""
    found = {
        measure.identity: measure
        for formula in formulas.values()
        for measure in formula.measures()
        if measure.table.name == table.name
    }
    return list(found.values())


def _asked_rows(rows: pl.LazyFrame, query: Query, settings: Settings) -> pl.LazyFrame:
    """The rows in the period that meet every condition."""
    moment = pl.col(MOMENT)
    conditions = [one.holds(expression_of(one.column, query, settings), dtype_of(one.column)) for one in query.where]
    since = [moment >= query.since] if query.since else []
    until = [moment < query.until] if query.until else []
    return rows.filter(*since, *until, *conditions) if since or until or conditions else rows


def _sum_up(rows: pl.LazyFrame, measures: list[Measure], query: Query, settings: Settings) -> pl.LazyFrame:
    """One row a group, one column a measure; rows that nothing counts are dropped early and make no group."""
    counted = rows.filter(pl.any_horizontal(measure.counted for measure in measures))
    columns = [measure.aggregate().alias(measure.identity) for measure in measures]
    if not query.by:
        return counted.select(columns)
    return counted.group_by(expression_of(name, query, settings).alias(name) for name in query.by).agg(columns)


def _join(left: pl.DataFrame, right: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Groups of either side; null is a group like any other."""
    if not by:
        return pl.concat([left, right], how="horizontal")
    return left.join(right, on=by, how="full", coalesce=True, nulls_equal=True)


def _arrange(result: pl.DataFrame, query: Query) -> pl.DataFrame:
    """In the order asked for, ties and everything else in the groups' order."""
    if not query.by:
        return result
    first = [query.sort] if query.sort else []
    order = [*first, *(name for name in query.by if name != query.sort)]
    descending = [query.descending and name == order[0] for name in order]
    return result.sort(order, descending=descending, nulls_last=True).head(query.limit or result.height)
