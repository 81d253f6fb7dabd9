"""Events as they arrive at whoever collects them: file by file, with what goes wrong on the way."""

from collections.abc import Iterator

import polars as pl

from sample_data.blemishes import blemish
from sample_data.days import begins_ms
from sample_data.simulate import Stage, simulate
from sample_data.staffing import staff_events


def _day(stage: Stage, number: int) -> Iterator[pl.DataFrame]:
    """The events of one working day in batches; those of the staff itself come with the first."""
    own = staff_events(stage, number)
    for batch in simulate(stage, number):
        yield blemish(pl.concat([batch, own], how="diagonal"), stage.plan.seed)
        own = own.clear()


def arrivals(stage: Stage, days: tuple[int, ...]) -> Iterator[pl.DataFrame]:
    """The events that arrive in a file of these working days, in batches that fit in memory.

    In small data an event may be so late that it comes with the next file; in large data it stays in its batch.
    """
    if not stage.plan.fits_in_memory:
        for number in days:
            yield from _day(stage, number)
        return
    since, until = (begins_ms(stage.plan.dates[number]) for number in (days[0], days[-1]))
    first, final = days[0] == 0, days[-1] == stage.plan.days - 1
    numbers = days if first else (days[0] - 1, *days)
    arrived = pl.concat([batch for number in numbers for batch in _day(stage, number)])
    begun = pl.lit(first) | (pl.col("arrives") >= since)
    ended = pl.lit(not final) & (pl.col("arrives") >= until + 86_400_000)
    yield arrived.filter(begun & ~ended).sort("arrives", "sid", "is_broken")
