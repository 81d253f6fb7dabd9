"""Digits that the numbering plans allow: samples of the plans' own patterns, and the prefixes they have texts for."""

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata

KINDS = (
    "general_desc",
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
    "no_international_dialling",
)
REGIONS = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
NETWORKS = tuple(sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS))
"""Calling codes without a country: freephone, satellites …"""

Sampler = Callable[[Random], str]


def plans() -> Iterator[PhoneMetadata]:
    """What each region and each network allows."""
    for region in REGIONS:
        yield PhoneMetadata.metadata_for_region(region)
    for code in NETWORKS:
        yield PhoneMetadata.metadata_for_nongeo_region(code)


def patterns(plan: PhoneMetadata) -> list[str]:
    """The patterns of national numbers, a kind of number each."""
    kinds = (getattr(plan, kind) for kind in KINDS)
    return [kind.national_number_pattern for kind in kinds if kind is not None and kind.national_number_pattern]


def examples(plan: PhoneMetadata) -> list[str]:
    """The plan's own example numbers, with their calling code."""
    kinds = (getattr(plan, kind) for kind in KINDS)
    return [f"+{plan.country_code}{kind.example_number}" for kind in kinds if kind is not None and kind.example_number]


@cache
def calling_codes() -> dict[str, PhoneMetadata]:
    """A plan for each calling code: the code's main country's."""
    main = {str(plan.country_code): plan for plan in plans()}
    of_main_country = {
        str(code): PhoneMetadata.metadata_for_region(regions[0])
        for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
        if regions[0] != "001"
    }
    return main | of_main_country


def digits(count: int, random: Random) -> str:
    """So many random digits."""
    return "".join(random.choices("0123456789", k=count))


def completed(prefix: str, random: Random) -> str:
    """A number under a prefix that begins with a calling code; a valid one if three draws find it."""
    code = next(prefix[:length] for length in (1, 2, 3) if prefix[:length] in calling_codes())
    lengths = calling_codes()[code].general_desc.possible_length
    for _ in range(3):
        missing = len(code) + random.choice(lengths) - len(prefix)
        number = f"+{prefix}{digits(max(0, missing), random)}"
        if phonenumbers.is_valid_number(phonenumbers.parse(number)):
            break
    return number


@cache
def sampler(pattern: str) -> Sampler:
    """Draws texts that a pattern of digits matches; every branch is as likely as its neighbours, however rare."""
    return _sequence(_parser.parse(pattern))


def _sequence(parsed: Any) -> Sampler:
    parts = [_part(operation, argument) for operation, argument in parsed]
    return lambda random: "".join(part(random) for part in parts)


def _part(operation: Any, argument: Any) -> Sampler:
    if operation is sre.LITERAL:
        return lambda _random: chr(argument)
    if operation is sre.IN:
        signs = "".join(map(_signs, argument))
        return lambda random: random.choice(signs)
    if operation is sre.BRANCH:
        branches = [_sequence(branch) for branch in argument[1]]
        return lambda random: random.choice(branches)(random)
    if operation is sre.SUBPATTERN:
        return _sequence(argument[-1])
    if operation is sre.MAX_REPEAT:
        least, most, repeated = argument
        part = _sequence(repeated)
        return lambda random: "".join(part(random) for _ in range(random.randint(least, min(most, least + 10))))
    raise NotImplementedError(f"The plans' patterns have learned something new: {operation}")


def _signs(item: tuple[Any, Any]) -> str:
    operation, argument = item
    if operation is sre.LITERAL:
        return chr(argument)
    if operation is sre.RANGE:
        return "".join(map(chr, range(argument[0], argument[1] + 1)))
    if (operation, argument) == (sre.CATEGORY, sre.CATEGORY_DIGIT):
        return "0123456789"
    raise NotImplementedError(f"The plans' patterns have learned something new: {operation} {argument}")
