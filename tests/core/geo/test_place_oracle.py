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

Customer = dict[str, str | None]
Told = tuple[str | None, str | None, str]
"""A level's value, source and precision."""

SILENT = dict.fromkeys(("voice_state", "voice_city", "voice_zip"))


def first(*told: Told) -> Told:
    """The first source that says something."""
    return next((one for one in told if one[0] is not None), UNKNOWN)


def decided(*told: Told) -> tuple[Told, bool]:
    """The first source that says something, and whether another one contradicts it."""
    best = first(*told)
    return best, bool({value for value, *_ in told} - {None, best[0]})


def country_named(text: str | None) -> str | None:
    return COUNTRIES.get(text or "")


def state_named(text: str | None, country: str | None) -> str | None:
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


def told(customer: Customer) -> dict[str, str | None]:
    """Levels with their sources and precisions, by the rules in words.

    Who contradicts a level is not heard of any level below it.
    """
    number = NUMBERS.get(customer["customer_address"] or "", Facts())
    country, has_other_country = country_of(customer, number)
    if country_named(customer["voice_country"]) not in (None, country[0]):
        customer = customer | SILENT
    of_country = number if number.country == country[0] else Facts()

    state, has_other_state = state_of(customer, country, of_country)
    if state_named(customer["voice_state"], country[0]) not in (None, state[0]):
        customer = customer | SILENT
    of_state = of_country if of_country.state in (None, state[0]) else Facts()

    levels = {"country": country, "state": state, **below(customer, country, state, of_state)}
    levels["area_code"] = first((of_country.area_code, "phone", "area code"))
    return {
        **{level: value for level, (value, _, _) in levels.items() if level != "geolocation"},
        **{f"{level}_source": source for level, (_, source, _) in levels.items()},
        **{f"{level}_precision": precision for level, (_, _, precision) in levels.items()},
        "place_conflict": "country" if has_other_country else "state" if has_other_state else None,
        "phone_country": number.country,
    }


def country_of(customer: Customer, number: Facts) -> tuple[Told, bool]:
    return decided(
        (country_named(customer["given_country"]), "attribute", "country"),
        (country_named(customer["voice_country"]), "voice event", "country"),
        (number.country, "phone", "country"),
    )


def state_of(customer: Customer, country: Told, number: Facts) -> tuple[Told, bool]:
    return decided(
        (state_named(customer["given_state"], country[0]), "attribute", "state"),
        (state_named(customer["voice_state"], country[0]), "voice event", "state"),
        (number.state, "phone", "area code" if number.made_of == "area code" else "state"),
    )


def below(customer: Customer, country: Told, state: Told, number: Facts) -> dict[str, Told]:
    """The levels below the state: area, city, postcode, clock and point."""
    area = first((customer["given_area"], "attribute", "area"), (number.area, "phone", "area"))
    of_area = number if number.area in (None, area[0]) else Facts()
    given_city, given_zone = town_of(customer["given_city"], country[0], state[0])
    voice_city, voice_zone = town_of(customer["voice_city"], country[0], state[0])
    city = first(
        (given_city, "attribute", "city"),
        (voice_city, "voice event", "city"),
        (of_area.city, "phone", of_area.made_of),
    )
    of_city = of_area if of_area.city in (None, city[0]) else Facts()
    voice_zip = customer["voice_zip"] if voice_city in (None, city[0]) else None
    zone = given_zone if given_city else voice_zone
    state_zone = STATE_ZONES.get(state[0] or "") if country[0] == "US" else None
    return {
        "area": area,
        "city": city,
        "zip": first((customer["given_zip"], "attribute", "zip"), (voice_zip, "voice event", "zip")),
        "time_zone": first(
            (zone, city[1], "city"),
            (number.time_zone, "phone", number.made_of),
            (state_zone, state[1], "state"),
            (ZONES.get(country[0] or ""), country[1], "country"),
        ),
        "geolocation": first(
            point("attribute", "point", customer["given_geolocation"] == "37.8;-122.5"),
            point(city[1], "city", zone is not None),
            point("phone", of_city.made_of, of_city.made_of != "country"),
            point(state[1], "state", state_zone is not None),
            point(country[1], "country", country[0] is not None),
        ),
    }


def point(source: str | None, precision: str, is_known: bool) -> Told:
    """Where on the map: only whose it is and how precise is compared, not the degrees."""
    return ("", source, precision) if is_known else UNKNOWN


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
