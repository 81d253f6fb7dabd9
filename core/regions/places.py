"""The region of each country, state and area code under the rules, such as a map colours them."""

from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from core.geo.gazetteer import countries, states
from core.regions.area_codes import known_area_codes
from core.regions.fit import region_of
from core.settings import RegionRule

NOTHING = pl.lit(None, pl.String)


@lru_cache(maxsize=16)
def regions_of_countries(rules: Sequence[RegionRule]) -> pl.DataFrame:
    """One row a country: `country`, `region` of whatever no rule by state or area code takes; null where nobody lives.

    Args:
        rules: a tuple, in order.
    """
    places = countries().select("region", country="iso2", state=NOTHING, area_code=NOTHING)
    return places.select("country", region=region_of(rules)).sort("country")


@lru_cache(maxsize=16)
def regions_of_states(rules: Sequence[RegionRule]) -> pl.DataFrame:
    """One row a state of the United States or Canada: `country`, `state`, `region` as if no rule named area codes."""
    places = states().select("country", "state", area_code=NOTHING).join(_defaults(), on="country", how="left")
    return places.select("country", "state", region=region_of(rules)).sort("country", "state")


@lru_cache(maxsize=16)
def regions_of_area_codes(rules: Sequence[RegionRule]) -> pl.DataFrame:
    """One row an area code of the North American plan: `area_code`, `country`, `state` (null on islands), `region`."""
    codes = known_area_codes().rename({"code_country": "country", "code_state": "state"})
    places = codes.join(_defaults(), on="country", how="left")
    return places.select("area_code", "country", "state", region=region_of(rules)).sort("area_code")


def _defaults() -> pl.DataFrame:
    return countries().select("region", country="iso2")
