"""Reading: rows of a file of counts into rows of INTERVALS, and those that contradict themselves aside with a reason.

All in whole numbers: an average in milliseconds times its volume is exact; a percentage of a count becomes the nearest
whole number of contacts, halves upwards, so that it is as exact as the file wrote the percentage.
"""

from functools import reduce
from operator import add, or_

import polars as pl

from core.intervals.lengths import length_ms
from core.intervals.roles import (
    ARRIVAL,
    AVERAGES,
    COUNTS,
    DIMENSIONS,
    INSTANTS,
    NUMBERS,
    ROLES,
    SHARES,
    SUMS,
    Counting,
)
from core.schema.column import INSTANT
from core.schema.tables import INTERVALS

NO_START, NO_LENGTH = "no beginning of the interval", "no length of the interval"
TOTAL = "total of other rows"
NOTHING = "no counts"
NEGATIVE, NOT_WHOLE = "negative number", "no whole number"
NO_SHARE = "percentage outside 0–100"
TOO_MANY = "more handled and abandoned than offered"
TOO_MANY_IN_TIME = "more in time than there were"
NO_VOLUME = "average without its volume"
CONTRADICTED, OVERLAPS = "one interval told in two ways", "interval overlaps another one"

REASONS = (
    *(NO_START, NO_LENGTH, TOTAL, NOTHING, NEGATIVE, NOT_WHOLE, NO_SHARE, TOO_MANY, TOO_MANY_IN_TIME, NO_VOLUME),
    *(CONTRADICTED, OVERLAPS),
)
"""Every reason for which a row of counts is rejected, in the order in which they are looked for."""

STAGED = pl.Schema({name: dtype for name, dtype in INTERVALS.schema.items() if name != "load_id"} | {"raw": pl.String})
"""Rows of INTERVALS before their load has a name, each with the record as it arrived."""

REFUSED = pl.Schema({"position": pl.Int64, "reason": pl.String, "detail": pl.String, "raw": pl.String})

_TOTALS = (
    r"(?i)^(?:(?:grand|sub)?[ -]?totals?|total general|all(?: queues| agents| channels)?|"
    r"tod[oa]s(?: las colas| los agentes| los canales)?|summary|resumen)$"
)
"""What reports write in place of a queue or an agent, in rows that add up the others."""
KEY = ("started_at", "length_ms", "platform", "profile", *DIMENSIONS)
"""What makes an interval another one."""


