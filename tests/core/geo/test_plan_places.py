"""What the numbering plans' texts were taken for when the reference was built."""

from zoneinfo import ZoneInfo, available_timezones

import polars as pl
import pytest

from core.geo.gazetteer import countries, plan_places, plan_zones
from core.geo.names import to_country
from core.geo.numbers.table import facts

KEY = ["country", "description"]


def meant(country: str, text: str) -> tuple[str | None, ...]:
    found = plan_places().filter(country=country, description=text)
    return found.select("state", "area", "city", "precision").row(0) if found.height else (None,) * 4


@pytest.mark.parametrize(
    ("country", "text", "meaning"),
    [
        ("MX", "Guadalajara, JAL", ("Jalisco", None, "Guadalajara", "city")),
        ("MX", "Altotonga/Jalacingo, VER", ("Veracruz", "Altotonga/Jalacingo", None, None)),
        ("MX", "Jalisco", ("Jalisco", None, None, None)),
        ("MX", "Jalisco/Zacatecas", (None, None, None, None)),
        ("BR", "São Paulo - SP", ("São Paulo", None, "São Paulo", "city")),
        ("BR", "São Paulo", ("São Paulo", None, None, None)),
        ("CN", "Shenyang/Tieling/Fushun/Benxi, Liaoning", ("Liaoning", "Shenyang/Tieling/Fushun/Benxi", None, None)),
        ("CN", "Xiamen, Fujian", ("Fujian", None, "Xiamen", "city")),
        ("IN", "Abohar, Punjab", ("Punjab", None, "Abohar", "city")),
        ("JP", "Aioi, Hyogo", ("Hyogo", None, "Aioi", "city")),
        ("AR", "Buenos Aires", (None, None, "Buenos Aires", "city")),
        ("GB", "London", (None, None, "London", "city")),
        ("GB", "Bangor (Co. Down)", (None, "Bangor (Co. Down)", None, None)),
        ("DE", "Berlin", ("Berlin", None, "Berlin", "city")),
        ("RO", "Arad", ("Arad", None, "Arad", "state")),
        ("ES", "Barcelona", (None, "Barcelona", "Barcelona", "area")),
        ("ES", "Seville", (None, "Sevilla", "Sevilla", "area")),
        ("RU", "Chechen Republic", ("Chechen Republic", None, None, None)),
        ("IE", "Longford/Granard", (None, "Longford/Granard", None, None)),
        ("BG", "Ablanitsa, Blag.", ("Blagoevgrad", "Ablanitsa", None, None)),
        ("IT", "San Marino", (None, None, None, None)),
        ("GB", "United Kingdom", (None, None, None, None)),
    ],
)
def test_a_text_means_a_state_an_area_a_town_or_nothing(
    country: str, text: str, meaning: tuple[str | None, ...]
) -> None:
    assert meant(country, text) == meaning


def test_the_texts_are_those_of_the_numbering_plan() -> None:
    told = (
        facts()
        .filter("is_valid")
        .select(country=pl.col("region").cast(pl.String), description=pl.col("description_en").cast(pl.String))
    )
    assert plan_places().join(told, on=KEY, how="anti").is_empty()
    assert plan_places().select(pl.struct(KEY).is_unique().all()).item()


def test_no_country_is_a_town_a_state_or_an_area() -> None:
    named = plan_places().filter(pl.any_horizontal(to_country(pl.col("description")) == pl.col("country")))
    assert named.is_empty(), named


def test_a_town_has_a_precision_and_only_a_town_has_a_point() -> None:
    places = plan_places()
    has_city = places["city"].is_not_null()
    assert places["precision"].is_not_null().equals(has_city)
    assert not (places["latitude"].is_not_null() & ~has_city).any()
    assert set(places["precision"].drop_nulls()) == {"city", "area", "state"}


def test_a_point_lies_near_its_country() -> None:
    """Half a world away a second name would have led to the wrong town."""
    anchors = countries().select(country="iso2", there="latitude", east="longitude")
    far = plan_places().join(anchors, on="country").filter((pl.col("latitude") - pl.col("there")).abs() > 35)
    assert far["country"].unique().sort().to_list() == []


def test_zones_are_current_ones_of_the_country_itself() -> None:
    zones = plan_zones()
    known = countries().select(country="iso2", zone=pl.col("time_zones").str.split(" ")).explode("zone")
    assert zones.rename({"time_zone": "zone"}).join(known, on=["country", "zone"], how="anti").is_empty()
    towns = plan_places().select("country", zone="time_zone").drop_nulls()
    assert towns.join(known, on=["country", "zone"], how="anti").is_empty()
    assert set(zones["time_zone"]) <= available_timezones()


def test_no_zone_is_a_name_that_was_given_up() -> None:
    """An old name is the same file under two names; the country's list has only the one in use."""
    given_up = {
        "Asia/Calcutta",
        "America/Buenos_Aires",
        "Asia/Katmandu",
        "Asia/Rangoon",
        "America/Godthab",
        "Europe/Kiev",
    }
    used = set(plan_zones()["time_zone"]) | set(plan_places()["time_zone"].drop_nulls())
    assert used & given_up == set()
    assert {ZoneInfo(zone).key for zone in used} == used
