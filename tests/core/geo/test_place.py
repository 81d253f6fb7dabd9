"""Which source wins at which level, and what a contradiction takes away."""

import polars as pl
import pytest

from core.geo import place
from core.geo.gazetteer import REGIONS, countries
from core.geo.place import CHUNK, INPUTS, OUTPUTS
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


@pytest.mark.parametrize(
    ("country", "sovereign"),
    [("PR", "US"), ("GG", "GB"), ("RE", "FR"), ("HK", "CN"), ("GL", "DK"), ("US", "US"), ("ES", "ES")],
)
def test_a_territory_is_a_country_of_its_own_that_belongs_to_a_sovereign(country: str, sovereign: str) -> None:
    found = one(given_country=country)
    assert (found["country"], found["sovereign"]) == (country, sovereign)


def test_every_level_says_what_it_was_made_of() -> None:
    given = {"given_city": "Oakland", "given_area": "Alameda", "given_zip": "94607"}
    found = one(customer_address=SAN_FRANCISCO, **given)
    assert {level: found[f"{level}_precision"] for level in PLACE_LEVELS} == {
        "region": "country",
        "country": "country",
        "state": "area code",
        "area": "area",
        "city": "city",
        "zip": "zip",
        "geolocation": "city",
        "area_code": "area code",
        "time_zone": "city",
    }


def test_what_is_given_has_the_precision_of_its_own_level() -> None:
    found = one(given_region="EMEA", given_country="FR", given_state="Bretagne", given_geolocation="48.1;-1.7")
    levels_given = ("region", "country", "state", "geolocation", "time_zone")
    precisions = tuple(found[f"{level}_precision"] for level in levels_given)
    assert precisions == ("region", "country", "state", "point", "country")


@pytest.mark.parametrize(
    ("customer", "conflict"),
    [
        ({"customer_address": SAN_FRANCISCO}, None),
        ({"customer_address": SAN_FRANCISCO, "given_country": "US", "given_state": "california"}, None),
        ({"customer_address": SAN_FRANCISCO, "given_country": "DE"}, "country"),
        ({"customer_address": SAN_FRANCISCO, "given_country": "DE", "given_state": "Bayern"}, "country"),
        ({"customer_address": SAN_FRANCISCO, "voice_country": "CA"}, "country"),
        ({"given_country": "DE", "voice_country": "FR"}, "country"),
        ({"customer_address": SAN_FRANCISCO, "given_state": "TX"}, "state"),
        ({"customer_address": SAN_FRANCISCO, "voice_country": "US", "voice_state": "NY"}, "state"),
        ({"given_state": "TX", "given_country": "US", "voice_state": "NY", "voice_country": "US"}, "state"),
        ({"customer_address": "+523336123456", "given_state": "JAL"}, None),
        ({"customer_address": "+523336123456", "given_state": "Sonora"}, "state"),
        ({"customer_address": SAN_FRANCISCO, "given_city": "Oakland"}, None),
        ({"customer_address": "anonymous", "given_country": "DE"}, None),
    ],
)
def test_the_highest_level_of_a_contradiction_is_told(customer: dict[str, str | None], conflict: str | None) -> None:
    assert placed(customer)["place_conflict"].item() == conflict


def test_a_contradiction_leaves_what_the_number_is() -> None:
    found = one(customer_address=SAN_FRANCISCO, given_country="DE")
    assert (found["phone_country"], found["number_type"], found["area_code"]) == ("US", "fixed line or mobile", None)


def test_washington_is_a_state_or_a_capital_by_its_number_and_its_name() -> None:
    state = one(customer_address="+12065550100", given_state="Washington State")
    capital = one(customer_address="+12025550100")
    assert (state["state"], state["city"], state["place_conflict"]) == ("WA", "Seattle", None)
    assert (capital["state"], capital["city"]) == ("DC", "Washington")


def test_a_town_given_in_another_state_has_no_point_of_the_area_code() -> None:
    """Chicago is not in California: the state is known from the number, the town's point is not."""
    found = one(customer_address=SAN_FRANCISCO, given_city="Chicago")
    assert (found["state"], found["city"], found["geolocation_precision"]) == ("CA", "Chicago", "state")


def test_a_town_in_another_zone_of_the_state_has_its_own_clock() -> None:
    found = one(customer_address="+15125550100", given_city="El Paso")
    assert (found["state"], found["time_zone"], found["time_zone_precision"]) == ("TX", "America/Denver", "city")


def test_a_number_abroad_is_placed_by_its_plan() -> None:
    found = one(customer_address="+523336123456")
    assert levels(found) == ("Latin America", "MX", "Jalisco", "Guadalajara", None, None, "America/Mexico_City")
    assert (found["geolocation_precision"], found["latitude"]) == ("city", pytest.approx(20.68, abs=0.05))


def test_another_state_abroad_takes_the_plans_town_away() -> None:
    found = one(customer_address="+523336123456", given_state="Sonora")
    assert (found["state"], found["city"], found["geolocation_precision"]) == ("Sonora", None, "country")


def test_another_area_takes_the_plans_town_away_but_not_the_clock() -> None:
    found = one(customer_address="+34928123456", given_area="Lanzarote")
    assert (found["area"], found["city"], found["geolocation_precision"]) == ("Lanzarote", None, "country")
    assert found["time_zone"] == "Atlantic/Canary"


@pytest.mark.parametrize("address", ["+442079460018", "+34612345678", "+393312345678"])
def test_a_country_on_one_clock_has_it_for_every_number(address: str) -> None:
    found = one(customer_address=address)
    zones = {"GB": "Europe/London", "ES": "Europe/Madrid", "IT": "Europe/Rome"}
    assert found["time_zone"] == zones[str(found["country"])]


def test_many_rows_stay_in_their_order() -> None:
    addresses = pl.Series(["+442079460018", SAN_FRANCISCO, None]).sample(CHUNK + 3, with_replacement=True, seed=1)
    blank = {name: pl.lit(None, pl.String) for name in INPUTS[1:]}
    found = place(pl.LazyFrame({"customer_address": addresses}).with_columns(**blank)).collect()
    assert found["phone_e164"].equals(addresses.alias("phone_e164"))
