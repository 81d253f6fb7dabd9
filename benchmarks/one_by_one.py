"""What most programs do: ask phonenumbers about one number after the other."""

from typing import NamedTuple

import phonenumbers
import polars as pl
from phonenumbers import NumberParseException, PhoneNumberFormat
from phonenumbers.geocoder import description_for_number
from phonenumbers.timezone import time_zones_for_number


class Answer(NamedTuple):
    """The facts of one number."""

    e164: str
    is_valid: bool
    region: str | None
    kind: int
    description_en: str
    description_es: str
    time_zones: tuple[str, ...]


def read_one_by_one(numbers: pl.Series, default_country: str) -> list[Answer | None]:
    """One answer a number, in order; None for what cannot be read. Patterns are kept between numbers."""
    phonenumbers.enable_pattern_cache()
    return [_read(number, default_country or None) for number in numbers]


def _read(text: str, default_country: str | None) -> Answer | None:
    try:
        number = phonenumbers.parse(text, default_country)
    except NumberParseException:
        return None
    return Answer(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        phonenumbers.is_valid_number(number),
        phonenumbers.region_code_for_number(number),
        phonenumbers.number_type(number),
        description_for_number(number, "en"),
        description_for_number(number, "es"),
        time_zones_for_number(number),
    )
