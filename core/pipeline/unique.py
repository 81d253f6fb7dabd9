"""Each event once: of several copies of an event the one that tells most is kept, whatever arrived first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import polars as pl

from core.pipeline.among import among
from core.pipeline.life_cycle import KNOWN_TYPES
from core.schema.tables import EVENTS
from core.store.parts import PART_ROWS, Part, scan_parts
from core.store.transaction import Transaction

COPIES_WITHIN = timedelta(days=1)
"""Copies of one event tell nearly the same time (one may be cut to seconds), so only this far is searched."""
HASHES_AT_ONCE = 50_000_000
"""Hashes that are compared at once, eight bytes each."""

ARRIVAL = "arrival"
PROVENANCE = ("source", "file_id", "position", "load_id")
FACTS = tuple(name for name in EVENTS.schema if name not in PROVENANCE)

TOUCHING = (
    *("event_id", "occurred_at", "event_type", "task_id", "call_id", "agent_id"),
    *("agent_name", "activity", "agent_attributes"),
)
"""By which an event is part of a conversation, of an agent's statuses, or of who an agent is."""


@dataclass(frozen=True)
class Sifted:
    """What was new among staged events.

    Args:
        news: the new rows of EVENTS, and those that replaced a poorer copy.
        gone: what these copies told of `TOUCHING`.
        kept: records by load that told of a new event at least.
        unknown: new events of a type that the model does not use, by load.
    """

    news: pl.LazyFrame
    gone: pl.LazyFrame
    kept: dict[str, int]
    unknown: dict[str, int]


def sift(change: Transaction, parts: list[Path], on_progress: Callable[[int], None] | None = None) -> Sifted:
    """Add to EVENTS what is new in the staged parts, and replace copies that told less.

    Parts are taken run by run, so memory does not grow with the load but by the bytes of a hash for each event.

    Args:
        change: the open transaction.
        parts: staged rows of EVENTS, in the order in which they came.
        on_progress: told how many of the staged parts are checked; may raise `Cancelled` to stop the work.
    """
    poorer = _poorer(parts)
    there = change.parts(EVENTS)
    is_first = not there
    tally = Tally()
    news: list[pl.LazyFrame] = []
    gone = [EVENTS.empty().lazy().select(TOUCHING)]
    arrived = checked = 0
    for group in _groups(parts):
        staged = pl.scan_parquet(group, row_index_name=ARRIVAL, row_index_offset=arrived)
        each = staged.join(poorer.lazy(), on=ARRIVAL, how="anti").collect()
        arrived += staged.select(pl.len()).collect().item()
        known = EVENTS.empty() if is_first else known_copies(change, there, each)
        fresh = each.drop(ARRIVAL).join(known, on="event_id", how="anti") if known.height else each.drop(ARRIVAL)
        change.append(EVENTS, fresh)
        tally.add(fresh)
        if known.height:
            better, poorer_ones = _replace(change, each, known)
            news.append(better)
            gone.append(poorer_ones)
        if not is_first:
            file = group[0].with_suffix(".fresh.parquet")
            fresh.write_parquet(file, compression="lz4")
            news.append(pl.scan_parquet(file))
        checked += len(group)
        if on_progress:
            on_progress(checked)
    return Sifted(change.scan(EVENTS) if is_first else pl.concat(news), pl.concat(gone), tally.kept, tally.unknown)