def read_intervals(rows: pl.DataFrame, counting: Counting, file_id: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What rows of a file of counts say.

    Args:
        rows: typed columns named as in `ROLES`, as many of them as the file has: instants in UTC; counts as whole
            numbers; times in milliseconds; shares as parts of 1. Besides `position` (of the record in its file, from
            1) and `raw` (the record as it arrived).
        counting: how the file counts.
        file_id: of the landed file.

    Returns:
        The rows that can be used, as `STAGED` has them, in the order of the file; and the others, as `REFUSED`.
    """
    given = _typed(rows).with_columns(length_ms=length_ms(counting))
    faults = _with_faults(given, counting)
    good = _worked_out(faults.filter(pl.col("reason").is_null()).drop("reason", "detail"), counting)
    told = good.with_columns(
        file_id=pl.lit(file_id),
        platform=pl.lit(counting.platform),
        profile=pl.lit(counting.profile),
        counted_in=pl.lit(counting.zone),
    ).with_columns(interval_id=_id())
    rejected = faults.filter(pl.col("reason").is_not_null())
    return (
        told.select(pl.col(name).cast(dtype) for name, dtype in STAGED.items()),
        rejected.select(pl.col(name).cast(dtype) for name, dtype in REFUSED.items()),
    )


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    """All roles, those that the file lacks as nulls; blank texts as nulls, counts as they are, to be looked at."""
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        **dict.fromkeys(INSTANTS, INSTANT),
        **dict.fromkeys(DIMENSIONS, pl.String),
        **dict.fromkeys((*COUNTS, *SHARES, *NUMBERS), pl.Float64),
        **dict.fromkeys((*SUMS, *AVERAGES), pl.Float64),
    }
    there = set(rows.columns)
    full = rows.select(
        pl.col("position").cast(pl.Int64),
        pl.col("raw").cast(pl.String),
        *((pl.col(name) if name in there else pl.lit(None)).cast(types[name]).alias(name) for name in ROLES),
    )
    stripped = (pl.col(name).str.strip_chars() for name in DIMENSIONS)
    full = full.with_columns(stripped)
    return full.with_columns(
        *(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in DIMENSIONS),
        *((pl.col(name) + 0.5).floor().alias(name) for name in (*SUMS, *AVERAGES)),
    )


def _with_faults(given: pl.DataFrame, counting: Counting) -> pl.DataFrame:
    """The rows with `reason` and `detail`, null where nothing is wrong."""
    whole = _worked_out(given, counting)
    checks = (*_of_the_row(), *_of_numbers(), *_of_volumes(counting))
    later = (_too_many(), _too_many_in_time()) if counting.counted_at == ARRIVAL else ()
    facts = given.with_columns(whole[name].alias(f"made {name}") for name in (*COUNTS, *SUMS))
    reason, detail = pl.lit(None, pl.String), pl.lit(None, pl.String)
    # The first that is wrong is told: built from the last one on.
    for name, is_wrong, told in reversed((*checks, *later)):
        is_so = is_wrong.fill_null(False)
        reason = pl.when(is_so).then(pl.lit(name)).otherwise(reason)
        detail = pl.when(is_so).then(told).otherwise(detail)
    judged = facts.with_columns(reason.alias("reason"), detail.alias("detail"))
    return judged.select(*given.columns, "reason", "detail")


Fault = tuple[str, pl.Expr, pl.Expr]
"""A reason, whether a row has it, and what is told of the row."""


def _of_the_row() -> list[Fault]:
    is_told = reduce(or_, (pl.col(name).is_not_null() for name in (*COUNTS, *SHARES, *SUMS, *AVERAGES)))
    totals = [
        (TOTAL, pl.col(name).str.contains(_TOTALS) & (pl.col(name).n_unique() > 1), _told(name)) for name in DIMENSIONS
    ]
    return [
        (NO_START, pl.col("started_at").is_null(), pl.lit("")),
        *totals,
        (NO_LENGTH, pl.col("length_ms").is_null() | (pl.col("length_ms") <= 0), _told("ended_at")),
        (NOTHING, ~is_told, pl.lit("")),
    ]


def _of_numbers() -> list[Fault]:
    numbers = (*COUNTS, *NUMBERS, *SUMS, *AVERAGES)
    counted = (*COUNTS, *NUMBERS)
    return [
        *((NEGATIVE, pl.col(name) < 0, _told(name)) for name in numbers),
        *((NOT_WHOLE, pl.col(name) != pl.col(name).floor(), _told(name)) for name in counted),
        *((NO_SHARE, ~pl.col(name).is_between(0, 1), _told(name)) for name in SHARES),
    ]


def _of_volumes(counting: Counting) -> list[Fault]:
    """An average of something of which there was nothing, or nobody knows how much."""
    return [
        (
            NO_VOLUME,
            (pl.col(average) > 0) & pl.col(name).is_null() & (_volume(counting, name).fill_null(0) == 0),
            pl.format("{} {} ms, {} {}", pl.lit(average), _shown(average), pl.lit(volume), _shown(f"made {volume}")),
        )
        for average, name in AVERAGES.items()
        for volume in (counting.volume_of(name),)
    ]


def _volume(counting: Counting, name: str) -> pl.Expr:
    return pl.col(f"made {counting.volume_of(name)}")


def _too_many() -> Fault:
    offered, handled, abandoned = (
        pl.col(f"made {name}") for name in ("offered_count", "handled_count", "abandoned_count")
    )
    ended = handled.fill_null(0) + abandoned.fill_null(0) + pl.col("made flowed_out_count").fill_null(0)
    told = pl.format(
        "offered {}, handled {}, abandoned {}, flowed out {}",
        *(_shown(f"made {name}") for name in ("offered_count", "handled_count", "abandoned_count", "flowed_out_count")),
    )
    return TOO_MANY, ended > offered, told


def _too_many_in_time() -> Fault:
    within, answerable = pl.col("made answered_within_count"), pl.col("made answerable_count")
    told = pl.format("in time {}, of {}", _shown("made answered_within_count"), _shown("made answerable_count"))
    return TOO_MANY_IN_TIME, within > answerable, told


def _told(name: str) -> pl.Expr:
    return pl.format("{} {}", pl.lit(name), _shown(name))


def _shown(name: str) -> pl.Expr:
    """A value in a message: whole numbers without a point."""
    value = pl.col(name).cast(pl.String).fill_null("–")
    return value.str.strip_suffix(".0")


def _worked_out(given: pl.DataFrame, counting: Counting) -> pl.DataFrame:
    """The rows with the counts and sums that follow from what they say."""
    offered, handled, abandoned = pl.col("offered_count"), pl.col("handled_count"), pl.col("abandoned_count")
    counted = given.with_columns(abandoned_count=pl.coalesce(abandoned, _nearest(pl.col("abandon_rate") * offered)))
    counted = counted.with_columns(
        offered_count=pl.coalesce(offered, handled + abandoned + pl.col("flowed_out_count").fill_null(0))
    )
    whole = pl.coalesce("answerable_count", reduce(add, (pl.col(name) for name in counting.share_of)))
    counted = counted.with_columns(
        answered_within_count=pl.coalesce("answered_within_count", _nearest(pl.col("service_level") * whole)),
        threshold_s=pl.coalesce("threshold_s", pl.lit(counting.threshold_s, pl.Float64)),
    )
    counted = counted.with_columns(answerable_count=pl.when(pl.col("answered_within_count").is_not_null()).then(whole))
    return counted.with_columns(
        pl.coalesce(name, pl.col(average) * pl.col(counting.volume_of(name))).alias(name)
        for average, name in AVERAGES.items()
    )


def _nearest(value: pl.Expr) -> pl.Expr:
    """The nearest whole number, halves upwards. Twelve digits first: 0.29 × 50 is 14.5, and not a little less."""
    return (value.round(9) + 0.5).floor()


def _id() -> pl.Expr:
    told = [pl.col("started_at").dt.epoch("ms").alias("started_at"), *(pl.col(name) for name in KEY[1:])]
    return pl.struct(told).struct.json_encode()
