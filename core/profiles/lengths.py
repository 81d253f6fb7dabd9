"""Lengths: how long a file's durations typically are, and whether those of two files are told in another unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import polars as pl

from core.profiles.profile import Mapped, Profile
from core.profiles.schema import targets_of
from core.profiles.styles import USUAL, read_styled
from core.profiles.targets import DURATION
from core.profiles.typed import raw_text
from core.tabular.durations import CLOCK_HM, CLOCK_HMS, CLOCK_MS, UNITS_MS
from core.tabular.form import Note, note

FACTORS = (60, 1000, 3600, 86_400)
"""Between seconds and minutes, or minutes and hours; milliseconds and seconds; seconds and hours; seconds and days."""
LEAST = 20
"""Lengths whose quartiles tell what is usual."""
LEAST_ALONE = 50
"""Lengths of one column that tell another unit where those of others are as usual: a night's calls may all be short."""
FEWEST = 5
"""Lengths that tell another unit at all, and fewer than LEAST only where every one of them does: that five customers
all wait longer than nineteen of twenty others happens once in three million files by chance."""
QUANTILES = (0.25, 0.5, 0.75)
NEARLY_ALL = (0.05, 0.95)
"""Between these shares lie nearly all usual lengths."""
NEAR = 1.6
"""How far from such a factor the lengths of two files may be, and another unit be the reason: months differ too."""
NEAR_OF_FEW = 3
"""The same of few lengths, whose quartiles say less, but for the factor 60: by a thousand no two months differ."""
EVEN = 2.5
"""How much more some quartiles may have changed than others: another unit changes all alike, but for its rounding."""
EVEN_ALONE = 1.4
"""The same of one column where others stay as they are: customers may wait sixty times as long, but not all of them."""
STEADY = 8
"""Lengths that differ by less are told in one unit."""
HARDLY_MS = 10_000
"""Typical lengths below this are rather those that are misread than those that are right."""


