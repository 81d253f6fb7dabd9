"""A row belongs to the region that was given, else to the first rule that fits, else to its default."""

from random import Random

import polars as pl
import pytest

from core.geo.gazetteer import area_codes, countries
from core.geo.place import INPUTS, place
from core.regions import (
    is_left_out,
    region_of,
    regions_of_area_codes,
    regions_of_countries,
    regions_of_states,
)
from core.settings import RegionRule

RULES = (
    RegionRule("Iberia", "ES"),
    RegionRule("Bay", area_code="415"),
    RegionRule("West", "US", "CA"),
    RegionRule("America", "US"),
    RegionRule("Metro", area_code="212"),
    RegionRule("South", "DE", "Bayern"),
)
PLACES = {
    "spain": ("ES", None, None, "Europe"),
    "spain with a state": ("ES", "Madrid", None, "Europe"),
    "area code before its state": ("US", "CA", "415", "North America"),
    "state before its country": ("US", "CA", "213", "North America"),
    "country": ("US", None, None, "North America"),
    "area code after its country": ("US", "NY", "212", "North America"),
    "state in another case": ("DE", "BAYERN", None, "Europe"),
    "another state": ("DE", "Hessen", None, "Europe"),
    "CA is also a country": ("CA", "ON", "416", "North America"),
    "nothing known": (None, None, None, None),
}
EXPECTED = ["Iberia", "Iberia", "Bay", "West", "America", "America", "South", "Europe", "North America", None]


def rows(**more: list[str | None]) -> pl.DataFrame:
    schema = dict.fromkeys(("country", "state", "area_code", "region"), pl.String)
    return pl.DataFrame(list(PLACES.values()), schema=schema, orient="row").with_columns(
        pl.Series(name, values, pl.String) for name, values in more.items()
    )


def test_the_first_rule_that_fits_wins() -> None:
    assert rows().select(region_of(RULES)).to_series().to_list() == EXPECTED


def test_without_rules_the_default_stays() -> None:
    assert rows().select(region_of(())).to_series().to_list() == rows()["region"].to_list()


def test_a_region_on_the_customers_record_stays() -> None:
    precision: list[str | None] = ["region", "country", *([None] * 8)]
    given = rows(region_precision=precision).select(region_of(RULES)).to_series()
    assert given.to_list() == ["Europe", *EXPECTED[1:]]


def test_a_region_that_follows_from_a_country_on_the_record_is_not_given() -> None:
    told = {"given_country": ["Spain", "Spain"], "given_region": [None, "Europe"]}
    customers = pl.LazyFrame({key: [None, None] for key in INPUTS} | told, schema=dict.fromkeys(INPUTS, pl.String))
    placed = place(customers).select("region_source", region_of(RULES)).collect()
    assert placed.rows() == [("attribute", "Iberia"), ("attribute", "Europe")]


def test_what_no_rule_fits_is_left_out() -> None:
    left = rows(region_precision=[None] * 7 + ["region", None, None]).filter(is_left_out(RULES))
    assert left["country"].to_list() == ["CA", None]
    assert rows().filter(is_left_out(())).height == len(PLACES)


def naive(rules: tuple[RegionRule, ...], country: str | None, state: str | None, code: str | None) -> str | None:
    """The first rule that fits, looked for one by one."""
    for rule in rules:
        if rule.area_code:
            fits = rule.area_code == code
        else:
            fits = rule.country == country and (not rule.state or rule.state.lower() == (state or "").lower())
        if fits:
            return rule.label
    return None


@pytest.mark.parametrize("seed", range(3))
def test_hundreds_of_rules_answer_as_a_search_one_by_one(seed: int) -> None:
    chance = Random(seed)
    codes = area_codes().select("country", "state", "area_code").rows()
    world = [(country, None, None) for country in countries()["iso2"]]
    places = [*codes, *((country, state, None) for country, state, _ in codes), *world, (None, None, None)]
    drawn = [chance.choice(places) for _ in range(400)]
    rules = tuple(
        RegionRule(f"R{chance.randrange(40)}", *(("", "", code) if code else (country, state or "", "")))
        for country, state, code in drawn
        if country
    )
    schema = dict.fromkeys(("country", "state", "area_code"), pl.String)
    table = pl.DataFrame(places, schema=schema, orient="row").with_columns(region=pl.lit(None, pl.String))
    assert table.select(region_of(rules)).to_series().to_list() == [naive(rules, *place) for place in places]


def test_a_map_knows_the_region_of_every_country() -> None:
    regions = dict(regions_of_countries(RULES).iter_rows())
    assert regions["ES"] == "Iberia"
    assert regions["US"] == "America"
    assert regions["DE"] == "Europe"
    assert dict(regions_of_countries(()).iter_rows()) == dict(countries().select("iso2", "region").iter_rows())


def test_a_map_knows_the_region_of_every_state_and_area_code() -> None:
    states = {(country, state): region for country, state, region in regions_of_states(RULES).iter_rows()}
    assert (states["US", "CA"], states["US", "NY"], states["CA", "ON"]) == ("West", "America", "North America")
    codes = dict(regions_of_area_codes(RULES).select("area_code", "region").iter_rows())
    assert (codes["415"], codes["213"], codes["212"], codes["416"]) == ("Bay", "West", "America", "North America")
    assert codes["876"] == "Latin America"
