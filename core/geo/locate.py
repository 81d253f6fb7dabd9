"""Where a phone number was issued. The only module that knows `phonenumbers`."""

from typing import NamedTuple

import phonenumbers
import polars as pl
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType
from phonenumbers.timezone import time_zones_for_number

from core.geo.address import number_text, why_no_number
from core.geo.gazetteer import area_codes, countries

NORTH_AMERICAN_PLAN = 1
ON_THE_GROUND = {PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
"""Kinds of North American numbers that belong to a country; the others (800, 900, 500 …) belong to all of them."""

RENAMED_ZONES = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
"""Zones that `phonenumbers` calls by names that were given up."""

LOCATED = pl.Schema(
    {
        "address": pl.String,
        "phone_e164": pl.String,
        "country": pl.String,
        "country_source": pl.String,
        "phone_country": pl.String,
        "number_type": pl.String,
        "state": pl.String,
        "city": pl.String,
        "area_code": pl.String,
        "latitude": pl.Float64,
        "longitude": pl.Float64,
        "time_zone": pl.String,
        "geolocation_precision": pl.String,
        "place_reason": pl.String,
    }
)


class Issued(NamedTuple):
    """What the numbering plan says of one number; null when it says nothing."""

    phone_e164: str | None = None
    country: str | None = None
    country_source: str | None = None
    area_code: str | None = None
    plan_zone: str | None = None
    place_reason: str | None = None
    number_type: str | None = None
    phone_country: str | None = None


def locate(addresses: pl.Series, default_country: str = "") -> pl.DataFrame:
    """Place each distinct address by its number; null addresses have no row.

    Args:
        addresses: as they arrived, from any channel; each needs to occur only once.
        default_country: ISO code assumed for numbers written in national form; empty for none.

    Returns:
        One row a distinct address, by `address`, as `LOCATED` says. `phone_e164` only when the number is valid;
        `country_source` is `phone`, or `default` when the number was written in national form; state, city and
        area code for the North American plan; the point is the area code's or else the country's, as
        `geolocation_precision` says: area code, country, unknown; `place_reason` says why there is no place:
        anonymous, invalid, toll-free, not a phone, unknown country.
    """
    distinct = addresses.cast(pl.String).drop_nulls().unique().sort().alias("address").to_frame()
    numbers = distinct.with_columns(number=number_text(pl.col("address"))).with_columns(
        refused=why_no_number(pl.col("number"))
    )
    issued = _ask(numbers.filter(pl.col("refused").is_null())["number"], default_country)
    return _add_places(numbers.join(issued, on="number", how="left")).select(LOCATED.names()).sort("address")


def _ask(numbers: pl.Series, default_country: str) -> pl.DataFrame:
    """One row a distinct number text: what `phonenumbers` knows of it.

    A loop, because the library is Python: it runs once for a number that was never seen before, at ingest.
    """
    phonenumbers.enable_pattern_cache()
    distinct = numbers.unique().sort()
    columns = dict.fromkeys(Issued._fields, pl.String)
    answers = pl.DataFrame([_issued(text, default_country) for text in distinct], schema=columns, orient="row")
    return answers.with_columns(number=distinct)


def _issued(text: str, default_country: str) -> Issued:
    try:
        number = _parse(text, default_country)
    except NumberParseException as problem:
        return Issued(place_reason=_why_unreadable(text, problem))
    if not phonenumbers.is_valid_number(number):
        return Issued(place_reason="not a phone" if any(sign.isalpha() for sign in text) else "invalid")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_number(number)
    kind = phonenumbers.number_type(number)
    is_american = number.country_code == NORTH_AMERICAN_PLAN
    is_of_none = country in (None, "001") or (is_american and not _is_on_the_ground(e164, kind))
    phone_country = None if is_of_none else country
    if is_of_none or kind == PhoneNumberType.TOLL_FREE:
        why = "toll-free" if kind == PhoneNumberType.TOLL_FREE else "unknown country"
        return Issued(e164, place_reason=why, number_type=_word(kind), phone_country=phone_country)
    assumed = number.country_code_source == phonenumbers.CountryCodeSource.FROM_DEFAULT_COUNTRY
    area_code = e164[2:5] if is_american else None
    source = "default" if assumed else "phone"
    return Issued(e164, country, source, area_code, _plan_zone(number), None, _word(kind), phone_country)


def _word(kind: int) -> str:
    return PhoneNumberType.to_string(kind).replace("_", " ").lower()


def _is_on_the_ground(e164: str, kind: int) -> bool:
    # A few blocks inside ordinary area codes are for internet calls: their area code still is a place.
    return kind in ON_THE_GROUND or (kind == PhoneNumberType.VOIP and e164[2:5] in area_codes()["area_code"])


def _parse(text: str, default_country: str) -> PhoneNumber:
    # How the country was found is only asked for where it may have been assumed: it costs time.
    number = phonenumbers.parse(text, default_country or None, keep_raw_input=not text.startswith("+"))
    if text.startswith("+521") and not phonenumbers.is_valid_number(number):
        # WhatsApp still writes Mexican mobiles with the 1 that the plan gave up in 2019.
        without = phonenumbers.parse("+52" + text[4:])
        return without if phonenumbers.is_valid_number(without) else number
    return number


def _why_unreadable(text: str, problem: NumberParseException) -> str:
    if problem.error_type == NumberParseException.NOT_A_NUMBER or any(sign.isalpha() for sign in text):
        return "not a phone"
    needs_a_country = problem.error_type == NumberParseException.INVALID_COUNTRY_CODE and "+" not in text
    return "unknown country" if needs_a_country else "invalid"


def _plan_zone(number: PhoneNumber) -> str | None:
    """The number's time zone, when the plan leaves no choice."""
    zones = time_zones_for_number(number)
    if len(zones) != 1 or zones[0] == "Etc/Unknown":
        return None
    return RENAMED_ZONES.get(zones[0], zones[0])


def _add_places(numbers: pl.DataFrame) -> pl.DataFrame:
    by_code = area_codes().rename({"country": "code_country"})
    anchors = countries().select(
        country="iso2", anchor_latitude="latitude", anchor_longitude="longitude", main_zone="time_zone"
    )
    has_code, has_country = pl.col("latitude").is_not_null(), pl.col("country").is_not_null()
    precision = pl.when(has_code).then(pl.lit("area code")).when(has_country).then(pl.lit("country"))
    return (
        numbers.join(by_code, on="area_code", how="left")
        .join(anchors, on="country", how="left")
        .with_columns(
            geolocation_precision=precision.otherwise(pl.lit("unknown")),
            latitude=pl.coalesce("latitude", "anchor_latitude"),
            longitude=pl.coalesce("longitude", "anchor_longitude"),
            time_zone=pl.coalesce("time_zone", "plan_zone", "main_zone"),
            place_reason=pl.coalesce("refused", "place_reason"),
        )
    )
