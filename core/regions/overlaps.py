"""Rules that never fire, because an earlier one already takes their customers."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from core.regions.area_codes import known_area_codes
from core.settings import RegionRule


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


def _overlaps(rules: Sequence[RegionRule]) -> Iterator[Overlap]:
    first: dict[tuple[str, str], int] = {}
    for position, rule in enumerate(rules):
        country, state = _place_of_codes().get(rule.area_code, (rule.country, rule.state.lower()))
        whole = first.get((country, "")) if rule.area_code or rule.state else None
        partly = first.get((country, state)) if rule.area_code and state else None
        if whole is not None:
            yield Overlap(position, whole, is_whole=True)
        elif partly is not None:
            yield Overlap(position, partly, is_whole=False)
        if not rule.area_code:
            first.setdefault((rule.country, rule.state.lower()), position)


@cache
def _place_of_codes() -> dict[str, tuple[str, str]]:
    codes = known_area_codes().select("area_code", "code_country", "code_state")
    return {code: (country, (state or "").lower()) for code, country, state in codes.iter_rows()}
