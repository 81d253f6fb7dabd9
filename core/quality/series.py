"""Intervals that are missing: a queue has none at a time of the week at which it always has one.

What is usual is told by the same time of the week in the other weeks; that a queue without contacts has no row is usual
too, so that only what chance does not explain is found.
"""

import polars as pl

from core.quality.check import found
from core.quality.ground import Feed
from core.quality.silence import SURELY, WEEKS

SERIES = ("platform", "profile", "counted_in", "queue_name", "channel", "direction")
"""Whose rows follow upon each other; of agents, who come and go, all rows together."""

ALWAYS = 0.75
"""In so many of the weeks at least there is a row at that time."""

PLACE = ("load_id", "file_id", "position")


def missing_intervals(feed: Feed) -> pl.LazyFrame:
    """Stretches in which intervals are missing, each told by the last row before it.

    `at` is when the first one of them would begin, `times` how many they are, `amount_ms` how long they are together,
    `what` whether others follow. That a report as a whole has ended is no fault of a queue.
    """
    rows = _rows(feed)
    zones = rows["counted_in"].unique().sort().to_list()
    return pl.concat([found(rows.clear().lazy()), *(_missing_on(zone, rows, feed) for zone in zones)])


def _rows(feed: Feed) -> pl.DataFrame:
    """One row an interval of a series: length, contacts, its place in a file, and the number of the series."""
    contacts = pl.coalesce("offered_count", "handled_count", pl.lit(0))
    each = feed.interval_history.group_by(*SERIES, "started_at").agg(
        contacts.sum().alias("contacts"), pl.col("length_ms").max(), *(pl.col(name).last() for name in PLACE)
    )
    rows = each.collect().with_columns(pl.col("counted_in").fill_null("UTC"))
    numbers = rows.select(SERIES).unique().sort(SERIES).with_row_index("series")
    return rows.join(numbers, on=SERIES, nulls_equal=True).sort("series", "started_at")


def _missing_on(zone: str, rows: pl.DataFrame, feed: Feed) -> pl.LazyFrame:
    """Those of the reports that count on one clock."""
    local = pl.col("started_at").dt.convert_time_zone(zone)
    here = rows.lazy().filter(pl.col("counted_in") == zone)
    here = here.with_columns(day=local.dt.date(), clock=local.dt.time(), weekday=local.dt.weekday())
    days = _days(here)
    due = days.join(_usual(here, days), on=["series", "weekday"])
    began = pl.col("day").dt.combine(pl.col("clock")).dt.cast_time_unit("ms")
    at = began.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    told = due.with_columns(at=at).filter(
        pl.col("at") <= pl.col("last_at"), ~pl.col("day").is_in(list(feed.rules.holidays)), *_within(feed)
    )
    lacking = told.join(here, left_on=["series", "at"], right_on=["series", "started_at"], how="anti")
    return _stretches(lacking, here)


def _within(feed: Feed) -> list[pl.Expr]:
    since = [pl.col("at") >= feed.since] if feed.since else []
    return [*since, *([pl.col("at") < feed.until] if feed.until else [])]


def _days(here: pl.LazyFrame) -> pl.LazyFrame:
    """Each day from a series' first interval to the last one of its report: `series`, `day`, `weekday`, `last_at`."""
    report = here.group_by("platform", "profile").agg(last_day=pl.col("day").max(), last_at=pl.col("started_at").max())
    first = here.group_by("series", "platform", "profile").agg(first_day=pl.col("day").min())
    spans = first.join(report, on=["platform", "profile"], nulls_equal=True)
    every = spans.select("series", "last_at", day=pl.date_ranges("first_day", "last_day", "1d", closed="both"))
    each = every.explode("day", empty_as_null=False, keep_nulls=False)
    return each.with_columns(weekday=pl.col("day").dt.weekday())


def _usual(here: pl.LazyFrame, days: pl.LazyFrame) -> pl.LazyFrame:
    """Of each series and time of the week that it always has: how long it is, and how many contacts it has at least."""
    weeks = days.group_by("series", "weekday").agg(weeks=pl.len())
    slots = here.group_by("series", "weekday", "clock").agg(
        pl.col("length_ms").max(),
        usual=pl.col("contacts").quantile(0.25, interpolation="lower"),
        there=pl.col("day").n_unique(),
    )
    always = slots.join(weeks, on=["series", "weekday"]).filter(
        pl.col("there") >= WEEKS, pl.col("there") >= ALWAYS * pl.col("weeks")
    )
    return always.select("series", "weekday", "clock", "length_ms", "usual")


def _stretches(lacking: pl.LazyFrame, here: pl.LazyFrame) -> pl.LazyFrame:
    """What is lacking between two rows of a series as one, where chance does not explain it."""
    of_row = here.select("series", "started_at", *(name for name in (*SERIES, *PLACE) if name != "counted_in"))
    after = here.select("series", next_at="started_at")
    beside = (
        lacking.sort("at")
        .join_asof(of_row.sort("started_at"), left_on="at", right_on="started_at", by="series", check_sortedness=False)
        .join_asof(
            after.sort("next_at"), left_on="at", right_on="next_at", by="series", strategy="forward",
            check_sortedness=False, coalesce=False,
        )
    )  # fmt: skip
    names = [name for name in (*SERIES, *PLACE) if name != "counted_in"]
    each = beside.group_by("series", "started_at").agg(
        pl.col("at").min(),
        *(pl.col(name).first() for name in names),
        amount_ms=pl.col("length_ms").sum(),
        times=pl.len().cast(pl.Int64),
        due=pl.col("usual").sum(),
        goes_on=pl.col("next_at").is_not_null().any(),
    )
    what = pl.when("goes_on").then(pl.lit("missing intervals")).otherwise(pl.lit("ends before its report"))
    return found(each.filter(pl.col("due") >= SURELY), what=what)