def _replace(change: Transaction, each: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Put those of the staged events that tell more than what is known of them in its place; returns them, and it."""
    again = each.join(known, on="event_id", how="semi")
    better = best_copies(pl.concat([again, known], how="diagonal"))
    better = better.join(known, on=list(EVENTS.schema), how="anti", nulls_equal=True)
    change.replace(EVENTS, "event_id", better["event_id"], better)
    gone = known.join(better, on="event_id", how="semi").select(TOUCHING)
    return EVENTS.conform(better.lazy()), gone.lazy()


def _poorer(parts: list[Path]) -> pl.DataFrame:
    """Where in the order of arrival those copies are staged of which a better one is staged too."""
    staged = pl.scan_parquet(parts, row_index_name=ARRIVAL)
    found = [pl.DataFrame(schema={ARRIVAL: staged.collect_schema()[ARRIVAL]})]
    for ids in _twice(parts).iter_slices(PART_ROWS // 2):
        # Streamed, as below: otherwise all that is staged would be held at once.
        copies = staged.join(ids.lazy(), on="event_id", how="semi").collect(engine="streaming")
        best = best_copies(copies, ARRIVAL)
        found.append(copies.select(ARRIVAL).join(best, on=ARRIVAL, how="anti"))
    return pl.concat(found)


def _twice(parts: list[Path]) -> pl.DataFrame:
    """`event_id` of the events that are staged more than once; found by their hashes, which are short."""
    events = pl.scan_parquet(parts)
    hashed = pl.col("event_id").hash()
    rounds = -(-events.select(pl.len()).collect().item() // HASHES_AT_ONCE)
    ids = [EVENTS.empty().select("event_id")]
    for number in range(rounds):
        is_in_round = hashed % rounds == number
        of_round = events.select(hashed.alias("hash")).filter(pl.col("hash") % rounds == number)
        hashes = of_round.collect(engine="streaming")["hash"].sort()
        again = hashes.filter(hashes == hashes.shift(1)).unique()
        likely = events.select("event_id").filter(is_in_round, hashed.is_in(again.implode())) if len(again) else None
        if likely is not None:
            counted = likely.group_by("event_id").len().filter(pl.col("len") > 1)
            ids.append(counted.select("event_id").collect(engine="streaming"))
    return pl.concat(ids)


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


def known_copies(change: Transaction, there: Sequence[Part], staged: pl.DataFrame) -> pl.DataFrame:
    """Events that are staged once more, of those that were there before anything of the same load came in.

    Args:
        there: the parts of EVENTS as they were then.
        staged: rows of EVENTS; only as far before and after them as copies may be is searched.
    """
    first, last = staged.select(first=pl.col("occurred_at").min(), last=pl.col("occurred_at").max()).row(0)
    if first is None:
        return EVENTS.empty()
    near = scan_parts(change.files, EVENTS, there, first - COPIES_WITHIN, last + COPIES_WITHIN)
    ids = near.select("event_id").join(staged.lazy().select("event_id"), on="event_id", how="semi")
    known = ids.collect(engine="streaming")["event_id"]
    return among(near, "event_id", known).collect() if len(known) else EVENTS.empty()


def best_copies(copies: pl.DataFrame, *more: str) -> pl.DataFrame:
    """One row an event: the copy with the finest time, then the most fields, then the longest attributes.

    The order is total, so the winner is the same however the copies are split over loads. Of equal copies the one
    that was there before stays, so that nothing is written again for nothing; else the one that came first.

    Args:
        more: columns that are wanted besides those of EVENTS.
    """
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in FACTS)
    ranks = ("event_id", "occurred_at", "filled", "length", "content", ARRIVAL)
    return (
        copies.with_columns(
            filled=filled,
            length=pl.col("task_attributes").str.len_bytes().fill_null(0),
            content=pl.struct(FACTS).struct.json_encode(),
        )
        .sort(ranks, descending=[name == ARRIVAL for name in ranks], nulls_last=True)
        .unique("event_id", keep="last", maintain_order=True)
        .select(*EVENTS.schema.names(), *more)
    )


@dataclass
class Tally:
    """Counts by load: of records that told something new, and of new events of a type that the model does not use."""

    kept: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)

    def add(self, rows: pl.DataFrame) -> None:
        """Count these rows of EVENTS; all that stem from one record come together."""
        strange = ~pl.col("event_type").is_in(KNOWN_TYPES)
        counts = rows.group_by("load_id").agg(kept=pl.col("position").n_unique(), unknown=strange.sum())
        for load_id, kept, unknown in counts.rows():
            self.kept[load_id] = self.kept.get(load_id, 0) + kept
            self.unknown[load_id] = self.unknown.get(load_id, 0) + unknown
