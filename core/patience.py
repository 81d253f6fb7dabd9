"""Patience: when customers who wait in a queue give up, and when they would if nobody answered sooner."""

import polars as pl

from core.answer import rows_behind
from core.distribution import SECOND_MS, STEPS_S
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot

METRIC = "segments_abandoned_rate"
"""Its rows are the waits in a queue that are over; those counted are the ones given up."""

MOST_POINTS = 100
LEAST_WAITING, LEAST_SHARE = 10, 0.02
"""With fewer customers still waiting, or a smaller share of all, what each of them does moves the curve too far."""


def patience(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """The share of waits given up, by the time waited.

    `of_offered` is what happened: of all waits, how many were given up within that time. It rises less the sooner
    customers are answered, so it says little of how long they would have waited. `if_unanswered` is what they would
    have done: at each second, those who gave up are compared with those who still waited then, and whoever was answered
    leaves the comparison without a verdict.

    Args:
        query: period and conditions; its metrics and groups are not looked at.

    Returns:
        One row a moment, from 0 in even steps: `waited_ms`, `of_offered`, `if_unanswered` (both from 0 to 1),
        `waiting` (how many waited at least so long). It ends when too few still wait; no row when nobody gave up by
        then.

    Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, 1958; used for the
        patience of callers by N. Gans, G. Koole and A. Mandelbaum, Telephone call centers, 2003, section 4.
    """
    return given_up(rows_behind(snapshot, query, METRIC, settings))


def given_up(waits: pl.LazyFrame) -> pl.DataFrame:
    """As `patience`, of any waits: `queue_time_ms`, and `counts`, true for those given up."""
    by_second = (
        waits.group_by(second=pl.col("queue_time_ms") // SECOND_MS)
        .agg(ended=pl.len().cast(pl.Int64), gave_up=pl.col("counts").sum().cast(pl.Int64))
        .sort("second")
        .collect()
    )
    ended = pl.col("ended")
    seconds = by_second.with_columns(waiting=ended.sum() - ended.cum_sum() + ended).with_columns(
        of_offered=pl.col("gave_up").cum_sum() / ended.sum(),
        if_unanswered=1 - (1 - pl.col("gave_up") / pl.col("waiting")).cum_prod(),
    )
    is_told = pl.col("waiting") >= pl.max_horizontal(pl.lit(LEAST_WAITING), LEAST_SHARE * ended.sum())
    told = seconds.filter(is_told)
    if told["gave_up"].sum() == 0:
        return pl.DataFrame(schema=_SCHEMA)
    return _in_steps(told, seconds)


_SCHEMA = {"waited_ms": pl.Int64, "of_offered": pl.Float64, "if_unanswered": pl.Float64, "waiting": pl.Int64}


def _in_steps(told: pl.DataFrame, seconds: pl.DataFrame) -> pl.DataFrame:
    """As it stood at each of a few dozen even steps: who gave up before that moment, who waited at least until it."""
    longest = int(told["second"][-1]) + 1
    step = next((step for step in STEPS_S if longest <= step * MOST_POINTS), STEPS_S[-1])
    moments = pl.DataFrame({"second": pl.int_range(0, longest + step, step, dtype=pl.Int64, eager=True)})
    before = told.select(pl.col("second") + 1, "of_offered", "if_unanswered")
    return (
        moments.join_asof(before, on="second", strategy="backward")
        .join_asof(seconds.select("second", "waiting"), on="second", strategy="forward")
        .select(
            pl.col("second").alias("waited_ms") * SECOND_MS,
            pl.col("of_offered", "if_unanswered").fill_null(0.0),
            pl.col("waiting").fill_null(0),
        )
    )
