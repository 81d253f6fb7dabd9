"""Serving: what of a question cubes answer, and how their sums become those of the question.

Within whole slots a cube is added up; what of the period lies beside them is added up from the rows. A distinct count
is the rows that it counts less those that repeat a conversation, over the whole period.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from core.grains import GRAINS
from core.metrics import Measure
from core.plan import group_keys, grouped, narrowed
from core.query import Query
from core.rollups.cube import CUBES, NUMBER, SPREAD_BY, STRADDLER, Cube, repeats
from core.rollups.measures import add_up, added, can_be_kept, column_of, flag_of, is_counted, is_distinct, is_ranked
from core.rollups.slots import EPOCH, Slots, Whole
from core.rollups.spread import BUCKET, ROWS, Spread, bucket, read_percentiles
from core.rollups.stored import columns_in
from core.schema.table import Table
from core.settings import Settings
from core.store.snapshot import Snapshot

LEAST = timedelta(days=1)
"""Shorter periods are read from the rows: there are few of them."""

Rows = Callable[[Query], pl.LazyFrame]
"""The rows of the cube's table that a question asks for."""


@dataclass(frozen=True)
class Serving:
    """What a cube, or the spreads of its combinations, answer of a question.

    Args:
        measures: of those asked for, the ones that it has.
        cube: whose dimensions tell apart all that is asked.
        slots: the cube's, or the spreads'.
        whole: the part of the question's period that they cover.
    """

    measures: tuple[Measure, ...]
    cube: Cube
    slots: Slots
    whole: Whole

    def sums(self, snapshot: Snapshot, query: Query, settings: Settings, rows: Rows) -> Iterator[pl.LazyFrame]:
        """One row a group in which something is counted, one column a measure, as from the rows themselves."""
        sums = [one for one in self.measures if not is_ranked(one)]
        if sums:
            yield self._added_up(snapshot, query, settings, rows, sums)
        ranked: dict[str, list[Measure]] = {}
        for one in (one for one in self.measures if is_ranked(one)):
            ranked.setdefault(column_of(one, self.slots), []).append(one)
        for some in ranked.values():
            yield self._percentiles(snapshot, query, settings, rows, some)

    def _added_up(
        self, snapshot: Snapshot, query: Query, settings: Settings, rows: Rows, measures: Sequence[Measure]
    ) -> pl.LazyFrame:
        columns = {measure: column_of(measure, self.slots) for measure in measures}
        cells = self._cells(snapshot, self.cube.table(columns.values()), query, settings)
        of_cells = [add_up(one, pl.col(column)).alias(one.identity) for one, column in columns.items()]
        of_rows = [add_up(one, added(one)).alias(one.identity) for one in measures]
        beside = [grouped(rows(query_beside), of_rows, query_beside, settings) for query_beside in self._beside(query)]
        pieces = pl.concat([grouped(cells, of_cells, self._told(query), settings), *beside])
        whole = [add_up(one, pl.col(one.identity)).alias(one.identity) for one in measures]
        sums = pieces.group_by(query.by).agg(whole) if query.by else pieces.select(whole)
        sums = _without_repeats(self.cube, snapshot, sums, query, settings, measures)
        return sums.filter(_counts_any(measures)) if query.by else sums

    def _percentiles(
        self, snapshot: Snapshot, query: Query, settings: Settings, rows: Rows, measures: Sequence[Measure]
    ) -> pl.LazyFrame:
        values = measures[0]
        stored = Spread(self.cube, values, self.slots).table
        told = self._told(query)
        counts = [self._cells(snapshot, stored, query, settings).select(*group_keys(told, settings), BUCKET, ROWS)]
        for beside in self._beside(query):
            counted = rows(beside).filter(values.counted)
            kept = counted.select(*group_keys(beside, settings), bucket(pl.col(values.column)).alias(BUCKET))
            counts.append(kept.with_columns(pl.lit(1, pl.Int64).alias(ROWS)))
        return read_percentiles(pl.concat(counts), query.by, {one.identity: one.share for one in measures})

    def _cells(self, snapshot: Snapshot, stored: Table, query: Query, settings: Settings) -> pl.LazyFrame:
        return narrowed(snapshot.scan(stored, *self.whole.labels), query.where, self._told(query), settings)

    def _told(self, query: Query) -> Query:
        """The question as slots are written down."""
        return query.with_(zone=self.slots.clock) if self.slots.clock else query

    def _beside(self, query: Query) -> list[Query]:
        """The question for what of its period lies before and after the whole slots."""
        since, until = self.whole.period
        before = query.with_(until=since) if query.since and since and query.since < since else None
        after = query.with_(since=until) if query.until and until and until < query.until else None
        return [one for one in (before, after) if one]


