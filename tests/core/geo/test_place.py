"""Which source wins at which level, and what a contradiction takes away."""

import polars as pl
import pytest

from core.geo import place
from core.geo.gazetteer import REGIONS, countries
from core.geo.place import INPUTS, OUTPUTS
from core.schema.columns import PLACE_LEVELS
from core.schema.tables import CUSTOMERS

SAN_FRANCISCO = "+14155552671"
VOICE = {"voice_country": "US", "voice_state": "CA", "voice_city": "SAN FRANCISCO", "voice_zip": "94105"}


def placed(*customers: dict[str, str | None], default_country: str = "") -> pl.DataFrame:
    blank = dict.fromkeys(INPUTS)
    rows = pl.LazyFrame([blank | customer for customer in customers], schema=dict.fromkeys(INPUTS, pl.String))
    return place(rows, default_country).collect()


def one(default_country: str = "", **customer: str | None) -> dict[str, object]:
    return placed(customer, default_country=default_country).row(0, named=True)


def levels(found: dict[str, object]) -> tuple[object, ...]:
    return tuple(found[level] for level in ("region", "country", "state", "city", "zip", "area_code", "time_zone"))


def sources(found: dict[str, object]) -> tuple[object, ...]:
    return tuple(found[f"{level}_source"] for level in ("region", "country", "state", "city", "geolocation"))


def test_a_number_alone_places_on_every_level_it_knows() -> None:
    found = one(customer_address=SAN_FRANCISCO)
    assert levels(found) == ("North America", "US", "CA", "San Francisco", None, "415", "America/Los_Angeles")
    assert sources(found) == ("phone",) * 5
    assert (found["geolocation_precision"], found["place_reason"], found["phone_e164"]) == (
        "area code",
        None,
        SAN_FRANCISCO,
    )


def test_the_voice_event_comes_before_the_number() -> None:
    found = one(customer_address=SAN_FRANCISCO, **VOICE | {"voice_city": "OAKLAND"})
    assert levels(found)[:6] == ("North America", "US", "CA", "Oakland", "94105", "415")
    assert sources(found) == ("voice event",) * 5
    assert (found["geolocation_precision"], found["latitude"]) == ("city", pytest.approx(37.80, abs=0.05))


def test_attributes_come_before_the_voice_event() -> None:
    found = one(customer_address=SAN_FRANCISCO, given_city="Sausalito", given_zip="94965", given_area="Marin", **VOICE)
    assert (found["city"], found["zip"], found["area"]) == ("Sausalito", "94965", "Marin")
    assert (found["city_source"], found["state_source"]) == ("attribute", "voice event")


def test_another_country_takes_away_all_that_the_number_and_the_voice_event_said_below_it() -> None:
    found = one(customer_address=SAN_FRANCISCO, given_country="Germany", **VOICE)
    assert levels(found) == ("Europe", "DE", None, None, None, None, "Europe/Berlin")
    assert sources(found) == ("attribute", "attribute", None, None, "attribute")
    assert (found["geolocation_precision"], found["phone_e164"]) == ("country", SAN_FRANCISCO)


def test_another_state_takes_away_city_and_point_but_not_the_area_code() -> None:
    found = one(customer_address=SAN_FRANCISCO, given_state="texas")
    assert levels(found) == ("North America", "US", "TX", None, None, "415", "America/Chicago")
    assert found["geolocation_precision"] == "state"
    assert found["latitude"] == pytest.approx(31, abs=1.5)
    assert sources(found) == ("phone", "phone", "attribute", None, "attribute")


def test_a_voice_event_of_another_country_overrides_the_number() -> None:
    found = one(customer_address=SAN_FRANCISCO, voice_country="MX", voice_state="Sonora")
    assert levels(found) == ("Latin America", "MX", "Sonora", None, None, None, None)


def test_a_city_of_the_attributes_takes_the_zip_of_the_voice_event_away() -> None:
    assert one(given_city="Sausalito", **VOICE)["zip"] is None


def test_the_same_country_in_other_words_is_no_contradiction() -> None:
    found = one(customer_address=SAN_FRANCISCO, given_country=" estados unidos ", given_state="California")
    assert levels(found)[:4] == ("North America", "US", "CA", "San Francisco")
    assert sources(found)[:4] == ("attribute", "attribute", "attribute", "phone")


