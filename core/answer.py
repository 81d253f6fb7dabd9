"""Answers: aggregate each table once, join the small results, divide last."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial, reduce
from operator import or_

import polars as pl

from core.attribution import ENDED, STARTED, add_up, attributed, by_stretch, moved, settled
from core.grains import GRAINS, MOMENT
from core.intervals.asking import check_intervals
from core.keys import check_keys
from core.lending import Scan, lent
from core.lives import lenders_of
from core.metrics import Formula, Measure, Ratio, named
from core.metrics.quantities import Kind
from core.plan import check, columns_of, group_keys, grouped, held, narrowed
from core.query import Query
from core.rollups import serving
from core.schema.table import Table
from core.schema.tables import WORKLOAD
from core.settings import Settings
from core.silent import PLATFORM, unmeasured
from core.store.snapshot import Snapshot
from core.workload import read_stretches

COUNTED = ("counts", "counted_above", "counted_below")
"""What `rows_behind` tells of each row."""


def answer(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """One row a group, in the groups' order; the groups first, then one column a metric.

    Counts are 0 and other numbers null where a group has nothing to count or divide by; both are null where no platform
    in question tells what they rest on (`core.silent`). Times are milliseconds, shares 0 to 1. A group in which no
    metric counts anything has no row.

    Raises:
        UnknownName: a metric, column or zone that does not exist.
        QueryError: a metric that cannot be split or filtered as asked; of intervals, not in the data that there are.
    """
    check_keys(snapshot, query)
    check_intervals(snapshot, query, settings)
    found = _answer(
        lambda table, is_moved: _rows(snapshot, table, query, is_moved=is_moved),
        snapshot.scan,
        query.with_(limit=None),
        settings,
        lenders=lambda table: lenders_of(snapshot, table, query.since, query.until),
        kept=snapshot,
    )
    there = partial(platforms_of, snapshot, query=query, settings=settings)
    measured = unmeasured(found, snapshot, query, settings, lambda other: _kept(snapshot, other, settings), there)
    # The first rows are taken last: what nobody measured stands after every number.
    return found if measured is found and not query.limit else _arrange(measured, query)


@lru_cache(maxsize=64)
def _kept(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """The same for one question that stands behind many: which platforms there are."""
    return answer(snapshot, query, settings)


@lru_cache(maxsize=64)
def platforms_of(snapshot: Snapshot, kind: Kind, query: Query, settings: Settings) -> frozenset[str]:
    """The platforms that have rows of a kind within a question, counted or not."""
    about = lenders_of(snapshot, kind.table, query.since, query.until)
    names, known = columns_of(query, ()), held(kind.table, query, settings)
    rows = lent(_rows(snapshot, kind.table, query), kind.table, names, snapshot.scan, about, known)
    of_kind = _asked_rows(rows, query, settings).filter(kind.holds)
    return frozenset(of_kind.select(pl.col(PLATFORM).drop_nulls().unique()).collect().to_series())


def totals(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """The same question without groups: one row, recomputed from the base rows, never added up."""
    return answer(snapshot, settled(query).with_(by=(), sort=None, limit=None), settings)


def rows_behind(snapshot: Snapshot, query: Query, metric: str, settings: Settings, *, side: str = "") -> pl.LazyFrame:
    """The base rows that a number is made of, under the query's period and conditions; its groups are left out.

    Add the group as a condition (`Query.with_condition`) to get the rows of one group; an attribution that follows from
    the groups stays. Of times that are split, the rows are those that overlap what is asked for.

    Args:
        side: of a ratio, `above` or `below` for the rows of that side alone, as if it were the number.

    Returns:
        All columns of the metric's table, those that its formula borrows, and three more. `counts`: of a ratio, the
        rows below the line are listed, and this tells those above it; of any other number, of all rows that are
        counted, summed or ranked, true. When a ratio's sides count rows of two tables, those above the line are
        listed. `counted_above`: what the row adds to the number, or above the line, null where it does not count: of a
        sum the value, of split times what of it lies within the question, of a count of rows 1; of distinct counts and
        ranks null, as they do not add up. `counted_below`: the same below the line; null without one. A distinct count
        may list several rows (segments) of one conversation.
    """
    asked = settled(query).with_(metrics=(metric,), by=(), sort=None, limit=None)
    check(asked, settings)
    check_keys(snapshot, asked)
    check_intervals(snapshot, asked, settings)
    formula = attributed(named(metric, settings).formula(settings), asked)
    if side and isinstance(formula, Ratio):
        formula = formula.numerator if side == "above" else formula.denominator
    above = formula.numerator if isinstance(formula, Ratio) else formula
    below = formula.denominator if isinstance(formula, Ratio) else formula
    if above.table.name != below.table.name:
        below = above
    own = _rows(snapshot, below.table, asked, is_moved=bool(below.attribution))
    names = columns_of(asked, [above, below])
    known = held(below.table, asked, settings)
    # Rows whose time only overlaps the period may be dated outside it.
    about = None if below.attribution else lenders_of(snapshot, below.table, asked.since, asked.until)
    rows = lent(own, below.table, names, snapshot.scan, about, known)
    if below.attribution:
        rows = _overlapping(rows, list({one.identity: one for one in (below, above)}.values()), asked, settings)
    else:
        rows = _asked_rows(rows, asked, settings).filter(below.counted)
    divides = isinstance(formula, Ratio) and above is not below
    return rows.with_columns(
        _counts(above).alias("counts"),
        _adds(above).alias("counted_above"),
        (_adds(below) if divides else pl.lit(None)).alias("counted_below"),
    ).select(*dict.fromkeys([*below.table.by_name, *sorted(above.columns | below.columns), *COUNTED]))


def _overlapping(rows: pl.LazyFrame, measures: list[Measure], query: Query, settings: Settings) -> pl.LazyFrame:
    """The rows whose time the first of the measures counts; for each, a column with what of it counts."""
    own_moment = "own moment"
    key = measures[0].table.key
    keys = [pl.col(own_moment).alias(MOMENT) if name == MOMENT else pl.col(name) for name in key]
    for number, together in enumerate(by_stretch(measures)):
        times = _moved_rows(rows.with_columns(pl.col(MOMENT).alias(own_moment)), together, query, settings)
        counted = times.group_by(keys).agg(add_up(together))
        rows = rows.join(counted, on=key, how="left" if number else "inner")
    return rows.filter(_counts(measures[0]))


def _counts(measure: Measure) -> pl.Expr:
    return pl.col(measure.identity).is_not_null() if measure.attribution else measure.counted


def _adds(measure: Measure) -> pl.Expr:
    """What a row adds to a sum or a count of rows; null for what does not add up."""
    if measure.attribution:
        return pl.col(measure.identity) if measure.kind == "sum" else pl.lit(None)
    added = {"sum": pl.col(measure.column), "rows": pl.lit(1), "known": pl.lit(1)}.get(measure.kind)
    return pl.lit(None) if added is None else pl.when(measure.counted).then(added)


def tables_of(query: Query, settings: Settings) -> list[Table]:
    """The tables that the query's metrics count, each once."""
    return list({table.name: table for name in query.metrics for table in named(name, settings).tables}.values())