def serving(
    snapshot: Snapshot, table: Table, measures: Iterable[Measure], query: Query, settings: Settings
) -> list[Serving]:
    """How cubes answer a question about rows of a table, none of its measures twice; nothing where they cannot.

    Args:
        measures: over that table, dated by its rows' own moments.
    """
    kept = [measure for measure in measures if can_be_kept(measure)]
    asked = {name for name in (*query.by, *(one.column for one in query.where)) if name not in GRAINS}
    if not kept or ("region" in asked and settings.regions):
        return []
    fitting = [cube for cube in CUBES[table.name] if asked <= set(cube.names) and snapshot.parts(cube.table())]
    by_size = sorted(fitting, key=lambda cube: snapshot.rows(cube.table()))
    sums = [measure for measure in kept if not is_ranked(measure)]
    found = [_served(snapshot, cube, cube.slots(settings.time_zone), sums, query, settings) for cube in by_size]
    ranked = [measure for measure in kept if is_ranked(measure)]
    if snapshot.rows(table, query.since, query.until) > settings.exact_percentiles_up_to:
        spread = [(cube, slots(settings.time_zone)) for cube in by_size for slots in SPREAD_BY.get(cube.by, ())]
        found += [_served(snapshot, cube, slots, ranked, query, settings) for cube, slots in spread]
    served: list[Serving] = []
    for one in (one for one in found if one):
        if not any(set(one.measures) & set(other.measures) for other in served):
            served.append(one)
    return served


def _served(
    snapshot: Snapshot, cube: Cube, slots: Slots, measures: Sequence[Measure], query: Query, settings: Settings
) -> Serving | None:
    """The measures that a cube or its spreads have, if what is asked of time can be told by these slots."""
    grains = {name for name in (*query.by, *(one.column for one in query.where)) if name in GRAINS}
    if grains and not slots.tells(grains, query.zone or settings.time_zone, _years(snapshot, cube.base)):
        return None
    whole = slots.whole(query.since, query.until)
    if whole is None or _is_short(whole):
        return None
    stored = columns_in(snapshot.files, snapshot.parts(cube.table()))
    known = cube.slots(settings.time_zone)
    found = tuple(measure for measure in measures if column_of(measure, known) in stored)
    return Serving(found, cube, slots, whole) if found else None


def _years(snapshot: Snapshot, table: Table) -> tuple[int, int]:
    """The first and the last year of which there are rows."""
    bounds = [bound for part in snapshot.parts(table) for bound in (part.first, part.last) if isinstance(bound, int)]
    first, last = ((EPOCH + timedelta(milliseconds=bound)).year for bound in (min(bounds), max(bounds)))
    return first, last


def _is_short(whole: Whole) -> bool:
    since, until = whole.period
    return since is not None and until is not None and until - since < LEAST


def _counts_any(measures: Iterable[Measure]) -> pl.Expr:
    """Whether anything is counted in a group: one in which nothing is has no row."""
    return pl.any_horizontal(
        pl.col(one.identity) > 0 if is_counted(one) else pl.col(one.identity).is_not_null() for one in measures
    )


def _without_repeats(
    cube: Cube,
    snapshot: Snapshot,
    sums: pl.LazyFrame,
    query: Query,
    settings: Settings,
    measures: Iterable[Measure],
) -> pl.LazyFrame:
    """Counts of rows as counts of conversations."""
    flags = {one: flag_of(one) for one in measures if is_distinct(one)}
    scanned = snapshot.scan(repeats(cube.base, flags.values()), query.since, query.until)
    rows = narrowed(scanned, query.where, query, settings)
    for one, flag in flags.items():
        # Each by itself: an aggregation that filters within its groups costs half as much again.
        again = grouped(rows.filter(flag), [_again().alias(flag)], query, settings)
        both = (
            sums.join(again, on=query.by, how="left", nulls_equal=True) if query.by else sums.join(again, how="cross")
        )
        sums = both.with_columns(pl.col(one.identity) - pl.col(flag).fill_null(0)).drop(flag)
    return sums


def _again() -> pl.Expr:
    """How many of the rows repeat a conversation that another one of them counts."""
    of_whole, of_straddling = (pl.col(name).drop_nulls().n_unique().cast(pl.Int64) for name in (NUMBER, STRADDLER))
    return pl.len().cast(pl.Int64) - of_whole - of_straddling
