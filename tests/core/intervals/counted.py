"""Rows of a file of counts, as a profile gives them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from core.intervals.roles import AVERAGES, COUNTS, DIMENSIONS, INSTANTS, NUMBERS, SHARES, SUMS, Counting
from core.schema.column import INSTANT

Row = dict[str, Any]
DAILY = Counting("Avaya", "daily", "Europe/Madrid", "day", threshold_s=20)
DAY = datetime(2026, 3, 1, 23, tzinfo=UTC)
"""Midnight of Monday 2 March 2026 in Madrid."""

_TYPES: dict[str, Any] = {
    "position": pl.Int64,
    "raw": pl.String,
    **dict.fromkeys(INSTANTS, INSTANT),
    **dict.fromkeys(DIMENSIONS, pl.String),
    **dict.fromkeys((*COUNTS, *SUMS, *AVERAGES, *NUMBERS), pl.Int64),
    **dict.fromkeys(SHARES, pl.Float64),
}


def typed(*rows: Row, **types: Any) -> pl.DataFrame:
    """The rows as a frame with the columns that any of them has, numbered from 1."""
    names = dict.fromkeys(("position", "raw", *(name for row in rows for name in row)))
    whole = [{"position": number, "raw": f"line {number}"} | row for number, row in enumerate(rows, start=1)]
    return pl.DataFrame(whole, schema={name: (_TYPES | types)[name] for name in names})


def day(number: int = 0, queue: str | None = "Sales", **more: Any) -> Row:
    """A queue's day, in Madrid, so many days after 2 March."""
    return {"started_at": DAY + timedelta(days=number), "queue_name": queue} | more
