"""The same rules told again, one customer at a time: both must agree on any mix of sources."""

from typing import NamedTuple

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from core.geo import place
from core.geo.place import INPUTS
from tests.thorough import examples

UNKNOWN = (None, None, "unknown")


class Facts(NamedTuple):
    """What a number tells; `made_of` is the precision of what follows from it below the country."""

    country: str | None = None
    state: str | None = None
    area: str | None = None
    city: str | None = None
    area_code: str | None = None
    time_zone: str | None = None
    made_of: str = "country"


NUMBERS = {
    "+14155552671": Facts("US", "CA", None, "San Francisco", "415", "America/Los_Angeles", "area code"),
    "+12125550100": Facts("US", "NY", None, "New York City", "212", "America/New_York", "area code"),
    "+442079460018": Facts("GB", None, None, "London", None, "Europe/London", "city"),
    "+34928123456": Facts("ES", None, "Las Palmas", "Las Palmas", None, "Atlantic/Canary", "area"),
    "+523336123456": Facts("MX", "Jalisco", None, "Guadalajara", None, "America/Mexico_City", "city"),
    "+18095551234": Facts("DO", area_code="809", time_zone="America/Santo_Domingo"),
    "+18005551234": Facts(),
    "anonymous": Facts(),
}
COUNTRIES = {"germany": "DE", "US": "US", "Great Britain": "GB", "mexico": "MX", "Narnia": None, " ": None}
STATES = {"California": "CA", "ny": "NY", "Bayern": "Bayern", "jal": "JAL"}
CITIES = {"Oakland": ("CA", "America/Los_Angeles"), "BUFFALO": ("NY", "America/New_York"), "Nowhereville": None}
SPELT = {"BUFFALO": "Buffalo"}
ZONES = {"DE": "Europe/Berlin", "GB": "Europe/London", "ES": "Europe/Madrid", "DO": "America/Santo_Domingo"}
STATE_ZONES = {"CA": "America/Los_Angeles", "NY": "America/New_York"}
TEXTS = {
    "customer_address": NUMBERS,
    "given_country": COUNTRIES,
    "given_state": STATES,
    "given_area": ("Marin", "Las Palmas"),
    "given_city": CITIES,
    "given_zip": ("94965",),
    "given_geolocation": ("37.8;-122.5", "nowhere"),
    "voice_country": COUNTRIES,
    "voice_state": STATES,
    "voice_city": CITIES,
    "voice_zip": ("94105",),
}
CUSTOMER = st.fixed_dictionaries({name: st.sampled_from([None, *texts]) for name, texts in TEXTS.items()})

Told = tuple[str | None, str | None, str]
"""A level's value, source and precision."""


def first(*told: Told) -> Told:
    """The first source that says something."""
    return next((one for one in told if one[0] is not None), UNKNOWN)


def state_of(text: str | None, country: str | None) -> str | None:
    if text is None:
        return None
    if text == "jal":
        return "Jalisco" if country == "MX" else text
    return STATES[text] if country == "US" else text


def town_of(text: str | None, country: str | None, state: str | None) -> tuple[str | None, str | None]:
    """The town's name and its zone, which is null when it is not known which town is meant."""
    if text is None:
        return None, None
    town = CITIES[text]
    # Without a state both names still mean the town that is many times as large as any other of the name.
    is_known = town is not None and country == "US" and state in (None, town[0])
    return SPELT.get(text, text), town[1] if is_known and town else None


