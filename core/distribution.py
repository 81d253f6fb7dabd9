"""Distributions: how the durations behind a number are spread, in bins that add up to its rows."""

from math import isqrt

import polars as pl

from core.answer import rows_behind
from core.errors import QueryError
from core.metrics import named
from core.plan import borrowed, check, expression_of
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot

SECOND_MS = 1_000
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400)
"""Widths of a bin that a person can read."""

LEAST_BINS, MOST_BINS = 10, 40
"""Of few rows fewer bins, twice the root of how many they are: thinner ones would be full and empty by chance."""

TAIL = 0.05
"""At most this share of the rows goes into the open last bin, without which one very long row would flatten all."""

SHARES = {"p10_ms": 0.1, "p25_ms": 0.25, "p50_ms": 0.5, "p75_ms": 0.75, "p90_ms": 0.9}
"""What a spread tells: column → the share of the rows that its duration is not exceeded by."""


def duration_of(metric: str, settings: Settings) -> str:
    """The column of durations that a metric averages, adds up or ranks.

    Raises:
        UnknownName: there is no such metric.
        QueryError: it is no duration, or is made of two different columns.
    """
    formula = named(metric, settings).formula(settings)
    columns = {measure.column for measure in formula.measures()}
    column = columns.pop()
    if columns or not column.endswith("_ms"):
        raise QueryError(f"{metric} has no distribution: it is no statistic of one duration; try median_{metric}.")
    return column


def bins(snapshot: Snapshot, query: Query, metric: str, settings: Settings) -> pl.DataFrame:
    """How many of the rows behind a metric last how long; the bins add up to those rows.

    Args:
        query: period and conditions; its metrics and groups are not looked at.
        metric: a statistic of a duration, such as `median_handling_time`.

    Returns:
        One row a bin, the shortest first, without gaps: `since_ms` (included), `until_ms` (not included; null for the
        last bin when it is open), `rows`. Without rows no bin.

    Raises:
        QueryError: the metric is no statistic of one duration.
    """
    return binned(rows_behind(snapshot, query, metric, settings), duration_of(metric, settings))


def binned(rows: pl.LazyFrame, column: str) -> pl.DataFrame:
    """The bins of any rows, by a column of whole milliseconds, none of them negative or null; as `bins` gives them."""
    counted = (
        rows.group_by(second=pl.col(column) // SECOND_MS).agg(rows=pl.len().cast(pl.Int64)).sort("second").collect()
    )
    if counted.is_empty():
        return pl.DataFrame(schema={"since_ms": pl.Int64, "until_ms": pl.Int64, "rows": pl.Int64})
    return _coarsened(counted, *_edges(counted))


def spread(snapshot: Snapshot, query: Query, metric: str, by: str, settings: Settings) -> pl.DataFrame:
    """Percentiles of the rows behind a metric, for each group: exact, linear between neighbours.

    Args:
        query: period, zone and conditions; its metrics and groups are not looked at.
        metric: a statistic of a duration.
        by: a groupable column of the metric's own rows.

    Returns:
        One row a group, the one with the most rows first, ties in the groups' order: the group, `rows`, and the columns
        of `SHARES` in milliseconds.

    Raises:
        QueryError: the metric is no statistic of one duration, or its rows do not have that column themselves.
    """
    column, asked = duration_of(metric, settings), query.with_(metrics=(metric,), by=(by,), sort=None)
    check(asked, settings)
    (table,) = named(metric, settings).tables
    if by in borrowed(table, asked):
        raise QueryError(f"{metric} cannot be spread by {by}: rows of {table.name} only borrow it; split by another.")
    percentiles = [pl.col(column).quantile(share, interpolation="linear").alias(name) for name, share in SHARES.items()]
    return (
        rows_behind(snapshot, query, metric, settings)
        .group_by(expression_of(by, query, settings).alias(by))
        .agg(pl.len().cast(pl.Int64).alias("rows"), *percentiles)
        .collect()
        .sort("rows", by, descending=[True, False], nulls_last=True)
    )


def _edges(counted: pl.DataFrame) -> tuple[int, int | None]:
    """The width of a bin and where the open one begins, if there is one; in seconds.

    Args:
        counted: `second` and `rows`, in order.
    """
    body = counted.filter(pl.col("rows").cum_sum() >= (1 - TAIL) * pl.col("rows").sum())["second"][0] + 1
    longest = counted["second"][-1] + 1
    most = min(MOST_BINS, max(LEAST_BINS, 2 * isqrt(int(counted["rows"].sum()))))
    step = next((step for step in STEPS_S if body <= step * most), STEPS_S[-1] * -(-body // (86_400 * most)))
    is_whole = longest <= step * most
    return step, None if is_whole else step * -(-body // step)


def _coarsened(counted: pl.DataFrame, step: int, opens_at: int | None) -> pl.DataFrame:
    """The seconds as bins of that width, in seconds; empty ones too."""
    last = opens_at if opens_at is not None else counted["second"][-1]
    all_bins = pl.DataFrame({"since": pl.int_range(0, last + 1, step, dtype=pl.Int64, eager=True)})
    placed = counted.group_by(since=pl.col("second").clip(upper_bound=last) // step * step).agg(pl.col("rows").sum())
    is_open = pl.lit(opens_at is not None) & (pl.col("since") == last)
    return (
        all_bins.join(placed, on="since", how="left")
        .sort("since")
        .select(
            since_ms=pl.col("since") * SECOND_MS,
            until_ms=pl.when(~is_open).then((pl.col("since") + step) * SECOND_MS),
            rows=pl.col("rows").fill_null(0),
        )
    )
