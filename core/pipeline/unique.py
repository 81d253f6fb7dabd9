"""Each event once: of several copies of an event the one that tells most is kept, whatever arrived first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import polars as pl

from core.pipeline.life_cycle import KNOWN_TYPES
from core.schema.tables import EVENTS
from core.store.parts import PART_ROWS
from core.store.transaction import Transaction

COPIES_WITHIN = timedelta(days=1)
"""Copies of one event tell nearly the same time (one may be cut to seconds), so only this far is searched."""
ARRIVAL = "arrival"
PROVENANCE = ("source", "file_id", "position", "load_id")
FACTS = tuple(name for name in EVENTS.schema if name not in PROVENANCE)


@dataclass(frozen=True)
class Sifted:
    """What was new among staged events.

    Args:
        news: the new rows of EVENTS, and those that replaced a poorer copy.
        kept: new events by load.
        unknown: new events of a type that the model does not use, by load.
    """

    news: pl.LazyFrame
    kept: dict[str, int]
    unknown: dict[str, int]


def sift(change: Transaction, parts: list[Path], on_progress: Callable[[int], None] | None = None) -> Sifted:
    """Add to EVENTS what is new in the staged parts, and replace copies that told less.

    Parts are added run by run, so memory does not grow with the load.

    Args:
        change: the open transaction.
        parts: staged rows of EVENTS, in the order in which they came.
        on_progress: told how many of the staged parts are checked; may raise `Cancelled` to stop the work.
    """
    staged = pl.scan_parquet(parts, row_index_name=ARRIVAL)
    known = _known(change, staged)
    twice = staged.group_by("event_id").len().filter(pl.col("len") > 1).select("event_id")
    contested = pl.concat([twice, known.select("event_id").lazy()]).unique().collect()
    copies = staged.join(contested.lazy(), on="event_id", how="semi").sort(ARRIVAL).collect()
    better = _best(pl.concat([copies, known], how="diagonal")).join(
        known, on=list(EVENTS.schema), how="anti", nulls_equal=True
    )
    tally = Tally()
    tally.add(copies.unique("event_id", keep="first", maintain_order=True).join(known, on="event_id", how="anti"))
    fresh_parts = []
    checked = 0
    for group in _groups(parts):
        fresh = pl.scan_parquet(group).join(contested.lazy(), on="event_id", how="anti").collect()
        change.append(EVENTS, fresh)
        tally.add(fresh)
        fresh_parts.append(group[0].with_suffix(".fresh.parquet"))
        fresh.write_parquet(fresh_parts[-1], compression="lz4")
        checked += len(group)
        if on_progress:
            on_progress(checked)
    change.replace(EVENTS, "event_id", better["event_id"], better)
    news = pl.concat([pl.scan_parquet(fresh_parts), EVENTS.conform(better.lazy())])
    return Sifted(news, tally.kept, tally.unknown)


def _groups(parts: list[Path]) -> Iterator[list[Path]]:
    """Staged parts in runs of about `PART_ROWS` rows: few appends, whatever the size of the batches that were read."""
    group: list[Path] = []
    rows = 0
    for part in parts:
        group.append(part)
        rows += pl.scan_parquet(part).select(pl.len()).collect().item()
        if rows >= PART_ROWS:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _known(change: Transaction, staged: pl.LazyFrame) -> pl.DataFrame:
    """Events of EVENTS that are staged once more."""
    first, last = staged.select(first=pl.col("occurred_at").min(), last=pl.col("occurred_at").max()).collect().row(0)
    if first is None or not change.base.rows(EVENTS):
        return EVENTS.empty()
    near = change.scan(EVENTS, since=first - COPIES_WITHIN, until=last + COPIES_WITHIN)
    return near.join(staged.select("event_id"), on="event_id", how="semi").collect()


def _best(copies: pl.DataFrame) -> pl.DataFrame:
    """One row an event: the copy with the finest time, then the most fields, then the longest attributes.

    The order is total, so the winner is the same however the copies are split over loads. Of equal copies the one
    that was there before stays, so that nothing is written again for nothing.
    """
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in FACTS)
    return (
        copies.with_columns(
            filled=filled,
            length=pl.col("task_attributes").str.len_bytes().fill_null(0),
            content=pl.struct(FACTS).struct.json_encode(),
        )
        .sort("event_id", "occurred_at", "filled", "length", "content", ARRIVAL, descending=False, nulls_last=True)
        .unique("event_id", keep="last", maintain_order=True)
        .select(EVENTS.schema.names())
    )


@dataclass
class Tally:
    """Counts of new events by load."""

    kept: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)

    def add(self, rows: pl.DataFrame) -> None:
        """Count these rows of EVENTS."""
        strange = ~pl.col("event_type").is_in(KNOWN_TYPES)
        counts = rows.group_by("load_id").agg(kept=pl.len(), unknown=strange.sum())
        for load_id, kept, unknown in counts.rows():
            self.kept[load_id] = self.kept.get(load_id, 0) + kept
            self.unknown[load_id] = self.unknown.get(load_id, 0) + unknown
