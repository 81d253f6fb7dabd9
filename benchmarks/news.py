"""News for a repeated history: what happens next, what comes late, and what comes twice, as files that are taken in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import polars as pl

from benchmarks.copies import Copies
from core.schema.column import INSTANT
from core.schema.tables import EVENTS
from core.sources.twilio_taskrouter import AS_ARRIVED, INSTANTS, NUMBERS, TEXTS
from core.store.snapshot import Snapshot

FIELDS = TEXTS | AS_ARRIVED | INSTANTS | {name: tuple(each) for name, each in NUMBERS.items()}
"""Column of EVENTS → the fields in which an export tells it."""

DAY = timedelta(days=1)
NEXT, LATE_AMONG_NEXT = 9_800, 200
LATE, TWICE = 1_000, 10_000


@dataclass(frozen=True)
class News:
    """Events that a history does not have yet, or has.

    Args:
        sample: what the history is made of.
        centres, seasons: of the history.
    """

    sample: Snapshot
    centres: int
    seasons: int

    def next_ones(self, number: int) -> pl.DataFrame:
        """The events that follow the history, and some that yesterday's tasks still tell; each number gives others."""
        first = self._day(0).slice(number * NEXT, NEXT)
        late = self._updates(self._last_day, LATE_AMONG_NEXT, self.seasons - 1, seed=number)
        return pl.concat([first, late])

    def a_day(self, number: int) -> pl.DataFrame:
        """A whole day after that one."""
        return self._day(1 + number)

    def late_ones(self, number: int) -> pl.DataFrame:
        """Events of all the history: half of them of tasks that are known, half of tasks never heard of."""
        some = -(-LATE // (2 * self.seasons))
        return pl.concat(list(self._late(some, number)))

    def twice(self) -> pl.DataFrame:
        """Events that the history has."""
        return self._copies.of(self._last_day, EVENTS, self.seasons - 1).sort("occurred_at").tail(TWICE)

    def _late(self, some: int, number: int) -> Iterator[pl.DataFrame]:
        for season in range(self.seasons):
            yield self._updates(self._events, some, season, seed=number)
            unheard = self._events.sample(some, seed=1_000 + number * self.seasons + season)
            yield self._others.of(unheard, EVENTS, season)

    def _updates(self, of: pl.DataFrame, some: int, season: int, seed: int) -> pl.DataFrame:
        """Events in which tasks tell once more what they are."""
        few = of.filter(pl.col("task_id").is_not_null()).sample(-(-some // self.centres), seed=seed)
        rows = self._copies.of(few, EVENTS, season).sample(some, seed=seed)
        later = (pl.col("occurred_at") + timedelta(milliseconds=1 + seed)).cast(INSTANT)
        other = pl.format("{}{}", pl.col("event_id").str.slice(0, 30), pl.lit(f".{seed}"))
        return rows.with_columns(
            occurred_at=later,
            event_id=other,
            event_type=pl.lit("task.updated"),
            reservation_id=pl.lit(None, pl.String),
        )

    @cached_property
    def _copies(self) -> Copies:
        return Copies(self.sample, self.centres, self.seasons, is_stretched=False)

    @cached_property
    def _others(self) -> Copies:
        return Copies(self.sample, 1, self.seasons, is_stretched=False, first_centre=self.centres)

    @cached_property
    def _events(self) -> pl.DataFrame:
        return self.sample.scan(EVENTS).sort("occurred_at", "event_id").collect()

    @property
    def _last_day(self) -> pl.DataFrame:
        moment = self._events["occurred_at"]
        return self._events.filter(moment > moment.max() - DAY)  # type: ignore[operator]

    def _day(self, number: int) -> pl.DataFrame:
        """A day of the season that follows."""
        moment = self._events["occurred_at"]
        start = moment.min() + number * DAY  # type: ignore[operator]
        rows = self._events.filter(moment.is_between(start, start + DAY, closed="left"))
        return self._copies.of(rows, EVENTS, self.seasons).sort("occurred_at", "event_id")


def write_news(events: pl.DataFrame, file: Path) -> Path:
    """Write events as an export tells them, a flat column a field."""
    told = [pl.col(ours).alias(theirs[0]) for ours, theirs in FIELDS.items() if ours not in INSTANTS]
    moments = [
        pl.col(ours).dt.epoch("ms").alias("timestamp_ms")
        if ours == "occurred_at"
        else pl.col(ours).dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").alias(theirs[0])
        for ours, theirs in INSTANTS.items()
    ]
    events.select(*told, *moments, "event_type", sid="event_id").write_parquet(file)
    return file
