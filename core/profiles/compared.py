"""Compared: what files of one profile tell of each other that none of them tells alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

import polars as pl

from core.profiles.contrary import DECIMALS, HARDLY_ANY, MILLISECONDS
from core.profiles.known import Known
from core.profiles.lengths import STEADY, other_units, together, unit_note
from core.profiles.profile import Profile
from core.profiles.several import Looked, Seen
from core.tabular.form import Note, note
from core.tabular.orders import OTHER, Parts, likelier, reach_of

FEW = 2
"""So many files show which days the files of a profile are about."""
PAUSE = timedelta(days=3)
"""What may lie between two files without the days between them lacking: a weekend and a holiday."""
MOST_TRIED = 40
"""Files of which one is chosen that the others are compared with."""


def compared(
    files: Sequence[Seen],
    looked: Sequence[Looked],
    profile: Profile,
    before: Sequence[Known] = (),
    today: date | None = None,
) -> list[Looked]:
    """How each of several files suits a profile, with what the others tell of it.

    Lengths are compared with those of the file with which most agree; where no more agree with one than with another,
    with what was loaded before, and then with the first of the files. Files of few lengths, of which none says what is
    usual, say it together.

    Args:
        files: what each holds, the one first by which the profile was made, if any.
        looked: how each suits the profile by itself.
        profile: by which they would be loaded.
        before: files that were loaded by it, as they were read then.
        today: later days have not happened yet; by the clock when null.
    """
    return beside([Known.of(each, profile) for each in files], looked, before, today)


def beside(
    files: Sequence[Known],
    looked: Sequence[Looked],
    before: Sequence[Known] = (),
    today: date | None = None,
    *,
    is_unattended: bool = False,
) -> list[Looked]:
    """As `compared`, of files of which it is known what they tell of others.

    Args:
        is_unattended: nobody looks at what is told before it counts: what was loaded before says what is usual, and
            not the files themselves, however many they are.
    """
    loaded = [*before, *_pooled(before)]
    usual = _usual(loaded) if is_unattended else None
    if usual:
        looked = [_as_before(one, own, usual) for one, own in zip(files, looked, strict=True)]
    usual = usual or _usual([*loaded, *files])
    told = []
    for one, own in zip(files, looked, strict=True):
        others = [each for each in (*before, *files) if each is not one][:MOST_TRIED] if usual is None else ()
        told.append(_by_lengths(one, own, usual or next(iter(_pooled(others)), None)))
    return _by_days(files, told, before, today or datetime.now(UTC).date())


def _usual(files: Sequence[Known]) -> Known | None:
    """The file with whose lengths most of the others agree, the first of those; null where none has enough."""
    tried = [each for each in files if any(lengths.is_told for lengths in each.lengths.values())][:MOST_TRIED]

    def agree(one: Known, other: Known) -> bool:
        told = {target for target, each in one.lengths.items() if each.is_told and target in other.lengths}
        is_shared = any(other.lengths[target].is_told for target in told)
        return is_shared and not (other_units(one.lengths, other.lengths) or other_units(other.lengths, one.lengths))

    def agreeing(one: Known) -> int:
        return sum(agree(one, each) for each in tried)

    return max(tried, key=agreeing, default=None)


def _pooled(files: Sequence[Known]) -> list[Known]:
    """The files of few lengths as one that has many; none where they have few together, too."""
    some = [each for each in files if any(not lengths.is_told for lengths in each.lengths.values())]
    lengths = together([each.lengths for each in some])
    if not any(each.is_told for each in lengths.values()):
        return []
    return [Known(f"{some[-1].name} – {some[0].name}", lengths, {}, {})]


def _as_before(one: Known, looked: Looked, usual: Known) -> Looked:
    """What is known of a file, without what its values alone say of their unit where they are as long as those that
    were loaded before: whoever loaded these knows that all waits are tiny."""
    left = tuple(fact for fact in looked.why if fact.key not in (HARDLY_ANY, MILLISECONDS))
    shown = [target for target, names in one.columns.items() if set(names) & set(looked.lengths)]
    is_usual = all(
        target in usual.lengths and 1 / STEADY < one.lengths[target].times(usual.lengths[target]) < STEADY
        for target in shown
    )
    if not is_usual or any(fact.key in DECIMALS for fact in left):
        return looked
    return replace(looked, lengths=(), why=left)


def _by_lengths(one: Known, looked: Looked, usual: Known | None) -> Looked:
    """What is known of a file, with the columns that seem to count another unit than usual."""
    if usual is None or usual is one:
        return looked
    factors = other_units(one.lengths, usual.lengths)
    why = [
        unit_note(", ".join(one.columns[target]), one.lengths[target], usual.lengths[target], factor, usual.name)
        for target, factor in factors.items()
    ]
    names = {name for target in factors for name in one.columns[target]}
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
    # The next day, too, is one that they lack: files of one day each come one by one.
    is_within = is_lacking and bool(turned.is_between(first, last + slack).all())
    if not (is_far and is_within):
        return ()
    said = note("order_gap", own=str(own[0]), turned=str(turned[0]), first=str(first), last=str(last))
    return (said,)
