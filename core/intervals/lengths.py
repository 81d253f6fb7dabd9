"""Lengths: how long an interval lasts, by the clock on which its file counts."""

import polars as pl

from core.intervals.roles import CALENDAR, FIXED_MS, Counting

QUARTER_MS, MINUTE_MS = 900_000, 60_000


def length_ms(counting: Counting) -> pl.Expr:
    """How long each row's interval is, in milliseconds; null where nobody tells.

    Days, weeks and months are those of the file's own clock: a day on which clocks are changed is shorter or longer.
    Where rows tell their end instead, many files tell the last minute or second that is still within (09:00–09:29):
    an end that lacks at most a minute of a whole quarter of an hour is that.
    """
    if counting.length in FIXED_MS:
        return pl.lit(FIXED_MS[counting.length], pl.Int64)
    started_at = pl.col("started_at")
    if counting.length:
        return (_later(started_at, CALENDAR[counting.length], counting.zone) - started_at).dt.total_milliseconds()
    told = (pl.col("ended_at") - started_at).dt.total_milliseconds()
    whole = -(-told // QUARTER_MS) * QUARTER_MS
    return pl.when(whole - told <= MINUTE_MS).then(whole).otherwise(told)


def _later(moment: pl.Expr, every: str, zone: str) -> pl.Expr:
    """When the clock of the zone shows the same so much later; where it leaves that hour out, an hour later."""
    shown = moment.dt.convert_time_zone(zone).dt.replace_time_zone(None).dt.offset_by(every)
    ends = [
        at.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        for at in (shown, shown + pl.duration(hours=1))
    ]
    return pl.coalesce(ends).dt.convert_time_zone("UTC")
