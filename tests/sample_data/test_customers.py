"""The customers of the committed sample live everywhere, and their numbers are nobody's where that can be helped."""

import re
from typing import Any

import phonenumbers
import polars as pl
import pytest

from sample_data.places import places, read_csv

STATES = set(
    """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY""".split()  # noqa: SIM905
)
KNOWN = places(many=False)
REGIONS = {"Africa": "Africa", "Asia": "Asia", "Australia": "Australia", "Pacific": "Australia", "Europe": "Europe"}


def _number(attributes: dict[str, Any]) -> str | None:
    address = attributes["from"] if attributes["direction"] == "inbound" else attributes["to"]
    found = re.search(r"\+\d+", address) or re.search(r"\+\d+", attributes["customers"].get("phone", ""))
    return None if found is None or found[0] == "+266696687" else found[0]


@pytest.fixture(scope="module")
def numbers(attributes: list[dict[str, Any]]) -> set[str]:
    return {number for each in attributes if (number := _number(each))}


@pytest.fixture(scope="module")
def homes(numbers: set[str]) -> list[dict[str, Any]]:
    prefixes = {row["prefix"]: row for row in KNOWN.iter_rows(named=True)}
    return [prefixes[number[:length]] for number in numbers for length in range(3, 14) if number[:length] in prefixes]


def test_every_number_is_valid_in_the_country_that_its_place_says() -> None:
    wrong = []
    for row in KNOWN.iter_rows(named=True):
        for digit in "0159":
            number = phonenumbers.parse(row["prefix"] + digit * row["digits"])
            found = phonenumbers.region_code_for_number(number)
            if found != row["country"] or not phonenumbers.is_valid_number(number):
                wrong.append((row["country"], row["prefix"], found))

    assert wrong == []


def test_the_samples_numbers_are_all_valid(numbers: set[str]) -> None:
    assert [number for number in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(number))] == []


def test_north_american_numbers_are_kept_for_fiction(numbers: set[str]) -> None:
    american = [number for number in numbers if number.startswith("+1")]

    assert len(american) > 1_000
    assert [number for number in american if not re.fullmatch(r"\+1\d{3}55501\d\d", number)] == []


def test_customers_come_from_all_states_and_many_provinces(homes: list[dict[str, Any]]) -> None:
    found = {country: {home["state"] for home in homes if home["country"] == country} for country in ("US", "CA")}

    assert found["US"] >= STATES
    assert len(found["CA"]) >= 8


def test_customers_come_from_forty_countries_in_six_regions(homes: list[dict[str, Any]]) -> None:
    zones = {(home["country"], home["zone"].split("/")[0]) for home in homes}
    regions = {
        REGIONS.get(zone, "North America" if country in ("US", "CA") else "Latin America") for country, zone in zones
    }

    assert len({country for country, _ in zones}) >= 40
    assert regions == {"Africa", "Asia", "Australia", "Europe", "Latin America", "North America"}


def test_every_customer_is_marked_as_sample(attributes: list[dict[str, Any]]) -> None:
    customers = [each["customers"] for each in attributes]

    assert {customer["customer_attribute_1"] for customer in customers} == {"sample"}
    domains = {customer["email"].split("@")[1] for customer in customers if "email" in customer}
    assert domains == {"example.com", "example.org", "example.net"}


def test_some_callers_hide_and_some_say_where_they_live(attributes: list[dict[str, Any]]) -> None:
    addresses = [each["from"] for each in attributes]
    told = {key for each in attributes for key in each["customers"]}

    assert {"anonymous", "+266696687"} <= set(addresses)
    assert {address.split(":")[0] for address in addresses if ":" in address} == {"client", "sip", "whatsapp"}
    assert {"city", "state", "area", "country", "zip", "geo_location"} <= told


def test_callers_come_back(numbers: set[str], attributes: list[dict[str, Any]]) -> None:
    seen = pl.Series([number for each in attributes if (number := _number(each))])

    assert 1.5 < len(seen) / len(numbers) < 4


def test_the_ranges_said_to_be_fiction_are_in_the_table() -> None:
    fiction = {row["country"] for row in read_csv("numbers.csv") if row["fiction"] == "1"}

    assert fiction >= {"GB", "FR", "DE", "SE", "AU"}