def told(customer: dict[str, str | None]) -> dict[str, str | None]:
    """Levels with their sources and precisions, by the rules in words."""
    number = NUMBERS.get(customer["customer_address"] or "", Facts())
    given_country = COUNTRIES.get(customer["given_country"] or "")
    voice_country = COUNTRIES.get(customer["voice_country"] or "")
    country = first(
        (given_country, "attribute", "country"),
        (voice_country, "voice event", "country"),
        (number.country, "phone", "country"),
    )
    voice_counts = voice_country in (None, country[0])
    number_counts = number.country is not None and number.country == country[0]

    given_state = state_of(customer["given_state"], country[0])
    voice_state = state_of(customer["voice_state"], country[0]) if voice_counts else None
    number_state = number.state if number_counts else None
    made_of = "area code" if number.made_of == "area code" else "state"
    state = first(
        (given_state, "attribute", "state"),
        (voice_state, "voice event", "state"),
        (number_state, "phone", made_of),
    )
    area_code = (number.area_code, "phone", "area code") if number_counts and number.area_code else UNKNOWN
    conflict = "state" if {given_state, voice_state, number_state} - {None, state[0]} else None
    if {given_country, voice_country, number.country} - {None, country[0]}:
        conflict = "country"

    voice_counts = voice_counts and voice_state in (None, state[0])
    in_state = number_counts and number_state in (None, state[0])
    number_area = number.area if in_state else None
    area = first((customer["given_area"], "attribute", "area"), (number_area, "phone", "area"))
    number_counts = in_state and number_area in (None, area[0])

    given_city, given_zone = town_of(customer["given_city"], country[0], state[0])
    voice_city, voice_zone = town_of(customer["voice_city"] if voice_counts else None, country[0], state[0])
    number_city = number.city if number_counts else None
    city = first(
        (given_city, "attribute", "city"),
        (voice_city, "voice event", "city"),
        (number_city, "phone", number.made_of),
    )
    zone_of_town = given_zone if given_city else voice_zone
    is_point = customer["given_geolocation"] == "37.8;-122.5"
    voice_zip = customer["voice_zip"] if voice_counts and voice_city in (None, city[0]) else None
    by_town = ("", city[1], "city") if zone_of_town else UNKNOWN
    number_points = number_counts and number_city in (None, city[0]) and number.made_of != "country"
    point = first(
        ("", "attribute", "point") if is_point else UNKNOWN,
        by_town,
        ("", "phone", number.made_of) if number_points else UNKNOWN,
        ("", state[1], "state") if country[0] == "US" and state[0] in STATE_ZONES else UNKNOWN,
        ("", country[1], "country") if country[0] else UNKNOWN,
    )
    zone = first(
        (zone_of_town, city[1], "city"),
        (number.time_zone if in_state else None, "phone", number.made_of),
        (STATE_ZONES.get(state[0] or "") if country[0] == "US" else None, state[1], "state"),
        (ZONES.get(country[0] or ""), country[1], "country"),
    )
    postcode = first((customer["given_zip"], "attribute", "zip"), (voice_zip, "voice event", "zip"))
    levels = {"country": country, "state": state, "area": area, "city": city, "zip": postcode, "time_zone": zone}
    return {
        **{level: value for level, (value, _, _) in levels.items()},
        "area_code": area_code[0],
        **{
            f"{level}_{name}": value
            for level, (_, source, precision) in (levels | {"area_code": area_code, "geolocation": point}).items()
            for name, value in (("source", source), ("precision", precision))
        },
        "place_conflict": conflict,
        "phone_country": number.country,
    }


@settings(max_examples=examples(60, 1_500), deadline=None)
@given(st.lists(CUSTOMER, min_size=1, max_size=40))
def test_columns_and_a_loop_over_customers_give_the_same_places(customers: list[dict[str, str | None]]) -> None:
    rows = pl.LazyFrame(
        [dict.fromkeys(INPUTS) | customer for customer in customers], schema=dict.fromkeys(INPUTS, pl.String)
    )
    expected = [told(customer) for customer in customers]
    assert place(rows).select(*expected[0]).collect().to_dicts() == expected


@settings(max_examples=examples(10, 200), deadline=None)
@given(st.lists(CUSTOMER, min_size=2, max_size=20))
def test_a_customer_is_placed_the_same_alone_and_among_others(customers: list[dict[str, str | None]]) -> None:
    schema = dict.fromkeys(INPUTS, pl.String)
    rows = [dict.fromkeys(INPUTS) | customer for customer in customers]
    together = place(pl.LazyFrame(rows, schema=schema)).collect()
    half = len(rows) // 2
    apart = [place(pl.LazyFrame(part, schema=schema)).collect() for part in (rows[:half], rows[half:])]
    assert pl.concat(apart).equals(together)
