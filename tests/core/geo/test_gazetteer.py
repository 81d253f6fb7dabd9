"""The reference tables: complete, named in both languages, and credited."""

import json
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from core.errors import UnknownName
from core.geo.gazetteer import REFERENCE, REGIONS, area_codes, countries, country_name, states


def test_every_country_has_a_region_and_both_names_but_for_two_without_people() -> None:
    known = countries()
    assert known.filter(pl.col("region").is_null())["iso2"].to_list() == ["AQ", "BV"]
    assert set(known["region"].drop_nulls()) == set(REGIONS)
    assert known.null_count().select("name_en", "name_es", "latitude", "longitude").row(0) == (0, 0, 0, 0)
    assert known["iso2"].is_unique().all()


def test_united_nations_members_are_spread_over_six_regions() -> None:
    is_member = pl.col("iso2") == pl.col("sovereign")
    counted = countries().filter(is_member).group_by("region").len().sort("region")
    found = dict(counted.iter_rows())
    assert {region: found[region] for region in ("Africa", "Australia", "Latin America", "North America")} == {
        "Africa": 54,
        "Australia": 14,
        "Latin America": 33,
        "North America": 2,
    }


@pytest.mark.parametrize(
    ("iso2", "region"),
    [
        ("ZA", "Africa"),
        ("TR", "Asia"),
        ("NZ", "Australia"),
        ("RU", "Europe"),
        ("MX", "Latin America"),
        ("CA", "North America"),
    ],
)
def test_a_country_is_in_its_region(iso2: str, region: str) -> None:
    assert countries().filter(pl.col("iso2") == iso2)["region"].item() == region


def test_names_are_in_both_languages() -> None:
    assert (country_name("DE"), country_name("DE", "es"), country_name("NA", "es")) == (
        "Germany",
        "Alemania",
        "Namibia",
    )


def test_an_unknown_code_is_its_own_name() -> None:
    assert country_name("ZZ", "es") == "ZZ"


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownName, match="known: en, es"):
        country_name("DE", "xx")


def test_all_states_and_provinces_have_names_point_and_zone() -> None:
    known = states()
    assert dict(known.group_by("country").len().sort("country").iter_rows()) == {"CA": 13, "US": 51}
    assert known.drop("fips").null_count().sum_horizontal().item() == 0


def test_every_area_code_lies_in_a_known_state() -> None:
    assert area_codes().join(states(), on=["country", "state"], how="anti").is_empty()
    assert area_codes().height == 359 + 56


@pytest.mark.parametrize("table", [countries, states, area_codes])
def test_every_time_zone_exists(table: object) -> None:
    assert callable(table)
    for zone in table()["time_zone"].drop_nulls().unique().sort():
        ZoneInfo(zone)


def test_every_reference_file_is_credited_and_small() -> None:
    manifest = json.loads((REFERENCE / "manifest.json").read_text(encoding="utf-8"))
    files = {file.name for file in REFERENCE.iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == files
    assert all(source["licence"] for sources in manifest["files"].values() for source in sources)
    assert sum(file.stat().st_size for file in REFERENCE.iterdir()) < 4_500_000