def test_an_unknown_country_text_counts_as_not_given() -> None:
    found = one(customer_address="+34612345678", given_country="Narnia")
    assert (found["country"], found["country_source"]) == ("ES", "phone")


@pytest.mark.parametrize(("given", "region"), [("EUROPE", "Europe"), ("EMEA", "EMEA")])
def test_a_region_renames_and_contradicts_nothing(given: str, region: str) -> None:
    found = one(customer_address=SAN_FRANCISCO, given_region=given)
    assert (found["region"], found["region_source"], found["city"]) == (region, "attribute", "San Francisco")


def test_a_point_of_the_attributes_is_exact() -> None:
    found = one(customer_address="anonymous", given_geolocation="-22.5743922;17.0790688")
    assert (found["latitude"], found["longitude"]) == (-22.5743922, 17.0790688)
    assert (found["geolocation_precision"], found["geolocation_source"]) == ("point", "attribute")
    assert (found["country"], found["place_reason"]) == (None, None)


@pytest.mark.parametrize("text", ["91;0", "0;181", "12", "12;", "north;west", "1e1;2", "12,5;7", "999;999"])
def test_a_point_off_the_earth_or_unreadable_is_ignored(text: str) -> None:
    found = one(customer_address=SAN_FRANCISCO, given_geolocation=text)
    assert (found["geolocation_precision"], found["geolocation_source"]) == ("area code", "phone")


def test_a_country_assumed_by_default_says_so() -> None:
    found = one("US", customer_address="(415) 555-2671")
    assert sources(found) == ("default", "default", "phone", "phone", "phone")


@pytest.mark.parametrize(
    ("address", "reason"),
    [("anonymous", "anonymous"), ("+18005551234", "toll-free"), ("client:ana", "not a phone"), (None, "not a phone")],
)
def test_whoever_cannot_be_placed_has_a_reason_and_nothing_else(address: str | None, reason: str) -> None:
    found = one(customer_address=address)
    assert found.pop("place_reason") == reason
    assert {found.pop(f"{level}_precision") for level in PLACE_LEVELS} == {"unknown"}
    of_the_number = ("phone_e164", "number_type")
    assert {value for name, value in found.items() if name not in of_the_number} == {None}


def test_blank_texts_are_nothing() -> None:
    assert one(customer_address=SAN_FRANCISCO, **dict.fromkeys(INPUTS[1:], "  ")) == one(customer_address=SAN_FRANCISCO)


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("+27711234567", "Africa"),
        ("+919876543210", "Asia"),
        ("+61412345678", "Australia"),
        ("+4915112345678", "Europe"),
        ("+18095551234", "Latin America"),
        (SAN_FRANCISCO, "North America"),
    ],
)
def test_all_six_regions_are_reached(address: str, region: str) -> None:
    assert region in REGIONS
    assert one(customer_address=address)["region"] == region


def test_every_country_has_a_point_once_it_is_known() -> None:
    found = placed(*({"given_country": code} for code in countries()["iso2"]))
    assert found["country"].to_list() == countries()["iso2"].to_list()
    assert found["geolocation_precision"].unique().to_list() == ["country"]
    assert found.filter(pl.col("region").is_null())["country"].to_list() == ["AQ", "BV"]


def test_other_columns_and_the_order_of_rows_stay() -> None:
    rows = pl.LazyFrame(
        [
            {"conversation_id": n, **dict.fromkeys(INPUTS), "customer_address": number}
            for n, number in enumerate(["+442079460018", SAN_FRANCISCO, None, "+442079460018"])
        ],
        schema={"conversation_id": pl.Int64, **dict.fromkeys(INPUTS, pl.String)},
    )
    found = place(rows).collect()
    assert found.columns == ["conversation_id", *OUTPUTS]
    assert found["country"].to_list() == ["GB", "US", None, "GB"]
    assert found["conversation_id"].to_list() == [0, 1, 2, 3]


def test_no_row_has_the_same_columns_as_many() -> None:
    nobody = place(pl.LazyFrame(schema=dict.fromkeys(INPUTS, pl.String)))
    assert nobody.collect().schema == placed({}).schema
    assert nobody.collect_schema() == placed({}).schema


def test_the_types_are_those_of_the_declared_table() -> None:
    found = placed({"customer_address": SAN_FRANCISCO})
    assert {name: found.schema[name] for name in OUTPUTS} == {name: CUSTOMERS.schema[name] for name in OUTPUTS}
