"""Spreads: how often which values occur, so that percentiles of a whole follow from those of its parts.

Values are counted in buckets each 2 % wider than the one before. A percentile read from them lies within `BOUND` of the
exact one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import polars as pl

from core.metrics import Measure
from core.rollups.cube import CUBES, OF_PART, SLOT, SOURCE, SPREAD_BY, WIDER, Cube
from core.rollups.measures import column_of
from core.rollups.slots import Slots
from core.schema.column import Column, count
from core.schema.table import Table

BOUND = (WIDER - 1) / 2
"""How far a percentile may lie beside the exact one, as a share of it."""

NOTHING = -1
"""The bucket of what is no time at all: 0 and less."""

BUCKET, ROWS = "bucket", "rows"


@dataclass(frozen=True, eq=False)
class Spread:
    """The values of one measure, by the combinations of a cube and by slots of the house's time.

    Args:
        cube: whose dimensions are told apart.
        measure: a percentile of these values, whichever.
        slots: days, or hours of the week.
    """

    cube: Cube
    measure: Measure
    slots: Slots

    @property
    def table(self) -> Table:
        """As it is stored."""
        return Table(
            name=f"{self.cube.table().name}_{column_of(self.measure, self.slots)}".upper(),
            meaning=f"How often which {self.measure.column} occurs in a slot and combination",
            key=(SOURCE, SLOT.name, *self.cube.names, BUCKET),
            sorted_by=SLOT.name,
            columns=(
                OF_PART,
                SLOT,
                *self.cube.dimensions,
                Column(BUCKET, pl.Int64, "Where the value lies, as a power of the buckets' width"),
                count(ROWS, "Values in that bucket"),
            ),
        )


def spreads(measure: Measure, zone: str) -> list[Spread]:
    """The spreads of a percentile's values in a house of that zone."""
    cubes = (cube for cube in CUBES[measure.table.name] if cube.by in SPREAD_BY)
    return [Spread(cube, measure, slots(zone)) for cube in cubes for slots in SPREAD_BY[cube.by]]


def bucket(values: pl.Expr) -> pl.Expr:
    """The bucket of each value."""
    return pl.when(values < 1).then(NOTHING).otherwise((values.log() / log(WIDER)).floor()).cast(pl.Int64)


def read_percentiles(counts: pl.LazyFrame, by: Sequence[str], shares: dict[str, float]) -> pl.LazyFrame:
    """Percentiles out of counts of values, one row a group; linear between neighbours, as from the values themselves.

    Args:
        counts: the groups, `bucket` and `rows`; a bucket may stand there several times.
        shares: by the name of the column, the share of the values that its number is not less than.
    """
    whole = counts.group_by(*by, BUCKET).agg(pl.col(ROWS).sum()).sort(BUCKET)
    reach, every = pl.col(ROWS).cum_sum(), pl.col(ROWS).sum()
    found = whole.with_columns(
        (reach.over(by) if by else reach).alias("reach"), (every.over(by) if by else every).alias("every")
    )
    ranked = [_ranked(share).alias(name) for name, share in shares.items()]
    return found.group_by(by).agg(ranked) if by else found.select(ranked)


def _ranked(share: float) -> pl.Expr:
    rank = (pl.col("every") - 1) * share
    below, above = (_at(rank.floor()), _at(rank.ceil()))
    return below + (above - below) * (rank - rank.floor()).first()


def _at(rank: pl.Expr) -> pl.Expr:
    """The value of that rank, counted from 0: about the middle of its bucket."""
    middle = pl.when(pl.col(BUCKET) == NOTHING).then(0.0).otherwise(WIDER ** pl.col(BUCKET) * (1 + WIDER) / 2)
    return pl.when(pl.col("reach") > rank).then(middle).min()
