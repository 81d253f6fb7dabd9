"""Which step of colour a value gets, and what the legend says about each step."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.maps.colours import Scheme


@dataclass(frozen=True)
class LegendStep:
    """One colour and the values that have it, from `low` to `high`, both of which occur."""

    low: float
    high: float
    colour: str


SKEWED = 20.0
"""From this ratio of the highest to the lowest value on, steps grow by a constant factor."""


def breaks(values: Iterable[float | None], steps: int) -> tuple[float, ...]:
    """At most `steps - 1` values at which the colour changes, each the lowest of its step; nulls do not count.

    Values of one size are cut at quantiles. Volumes reach over several sizes: cut at quantiles, a country with 40
    conversations and one with 1,400 would look alike, so these are cut into steps that grow by a constant factor.
    Equal values always have the same colour.
    """
    known = sorted(value for value in values if value is not None and value == value)
    different = sorted(set(known))
    if len(different) <= steps:
        return tuple(different[1:])
    low, high = different[0], different[-1]
    if low > 0 and high / low >= SKEWED:
        bounds = [low * (high / low) ** (step / steps) for step in range(1, steps)]
        cuts = {different[bisect_left(different, bound)] for bound in bounds}
    else:
        cuts = _quantiles(known, steps)
        if low in cuts:
            # So many are lowest (nobody gave up there) that they would share their colour with others.
            higher = known[bisect_right(known, low) :]
            cuts = {higher[0]} | _quantiles(higher, steps - 1)
    return tuple(sorted(cuts - {low}))


def _quantiles(known: Sequence[float], steps: int) -> set[float]:
    """The values that begin each of so many groups of equal size, but for the first."""
    return {known[len(known) * step // steps] for step in range(1, steps)}


def colour_of(value: float | None, cuts: Sequence[float], scheme: Scheme) -> str:
    """The colour of a value; with fewer steps than the scheme has, they are spread over all of it."""
    if value is None or value != value:
        return scheme.no_data
    last = len(scheme.steps) - 1
    return scheme.steps[round(bisect_right(cuts, value) * last / len(cuts)) if cuts else last // 2]


def legend(values: Iterable[float | None], scheme: Scheme) -> tuple[LegendStep, ...]:
    """The steps of a map of these values, from little to much; empty when there is no value."""
    known = sorted(value for value in values if value is not None and value == value)
    cuts = breaks(known, len(scheme.steps))
    groups: dict[str, list[float]] = {}
    for value in known:
        groups.setdefault(colour_of(value, cuts, scheme), []).append(value)
    return tuple(LegendStep(group[0], group[-1], colour) for colour, group in groups.items())
