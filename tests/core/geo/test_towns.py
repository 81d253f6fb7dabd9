"""Towns as people and platforms name them, looked up among GeoNames'."""

import polars as pl
import pytest

from core.geo.towns import find_town


def one(city: str | None, country: str | None, state: str | None = None) -> dict[str, object]:
    rows = pl.LazyFrame(
        {"country": [country], "state": [state], "given_city": [city]},
        schema={"country": pl.String, "state": pl.String, "given_city": pl.String},
    )
    return find_town(rows, "given").collect().row(0, named=True)


@pytest.mark.parametrize(
    ("written", "country", "state", "city", "zone"),
    [
        ("SAN FRANCISCO", "US", "CA", "San Francisco", "America/Los_Angeles"),
        ("sausalito", "US", "CA", "Sausalito", "America/Los_Angeles"),
        ("Saint Louis", "US", "MO", "St. Louis", "America/Chicago"),
        ("ST LOUIS", "US", "MO", "St. Louis", "America/Chicago"),
        ("New York", "US", "NY", "New York City", "America/New_York"),
        ("El Paso", "US", "TX", "El Paso", "America/Denver"),
        ("Springfield", "US", "IL", "Springfield", "America/Chicago"),
        ("MONTREAL", "CA", "QC", "Montréal", "America/Toronto"),
        ("Chicago", "US", None, "Chicago", "America/Chicago"),
        ("malaga", "ES", None, "Málaga", "Europe/Madrid"),
        ("LONDON", "GB", "England", "London", "Europe/London"),
    ],
)
def test_a_town_is_known_in_any_spelling(written: str, country: str, state: str | None, city: str, zone: str) -> None:
    found = one(written, country, state)
    assert (found["given_city"], found["given_city_time_zone"]) == (city, zone)


def test_the_point_is_the_towns() -> None:
    found = one("Oakland", "US", "CA")
    assert found["given_city_latitude"] == pytest.approx(37.80, abs=0.02)
    assert found["given_city_longitude"] == pytest.approx(-122.27, abs=0.02)


@pytest.mark.parametrize(
    ("written", "country", "state"),
    [("Springfield", "US", None), ("Chicago", "US", "CA"), ("Nowhereville", "US", "CA"), ("Springfield", None, None)],
)
def test_a_town_that_could_be_several_or_none_has_no_point(
    written: str, country: str | None, state: str | None
) -> None:
    found = one(written, country, state)
    assert found["given_city"] == written
    assert (found["given_city_latitude"], found["given_city_time_zone"]) == (None, None)


@pytest.mark.parametrize(("written", "city"), [("OAKTOWN", "Oaktown"), ("McTown", "McTown"), (None, None)])
def test_unknown_capitals_become_a_name_and_the_rest_stays(written: str | None, city: str | None) -> None:
    assert one(written, "US", "CA")["given_city"] == city


def test_rows_stay_in_their_order_and_number() -> None:
    rows = pl.LazyFrame(
        {"country": ["US", None, "US"], "state": ["TX", None, "CA"], "given_city": ["Paris", None, "Oakland"]}
    )
    assert find_town(rows, "given").collect()["given_city"].to_list() == ["Paris", None, "Oakland"]
