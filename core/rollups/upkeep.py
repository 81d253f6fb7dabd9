"""Upkeep: cubes follow their table part by part, in the transaction that changes it.

A part never changes. So what its rows add up to is worked out once, when it is written, and thrown away with it: the
cost of a load follows from the parts that it rewrites, whatever the history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.grains import MOMENT
from core.metrics import Measure
from core.rollups.build import IN_ALL, cube_rows, marked, repeat_rows
from core.rollups.cube import CUBES, NUMBER, SOURCE, Cube, repeats
from core.rollups.measures import CONVERSATION_ID, column_of, is_distinct, kept_measures
from core.rollups.slots import minutes_of
from core.rollups.stored import columns_in
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.parts import PART_ROWS, Part
from core.store.transaction import Transaction

ROLL_FROM_ROWS = 500_000
"""Segments from which on it pays: of fewer, the rows themselves answer at once."""


def roll_up(change: Transaction, rules: Settings, from_rows: int = ROLL_FROM_ROWS) -> None:
    """Bring the cubes of all tables up to date with the parts that the transaction has so far.

    All are made again when the house rules ask for other measures than are kept.

    Args:
        from_rows: how many segments a workspace has at least, for it to have cubes.
    """
    is_large = sum(part.rows for part in change.parts(SEGMENTS)) >= from_rows
    for table in (SEGMENTS, CONVERSATIONS):
        plan = _Plan(table, kept_measures(table, rules), minutes_of(rules.time_zone))
        gone, new = change.changed(table)
        if not is_large or not plan.is_kept(change):
            for store in plan.stores:
                change.clear(store)
            gone, new = [], list(change.parts(table)) if is_large else []
        sources = pl.Series([part.file for part in gone], dtype=pl.String)
        for store in plan.stores:
            change.replace(store, SOURCE, sources, store.empty())
        _add(change, plan, new)


@dataclass(frozen=True)
class _Plan:
    """What is kept of one table."""

    table: Table
    measures: tuple[Measure, ...]
    minutes: int

    @cached_property
    def cubes(self) -> dict[Cube, Table]:
        columns = [column_of(measure, self.minutes) for measure in self.measures]
        return {cube: cube.table(columns) for cube in CUBES[self.table.name]}

    @cached_property
    def repeats(self) -> Table | None:
        flags = [column_of(measure, self.minutes) for measure in self.measures if is_distinct(measure)]
        return repeats(self.table, flags) if flags else None

    @cached_property
    def stores(self) -> list[Table]:
        return [*self.cubes.values(), *([self.repeats] if self.repeats else [])]

    @cached_property
    def read(self) -> list[str]:
        """The columns of the table that cubes are made of."""
        dimensions = (name for cube in self.cubes for name in cube.names)
        measured = (name for measure in self.measures for name in sorted(measure.columns))
        ids = (CONVERSATION_ID, IN_ALL) if self.repeats else ()
        return list(dict.fromkeys([MOMENT, *dimensions, *measured, *ids]))

    def is_kept(self, change: Transaction) -> bool:
        """Whether all of it is there."""
        return all(
            change.parts(store) and columns_in(change.files, change.parts(store)) >= store.by_name.keys()
            for store in self.cubes.values()
        )


def _add(change: Transaction, plan: _Plan, parts: Iterable[Part]) -> None:
    """Add what the rows of parts add up to, in pieces of the size of a part."""
    waiting: dict[str, list[pl.DataFrame]] = {store.name: [] for store in plan.stores}
    number = _last_number(change, plan)
    for part in parts:
        for store, rows in _of_part(change, plan, part, number + 1):
            if store is plan.repeats:
                number = rows.select(pl.col(NUMBER).max()).item() or number
            held = waiting[store.name]
            held.append(rows)
            if sum(some.height for some in held) >= PART_ROWS:
                change.append(store, pl.concat(held))
                held.clear()
    for store in plan.stores:
        change.append(store, pl.concat([store.empty(), *waiting[store.name]]))


def _of_part(change: Transaction, plan: _Plan, part: Part, first_number: int) -> Iterator[tuple[Table, pl.DataFrame]]:
    rows = marked(change.scan_part(plan.table, part).select(plan.read), plan.measures, plan.minutes)
    for cube, store in plan.cubes.items():
        yield store, store.conform(cube_rows(rows, cube, plan.measures, plan.minutes, part.file).lazy()).collect()
    if plan.repeats:
        yield plan.repeats, repeat_rows(rows, plan.measures, plan.minutes, part.file, first_number)


def _last_number(change: Transaction, plan: _Plan) -> int:
    """The highest number that a conversation has among the repeats."""
    known = change.scan(plan.repeats).select(pl.col(NUMBER).max()).collect().item() if plan.repeats else None
    return known or 0
