"""Overlaps: intervals that count the same contacts, so that nobody may add them up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from core.grains import MOMENT
from core.intervals.roles import DIMENSIONS

END = "end of the interval"
_OTHER = " of the other"
_GROUP = ("platform", "profile", *DIMENSIONS)


@dataclass(frozen=True)
class Twice:
    """Intervals of two profiles of which some have contacts of the others.

    Args:
        first, second: the profiles that they came by.
        moment: a moment at which both count.
    """

    first: str
    second: str
    moment: datetime


def twice(rows: pl.DataFrame, by: Collection[str]) -> Twice | None:
    """Intervals that would be added up although they may count the same contacts; None when there are none.

    One profile's intervals never overlap: rows that would are not taken in. Those of several profiles of one platform
    may, such as a report by queue and one by agent: a row without a queue may have the contacts of any queue. What the
    question groups by is not added up.

    Args:
        rows: `MOMENT`, the interval's end, `platform`, `profile` and the dimensions.
        by: what the question groups by.
    """
    if "profile" in by or rows["profile"].n_unique() < 2:
        return None
    kinds = rows.group_by(_GROUP).agg(pl.col(MOMENT).min(), pl.col(END).max())
    pairs = kinds.join(kinds, how="cross", suffix=_OTHER).filter(
        pl.col("profile") < pl.col(f"profile{_OTHER}"),
        pl.col("platform").eq_missing(pl.col(f"platform{_OTHER}")),
        pl.col(MOMENT) < pl.col(f"{END}{_OTHER}"),
        pl.col(f"{MOMENT}{_OTHER}") < pl.col(END),
        *(_may_be_same(name, is_group=name in by) for name in DIMENSIONS),
    )
    if pairs.is_empty():
        return None
    found = pairs.sort("profile", f"profile{_OTHER}", MOMENT).row(0, named=True)
    moment = max(found[MOMENT], found[f"{MOMENT}{_OTHER}"])
    return Twice(found["profile"], found[f"profile{_OTHER}"], moment)


def overlapping(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Those of the rows that share time with another one of the same profile and dimensions, new or known.

    Args:
        rows, known: of INTERVALS; no interval is in both, or twice in one.
    """
    columns = ["interval_id", *_GROUP, MOMENT, "length_ms"]
    together = pl.concat([rows.select(columns), known.select(columns)]).with_columns(end_of().alias(END))
    before = pl.col(END).cum_max().shift(1).over(_GROUP)
    after = pl.col(MOMENT).shift(-1).over(_GROUP)
    found = together.sort(*_GROUP, MOMENT, END).filter((pl.col(MOMENT) < before) | (pl.col(END) > after))
    return rows.join(found, on="interval_id", how="semi", maintain_order="left")


def end_of() -> pl.Expr:
    """When an interval is over."""
    return pl.col(MOMENT) + pl.duration(milliseconds="length_ms", time_unit="ms")


def _may_be_same(name: str, *, is_group: bool) -> pl.Expr:
    """Whether contacts of two rows can be the same by one of their dimensions; in two groups they are not added up."""
    own, other = pl.col(name), pl.col(f"{name}{_OTHER}")
    return own.eq_missing(other) if is_group else (own == other).fill_null(True)
