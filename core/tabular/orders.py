"""Orders: what tells whether day or month comes first in dates of which either could."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from core.tabular import calendar
from core.tabular.form import Note, note

DMY, MDY = "dmy", "mdy"
OTHER = {DMY: MDY, MDY: DMY}

MONTHS, DAYS = 12, 31

LEAST_DAYS = 3
"""Different dates of which it is told how close they are."""
CLOSER = 3
"""So many times as far the days of one order have to reach as those of the other, to tell that the other is meant."""
DENSE = 0.25
"""Of the days from the first to the last, the share that there must be to call them close."""
MIDNIGHT = r"^(?:0?0:00(?::00)?|12:00(?::00)? ?am)$"
"""What programs write where they know no time of day."""
AHEAD = timedelta(days=1)
"""Somewhere it is tomorrow already."""


@dataclass(frozen=True)
class Parts:
    """The different dates of a file that are written in numbers, day and month before the year.

    Args:
        dates: `first`, `second`, `year`, as written, years of two digits of this century; each date once.
        has_clock: whether any of them goes with a time of day other than midnight.
    """

    dates: pl.DataFrame
    has_clock: bool

    @property
    def reach(self) -> tuple[int, int]:
        """How far the first and the second part reach; 0 where there are no dates."""
        if not self.dates.height:
            return 0, 0
        first, second = (int(self.dates[name].max()) for name in ("first", "second"))  # type: ignore[arg-type]
        return first, second

    def days(self, order: str) -> pl.Series:
        """The days that they mean so, in order, each once; those that never were left out."""
        day, month = ("first", "second") if order == DMY else ("second", "first")
        told = pl.format("{}-{}-{}", "year", month, day)
        read = self.dates.select(told.str.to_date("%Y-%m-%d", strict=False)).to_series()
        return read.drop_nulls().unique().sort().alias("day")

    def with_(self, other: "Parts") -> "Parts":
        """These and others."""
        return Parts(pl.concat([self.dates, other.dates]).unique(), self.has_clock or other.has_clock)


def parts_of(values: pl.Series) -> Parts:
    """The dates of numbers among texts, the time of day perhaps after them; what else there is counts for nothing,
    nor does what is a date in no order, as 99/99/9999 for one that nobody knows."""
    plain = calendar.plain(values.drop_nulls())
    asked = plain.filter(plain.str.contains(calendar.AMBIGUOUS).fill_null(value=False))
    clock = asked.str.extract(r"(\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)", 1)
    has_clock = bool((~clock.str.contains(MIDNIGHT)).any())
    parts = asked.str.extract_groups(calendar.AMBIGUOUS).struct.unnest().cast(pl.Int64)
    parts.columns = ["first", "second", "year"]
    year = pl.when(pl.col("year") < 100).then(pl.col("year") + 2000).otherwise("year").alias("year")
    return Parts(parts.filter(_is_date("first", "second")).with_columns(year).unique(), has_clock)


def _is_date(first: str, second: str) -> pl.Expr:
    """Whether one of two parts can be the month, and the other one the day."""
    return pl.min_horizontal(first, second).is_between(1, MONTHS) & (pl.max_horizontal(first, second) <= DAYS)


def decided(parts: Parts) -> tuple[str, Note] | None:
    """The order that a position beyond twelve leaves no doubt about, and the fact; None where none or both do."""
    first, second = parts.reach
    if (first > MONTHS) == (second > MONTHS):
        return None
    if first > MONTHS:
        return DMY, note("day_first", part=1, reaches=first)
    return MDY, note("month_first", part=2, reaches=second)


def mixed(parts: Parts, order: str) -> Note | None:
    """The fact that a file has dates of both orders; None where hardly any, as a slip of the pen, is of the other one.

    Those of the other order are refused where their day is beyond twelve, and misread where it is not.
    """
    first, second = (parts.dates[name] > MONTHS for name in ("first", "second"))
    by_order = {DMY: parts.dates.filter(first & ~second), MDY: parts.dates.filter(second & ~first)}
    if not by_order[order].height or by_order[OTHER[order]].height < LEAST_DAYS:
        return None
    reaches = {"first": parts.reach[0], "second": parts.reach[1]}
    return note("order_mixed", **reaches)


def closer(parts: Parts) -> tuple[str, Note] | None:
    """The order in which the days lie far closer together, and both reaches in days; None where neither is.

    Where the other order makes all of them first days of months, and none has a time of day, they may be months.
    """
    days = {order: parts.days(order) for order in OTHER}
    near, far = sorted(OTHER, key=lambda order: reach_of(days[order]))
    spans = reach_of(days[near]), reach_of(days[far])
    if parts.dates.height < LEAST_DAYS or spans[1] <= CLOSER * spans[0]:
        return None
    if not parts.has_clock and bool((days[far].dt.day() == 1).all()):
        return None
    return near, note("order_close", days=spans[0], other_days=spans[1])


def sooner(parts: Parts, today: date) -> tuple[str, Note] | None:
    """The order in which no day is in the future, where some of the other are, and how many; None else."""
    ahead = {order: parts.days(order).filter(parts.days(order) > today + AHEAD) for order in OTHER}
    past = [order for order in OTHER if not ahead[order].len()]
    if len(past) != 1:
        return None
    late = ahead[OTHER[past[0]]]
    return past[0], note("order_future", count=late.len(), until=str(late[-1]))


def likelier(parts: Parts, order: str, today: date) -> tuple[Note, ...]:
    """What speaks for the other order, of dates that no position decides; nothing where anything speaks against it.

    Args:
        parts: the dates.
        order: in which they are read, `dmy` or `mdy`.
        today: what is later has not happened yet.
    """
    if max(parts.reach) > MONTHS:
        return ()
    told = [each for each in (closer(parts), sooner(parts, today)) if each]
    if not told or any(meant == order for meant, _ in told):
        return ()
    days = parts.days(OTHER[order])
    is_dense = days.len() >= DENSE * reach_of(days)
    return tuple(fact for _, fact in told if fact.key != "order_close" or is_dense)


def reach_of(days: pl.Series) -> int:
    """Days from the first to the last; 0 where there is none."""
    return (days[-1] - days[0]).days + 1 if days.len() else 0
