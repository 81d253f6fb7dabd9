"""When the house is open, told by the hours of UTC."""

from datetime import datetime
from functools import lru_cache
from math import gcd

import polars as pl

from core.hours import is_open, parse_hours
from core.settings import Settings

CLOCKS_MOVE = 15
"""Minutes: all clocks of today differ from UTC by a multiple of this."""


@lru_cache(maxsize=64)
def open_shares(since: datetime, until: datetime, rules: Settings) -> pl.DataFrame:
    """One row an hour of UTC: `hour_of_day`, and `open_share`, the share of its minutes in which the house is open.

    Counted over every day of the period, on the house's clock: weekends and holidays lower the share, and where the
    clocks are changed within the period, the hours at the edges are open on a part of its days. Hours that it lacks
    are 0.

    Args:
        since, until: aware instants, local midnights of any zone; the last is not included.
    """
    opening_hours, holidays = rules.opening()
    hours_open = parse_hours(opening_hours)
    # So long that nothing can change within a step, and so short that every change is the beginning of one.
    step = gcd(CLOCKS_MOVE, *(minute for span in hours_open.spans for minute in span))
    steps = pl.select(at=pl.datetime_range(since, until, f"{step}m", closed="left", time_unit="ms", time_zone="UTC"))
    opened = is_open(pl.col("at").dt.convert_time_zone(rules.time_zone), hours_open, holidays)
    shares = steps.group_by(hour_of_day=pl.col("at").dt.hour().cast(pl.Int64)).agg(open_share=opened.mean())
    hours = pl.DataFrame({"hour_of_day": range(24)})
    return (
        hours.join(shares, on="hour_of_day", how="left")
        .with_columns(pl.col("open_share").fill_null(0))
        .sort("hour_of_day")
    )
