"""The numbering plan asked one number at a time: `phonenumbers` itself, behind the same cleaning of channels."""

import re
from functools import cache
from typing import NamedTuple

import phonenumbers
import polars as pl
from phonenumbers import CountryCodeSource, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers.geocoder import description_for_number
from phonenumbers.timezone import time_zones_for_number

from core.geo.address import ANONYMOUS_NUMBERS, number_text, why_no_number

KINDS = {kind: name.lower().replace("_", " ") for name, kind in vars(PhoneNumberType).items() if isinstance(kind, int)}
ON_THE_GROUND = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class Told(NamedTuple):
    """What `read_numbers` has to say of one address."""

    e164: str | None = None
    country: str | None = None
    number_type: str | None = None
    is_valid: bool = False
    description_en: str | None = None
    description_es: str | None = None
    time_zones: str | None = None
    calling_code: int | None = None
    area_code: str | None = None
    is_assumed: bool = False
    reason: str | None = None


TOLD = pl.Schema(
    dict.fromkeys(Told._fields, pl.String)
    | {"calling_code": pl.Int32, "is_valid": pl.Boolean, "is_assumed": pl.Boolean}
)


def told(addresses: pl.Series, default_country: str) -> pl.DataFrame:
    """One row an address, in its order."""
    phonenumbers.enable_pattern_cache()
    texts = addresses.alias("address").to_frame().select(number=number_text(pl.col("address")))
    refused = texts.select("number", refused=why_no_number(pl.col("number")))
    rows = [_told(number, why, default_country) for number, why in refused.iter_rows()]
    return pl.DataFrame(rows, schema=TOLD, orient="row")


def _told(text: str | None, refused: str | None, default_country: str) -> Told:
    if text is None or refused:
        return Told(reason=refused or "not a phone")
    try:
        number = phonenumbers.parse(text, default_country or None, keep_raw_input=True)
    except NumberParseException as problem:
        return Told(reason=_why_unreadable(text, problem))
    # Where the digits are all zero, the library would format a number by what was written.
    number.raw_input = None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if e164 in ANONYMOUS_NUMBERS:
        return Told(reason="anonymous")
    if re.fullmatch(r"\+521\d{10}", e164) and not phonenumbers.is_valid_number(number):
        # WhatsApp writes Mexican mobiles with the 1 that the plan gave up.
        without = phonenumbers.parse("+52" + e164[len("+521") :])
        without.country_code_source = number.country_code_source
        number = without if phonenumbers.is_valid_number(without) else number
    return _of(number, text)


def _why_unreadable(text: str, problem: NumberParseException) -> str:
    if problem.error_type == NumberParseException.NOT_A_NUMBER or any(sign.isalpha() for sign in text):
        return "not a phone"
    needs_a_country = problem.error_type == NumberParseException.INVALID_COUNTRY_CODE and "+" not in text
    return "unknown country" if needs_a_country else "invalid"


def _of(number: PhoneNumber, text: str) -> Told:
    valid = phonenumbers.is_valid_number(number)
    kind = phonenumbers.number_type(number)
    region = phonenumbers.region_code_for_number(number)
    on_the_ground = valid and number.country_code == 1 and kind in ON_THE_GROUND
    return Told(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        country=region if valid and region is not None and region.isalpha() else None,
        number_type=KINDS[kind],
        is_valid=valid,
        description_en=description_for_number(number, "en") or None,
        description_es=description_for_number(number, "es") or None,
        time_zones=_zones(time_zones_for_number(number)),
        calling_code=number.country_code,
        area_code=phonenumbers.national_significant_number(number)[:3] if on_the_ground else None,
        is_assumed=number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY,
        reason=None if valid else "not a phone" if any(sign.isalpha() for sign in text) else "invalid",
    )


@cache
def _zones(names: tuple[str, ...]) -> str | None:
    return None if names == ("Etc/Unknown",) else " ".join(names)
