"""Agents' activities on one day: available, on a break, at lunch, in training, in back office when it is quiet."""

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.queueing import AWAY
from sample_data.roster import Shift

_QUIET_MS = 18 * 60_000
_STATUS = ("agent", "start", "activity")


def table(rows: list[list[int]], columns: tuple[str, ...]) -> pl.DataFrame:
    """Rows of integers as a frame."""
    values = np.array(rows, np.int64).reshape(-1, len(columns))
    return pl.DataFrame({name: values[:, number] for number, name in enumerate(columns)})


def _quiet(roster: list[Shift], offers: pl.DataFrame, away: pl.DataFrame) -> pl.DataFrame:
    """Back-office work in the long gaps of a quiet day, in which nobody waited for the agent anyway."""
    begin = table(
        [[number, shift.start, shift.start] for number, shift in enumerate(roster)], ("agent", "start", "end")
    )
    work = offers.select("agent", start="created", end=pl.max_horizontal("ended", "done"))
    taken = pl.concat([begin, work, away.select("agent", "start", "end")]).sort("agent", "start", "end")
    gaps = taken.with_columns(
        free=pl.col("end").cum_max().over("agent"), next=pl.col("start").shift(-1).over("agent")
    ).filter(pl.col("next") - pl.col("free") > _QUIET_MS)
    return gaps.select(
        "agent",
        pl.lit(centre.BACK_OFFICE, pl.Int64).alias("activity"),
        start=pl.col("free") + 200_000,
        end=pl.col("next") - 130_000,
    )


def _planned(roster: list[Shift], offers: pl.DataFrame) -> pl.DataFrame:
    """Breaks and ends of shifts: they begin when the work in hand is done, and are dropped when it takes too long."""
    plan = [
        [number, activity, start, end]
        for number, shift in enumerate(roster)
        for activity, start, end in (*shift.breaks, (centre.OFFLINE, shift.end, shift.end + 1))
    ]
    work = (
        offers.select("agent", begun="created", done=pl.max_horizontal("ended", "done"))
        .sort("begun")
        .with_columns(busy_until=pl.col("done").cum_max().over("agent"))
    )
    late = (
        table(plan, AWAY)
        .sort("start")
        .join_asof(work, left_on="start", right_on="begun", by="agent", check_sortedness=False)
        .with_columns(start=pl.max_horizontal("start", pl.col("busy_until") + 1500))
    )
    long_enough = pl.col("start") + 120_000 < pl.col("end")
    return late.filter((pl.col("activity") == centre.OFFLINE) | long_enough).select(AWAY)


def _changes(begin: pl.DataFrame, away: pl.DataFrame) -> pl.DataFrame:
    """Each change of activity: to Available when the shift or what took the agent away is over, else away."""
    back = away.filter(pl.col("activity") != centre.OFFLINE)
    available = pl.lit(centre.AVAILABLE, pl.Int64)
    before = pl.col("activity").shift(1).over("agent").fill_null(centre.OFFLINE)
    return (
        pl.concat([begin, away.select(_STATUS), back.select("agent", start="end", activity=available)])
        .sort("agent", "start", pl.col("activity") != centre.AVAILABLE, pl.col("activity") == centre.OFFLINE)
        .unique(["agent", "start"], keep="last", maintain_order=True)
        .with_columns(previous=before)
        .filter(pl.col("activity") != pl.col("previous"))
        .with_columns(previous_ms=(pl.col("start") - pl.col("start").shift(1)).over("agent"))
    )


def statuses(roster: list[Shift], unplanned: list[list[int]], offers: pl.DataFrame, agents: list[int]) -> pl.DataFrame:
    """The day's changes of activity as events.

    Args:
        roster: the day's shifts; agents: the number in the table of agents of who works each shift.
        unplanned: absences that came up during the day, rows of AWAY.
        offers: the day's reservations, with the number of the shift as `agent`.
    """
    away = pl.concat([_planned(roster, offers), table(unplanned, AWAY)])
    away = pl.concat([away, _quiet(roster, offers, away)]).sort("agent", "start")
    begin = table([[number, shift.start, centre.AVAILABLE] for number, shift in enumerate(roster)], _STATUS)
    changes = _changes(begin, away)
    return changes.select(
        "activity",
        "previous",
        "previous_ms",
        at="start",
        event=pl.lit("worker.activity.update"),
        agent=pl.Series(np.array(agents or [0], np.int64)[changes["agent"].to_numpy()]),
    )
