"""In turn: events of several moments taken in at once, each event once, as if the moments had come one by one.

Of several copies of an event the best stays, whichever came first: so all moments together leave the same rows in
EVENTS as one by one. Only whose record counts as new hangs on their order: of the first moment that brings the event,
the best copy. And copies are only looked for so far apart in time: moments with some that are farther apart do go one
by one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

import polars as pl

from core.pipeline.unique import ARRIVAL, COPIES_WITHIN, Tally, best_copies, known_copies, sift
from core.schema.tables import EVENTS
from core.store.parts import PART_ROWS
from core.store.transaction import Transaction

TURN = "turn"


def sift_in_turn(
    change: Transaction,
    parts: Sequence[Path],
    turns: Sequence[Sequence[str]],
    on_progress: Callable[[int], None] | None = None,
) -> Tally:
    """Add to EVENTS what is new in staged parts, and replace copies that told less, moment after moment.

    Memory does not grow beyond some hundred thousand rows: more are taken in by halves, and one moment as `sift` does.

    Args:
        change: the open transaction.
        parts: staged rows of EVENTS, in the order in which they came.
        turns: names of the loads of each moment, in order.
        on_progress: told how many of the parts are checked; may raise `Cancelled` to stop the work.

    Returns:
        What `sift` counts of each load.
    """
    if len(turns) == 1:
        sifted = sift(change, list(parts), on_progress)
        return Tally(sifted.kept, sifted.unknown)
    staged = pl.scan_parquet(list(parts), row_index_name=ARRIVAL)
    if staged.select(pl.len()).collect().item() > PART_ROWS:
        return _by_halves(change, parts, turns)
    rows = staged.join(_numbered(turns), on="load_id", how="left", maintain_order="left").collect()
    known = known_copies(change, change.parts(EVENTS), rows)
    if _are_far_apart(rows, known):
        return _by_halves(change, parts, turns)
    new = rows.join(known, on="event_id", how="anti", maintain_order="left")
    tally = Tally()
    tally.add(_first_told(new))
    improved = _improved(new)
    if len(improved):
        change.replace(EVENTS, "event_id", improved, EVENTS.empty())
    sift(change, list(parts), on_progress)
    return tally


def _numbered(turns: Sequence[Sequence[str]]) -> pl.LazyFrame:
    rows = [(load_id, turn) for turn, load_ids in enumerate(turns) for load_id in load_ids]
    return pl.LazyFrame(rows, schema={"load_id": pl.String, TURN: pl.Int64}, orient="row")


def _are_far_apart(staged: pl.DataFrame, known: pl.DataFrame) -> bool:
    """Whether some copy of an event would not be found from another one."""
    rows = pl.concat([staged.select("event_id", "occurred_at"), known.select("event_id", "occurred_at")])
    first, last = pl.col("occurred_at").min(), pl.col("occurred_at").max()
    apart = rows.lazy().group_by("event_id").agg((last - first).alias("apart")).select(pl.col("apart").max())
    most = apart.collect().item()
    return rows["occurred_at"].has_nulls() or (most is not None and most >= COPIES_WITHIN)


def _first_told(new: pl.DataFrame) -> pl.DataFrame:
    """Of each event that nobody knew the copy that counts as new: the best one of the first moment that brings it."""
    first = new.filter(pl.col(TURN) == pl.col(TURN).min().over("event_id"))
    is_alone = first["event_id"].is_unique()
    copies = best_copies(first.filter(~is_alone))
    return pl.concat([first.filter(is_alone).select(copies.columns), copies])


def _improved(new: pl.DataFrame) -> pl.Series:
    """The events that nobody knew of which a later moment tells more than the first.

    One by one, the later copy takes the place of all that is known of the event: of copies, too, that are so far away
    in time that neither moment finds them.
    """
    several = new.filter(pl.col(TURN).n_unique().over("event_id") > 1)
    first = several.group_by("event_id").agg(first=pl.col(TURN).min())
    return best_copies(several, TURN).join(first, on="event_id").filter(pl.col(TURN) > pl.col("first"))["event_id"]


def _by_halves(change: Transaction, parts: Sequence[Path], turns: Sequence[Sequence[str]]) -> Tally:
    """The earlier moments, then the later ones."""
    middle = len(turns) // 2
    tally = Tally()
    for half in (turns[:middle], turns[middle:]):
        load_ids = [load_id for turn in half for load_id in turn]
        part = parts[0].with_name(f"{uuid4().hex}.parquet")
        rows = pl.scan_parquet(list(parts)).filter(pl.col("load_id").is_in(load_ids))
        rows.sink_parquet(part, compression="lz4")
        told = sift_in_turn(change, [part], half)
        tally.kept |= told.kept
        tally.unknown |= told.unknown
    return tally
