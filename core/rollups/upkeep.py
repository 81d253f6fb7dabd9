"""Upkeep: cubes follow their table part by part, in the transaction that changes it.

A part never changes. So what its rows add up to is worked out once, when it is written, and thrown away with it: the
cost of a load follows from the parts that it rewrites, whatever the history.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.grains import MOMENT
from core.metrics import Measure
from core.rollups.build import IN_ALL, cube_rows, marked, repeat_rows, spread_rows
from core.rollups.cube import CUBES, NUMBER, SOURCE, Cube, repeats
from core.rollups.measures import CONVERSATION_ID, column_of, flag_of, is_distinct, is_ranked, kept_measures
from core.rollups.slots import Slots
from core.rollups.spread import Spread, spreads
from core.rollups.stored import columns_in
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.parts import PART_ROWS, Part
from core.store.transaction import Transaction

ROLL_FROM_ROWS = 500_000
"""Segments from which on it pays: of fewer, the rows themselves answer at once."""


def roll_up(
    change: Transaction, rules: Settings, on_part: Callable[[], None] | None = None, *, from_rows: int = ROLL_FROM_ROWS
) -> None:
    """Bring the cubes of all tables up to date with the parts that the transaction has so far.

    All are made again when the house rules ask for other measures than are kept.

    Args:
        on_part: called for each part added up; may raise `Cancelled` to stop the work.
        from_rows: how many segments a workspace has at least, for it to have cubes.
    """
    is_large = sum(part.rows for part in change.parts(SEGMENTS)) >= from_rows
    for table in (SEGMENTS, CONVERSATIONS):
        kept = _Kept(table, kept_measures(table, rules), rules.time_zone)
        gone, new = change.changed(table)
        if not is_large or not kept.is_whole(change):
            change.clear(f"{table.name}_")
            gone, new = [], list(change.parts(table)) if is_large else []
        sources = pl.Series([part.file for part in gone], dtype=pl.String)
        for store in kept.stores:
            change.replace(store, SOURCE, sources, store.empty())
        _add(change, kept, new, on_part or (lambda: None))


@dataclass(frozen=True)
class _Kept:
    """What is kept of one table in a house of some zone."""

    table: Table
    measures: tuple[Measure, ...]
    zone: str

    @cached_property
    def cubes(self) -> dict[Cube, Table]:
        return {
            cube: cube.table(column_of(measure, cube.slots(self.zone)) for measure in self.measures)
            for cube in CUBES[self.table.name]
        }

    @cached_property
    def spreads(self) -> dict[Spread, Table]:
        ranked = (measure for measure in self.measures if is_ranked(measure))
        return {spread: spread.table for measure in ranked for spread in spreads(measure, self.zone)}

    @cached_property
    def slots(self) -> set[Slots]:
        return {*(cube.slots(self.zone) for cube in self.cubes), *(spread.slots for spread in self.spreads)}

    @cached_property
    def repeats(self) -> Table | None:
        flags = [flag_of(measure) for measure in self.measures if is_distinct(measure)]
        return repeats(self.table, flags) if flags else None

    @cached_property
    def stores(self) -> list[Table]:
        return [*self.cubes.values(), *self.spreads.values(), *([self.repeats] if self.repeats else [])]

    @cached_property
    def read(self) -> list[str]:
        """The columns of the table that all this is made of."""
        dimensions = (name for cube in self.cubes for name in cube.names)
        measured = (name for measure in self.measures for name in sorted(measure.columns))
        ids = (CONVERSATION_ID, IN_ALL) if self.repeats else ()
        return list(dict.fromkeys([MOMENT, *dimensions, *measured, *ids]))

    def is_whole(self, change: Transaction) -> bool:
        """Whether all of it is there: cubes have a column for each measure, also for those that only spreads tell."""
        return all(
            change.parts(store) and columns_in(change.files, change.parts(store)) >= store.by_name.keys()
            for store in self.cubes.values()
        )


def _add(change: Transaction, kept: _Kept, parts: Iterable[Part], on_part: Callable[[], None]) -> None:
    """Add what the rows of parts add up to, in pieces of the size of a part."""
    waiting: dict[str, list[pl.DataFrame]] = {store.name: [] for store in kept.stores}
    number = _last_number(change, kept)
    for part in parts:
        on_part()
        for store, rows in _of_part(change, kept, part, number + 1):
            if store is kept.repeats:
                number = rows.select(pl.col(NUMBER).max()).item() or number
            held = waiting[store.name]
            held.append(rows)
            if sum(some.height for some in held) >= PART_ROWS:
                change.append(store, pl.concat(held))
                held.clear()
    for store in kept.stores:
        if waiting[store.name]:
            change.append(store, pl.concat(waiting[store.name]))


def _of_part(change: Transaction, kept: _Kept, part: Part, first_number: int) -> Iterator[tuple[Table, pl.DataFrame]]:
    rows = marked(change.scan_part(kept.table, part).select(kept.read), kept.measures, kept.slots)
    for cube, store in kept.cubes.items():
        yield store, cube_rows(rows, cube, kept.measures, cube.slots(kept.zone), part.file)
    for spread, store in kept.spreads.items():
        yield store, spread_rows(rows, spread, part.file)
    if kept.repeats:
        yield kept.repeats, repeat_rows(rows, kept.measures, part.file, first_number)


def _last_number(change: Transaction, kept: _Kept) -> int:
    """The highest number that a conversation has among the repeats."""
    known = change.scan(kept.repeats).select(pl.col(NUMBER).max()).collect().item() if kept.repeats else None
    return known or 0
