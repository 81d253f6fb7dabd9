"""How numbers are dialled in each country: ways abroad, national prefixes, possible lengths, as column operations.

The rules are `phonenumbers`' own metadata, read country by country when a number needs them. Numbers are columns of
ASCII digits here. Names of regions are ISO codes and a few more that the library knows (AC, TA, XK).
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import polars as pl

from core.errors import UnknownName

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata, PhoneNumberDesc

SHORTEST, LONGEST = 2, 17
"""Digits that a national number may have."""


class Dialling(NamedTuple):
    """The rules of one region, or of a calling code that belongs to none; patterns are anchored."""

    calling_code: str
    way_abroad: str
    """What comes before a calling code; matches nothing where it is not known."""
    prefix: str
    """What comes before a national number inside the country; empty for nothing."""
    replacement: str
    """What is put in the prefix's place when its last group takes part; empty for nothing."""
    groups: int
    """How many groups the prefix has."""
    national: str
    """All national numbers that the region may have."""
    lengths: tuple[int, ...]
    local_lengths: tuple[int, ...]
    """Digits of numbers that can only be dialled inside one area."""


def dialling_in(country: str) -> Dialling:
    """The rules for whoever dials in a country.

    Args:
        country: its code, in either case.

    Raises:
        UnknownName: there is no such country in the numbering plan.
    """
    from phonenumbers import SUPPORTED_REGIONS, PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(country.upper(), None)
    if plan is None:
        raise UnknownName.among("country with a numbering plan", country, SUPPORTED_REGIONS)
    return _rules(plan)


@cache
def dialling_to(calling_code: int) -> Dialling:
    """The rules for numbers written with a calling code: those of the main region that has it.

    Raises:
        UnknownName: there is no such calling code in the numbering plan.
    """
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, region_code_for_country_code

    region = region_code_for_country_code(calling_code)
    plan = PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)
    if plan is None:
        raise UnknownName.among("calling code", str(calling_code), map(str, COUNTRY_CODE_TO_REGION_CODE))
    return _rules(plan)


def without_prefix(number: pl.Expr, rules: Dialling) -> pl.Expr:
    """The number without its national prefix; as it is when only that leaves it a possible pattern."""
    if not rules.prefix:
        return number
    stripped = number.str.replace(rules.prefix, "")
    if rules.replacement:
        takes_part = number.str.extract(rules.prefix, rules.groups).is_not_null()
        stripped = pl.when(takes_part).then(number.str.replace(rules.prefix, rules.replacement)).otherwise(stripped)
    stays_viable = ~number.str.contains(rules.national) | stripped.str.contains(rules.national)
    return pl.when(stays_viable).then(stripped).otherwise(number)


def as_dialled(number: pl.Expr, rules: Dialling) -> pl.Expr:
    """The national number: without its prefix when what is left has a length that the region knows or is too long."""
    if not rules.prefix:
        return number
    stripped = without_prefix(number, rules)
    length = stripped.str.len_bytes()
    is_long_enough = length.is_in(rules.lengths) | is_too_long(stripped, rules)
    return pl.when(is_long_enough).then(stripped).otherwise(number)


def is_too_long(number: pl.Expr, rules: Dialling) -> pl.Expr:
    """Whether a number has more digits than any of the region."""
    length = number.str.len_bytes()
    return (length > max(rules.lengths)) & ~length.is_in(rules.local_lengths)


def _rules(plan: "PhoneMetadata") -> Dialling:
    general = cast("PhoneNumberDesc", plan.general_desc)  # every plan has one
    prefix = plan.national_prefix_for_parsing or ""
    return Dialling(
        calling_code=str(plan.country_code),
        way_abroad=_anchored(plan.international_prefix or "never"),
        prefix=_anchored(prefix) if prefix else "",
        replacement=re.sub(r"\\(\d)", r"${\1}", plan.national_prefix_transform_rule or ""),
        groups=re.compile(prefix).groups,
        national=f"{_anchored(str(general.national_number_pattern))}$",
        lengths=general.possible_length,
        local_lengths=general.possible_length_local_only,
    )


def _anchored(pattern: str) -> str:
    # Digits of other alphabets would make the compiled pattern many times as large.
    return f"^(?:{pattern.replace(chr(92) + 'd', '[0-9]')})"
