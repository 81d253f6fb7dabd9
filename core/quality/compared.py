"""Agreement: what a platform's report says of a queue and an interval, against what its events tell of the same.

Both sides are of the same queue, platform and time, told by different files: the report as somebody has added it up,
and the waits as they were cut out of the events. Where they differ, one of the two counts otherwise or lacks something.
"""

import polars as pl

from core.intervals.overlaps import END, end_of
from core.quality.balance import WAIT, ways_out
from core.quality.check import found
from core.quality.counted import on_arrival
from core.quality.ground import Feed, heard
from core.query import Query
from core.schema.tables import EXCLUDED, INTERVALS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

COUNTED = ("offered", "handled", "abandoned")
SERIES = ("platform", "profile", "queue_name", "channel", "direction")
OF_INTERVAL = ("interval_id", *SERIES, "started_at", END, "load_id", "file_id", "position")


def disagreeing(feed: Feed) -> pl.LazyFrame:
    """Each count of an interval that is another one by the events: `reported_count` and `counted_count`."""
    both = compared(feed)
    return pl.concat(
        found(
            both.filter(pl.col(f"reported_{name}") != pl.col(f"counted_{name}")),
            at=pl.col("started_at"),
            what=pl.lit(name),
            reported_count=pl.col(f"reported_{name}"),
            counted_count=pl.col(f"counted_{name}"),
        )
        for name in COUNTED
    )


def agreement(snapshot: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    """Reported and counted per queue, over the intervals that can be compared.

    Args:
        query: its period, and its conditions on what files of counts tell.

    Returns:
        `platform`, `profile`, `queue_name`, `channel`, `direction`, `intervals` (compared), `differing` (in any count),
        and of each of `COUNTED` `reported_…`, `counted_…` and `…_difference`, reported less counted, over the intervals
        in which both are known; null where there is none. Those that differ most first.
    """
    both = compared(Feed(snapshot, query, rules))
    pairs = {name: (pl.col(f"reported_{name}"), pl.col(f"counted_{name}")) for name in COUNTED}
    differs = pl.any_horizontal((reported != counted).fill_null(value=False) for reported, counted in pairs.values())
    sums = []
    for name, (reported, counted) in pairs.items():
        known = reported.is_not_null() & counted.is_not_null()
        sums += [
            pl.when(known.any()).then(side.filter(known).sum()).alias(f"{told}_{name}")
            for told, side in (("reported", reported), ("counted", counted))
        ]
    queues = both.group_by(SERIES).agg(
        pl.len().cast(pl.Int64).alias("intervals"), differs.sum().cast(pl.Int64).alias("differing"), *sums
    )
    off = [(pl.col(f"reported_{name}") - pl.col(f"counted_{name}")).alias(f"{name}_difference") for name in COUNTED]
    names = [side for name in COUNTED for side in (f"reported_{name}", f"counted_{name}", f"{name}_difference")]
    return (
        queues.with_columns(off)
        .sort("differing", *SERIES, descending=[True, *[False] * len(SERIES)])
        .select(*SERIES, "intervals", "differing", *names)
        .collect()
    )


def compared(feed: Feed) -> pl.LazyFrame:
    """The intervals that both sides know, with `reported_…` and `counted_…` of each of `COUNTED`.

    Those are of a queue and of no agent, count a contact where it came, lie as a whole between the first and the last
    event of their platform, and are of a queue that its events know in the period. Where a correction of the house has
    left out a conversation of that queue, nobody can say what is missing; how a wait went that is still open, neither.
    """
    rows = _reported(feed)
    empty = rows.with_columns(pl.lit(None, pl.Int64).alias(f"counted_{name}") for name in COUNTED)
    series = rows.select(SERIES).unique().sort(SERIES).collect().with_row_index("series")
    if series.is_empty():
        return empty
    numbered = rows.join(series.lazy(), on=SERIES, nulls_equal=True)
    waits = _waits(feed, series.lazy())
    known = waits.filter(pl.col("out") != EXCLUDED.name).select("series").unique()
    placed = (
        waits.sort("at")
        .join_asof(
            numbered.select("series", "interval_id", END, at="started_at").sort("at"),
            on="at",
            by="series",
            check_sortedness=False,
        )
        .filter(pl.col("at") < pl.col(END))
    )
    out = pl.col("out")
    counts = placed.group_by("interval_id").agg(
        *(_number(out == name).alias(f"counted_{name}") for name in COUNTED[1:]),
        counted_offered=_number(out != EXCLUDED.name),
        open=_number(out == "open"),
        excluded=_number(out == EXCLUDED.name),
    )
    told = numbered.join(known, on="series", how="semi").join(counts, on="interval_id", how="left")
    filled = told.with_columns(pl.col(name).fill_null(0) for name in ("open", "excluded", *_counted()))
    whole = filled.filter(pl.col("excluded") == 0)
    return whole.with_columns(
        pl.when(pl.col("open") == 0).then(f"counted_{name}").alias(f"counted_{name}") for name in COUNTED[1:]
    ).select(*empty.collect_schema().names())


def _counted() -> list[str]:
    return [f"counted_{name}" for name in COUNTED]


def _number(which: pl.Expr) -> pl.Expr:
    return which.sum().cast(pl.Int64)


def _reported(feed: Feed) -> pl.LazyFrame:
    """The intervals that can be compared, as far as they alone tell."""
    heard_of = heard(feed.snapshot).lazy() if feed.snapshot.rows(INTERVALS) else _nobody()
    rows = on_arrival(feed.intervals, feed.snapshot).filter(
        pl.col("queue_name").is_not_null(), pl.col("agent_name").is_null()
    )
    spans = rows.with_columns(end_of().alias(END)).join(heard_of, on="platform")
    until = pl.min_horizontal("heard_until", pl.lit(feed.until)) if feed.until else pl.col("heard_until")
    return spans.filter(pl.col("started_at") >= pl.col("heard_at"), pl.col(END) <= until).select(
        *OF_INTERVAL, *(pl.col(f"{name}_count").alias(f"reported_{name}") for name in COUNTED)
    )


def _nobody() -> pl.LazyFrame:
    instant = INTERVALS.schema["started_at"]
    return pl.LazyFrame(schema={"platform": pl.String, "heard_at": instant, "heard_until": instant})


def _waits(feed: Feed, series: pl.LazyFrame) -> pl.LazyFrame:
    """Waits, and what is left out: `at`, `out` and the `series` that they are of, by what the series tells of them."""
    told = ["platform", "queue_name", "channel", "direction"]
    segments = feed.snapshot.scan(SEGMENTS, feed.since, feed.until)
    of_wait = segments.filter(pl.col("segment_id").str.contains(WAIT, literal=True))
    waits = ways_out(of_wait, "channel", "direction").select(*told, "at", "out")
    excluded = feed.snapshot.scan(EXCLUDED, feed.since, feed.until)
    out = excluded.select(*told, at="started_at", out=pl.lit(EXCLUDED.name))
    each = pl.concat([waits, out]).join(series, on=["platform", "queue_name"], suffix=" told")
    return each.filter(
        pl.col(f"{name} told").is_null() | (pl.col(f"{name} told") == pl.col(name)) for name in ("channel", "direction")
    ).select("series", "at", "out")