def aggregate(frames: Mapping[Table, pl.LazyFrame], query: Query, settings: Settings) -> pl.DataFrame:
    """The answer out of tables given as frames, also those that are borrowed from; `answer` has them of a snapshot."""
    return _answer(
        lambda table, _: frames[table], lambda table: frames.get(table, table.empty().lazy()), query, settings
    )


def _answer(
    rows_of: Callable[[Table, bool], pl.LazyFrame],
    scan: Scan,
    query: Query,
    settings: Settings,
    *,
    lenders: Callable[[Table], Scan] | None = None,
    kept: Snapshot | None = None,
) -> pl.DataFrame:
    """The answer out of the rows that `rows_of` gives: a table's, and whether of them those that only overlap count.

    Args:
        scan: where rows borrow what they do not have themselves.
        lenders: for rows of a table dated in the question's period, where less has to be looked through.
        kept: where cubes of the same rows are, which are used instead of the rows where they can be.
    """
    check(query, settings)
    formulas = {name: attributed(named(name, settings).formula(settings), query) for name in query.metrics}
    sums: list[pl.LazyFrame] = []
    for table in tables_of(query, settings):
        measures = _measures(formulas, table)
        names = columns_of(query, measures)
        still = [measure for measure in measures if not measure.attribution]
        if kept:
            for served in serving(kept, table, still, query, settings):
                sums += served.sums(kept, query, settings, partial(_counted_rows, kept, table, settings))
                still = [measure for measure in still if measure not in served.measures]
        if still:
            about = lenders(table) if lenders else None
            lend = partial(lent, table=table, names=names, scan=scan, lenders=about, held=held(table, query, settings))
            sums.append(_sum_up(rows_of(table, False), lend, still, query, settings))
        for together in by_stretch(measure for measure in measures if measure.attribution):
            whole = lent(rows_of(table, True), table, names, scan, held=held(table, query, settings))
            times = _moved_rows(whole, together, query, settings)
            sums.append(grouped(times, add_up(together), query, settings))
    joined = reduce(lambda left, right: _join(left, right, query.by), pl.collect_all(sums))
    result = joined.select(*query.by, *(formula.finish().alias(name) for name, formula in formulas.items()))
    return _arrange(result, query)