@dataclass(frozen=True, eq=False)
class Typical:
    """The lengths of one column that are longer than nothing.

    Args:
        values: in ms, from the shortest on; one at least.
        factors: how many times as long (negative: as short) they are read as they are, should the file count another
            unit than the profile says; none where the values name their units themselves.
    """

    values: pl.Series
    factors: frozenset[int] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether there are enough of them to say what is usual."""
        return self.values.len() >= LEAST

    @cached_property
    def quartiles(self) -> tuple[float, ...]:
        """In ms."""
        return self._at(QUANTILES)

    @property
    def median(self) -> float:
        """The middle one, in ms."""
        return self.quartiles[1]

    def times(self, usual: "Typical") -> float:
        """How many times as long as those of another file they are, taken over the quartiles."""
        return exp(sum(self._logs(usual)) / len(QUANTILES))

    def evenness(self, usual: "Typical") -> float:
        """How much more some quartiles differ from those of another file than others; 1 where all differ alike."""
        logs = self._logs(usual)
        return exp(max(logs) - min(logs))

    def is_apart(self, usual: "Typical", factor: int) -> bool:
        """Whether each is longer (of a negative factor: shorter) than nearly all usual ones, and in the other unit
        none is longer or shorter than all of these."""
        shortest, longest = self._at((0, 1))
        low, high = usual._at(NEARLY_ALL)
        least, most = usual._at((0, 1))
        unit = factor if factor > 0 else -1 / factor
        is_beyond = shortest > high if factor > 0 else longest < low
        return is_beyond and least / NEAR <= shortest / unit and longest / unit <= most * NEAR

    def _at(self, shares: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(float(self.values.quantile(share) or 0) for share in shares)

    def _logs(self, usual: "Typical") -> list[float]:
        return [log(own / other) for own, other in zip(self.quartiles, usual.quartiles, strict=True)]


def typical_lengths(fields: pl.DataFrame, profile: Profile) -> dict[str, Typical]:
    """The lengths of the columns of which the profile makes durations, where there are any, by target.

    Args:
        fields: the file's columns, as text; rows from all over it.
        profile: by which they are read.
    """
    targets, found = targets_of(profile.kind), {}
    for target, mapped in profile.columns:
        if targets[target].takes != DURATION:
            continue
        text = raw_text(fields, mapped.columns, mapped.missing)
        read, _ = read_styled(DURATION, text, mapped.style)
        some = read.filter(read > 0).sort()
        if some.len():
            found[target] = Typical(some, _misread(text, mapped))
    return found


def together(files: Sequence[Mapping[str, Typical]]) -> dict[str, Typical]:
    """The lengths of files of which each has too few to say what is usual, as those of one file."""
    parts: dict[str, list[pl.Series]] = {}
    for lengths in files:
        for target, each in lengths.items():
            if not each.is_told:
                parts.setdefault(target, []).append(each.values.cast(pl.Float64))
    return {target: Typical(pl.concat(several).sort()) for target, several in parts.items()}


def other_units(own: Mapping[str, Typical], usual: Mapping[str, Typical]) -> dict[str, int]:
    """Targets of which a file's lengths differ from the usual ones as by another unit, with the factor.

    What a change of unit does is told from what changes in a contact centre: it changes all lengths alike, by one of
    few factors, and mostly those of all columns.

    Returns:
        Target → so many times as long as usual; negative for so many times as short.
    """
    shared = [target for target in own if target in usual]
    shared = [target for target in shared if own[target].values.len() >= FEWEST and usual[target].is_told]
    times = {target: own[target].times(usual[target]) for target in shared}
    is_partly = any(1 / STEADY < each < STEADY for each in times.values())
    found = {}
    for target in shared:
        one, other = own[target], usual[target]
        factor = _factor(times[target], is_of_few=not one.is_told)
        is_of_others = one.is_told and not is_partly and other.median < HARDLY_MS and -factor in other.factors
        is_possible = factor in one.factors or is_of_others
        if factor and is_possible and _is_changed(one, other, factor, is_partly=is_partly):
            found[target] = factor
    return found


def _is_changed(one: Typical, other: Typical, factor: int, *, is_partly: bool) -> bool:
    """Whether the lengths of a column differ from the usual ones as another unit makes them differ: all alike.

    Args:
        is_partly: other columns are as long as usual.
    """
    if is_partly and one.values.len() < LEAST_ALONE:
        return False
    if not one.is_told:
        return one.is_apart(other, factor)
    return one.evenness(other) <= (EVEN_ALONE if is_partly else EVEN)


def unit_note(column: str, own: Typical, usual: Typical, factor: int, other: str) -> Note:
    """The fact in words: both typical lengths, and how many times as long or short the file's are.

    Args:
        column: as the file calls it.
        own: of the file.
        usual: of the other one.
        factor: as of `other_units`.
        other: the name of the other file.
    """
    key = "unit_longer" if factor > 0 else "unit_shorter"
    lengths = {"own": clock(own.median), "usual": clock(usual.median)}
    return note(key, column=column, other=other, factor=abs(factor), **lengths)


def clock(milliseconds: float) -> str:
    """A length as any language writes it: hours, minutes and seconds, or what is less than a second in ms."""
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    seconds = round(milliseconds / 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _misread(text: pl.Series, mapped: Mapped) -> frozenset[int]:
    """By which factors values of that style are misread where they count another unit."""
    style = mapped.style or USUAL[DURATION]
    unit = UNITS_MS.get(style.removesuffix("_comma"))
    if unit:
        return frozenset(unit // each if unit > each else -(each // unit) for each in UNITS_MS.values() if each != unit)
    if text.str.contains(r":\d+:").any():
        return frozenset()
    return {CLOCK_HMS: frozenset({-60}), CLOCK_MS: frozenset({-60}), CLOCK_HM: frozenset({60})}.get(style, frozenset())


def _factor(times: float, *, is_of_few: bool) -> int:
    """The factor between two units that is nearest, where one is near; negative where the lengths are shorter."""
    much = max(times, 1 / times)
    nearest = min(FACTORS, key=lambda factor: abs(log(much / factor)))
    near = NEAR_OF_FEW if is_of_few and nearest > FACTORS[0] else NEAR
    if abs(log(much / nearest)) > log(near):
        return 0
    return nearest if times > 1 else -nearest
