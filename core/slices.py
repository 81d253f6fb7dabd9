"""Slices: stretches of time cut where intervals of the clock meet, so that each piece lies within one of them.

The grid is each quarter of an hour of UTC. The clocks of all zones of today differ from UTC by whole quarters, so every
local quarter, half, hour, day or month begins on the grid, wherever and whatever the clocks do: one cut serves all.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from core.schema.column import INSTANT

SLICE_MS = 15 * 60 * 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

STARTED_AT, ENDED_AT, LENGTH = "slice_started_at", "slice_ended_at", "slice_ms"
"""The columns that a slice has besides its row's own."""


def sliced(
    rows: pl.LazyFrame, begin: pl.Expr, end: pl.Expr, since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """One row a slice: a row of `rows` for each interval of the grid that its stretch overlaps within the period.

    A stretch without length is one slice without length, at its instant. A row whose stretch lies outside the period,
    whose begin or end is not known, or that ends before it begins, has no slice.

    Args:
        rows: any rows.
        begin: when the stretch of a row begins; an instant.
        end: when it is over; an instant.
        since: nothing before this instant is counted.
        until: nothing from this instant on is counted.

    Returns:
        All columns of `rows`, repeated for each slice, with `slice_started_at`, `slice_ended_at` and `slice_ms`; in no
        promised order. The lengths of a row's slices add up to that of its stretch within the period.
    """
    first = pl.col(STARTED_AT) // SLICE_MS
    # The last millisecond of the stretch tells the last slice; a stretch without length has none.
    last = pl.max_horizontal((pl.col(ENDED_AT) - 1) // SLICE_MS, first)
    start = pl.col("_slice") * SLICE_MS
    return _finish(
        _within(rows, begin, end, since, until)
        .with_columns(_slice=pl.int_ranges(first, last + 1))
        .explode("_slice")
        .with_columns(
            pl.max_horizontal(STARTED_AT, start).alias(STARTED_AT),
            pl.min_horizontal(ENDED_AT, start + SLICE_MS).alias(ENDED_AT),
        )
        .drop("_slice")
    )


def clipped(
    rows: pl.LazyFrame, begin: pl.Expr, end: pl.Expr, since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """As `sliced`, without cuts at the grid: what of each stretch lies within the period, as one row."""
    return _finish(_within(rows, begin, end, since, until))


def _within(
    rows: pl.LazyFrame, begin: pl.Expr, end: pl.Expr, since: datetime | None, until: datetime | None
) -> pl.LazyFrame:
    """The rows whose stretch overlaps the period, with what of it does, in milliseconds since 1970."""
    starts, ends = pl.col(STARTED_AT), pl.col(ENDED_AT)
    known = rows.with_columns(_in_ms(begin).alias(STARTED_AT), _in_ms(end).alias(ENDED_AT)).filter(starts <= ends)
    if since:
        first = pl.lit(_ms_of(since), pl.Int64)
        known = known.filter((ends > first) | (starts >= first)).with_columns(pl.max_horizontal(starts, first))
    if until:
        past = pl.lit(_ms_of(until), pl.Int64)
        known = known.filter(starts < past).with_columns(pl.min_horizontal(ends, past).alias(ENDED_AT))
    return known


def _finish(slices: pl.LazyFrame) -> pl.LazyFrame:
    length = (pl.col(ENDED_AT) - pl.col(STARTED_AT)).alias(LENGTH)
    return slices.with_columns(length, pl.col(STARTED_AT, ENDED_AT).cast(INSTANT))


def _in_ms(instant: pl.Expr) -> pl.Expr:
    return instant.dt.convert_time_zone("UTC").dt.cast_time_unit("ms").cast(pl.Int64)


def _ms_of(moment: datetime) -> int:
    """Epoch milliseconds, rounded up: no whole millisecond lies between it and the moment."""
    return -((EPOCH - moment) // timedelta(milliseconds=1))
