"""Lengths: how long a file's durations typically are, and whether those of two files are told in another unit."""

from dataclasses import dataclass
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
"""Lengths of which a typical one is told."""
QUANTILES = (0.25, 0.5, 0.75)
NEAR = 1.6
"""How far from such a factor the lengths of two files may be, and another unit be the reason: months differ too."""
EVEN = 2.5
"""How much more some quartiles may have changed than others: another unit changes all alike, but for its rounding."""
EVEN_ALONE = 1.4
"""The same of one column where others stay as they are: customers may wait sixty times as long, but not all of them."""
STEADY = 8
"""Lengths that differ by less are told in one unit."""
HARDLY_MS = 10_000
"""Typical lengths below this are rather those that are misread than those that are right."""


@dataclass(frozen=True)
class Typical:
    """The lengths of one column that are longer than nothing.

    Args:
        quartiles: in ms.
        factors: how many times as long (negative: as short) they are read as they are, should the file count another
            unit than the profile says; none where the values name their units themselves.
    """

    quartiles: tuple[float, ...]
    factors: frozenset[int] = frozenset()

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

    def _logs(self, usual: "Typical") -> list[float]:
        return [log(own / other) for own, other in zip(self.quartiles, usual.quartiles, strict=True)]


def typical_lengths(fields: pl.DataFrame, profile: Profile) -> dict[str, Typical]:
    """The typical lengths of the columns of which the profile makes durations, where there are enough, by target.

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
        some = read.filter(read > 0)
        if some.len() >= LEAST:
            quartiles = tuple(float(some.quantile(share) or 0) for share in QUANTILES)
            found[target] = Typical(quartiles, _misread(text, mapped))
    return found


def other_units(own: dict[str, Typical], usual: dict[str, Typical]) -> dict[str, int]:
    """Targets of which a file's lengths differ from the usual ones as by another unit, with the factor.

    What a change of unit does is told from what changes in a contact centre: it changes all lengths alike, by one of
    few factors, and mostly those of all columns.

    Returns:
        Target → so many times as long as usual; negative for so many times as short.
    """
    shared = [target for target in own if target in usual]
    times = {target: own[target].times(usual[target]) for target in shared}
    is_partly = any(1 / STEADY < each < STEADY for each in times.values())
    found = {}
    for target in shared:
        one, other = own[target], usual[target]
        factor = _factor(times[target])
        is_of_others = not is_partly and other.median < HARDLY_MS and -factor in other.factors
        is_possible = factor in one.factors or is_of_others
        if factor and is_possible and one.evenness(other) <= (EVEN_ALONE if is_partly else EVEN):
            found[target] = factor
    return found


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


def _factor(times: float) -> int:
    """The factor between two units that is nearest, where one is near; negative where the lengths are shorter."""
    much = max(times, 1 / times)
    nearest = min(FACTORS, key=lambda factor: abs(log(much / factor)))
    if abs(log(much / nearest)) > log(NEAR):
        return 0
    return nearest if times > 1 else -nearest
