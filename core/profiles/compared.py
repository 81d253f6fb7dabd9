"""Compared: what files of one profile tell of each other that none of them tells alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from statistics import median

import polars as pl

from core.profiles.contrary import parts_by_order
from core.profiles.lengths import Typical, other_units, typical_lengths, unit_note
from core.profiles.profile import Profile
from core.profiles.several import Looked, Seen
from core.tabular.form import Note, note
from core.tabular.orders import MONTHS, OTHER, Parts, likelier, reach_of

FEW = 2
"""So many files show which days the files of a profile are about."""
PAUSE = timedelta(days=3)
"""What may lie between two files without the days between them lacking: a weekend and a holiday."""
MOST_TRIED = 40
"""Files of which one is chosen that the others are compared with."""


@dataclass(frozen=True)
class Known:
    """A file, and the profile by which it is, or was, read."""

    seen: Seen
    profile: Profile

    @cached_property
    def lengths(self) -> dict[str, Typical]:
        """Its typical lengths, by target."""
        return typical_lengths(self.seen.spread, self.profile)

    @cached_property
    def parts(self) -> dict[str, Parts]:
        """Its dates of which day or month could come first, by the order in which they are read."""
        return parts_by_order(self.seen.spread, self.profile)

    @cached_property
    def days(self) -> pl.Series:
        """The days that it is about, read as its profile says."""
        read = [parts.days(order) for order, parts in self.parts.items()]
        return pl.concat(read).unique().sort() if read else pl.Series("day", [], dtype=pl.Date)

    @property
    def undecided(self) -> dict[str, Parts]:
        """Those of its dates of which no position says what it is."""
        return {order: each for order, each in self.parts.items() if 0 < max(each.reach) <= MONTHS}


def compared(
    files: Sequence[Seen],
    looked: Sequence[Looked],
    profile: Profile,
    before: Sequence[Known] = (),
    today: date | None = None,
) -> list[Looked]:
    """How each of several files suits a profile, with what the others tell of it.

    Lengths are compared with those of the file with which most agree; where no more agree with one than with another,
    with what was loaded before, and then with the first of the files.

    Args:
        files: what each holds, the one first by which the profile was made, if any.
        looked: how each suits the profile by itself.
        profile: by which they would be loaded.
        before: files that were loaded by it, as they were read then.
        today: later days have not happened yet; by the clock when null.
    """
    known = [Known(each, profile) for each in files]
    told = [_by_lengths(one, each, _usual([*before, *known])) for one, each in zip(known, looked, strict=True)]
    now = today or datetime.now(UTC).date()
    return _by_days(known, told, before, now)


def _usual(files: Sequence[Known]) -> Known | None:
    """The file with whose lengths most of the others agree, the first of those."""
    tried = [each for each in files if each.lengths][:MOST_TRIED]

    def agree(one: Known, other: Known) -> bool:
        is_alike = not (other_units(one.lengths, other.lengths) or other_units(other.lengths, one.lengths))
        return is_alike and bool(set(one.lengths) & set(other.lengths))

    def agreeing(one: Known) -> int:
        return sum(agree(one, each) for each in tried)

    return max(tried, key=agreeing, default=None)


def _by_lengths(one: Known, looked: Looked, usual: Known | None) -> Looked:
    """What is known of a file, with the columns that seem to count another unit than usual."""
    if usual is None or usual is one:
        return looked
    factors = other_units(one.lengths, usual.lengths)
    why = [
        unit_note(
            ", ".join(one.profile.mapped[target].columns),
            one.lengths[target],
            usual.lengths[target],
            factor,
            usual.seen.name,
        )
        for target, factor in factors.items()
    ]
    names = {name for target in factors for name in one.profile.mapped[target].columns}
    # What shows by itself that it is misread is told already.
    return replace(looked, units=tuple(sorted(names - set(looked.lengths))), why=(*looked.why, *why))


def _by_days(files: Sequence[Known], looked: Sequence[Looked], before: Sequence[Known], today: date) -> list[Looked]:
    """What is known of the files, with the order of dates that only all of them together show."""
    open_files = [each for each, own in zip(files, looked, strict=True) if each.undecided and not own.order]
    facts = {order: _together(open_files, order, today) for order in OTHER}
    right = [each for each, own in zip(files, looked, strict=True) if not own.order]
    told = []
    for one, own in zip(files, looked, strict=True):
        others = [each for each in (*before, *right) if each is not one]
        for order, parts in one.undecided.items():
            why = facts[order] or _gap(parts, order, others)
            if why and not own.order:
                own = replace(own, order=OTHER[order], why=(*own.why, *why))
        told.append(own)
    return told


def _together(files: Sequence[Known], order: str, today: date) -> tuple[Note, ...]:
    """What speaks for the other order in the dates of several files together: of one day each, none tells alone."""
    each = [file.undecided[order] for file in files if order in file.undecided]
    if len(each) < FEW:
        return ()
    whole = each[0]
    for parts in each[1:]:
        whole = whole.with_(parts)
    return (note("order_together", files=len(each)), *facts) if (facts := likelier(whole, order, today)) else ()


def _gap(parts: Parts, order: str, others: Sequence[Known]) -> tuple[Note, ...]:
    """Whether the days lie far from those of all other files, and in the other order are days that these lack."""
    there = [each.days for each in others if each.days.len()]
    if len(there) < FEW:
        return ()
    slack = PAUSE + timedelta(days=median(reach_of(each) for each in there))
    first, last = min(each[0] for each in there), max(each[-1] for each in there)
    own, turned = parts.days(order), parts.days(OTHER[order])
    is_far = bool(((own < first - slack) | (own > last + slack)).all())
    is_lacking = not turned.is_in(pl.concat(there).unique().implode()).any()
    is_within = is_lacking and bool(turned.is_between(first, last).all())
    if not (is_far and is_within):
        return ()
    said = note("order_gap", own=str(own[0]), turned=str(turned[0]), first=str(first), last=str(last))
    return (said,)
