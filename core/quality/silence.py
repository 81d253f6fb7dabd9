"""Silence in the feed: stretches without any event in which a platform usually has many.

What is usual is told by the same hour of the week in the other weeks, by its lower quartile, so that quiet weeks are
usual too; how surely silence is no chance, by how much those hours vary. Holidays of the house are quiet by right.
"""

from datetime import timedelta

import polars as pl

from core.quality.check import found
from core.quality.ground import Feed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKS = 3
"""Of so many weeks at least there is something to compare with."""

USUAL = 0.25
"""The quantile of an hour's events over the weeks that counts as usual."""

SHORTEST = timedelta(minutes=30)
SURELY = 12.0
"""A silence counts where so many independent events were due: by chance that happens once in e¹² such stretches."""


def silences(feed: Feed) -> pl.LazyFrame:
    """Silences of a platform within a day; `amount_ms` is how long, `times` how many events were due."""
    return found(feed.once(_silences).filter(~pl.col("is_day")), what=pl.lit("silence"))


def missing_days(feed: Feed) -> pl.LazyFrame:
    """Silences that hold at least one whole local day."""
    return found(feed.once(_silences).filter("is_day"), what=pl.lit("whole day"))


def _silences(feed: Feed) -> pl.LazyFrame:
    """Each silence that chance does not explain: `platform`, `at`, `amount_ms`, `times`, `is_day`."""
    hours = _hours(feed)
    usual = _usual(hours)
    gaps = _gaps(feed)
    within = gaps.with_columns(
        hour=pl.datetime_ranges(pl.col("at").dt.truncate("1h"), pl.col("until"), "1h", closed="left")
    ).explode("hour", empty_as_null=False, keep_nulls=False)
    from_, to = pl.max_horizontal("hour", "at"), pl.min_horizontal(pl.col("hour") + HOUR, "until")
    local = pl.col("hour").dt.convert_time_zone(feed.zone)
    holidays = list(feed.rules.holidays)
    due = (
        within.with_columns(slot=_slot(local), part=(to - from_).dt.total_milliseconds() / 3_600_000)
        .join(usual, on=["platform", "slot"], how="left", nulls_equal=True)
        .with_columns(due=pl.col("usual").fill_null(0.0) * pl.col("part"))
        .with_columns(due=pl.when(local.dt.date().is_in(holidays)).then(0.0).otherwise("due"))
        .group_by("platform", "at", "until")
        .agg(pl.col("due").sum(), pl.col("varies").max().fill_null(1.0))
    )
    first_midnight = (pl.col("at").dt.convert_time_zone(feed.zone) - timedelta(milliseconds=1)).dt.truncate("1d") + DAY
    holds_day = first_midnight + DAY <= pl.col("until").dt.convert_time_zone(feed.zone)
    return due.filter(pl.col("due") / pl.col("varies") >= SURELY).select(
        "platform",
        "at",
        amount_ms=(pl.col("until") - pl.col("at")).dt.total_milliseconds(),
        times=pl.col("due").round().cast(pl.Int64),
        is_day=holds_day,
    )


def _hours(feed: Feed) -> pl.LazyFrame:
    """Events of each platform in each hour, from its first to its last, hours without any too."""
    hour = pl.col("occurred_at").dt.truncate("1h")
    counted = feed.history.group_by("platform", hour.alias("hour")).agg(pl.len().alias("events")).collect().lazy()
    spans = counted.group_by("platform").agg(pl.col("hour").min().alias("first"), pl.col("hour").max().alias("last"))
    every = spans.select("platform", hour=pl.datetime_ranges("first", "last", "1h", closed="both")).explode(
        "hour", empty_as_null=False, keep_nulls=False
    )
    return every.join(counted, on=["platform", "hour"], how="left", nulls_equal=True).with_columns(
        pl.col("events").fill_null(0), slot=_slot(pl.col("hour").dt.convert_time_zone(feed.zone))
    )


def _usual(hours: pl.LazyFrame) -> pl.LazyFrame:
    """Of each platform and hour of the week: how many events are usual, and how much more they vary than by chance."""
    events = pl.col("events")
    slots = hours.group_by("platform", "slot").agg(
        events.quantile(USUAL, interpolation="lower").cast(pl.Float64).alias("usual"),
        (events.var() / events.mean()).alias("spread"),
        pl.len().alias("weeks"),
    )
    varies = pl.col("spread").filter(pl.col("usual") > 0).median().over("platform").clip(1.0).fill_null(1.0)
    return (
        slots.filter(pl.col("weeks") >= WEEKS).with_columns(varies=varies).select("platform", "slot", "usual", "varies")
    )


def _gaps(feed: Feed) -> pl.LazyFrame:
    """Stretches between two neighbouring events of a platform, as far as they lie in the period."""
    ordered = feed.history.select("platform", until="occurred_at").sort("platform", "until")
    same = pl.col("platform").eq_missing(pl.col("platform").shift(1))
    neighbours = ordered.with_columns(at=pl.when(same).then(pl.col("until").shift(1)))
    from_ = pl.max_horizontal("at", pl.lit(feed.since)) if feed.since else pl.col("at")
    to = pl.min_horizontal("until", pl.lit(feed.until)) if feed.until else pl.col("until")
    within = neighbours.filter(pl.col("at").is_not_null()).with_columns(at=from_, until=to)
    return within.filter(pl.col("until") - pl.col("at") >= SHORTEST).select("platform", "at", "until")


def _slot(local: pl.Expr) -> pl.Expr:
    """Hour of the local week, 0 to 167."""
    return ((local.dt.weekday().cast(pl.Int32) - 1) * 24 + local.dt.hour()).cast(pl.Int32)
