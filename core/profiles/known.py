"""Known: what a file of a profile tells of others: its lengths, and the days that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from core.profiles.contrary import parts_by_order
from core.profiles.lengths import FEWEST, Typical, typical_lengths
from core.profiles.profile import Profile
from core.profiles.several import Seen
from core.tabular.orders import MONTHS, OTHER, Parts

MOST_LENGTHS = 500
"""Lengths of a column that are kept of a file: its quartiles, and nearly all, are told as well by them."""
DATES = {"first": pl.Int64, "second": pl.Int64, "year": pl.Int64}
"""The columns of `Parts.dates`."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a file as the profile reads, or read, it.

    Args:
        name: what messages call it.
        lengths: its lengths, by target.
        columns: what the file calls the columns of these, by target.
        parts: its dates of which day or month could come first, by the order in which they are read.
    """

    name: str
    lengths: Mapping[str, Typical]
    columns: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, Parts]

    @classmethod
    def of(cls, seen: Seen, profile: Profile) -> "Known":
        """What a file that was looked through tells."""
        lengths = typical_lengths(seen.spread, profile)
        columns = {target: profile.mapped[target].columns for target in lengths}
        return cls(seen.name, lengths, columns, parts_by_order(seen.spread, profile))

    @cached_property
    def days(self) -> pl.Series:
        """The days that it is about, read as its profile says."""
        read = [parts.days(order) for order, parts in self.parts.items()]
        return pl.concat(read).unique().sort() if read else pl.Series("day", [], dtype=pl.Date)

    @property
    def undecided(self) -> dict[str, Parts]:
        """Those of its dates of which no position says what it is."""
        return {order: each for order, each in self.parts.items() if 0 < max(each.reach) <= MONTHS}

    @property
    def asks(self) -> bool:
        """Whether other files could tell anything of it."""
        has_lengths = any(each.factors and each.values.len() >= FEWEST for each in self.lengths.values())
        return has_lengths or bool(self.undecided)

    def briefly(self) -> "Known":
        """The same with at most MOST_LENGTHS of each column, from the shortest to the longest."""
        return replace(self, lengths={target: _thinned(each) for target, each in self.lengths.items()})

    def to_dict(self) -> dict[str, Any]:
        """For a text file; `from_dict` makes the same of it."""
        lengths = {
            target: {"values": each.values.to_list(), "factors": sorted(each.factors)}
            for target, each in self.lengths.items()
        }
        parts = {order: {"dates": each.dates.rows(), "has_clock": each.has_clock} for order, each in self.parts.items()}
        return {"name": self.name, "lengths": lengths, "columns": dict(self.columns), "parts": parts}

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> "Known":
        """What `to_dict` wrote.

        Raises:
            KeyError, TypeError, ValueError, AttributeError, PolarsError: something else.
        """
        lengths = {
            target: Typical(pl.Series(each["values"], dtype=pl.Float64), frozenset(each["factors"]))
            for target, each in said["lengths"].items()
        }
        parts = {
            order: Parts(pl.DataFrame(each["dates"], schema=DATES, orient="row"), each["has_clock"])
            for order, each in said["parts"].items()
        }
        columns = {target: tuple(names) for target, names in said["columns"].items()}
        are_lengths = all(
            each.values.len() and (each.values.is_finite() & (each.values > 0)).fill_null(value=False).all()
            for each in lengths.values()
        )
        if not (are_lengths and lengths.keys() <= columns.keys() and parts.keys() <= OTHER.keys()):
            raise ValueError(said)
        return cls(said["name"], lengths, columns, parts)


def _thinned(lengths: Typical) -> Typical:
    count = lengths.values.len()
    if count <= MOST_LENGTHS:
        return lengths
    places = [place * (count - 1) // (MOST_LENGTHS - 1) for place in range(MOST_LENGTHS)]
    return replace(lengths, values=lengths.values.gather(places))
