"""Sheets that the tests of exports share: groups, numbers of each unit, others and totals."""

from datetime import UTC, date, datetime

import polars as pl

from core.labels import Labels
from core.settings import Settings
from core.sheet import OTHERS, ROW, TOTAL, Heading, Sheet

MADRID = "Europe/Madrid"
LATE = datetime(2026, 3, 1, 23, 30, 5, tzinfo=UTC)


def labels(language: str = "en") -> Labels:
    """The names without a house's own."""
    return Labels(language, Settings())


def queues(names: tuple[str | None, ...] = ("Support", "Ventas, ñ", None)) -> Sheet:
    """Queues with a number of each unit, then all others and the total."""
    count = len(names)
    headings = (
        Heading("queue_name", "Queue", "queue_name"),
        Heading("conversations", "Conversations", "conversations", "count"),
        Heading("conversations.difference", "±", "conversations", "count", "difference"),
        Heading("average_speed_of_answer", "Speed of answer", "average_speed_of_answer", "ms"),
        Heading("service_level", "Service level", "service_level", "%"),
    )
    rows = pl.DataFrame(
        {
            "queue_name": pl.Series([*names, None, None], dtype=pl.String),
            "conversations": [*range(1234, 1234 + count), 7, 2500],
            "conversations.difference": [*range(-1, count - 1), -7, 12],
            "average_speed_of_answer": pl.Series([4500.0] * count + [None, 3_723_000.0], dtype=pl.Float64),
            "service_level": pl.Series([0.813] * count + [None, 0.5], dtype=pl.Float64),
        }
    )
    return Sheet("Queues", headings, rows, (ROW,) * count + (OTHERS, TOTAL))


def moments() -> Sheet:
    """What is dated: grains, days and instants; the hour that the clock shows twice among them."""
    hours = [datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1)]
    rows = pl.DataFrame(
        {
            "hour": pl.Series(hours).dt.convert_time_zone(MADRID),
            "day": [date(2026, 10, 25), None],
            "month": [date(2026, 10, 1), date(2026, 3, 1)],
            "quarter": [date(2026, 10, 1), date(2026, 1, 1)],
            "weekday": pl.Series([1, 7], dtype=pl.Int64),
            "started_at": pl.Series([LATE, None], dtype=pl.Datetime("ms", "UTC")),
        }
    )
    return Sheet("Moments", tuple(Heading(name, name, name) for name in rows.columns), rows, (ROW, ROW))


def pivot() -> Sheet:
    """A table with two columns of numbers under each channel."""
    headings = [Heading("queue_name", "Queue", "queue_name")]
    for channel in ("Voice", "Chat"):
        for metric, unit in (("conversations", "count"), ("service_level", "%")):
            headings.append(Heading(f"{channel}.{metric}", metric, metric, unit, under=(channel,)))
    rows = pl.DataFrame({"queue_name": ["A", "B"], **{one.key: [1.0, 0.5] for one in headings[1:]}})
    return Sheet("Pivot", tuple(headings), rows, (ROW, ROW))
