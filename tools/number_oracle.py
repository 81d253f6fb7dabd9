"""What `phonenumbers` says of one number: the facts that the table of intervals holds."""

from importlib.metadata import version
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType
from phonenumbers.geocoder import description_for_number
from phonenumbers.phonenumberutil import _set_italian_leading_zeros_for_phone_number, country_mobile_token
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

PLAIN, STRIP, UNKNOWN_CODE, ERROR = ("plain", "strip", "unknown calling code", "error")
"""What `parse("+" + digits)` does: nothing; perhaps take digits away; no such calling code; refuse them."""

TYPES = {
    getattr(PhoneNumberType, name): name.lower().replace("_", " ") for name in dir(PhoneNumberType) if name.isupper()
}

phonenumbers.enable_pattern_cache()


def credit(what: str) -> dict[str, str]:
    """The line of the manifest for a file that was made from what the installed `phonenumbers` says."""
    return {"name": f"libphonenumber, through phonenumbers {version('phonenumbers')} ({what})", "licence": "Apache-2.0"}


class Facts(NamedTuple):
    """What is known of a number; None when nothing is."""

    calling_code: int | None
    region: str | None
    number_type: str
    is_valid: bool
    description_en: str | None
    description_es: str | None
    time_zones: str | None
    act: str


def number_of(calling_code: int, national: str) -> PhoneNumber:
    """The number as `parse` builds it once it has decided on calling code and national digits."""
    number = PhoneNumber(country_code=calling_code, national_number=int(national))
    _set_italian_leading_zeros_for_phone_number(national, number)
    return number


def facts_of(calling_code: int, national: str, act: str) -> Facts:
    """All facts of one number; `act` is handed through."""
    number = number_of(calling_code, national)
    zones = [zone for zone in time_zones_for_number(number) if zone != UNKNOWN_TIMEZONE]
    return Facts(
        calling_code=calling_code,
        region=phonenumbers.region_code_for_number(number),
        number_type=TYPES[phonenumbers.number_type(number)],
        is_valid=phonenumbers.is_valid_number(number),
        description_en=description_for_number(number, "en") or None,
        description_es=description_for_number(number, "es") or None,
        time_zones=" ".join(zones) or None,
        act=act,
    )


def unreadable(act: str, calling_code: int | None = None) -> Facts:
    """The facts of digits that are no number."""
    return Facts(calling_code, None, "unknown", False, None, None, None, act)


def parsed(digits: str) -> str:
    """The digits that `parse` makes of "+" and these; `UNKNOWN_CODE` or `ERROR` when it refuses them."""
    try:
        number = phonenumbers.parse("+" + digits)
    except NumberParseException as problem:
        is_unknown = problem.error_type == NumberParseException.INVALID_COUNTRY_CODE
        return UNKNOWN_CODE if is_unknown else ERROR
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]


def check_mobile_token(calling_code: int, national: str) -> None:
    """Make sure that the geocoder looks a mobile number up by the digits after its token, and by nothing else.

    Raises:
        ValueError: it reads another number there, so that its prefixes cut the intervals in the wrong places.
    """
    token = country_mobile_token(calling_code)
    if not token or not national.startswith(token):
        return
    rest = national[len(token) :]
    region = phonenumbers.region_code_for_country_code(calling_code)
    read = phonenumbers.national_significant_number(phonenumbers.parse(rest, region))
    if read != rest:
        raise ValueError(f"+{calling_code}{national}: without its mobile token it is read as {read}.")