def _rows(snapshot: Snapshot, table: Table, query: Query, *, is_moved: bool = False) -> pl.LazyFrame:
    """The table's rows in the period.

    Args:
        is_moved: not those dated in the period, but those that may overlap it. A row's times are over when the row is.
    """
    if table.name == WORKLOAD.name:
        # Whole stretches end where something begins or ends outside the period: all segments have to be looked at.
        is_whole = query.attribution in (STARTED, ENDED)
        return read_stretches(snapshot) if is_whole else read_stretches(snapshot, query.since, query.until)
    if is_moved:
        rows = snapshot.scan(table)
        ended_at = pl.col("ended_at")
        return rows.filter(ended_at.is_null() | (ended_at >= query.since)) if query.since else rows
    return snapshot.scan(table, query.since, query.until)


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
    since = [moment >= query.since] if query.since else []
    until = [moment < query.until] if query.until else []
    return narrowed(rows.filter(*since, *until) if since or until else rows, query.where, query, settings)


def _counted_rows(snapshot: Snapshot, table: Table, settings: Settings, query: Query) -> pl.LazyFrame:
    """The rows that a question without borrowed columns asks for."""
    return _asked_rows(_rows(snapshot, table, query), query, settings)


def _moved_rows(rows: pl.LazyFrame, measures: list[Measure], query: Query, settings: Settings) -> pl.LazyFrame:
    """The times that the measures add up, dated by themselves: what of them the period and the conditions ask for.

    Conditions on what a row is are asked before its time is cut, those on when it was of the pieces.
    """
    of_rows = [one for one in query.where if one.column not in GRAINS]
    of_times = [one for one in query.where if one.column in GRAINS]
    times = moved(narrowed(rows, of_rows, query, settings), measures, query)
    return narrowed(times, of_times, query, settings)


def _sum_up(
    rows: pl.LazyFrame,
    lend: Callable[[pl.LazyFrame], pl.LazyFrame],
    measures: list[Measure],
    query: Query,
    settings: Settings,
) -> pl.LazyFrame:
    """One row a group, one column a measure; rows that nothing counts are dropped early and make no group.

    Args:
        rows: of the measures' table, without what they borrow.
        lend: adds that.
    """
    is_own = all(set(measure.columns) <= measure.table.by_name.keys() for measure in measures)
    # What rows add by themselves goes through the join in place of the texts that it is made of.
    added = lend(_with_additions(rows, measures)) if is_own else _with_additions(lend(rows), measures)
    keys = group_keys(query, settings)
    asked = _asked_rows(added, query, settings).select(*keys, *(measure.identity for measure in measures))
    numbers = [measure.add_up() for measure in measures]
    return asked.group_by(query.by).agg(numbers) if query.by else asked.select(numbers)


def _with_additions(rows: pl.LazyFrame, measures: list[Measure]) -> pl.LazyFrame:
    """The rows that a measure counts, with what they add to each.

    Written down before the rows are grouped: an aggregation that filters by itself asks every condition again for
    every measure and group.
    """
    # Joined by `|`, and not told null from false: then the engine asks what all have in common while it reads.
    counts = reduce(or_, (measure.counts for measure in measures))
    return rows.filter(counts).with_columns(measure.adds for measure in measures)


def _join(left: pl.DataFrame, right: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Groups of either side; null is a group like any other."""
    if not by:
        return pl.concat([left, right], how="horizontal")
    return left.join(right, on=by, how="full", coalesce=True, nulls_equal=True)


def _arrange(result: pl.DataFrame, query: Query) -> pl.DataFrame:
    """In the order asked for, ties and everything else in the groups' order."""
    if not query.by:
        return result
    order = [name for name in dict.fromkeys((query.sort, *query.by)) if name]
    descending = [query.descending and name == order[0] for name in order]
    return result.sort(order, descending=descending, nulls_last=True).head(query.limit or result.height)
