"""Rules that never fire, because an earlier one already takes their customers."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from core.regions.area_codes import known_area_codes
from core.settings import RegionRule

Land = tuple[str, str]
"""A country and, in small letters, its state; empty for the whole country."""


class Overlap(NamedTuple):
    """One rule in the shadow of another.

    Args:
        rule: its position among the rules, from 0.
        by: the position of the earlier rule.
        is_whole: it can never fire; otherwise it only can for the few customers whose record names another state than
            their area code's.
    """

    rule: int
    by: int
    is_whole: bool


def overlaps(rules: Sequence[RegionRule]) -> tuple[Overlap, ...]:
    """Every rule that an earlier one covers, in order: a state after its country, an area code after either."""
    return tuple(_overlaps(rules))


def lands_around(rule: RegionRule) -> tuple[Land, ...]:
    """The lands that a rule's place lies in, the largest first: rules of those cover it."""
    country, state = _land(rule)
    if not rule.area_code:
        return ((country, ""),) if state else ()
    return ((country, ""), (country, state)) if state else ((country, ""),)


def land_of(rule: RegionRule) -> Land | None:
    """The land that a rule takes; None for a rule by area code."""
    return None if rule.area_code else _land(rule)


def _overlaps(rules: Sequence[RegionRule]) -> Iterator[Overlap]:
    first: dict[Land, int] = {}
    for position, rule in enumerate(rules):
        earlier = [(first[land], not land[1]) for land in lands_around(rule) if land in first]
        if earlier:
            by, is_whole = earlier[0]
            yield Overlap(position, by, is_whole)
        land = land_of(rule)
        if land:
            first.setdefault(land, position)


def _land(rule: RegionRule) -> Land:
    return _lands_of_codes().get(rule.area_code, (rule.country, rule.state.lower()))


@cache
def _lands_of_codes() -> dict[str, Land]:
    codes = known_area_codes().select("area_code", "code_country", "code_state")
    return {code: (country, (state or "").lower()) for code, country, state in codes.iter_rows()}
