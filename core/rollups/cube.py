"""Cubes: a table's rows added up for each slot of time and each combination of a few dimensions.

A cube has one column a measure, and the measures are those of the declared metrics under the house rules: a number
that a threshold decides stands there under that threshold, and under no other. So a cube is never wrong: a question
either finds the very measures that it asks for, or reads the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from core.grains import MOMENT
from core.rollups.slots import Days, Quarters, Slots, minutes_of
from core.schema.column import Column, flag, instant, text
from core.schema.columns import (
    agent_id,
    agent_name,
    channel,
    country,
    direction,
    handling_department_name,
    handling_team_name,
    outcome,
    platform,
    queue_name,
    region,
    sovereign,
)
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS

SOURCE, NUMBER, STRADDLER = "source", "number", "straddler"
SLOT = instant(MOMENT, "Beginning of the slot of time in which the rows are dated")
OF_PART = text(SOURCE, "The part whose rows these are: when that is replaced, these are too")
ALWAYS = (platform, channel, direction)
"""Dimensions of every cube: what people filter by wherever they are."""

DAILY = ("agent",)
"""There are so many agents that an hour of one holds hardly anything."""

SPREAD_BY: dict[str, tuple[type[Days], ...]] = {"queue": (Days, Quarters), "place": (Days,)}
"""The cubes whose combinations have spreads (`core.rollups.spread`), and in which slots; agents are too many."""

WIDER = 1.02
"""How much wider each bucket of a spread is than the one before."""


@dataclass(frozen=True)
class Cube:
    """One way in which the rows of a table are added up beforehand.

    Args:
        base: whose rows.
        by: what the rows are told apart by, in one word.
        dimensions: the columns whose values are told apart.
        is_daily: whether its slots are the house's days; else an hour, or less where the house's clock asks for it.
    """

    base: Table
    by: str
    dimensions: tuple[Column, ...]
    is_daily: bool = False

    def slots(self, zone: str) -> Slots:
        """The stretches of time that it keeps apart in a house of that zone."""
        return Days(zone) if self.is_daily else minutes_of(zone)

    @property
    def names(self) -> list[str]:
        """The dimensions' names."""
        return [column.name for column in self.dimensions]

    def table(self, measures: Iterable[str] = ()) -> Table:
        """The cube as it is stored, with these columns for measures."""
        return Table(
            name=f"{self.base.name}_BY_{self.by.upper()}",
            meaning=f"What rows of {self.base.name} of one slot and one combination add up to",
            key=(SOURCE, MOMENT, *self.names),
            sorted_by=MOMENT,
            columns=(OF_PART, SLOT, *self.dimensions, *(Column(name, pl.Int64, "A measure") for name in measures)),
        )


def _cubes(base: Table) -> tuple[Cube, ...]:
    who = (handling_team_name, handling_department_name)
    dimensions = {
        "queue": (queue_name,),
        "team": who,
        "outcome": (outcome,),
        "place": (region, country, sovereign),
        "agent": (agent_id, agent_name, *who),
    }
    return tuple(Cube(base, by, (*ALWAYS, *columns), is_daily=by in DAILY) for by, columns in dimensions.items())


CUBES = {base.name: _cubes(base) for base in (SEGMENTS, CONVERSATIONS)}
"""The cubes of each table that has some."""

LAYOUT = repr(
    [
        WIDER,
        {by: [slots.__name__ for slots in some] for by, some in SPREAD_BY.items()},
        {name: [(cube.by, cube.names, cube.is_daily) for cube in cubes] for name, cubes in CUBES.items()},
    ]
)
"""All that decides what is kept of a measure: what was kept otherwise is another thing, and not found."""


def repeats(base: Table, measures: Iterable[str] = ()) -> Table:
    """The rows of which a measure counts several of one conversation, as they are stored, with a flag for each measure.

    A distinct count is a count of rows less those that repeat a conversation, and only these can be repeats.
    """
    told = {column.name: column for cube in CUBES[base.name] for column in cube.dimensions}
    return Table(
        name=f"{base.name}_REPEATS",
        meaning=f"Rows of {base.name} that may count a conversation again",
        key=(SOURCE, NUMBER, STRADDLER, MOMENT),
        sorted_by=MOMENT,
        columns=(
            OF_PART,
            instant(MOMENT, "When the row is dated"),
            *told.values(),
            Column(NUMBER, pl.Int64, "The conversation, when all its rows are in that part"),
            text(STRADDLER, "The conversation, when they are in several"),
            *(flag(name, "Whether the measure counts the row") for name in measures),
        ),
    )
