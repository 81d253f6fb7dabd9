"""The land of regions: where their conversations are, else where the rules put it."""

import polars as pl
import pytest

from core.maps import divided, lands, middles
from core.settings import RegionRule

Row = tuple[str | None, str | None, str | None, int]


def counts(*rows: Row) -> pl.DataFrame:
    schema = {"region": pl.String, "country": pl.String, "state": pl.String, "size": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def land_of(region: str, found: pl.DataFrame) -> set[tuple[str, str]]:
    return set(found.filter(pl.col("code") == region).select("level", "outline").rows())


EAST_AND_WEST = counts(
    ("East", "US", "NY", 5),
    ("East", "US", "FL", 2),
    ("West", "US", "CA", 6),
    ("West", "US", "FL", 1),
    ("West", "CA", "BC", 1),
)


def test_a_region_with_conversations_is_seen_whole() -> None:
    found = lands(counts(("Europe", "ES", None, 3)), ())
    assert {("country", "ES"), ("country", "FR")} < land_of("Europe", found)
    assert set(found["code"]) == {"Europe"}


def test_a_country_has_the_region_of_most_of_its_conversations() -> None:
    found = lands(counts(("Europe", "ES", None, 3), ("Mine", "ES", None, 4)), ())
    assert land_of("Mine", found) == {("country", "ES")}
    assert ("country", "FR") in land_of("Europe", found)


def test_of_two_equal_regions_the_first_by_name_has_the_country() -> None:
    found = lands(counts(("Beta", "ES", None, 3), ("Alpha", "ES", None, 3)), ())
    assert set(found["code"]) == {"Alpha"}


def test_the_united_states_are_drawn_state_by_state_when_they_lie_in_several_regions() -> None:
    found = lands(EAST_AND_WEST, (RegionRule("East", "US", "ME"), RegionRule("West", "US")))
    assert {("state", "NY"), ("state", "FL"), ("state", "ME")} == land_of("East", found)
    assert {("state", "CA"), ("state", "TX"), ("country", "CA")} < land_of("West", found)
    assert "US" not in found.filter(pl.col("level") == "country")["outline"]


def test_canada_is_drawn_province_by_province_when_it_lies_in_several_regions() -> None:
    found = lands(counts(("Atlantic", "CA", "NS", 2), ("Rest", "CA", "ON", 3)), (RegionRule("Rest", "CA"),))
    assert land_of("Atlantic", found) == {("state", "NS")}
    assert {("state", "ON"), ("state", "YT")} < land_of("Rest", found)
    assert found.filter(pl.col("level") == "country").is_empty()


def test_countries_in_several_regions_are_named() -> None:
    assert divided(EAST_AND_WEST) == ["US"]
    assert divided(counts((None, "ES", None, 1), ("Europe", "ES", None, 1), ("Europe", "FR", None, 1))) == []


def test_the_middle_of_a_region_lies_amid_its_conversations() -> None:
    one, other = (middles(counts(("Mine", code, None, 1))) for code in ("ES", "PT"))
    both = middles(counts(("Mine", "ES", None, 3), ("Mine", "PT", None, 1), ("Mine", None, None, 9)))
    expected = (3 * one["longitude"][0] + other["longitude"][0]) / 4
    assert both["longitude"].to_list() == pytest.approx([expected])


def test_a_region_of_no_known_country_has_neither_land_nor_middle() -> None:
    nowhere = counts(("Nowhere", None, None, 2))
    assert lands(nowhere, ()).is_empty()
    assert middles(nowhere).is_empty()
