"""Contrary: what a file's own values say against the profile by which it would be read."""

from datetime import date

import polars as pl

from core.profiles.lengths import FEWEST
from core.profiles.profile import Mapped, Profile
from core.profiles.schema import targets_of
from core.profiles.targets import DURATION, INSTANT
from core.profiles.typed import raw_text, times_of_day
from core.tabular.durations import COUNTS
from core.tabular.form import Note, note
from core.tabular.instants import joined
from core.tabular.orders import OTHER, Parts, decided, likelier, mixed, parts_of
from core.tabular.values import guess_durations

DECIMALS, MILLISECONDS, FRACTIONS = {"decimal_point", "decimal_comma"}, "round_thousands", "day_fractions"
"""What a file shows of its lengths that leaves no doubt; of fractions, that they are hardly seconds."""
FEWEST_ROUND = 3
"""Lengths that are all whole thousands once in a billion files by chance; one or two may well be."""
HARDLY_ANY = "hardly_any"
"""The fact that is told of fractions."""


def parts_by_order(fields: pl.DataFrame, profile: Profile) -> dict[str, Parts]:
    """The dates of a file whose day or month could come first, of all its instants together, by how they are read.

    Args:
        fields: the file's columns, as text; rows from all over it.
        profile: by which they are read.
    """
    targets = targets_of(profile.kind)
    found: dict[str, Parts] = {}
    for target, mapped in profile.columns:
        if targets[target].takes == INSTANT and mapped.style in OTHER and mapped.columns:
            parts = parts_of(dates_of(fields, mapped))
            found[mapped.style] = found[mapped.style].with_(parts) if mapped.style in found else parts
    return found


def dates_of(fields: pl.DataFrame, mapped: Mapped) -> pl.Series:
    """What the columns of an instant say, as text, a time of day in another column put after its date."""
    times = raw_text(fields, mapped.time_columns, mapped.missing) if mapped.time_columns else None
    dates = raw_text(fields, mapped.columns, mapped.missing)
    return joined(dates, times_of_day(times) if times is not None else None, ())


def other_order(fields: pl.DataFrame, profile: Profile, today: date) -> tuple[str, tuple[Note, ...]]:
    """The order of the dates that the values show beyond doubt, or without it far likelier, or too, and by what.

    Returns:
        Where it is not the profile's, with what tells it; empty else.
    """
    for order, parts in parts_by_order(fields, profile).items():
        told = decided(parts)
        if told and told[0] != order:
            return told[0], (told[1],)
        both = mixed(parts, order)
        facts = (both,) if both else likelier(parts, order, today)
        if facts:
            return OTHER[order], facts
    return "", ()


def other_lengths(fields: pl.DataFrame, profile: Profile) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The columns of durations whose values show beyond doubt that the profile misreads them, and by what."""
    targets = targets_of(profile.kind)
    told: list[str] = []
    why: list[Note] = []
    for target, mapped in profile.columns:
        if targets[target].takes != DURATION or mapped.style not in COUNTS:
            continue
        names = tuple(name for name in mapped.columns if name in fields.columns)
        shown = _misread(raw_text(fields, mapped.columns, mapped.missing), mapped.style, ", ".join(names))
        if shown:
            told += names
            why.append(shown)
    return tuple(told), tuple(why)


def _misread(text: pl.Series, style: str, column: str) -> Note | None:
    """What shows that lengths have another decimal sign or count another unit than a style says; None where nothing.

    One decimal sign is enough for the former; that one or two lengths are round, or a handful tiny, may be chance.
    """
    some = text.drop_nulls().filter(text.drop_nulls() != "0")
    if some.str.contains(r"^\d+$").all() and not some.str.ends_with("000").all():
        return None  # whole numbers that are not all thousands show none of this; to guess takes far longer
    best = next(iter(guess_durations(text)), None)
    is_told = text.count() >= FEWEST
    unit, _, comma = style.partition("_")
    for each in best.evidence if best else ():
        has_other_sign = best and each.key in DECIMALS and best.style.endswith("_comma") != bool(comma)
        is_round = each.key == MILLISECONDS and some.len() >= FEWEST_ROUND
        if has_other_sign or (is_round and unit != "milliseconds"):
            return each
        if is_told and each.key == FRACTIONS and unit in ("seconds", "milliseconds"):
            return note(HARDLY_ANY, column=column)
    return None
