"""Serving: what of a question cubes answer, and how their sums become those of the question.

Within whole slots a cube is added up; what of the period lies beside them is added up from the rows. A distinct count
is the rows that it counts less those that repeat a conversation, over the whole period.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import polars as pl

from core.grains import CUSTOMER, GRAINS
from core.metrics import Measure
from core.plan import expression_of, holds
from core.query import Query
from core.rollups.cube import CUBES, NUMBER, STRADDLER, Cube, repeats
from core.rollups.measures import can_be_kept, column_of, is_distinct
from core.rollups.slots import EPOCH, minutes_of, tells, whole_slots
from core.rollups.stored import columns_in
from core.schema.table import Table
from core.settings import Settings
from core.store.snapshot import Snapshot

SHORTER = {"quarter_hour": 15, "half_hour": 30}
"""The grains that may be shorter than a slot, in minutes."""

LEAST = timedelta(days=1)
"""Shorter periods are read from the rows: there are few of them."""

Rows = Callable[[Query], pl.LazyFrame]


@dataclass(frozen=True)
class Serving:
    """What a cube answers of a question.

    Args:
        measures: of those asked for, the ones that it has.
        cube: as it is stored.
        minutes: how long its slots are.
    """

    measures: tuple[Measure, ...]
    cube: Cube
    minutes: int

    def sums(self, snapshot: Snapshot, query: Query, settings: Settings, rows: Rows) -> pl.LazyFrame:
        """One row a group in which something is counted, one column a measure, as from the rows themselves.

        Args:
            rows: of the cube's base, those that a question asks for.
        """
        since, until = whole_slots(self.minutes, query.since, query.until)
        columns = {measure: column_of(measure, self.minutes) for measure in self.measures}
        cells = _asked(snapshot.scan(self.cube.table(columns.values()), since, until), query, settings)
        summed = [_merged(one, pl.col(column)) for one, column in columns.items()]
        pieces = [_grouped(cells, summed, query, settings)]
        counted = [_of_rows(one).aggregate().alias(one.identity) for one in self.measures]
        for beside in _beside(query, since, until):
            pieces.append(_grouped(rows(beside), counted, query, settings))
        whole = [_merged(one, pl.col(one.identity)) for one in self.measures]
        merged = pl.concat(pieces)
        sums = merged.group_by(query.by).agg(whole) if query.by else merged.select(whole)
        return self._without_repeats(snapshot, sums, query, settings).filter(self._counts_any(query))

    def _without_repeats(
        self, snapshot: Snapshot, sums: pl.LazyFrame, query: Query, settings: Settings
    ) -> pl.LazyFrame:
        flags = {one: column_of(one, self.minutes) for one in self.measures if is_distinct(one)}
        if not flags:
            return sums
        rows = _asked(snapshot.scan(repeats(self.cube.base, flags.values()), query.since, query.until), query, settings)
        again = _grouped(rows, [_again(flag).alias(flag) for flag in flags.values()], query, settings)
        both = (
            sums.join(again, on=query.by, how="left", nulls_equal=True) if query.by else sums.join(again, how="cross")
        )
        return both.with_columns(
            (pl.col(one.identity) - pl.col(flag).fill_null(0)).alias(one.identity) for one, flag in flags.items()
        ).drop(flags.values())

    def _counts_any(self, query: Query) -> pl.Expr:
        """A group in which nothing is counted is none; without groups there is always one row."""
        if not query.by:
            return pl.lit(value=True)
        return pl.any_horizontal(
            pl.col(one.identity) > 0 if one.is_count else pl.col(one.identity).is_not_null() for one in self.measures
        )


def serving(
    snapshot: Snapshot, table: Table, measures: Iterable[Measure], query: Query, settings: Settings
) -> Serving | None:
    """How a cube answers a question about rows of a table; None when none can.

    Args:
        measures: over that table, dated by its rows' own moments.
    """
    kept = [measure for measure in measures if can_be_kept(measure)]
    minutes = minutes_of(settings.time_zone)
    if not kept or not _tells_time(snapshot, table, query, settings, minutes) or _is_short(query, minutes):
        return None
    asked = {name for name in (*query.by, *(one.column for one in query.where)) if name not in GRAINS}
    if "region" in asked and settings.regions:
        return None
    fitting = [cube for cube in CUBES[table.name] if asked <= set(cube.names)]
    for cube in sorted(fitting, key=lambda cube: snapshot.rows(cube.table())):
        stored = columns_in(snapshot.files, snapshot.parts(cube.table()))
        found = tuple(measure for measure in kept if column_of(measure, minutes) in stored)
        if found:
            return Serving(found, cube, minutes)
    return None


def _tells_time(snapshot: Snapshot, table: Table, query: Query, settings: Settings, minutes: int) -> bool:
    """Whether the question's time grains can be told by whole slots."""
    grains = {name for name in (*query.by, *(one.column for one in query.where)) if name in GRAINS}
    zone = query.zone or settings.time_zone
    if not grains:
        return True
    bounds = [part.first for part in snapshot.parts(table)] + [part.last for part in snapshot.parts(table)]
    known = [bound for bound in bounds if isinstance(bound, int)]
    if zone == CUSTOMER or not known or any(SHORTER.get(grain, minutes) < minutes for grain in grains):
        return False
    years = (_year(min(known)), _year(max(known)))
    return tells(minutes, zone, years)


def _year(milliseconds: int) -> int:
    return (EPOCH + timedelta(milliseconds=milliseconds)).astimezone(UTC).year


def _is_short(query: Query, minutes: int) -> bool:
    since, until = whole_slots(minutes, query.since, query.until)
    return since is not None and until is not None and until - since < LEAST


def _beside(query: Query, since: datetime | None, until: datetime | None) -> list[Query]:
    """The question for what of its period lies before and after the whole slots."""
    before = query.with_(until=since) if query.since and since and query.since < since else None
    after = query.with_(since=until) if query.until and until and until < query.until else None
    return [one for one in (before, after) if one]


def _asked(rows: pl.LazyFrame, query: Query, settings: Settings) -> pl.LazyFrame:
    held = [holds(one, query, settings) for one in query.where]
    return rows.filter(*held) if held else rows


def _grouped(rows: pl.LazyFrame, columns: Sequence[pl.Expr], query: Query, settings: Settings) -> pl.LazyFrame:
    if not query.by:
        return rows.select(columns)
    return rows.group_by(expression_of(name, query, settings).alias(name) for name in query.by).agg(columns)


def _of_rows(measure: Measure) -> Measure:
    """The measure that adds up: of a distinct count, the rows."""
    return replace(measure, kind="known") if is_distinct(measure) else measure


def _merged(measure: Measure, values: pl.Expr) -> pl.Expr:
    """The number of a whole out of those of its parts."""
    if measure.is_count:
        return values.sum().alias(measure.identity)
    whole = values.max() if measure.kind == "max" else pl.when(values.count() > 0).then(values.sum())
    return whole.alias(measure.identity)


def _again(flag: str) -> pl.Expr:
    """How many of the rows that a measure counts repeat a conversation that another one of them counts."""
    of_whole, of_straddling = (pl.col(name).filter(flag).drop_nulls().n_unique() for name in (NUMBER, STRADDLER))
    return pl.col(flag).sum().cast(pl.Int64) - of_whole.cast(pl.Int64) - of_straddling.cast(pl.Int64)
