"""The same rules told again, one customer at a time: both must agree on any mix of sources."""

from typing import NamedTuple

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from core.geo import place
from core.geo.place import INPUTS


class Facts(NamedTuple):
    country: str | None = None
    state: str | None = None
    city: str | None = None
    area_code: str | None = None


NUMBERS = {
    "+14155552671": Facts("US", "CA", "San Francisco", "415"),
    "+12125550100": Facts("US", "NY", "New York City", "212"),
    "+442079460018": Facts("GB", city="London"),
    "+18095551234": Facts("DO", area_code="809"),
    "+18005551234": Facts(),
    "anonymous": Facts(),
}
COUNTRIES = {"germany": "DE", "US": "US", "Great Britain": "GB", "Narnia": None, " ": None}
STATES = {"California": "CA", "ny": "NY", "Bayern": "Bayern"}
CITIES = {"Sausalito": "Sausalito", "OAKLAND": "Oakland"}
TEXTS = {
    "customer_address": NUMBERS,
    "given_country": COUNTRIES,
    "given_state": STATES,
    "given_city": CITIES,
    "given_zip": ("94965",),
    "voice_country": COUNTRIES,
    "voice_state": STATES,
    "voice_city": CITIES,
    "voice_zip": ("94105",),
}
CUSTOMER = st.fixed_dictionaries({name: st.sampled_from([None, *texts]) for name, texts in TEXTS.items()})


def state_of(text: str | None, country: str | None) -> str | None:
    return STATES[text] if text and country == "US" else text


def told(customer: dict[str, str | None]) -> dict[str, str | None]:
    """Country, state, city, zip and area code with their sources, by the rules in words."""
    number = NUMBERS.get(customer["customer_address"] or "", Facts())
    given_country = COUNTRIES.get(customer["given_country"] or "")
    voice_country = COUNTRIES.get(customer["voice_country"] or "")
    country = given_country or voice_country or number.country
    voice_counts = voice_country in (None, country)
    number_counts = number.country is not None and number.country == country

    given_state = state_of(customer["given_state"], country)
    voice_state = state_of(customer["voice_state"], country) if voice_counts else None
    number_state = number.state if number_counts else None
    state = given_state or voice_state or number_state
    area_code = number.area_code if number_counts else None
    voice_counts = voice_counts and voice_state in (None, state)
    number_counts = number_counts and number_state in (None, state)

    given_city = CITIES.get(customer["given_city"] or "")
    voice_city = CITIES.get(customer["voice_city"] or "") if voice_counts else None
    number_city = number.city if number_counts else None
    city = given_city or voice_city or number_city
    voice_zip = customer["voice_zip"] if voice_counts and voice_city in (None, city) else None

    def source(attribute: str | None, event: str | None, phone: str | None) -> str | None:
        return "attribute" if attribute else "voice event" if event else "phone" if phone else None

    return {
        "country": country,
        "country_source": source(given_country, voice_country, number.country),
        "state": state,
        "state_source": source(given_state, voice_state, number_state),
        "city": city,
        "city_source": source(given_city, voice_city, number_city),
        "zip": customer["given_zip"] or voice_zip,
        "area_code": area_code,
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(CUSTOMER, min_size=1, max_size=40))
def test_columns_and_a_loop_over_customers_give_the_same_places(customers: list[dict[str, str | None]]) -> None:
    rows = pl.LazyFrame(
        [dict.fromkeys(INPUTS) | customer for customer in customers], schema=dict.fromkeys(INPUTS, pl.String)
    )
    expected = [told(customer) for customer in customers]
    assert place(rows).select(*expected[0]).collect().to_dicts() == expected


@settings(max_examples=20, deadline=None)
@given(st.lists(CUSTOMER, min_size=2, max_size=20))
def test_a_customer_is_placed_the_same_alone_and_among_others(customers: list[dict[str, str | None]]) -> None:
    schema = dict.fromkeys(INPUTS, pl.String)
    rows = [dict.fromkeys(INPUTS) | customer for customer in customers]
    together = place(pl.LazyFrame(rows, schema=schema)).collect()
    half = len(rows) // 2
    apart = [place(pl.LazyFrame(part, schema=schema)).collect() for part in (rows[:half], rows[half:])]
    assert pl.concat(apart).equals(together)
