"""Region files as rules: what a file says, and the error when it says something wrong."""

from dataclasses import dataclass
from functools import lru_cache

from core.errors import DefinitionError
from core.regions.mistakes import Mistake, find_mistakes
from core.regions.sheet import COLUMNS, read_sheet
from core.settings import RegionRule

EMPTY = ",".join(COLUMNS) + "\n"
"""A region file without a rule: the six default regions."""

TOLD = 5
"""Mistakes that one message tells."""


@dataclass(frozen=True)
class Reading:
    """What a region file says.

    Args:
        rules: the right lines, in order.
        lines: the number of each rule's line in the file, from 1.
        mistakes: the wrong lines, in order.
    """

    rules: tuple[RegionRule, ...]
    lines: tuple[int, ...]
    mistakes: tuple[Mistake, ...]


@lru_cache(maxsize=64)
def check(text: str) -> Reading:
    """What a file says, with all that is wrong in it; never fails.

    Args:
        text: columns country, state, area_code, region under a header; lines that begin with # and blank ones do not
            count. Codes in any case, or English or Spanish names; the first rule that fits a customer wins.
    """
    right, mistakes = find_mistakes(read_sheet(text))
    places = right.select("region", "country", "state", "area_code")
    rules = tuple(RegionRule(*(value or "" for value in row)) for row in places.iter_rows())
    return Reading(rules, tuple(right["line"]), mistakes)


def read_rules(text: str, file: str) -> tuple[RegionRule, ...]:
    """The rules of a region file, in order; none for an empty file.

    Args:
        file: what messages call it.

    Raises:
        DefinitionError: something in it is wrong; the message names the file, each wrong line and its way out.
    """
    found = check(text)
    if found.mistakes:
        told = [str(mistake) for mistake in found.mistakes[:TOLD]]
        more = len(found.mistakes) - len(told)
        raise DefinitionError(f"{file}, " + "\n".join([*told, f"and {more} more." if more else ""]).rstrip())
    return found.rules
