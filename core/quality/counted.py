"""Files of counts: the laws that each row must keep by itself, and rows that count the same contacts twice."""

import polars as pl

from core.errors import DefinitionError
from core.intervals.overlaps import END, end_of
from core.intervals.roles import ARRIVAL, DIMENSIONS
from core.profiles.reading import read_profile
from core.quality.check import found
from core.quality.ground import Feed
from core.schema.tables import LOADS
from core.sources.reading import Reading
from core.store.snapshot import Snapshot

ENDED = ("handled_count", "abandoned_count", "flowed_out_count")
TIMES = {
    "answer_wait_ms": "handled_count",
    "talk_ms": "handled_count",
    "hold_ms": "handled_count",
    "wrap_up_ms": "handled_count",
    "handling_ms": "handled_count",
    "abandon_wait_ms": "abandoned_count",
}
"""Times, and the contacts without whom there is none of it."""

ROUNDED_MS = 2_000
"""Averages told in whole seconds are off by so much a contact at most, three of them together."""


def on_arrival(rows: pl.LazyFrame, snapshot: Snapshot) -> pl.LazyFrame:
    """The intervals that count the end of a contact where it began, as nearly all do.

    Of those whose profile says that they count it where it ended, no law ties what came to what ended in one interval.
    """
    loads = snapshot.scan(LOADS).select("load_id", "reading")
    readings = loads.select("reading").unique().collect()["reading"]
    others = [reading for reading in readings if _counted_at(reading) != ARRIVAL]
    of_others = loads.filter(pl.col("reading").is_in(others))
    return rows.join(of_others, on="load_id", how="anti") if others else rows


def _counted_at(reading: str | None) -> str:
    told = Reading.from_json(reading)
    if not told.profile:
        return ARRIVAL
    try:
        return read_profile(told.profile, told.profile_name).counted_at
    except DefinitionError:
        return ARRIVAL


def unbalanced_counts(feed: Feed) -> pl.LazyFrame:
    """Rows whose counts contradict each other; `reported_count` is what the others, `counted_count`, are held against.

    That fewer have ended than were offered is only known where a row tells of all three ways to end.
    """
    rows = on_arrival(feed.intervals, feed.snapshot)
    offered, ended = pl.col("offered_count"), pl.sum_horizontal(ENDED)
    tells_all = pl.all_horizontal(pl.col(name).is_not_null() for name in ENDED)
    within, answerable = pl.col("answered_within_count"), pl.col("answerable_count")
    sides = (
        ("more ended than offered", ended > offered, offered, ended),
        ("fewer ended than offered", tells_all & (ended < offered), offered, ended),
        ("more in time than there were", within > answerable, answerable, within),
    )
    return pl.concat(
        found(
            rows.filter(is_wrong),
            at=pl.col("started_at"),
            what=pl.lit(what),
            reported_count=reported.cast(pl.Int64),
            counted_count=counted.cast(pl.Int64),
        )
        for what, is_wrong, reported, counted in sides
    )


def impossible_times(feed: Feed) -> pl.LazyFrame:
    """Rows with a time below zero, a time of nobody, or parts of the handling time that are longer than all of it.

    Talk time may have the holds in it or not; either way talk and wrap-up time are parts of the handling time.
    """
    rows = feed.intervals
    arriving = on_arrival(rows, feed.snapshot)
    least = pl.min_horizontal(*TIMES)
    nobody = pl.max_horizontal(
        pl.when(pl.col(volume) == 0).then(pl.col(time)).otherwise(None) for time, volume in TIMES.items()
    )
    parts = pl.max_horizontal(pl.sum_horizontal("talk_ms", "wrap_up_ms"), "hold_ms")
    longer = parts - pl.col("handling_ms")
    is_longer = longer > ROUNDED_MS * pl.col("handled_count").fill_null(0)
    return pl.concat(
        [
            _timed(rows.filter(least < 0), least, "time below zero"),
            _timed(arriving.filter(nobody > 0), nobody, "time of nobody"),
            _timed(rows.filter(is_longer), longer, "parts longer than the whole"),
        ]
    )


def _timed(rows: pl.LazyFrame, amount_ms: pl.Expr, what: str) -> pl.LazyFrame:
    return found(rows, at=pl.col("started_at"), amount_ms=amount_ms, what=pl.lit(what))


def counted_twice(feed: Feed) -> pl.LazyFrame:
    """Rows that share time with a row of another profile, of one platform and the very same dimensions.

    `what` is the other profile, `amount_ms` the time that they share with it. A report by queue and one by agent tell
    of the same contacts too, but in two ways, which nobody adds up.
    """
    rows = feed.intervals.with_columns(end_of().alias(END))
    same = ["platform", *DIMENSIONS]
    kinds = rows.select(*same, "profile").unique()
    several = kinds.group_by(same).agg(pl.len()).filter(pl.col("len") > 1)
    # Of a platform and dimension with one profile, which is nearly all, nothing has to be compared.
    both = rows.join(several, on=same, how="semi", nulls_equal=True)
    others = both.select(*same, what="profile", other_at="started_at", other_end=END)
    shared = pl.min_horizontal(END, "other_end") - pl.max_horizontal("started_at", "other_at")
    pairs = both.join(others, on=same, nulls_equal=True).filter(
        pl.col("profile") != pl.col("what"),
        pl.col("started_at") < pl.col("other_end"),
        pl.col("other_at") < pl.col(END),
    )
    each = pairs.with_columns(amount_ms=shared.dt.total_milliseconds()).group_by("interval_id", "what")
    told = each.agg(
        pl.col("amount_ms").sum(), *(pl.col(name).first() for name in (*same, "load_id", "file_id", "position")),
        at=pl.col("started_at").first(),
    )  # fmt: skip
    return found(told)
