"""The place tables of core/geo/reference: countries, states and area codes, with their points and time zones."""

from datetime import datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import polars as pl
from reference_cities import towns

INPUTS = Path(__file__).parent / "reference_inputs"
FACTS = Path(__file__).parents[1] / "core" / "geo" / "reference" / "phone_facts.parquet"
MAIN_ZONE_SHARE = 0.9
"""A country of several zones gets a zone of its own only when nearly all of its people live in one."""

SPLIT = 0.95
"""Share of an area code's exchanges in one zone, below which the code alone does not tell the zone."""


def clock(zone: str) -> str:
    """What the zone's clocks do in winter and in summer: zones that always agree count as one."""
    return " ".join(str(datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset()) for month in (1, 7))


def main_zones() -> pl.DataFrame:
    """One row a country in which nearly all people live by the same clock: the zone of most of them."""
    known = towns().rename({"country": "iso2"})
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


def zones() -> pl.DataFrame:
    """One row a country: all its zones joined by blanks, that of most people first.

    GeoNames knows how many live in each, the time zone database knows those without any town.
    """
    people = towns().group_by(iso2="country", zone="time_zone").agg(pl.col("population").sum())
    table = next(file for folder in TZPATH if (file := Path(folder) / "zone.tab").exists())
    lines = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    official = pl.DataFrame([(line[0], line[2]) for line in lines], schema=["iso2", "zone"], orient="row")
    both = people.join(official, on=["iso2", "zone"], how="full", coalesce=True)
    ordered = both.sort("iso2", "population", "zone", descending=[False, True, False], nulls_last=True)
    return ordered.group_by("iso2").agg(time_zones=pl.col("zone").str.join(" "))


def countries() -> pl.DataFrame:
    """One row a country or territory with a code of its own."""
    given = pl.read_csv(INPUTS / "countries.csv", schema_overrides={"m49": pl.String, "calling_code": pl.String})
    return (
        given.join(main_zones(), on="iso2", how="left")
        .join(zones(), on="iso2", how="left")
        .select(
            *("iso2", "iso3", "m49", "name_en", "name_es", "region", "sovereign", "calling_code"),
            latitude="lat",
            longitude="lon",
            time_zone="time_zone",
            time_zones="time_zones",
        )
        .with_columns(pl.col(pl.String).replace("", None))
        .sort("iso2")
    )


def area_codes() -> pl.DataFrame:
    """One row an area code of the United States or Canada: its state, major city, point and time zone.

    `is_split`: so many of its numbers live by another clock that the number's own zone tells more.
    """
    given = pl.read_csv(INPUTS / "area_codes.csv", schema_overrides={"npa": pl.String})
    names = {"npa": "area_code", "iso": "country", "lat": "latitude", "lon": "longitude", "tz": "time_zone"}
    return (
        given.rename(names)
        .select(
            *("area_code", "country", "state", "city", "latitude", "longitude", "time_zone"),
            is_split=pl.col("tz_share") < SPLIT,
        )
        .sort("area_code")
    )


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


RENAMED_ZONES = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
"""Zones that `phonenumbers` calls by names that were given up."""


def plan_zones() -> pl.DataFrame:
    """One row a country and list of zones in a numbering plan: the zone that the list leaves, if it leaves one.

    Zones outside the country do not count: the plan has Algeria on the clocks of Paris, Latvia on those of Bucharest.
    When all others share a clock, it is that of most people among them; when they do not, the list leaves none.
    """
    lists = (
        pl.read_parquet(FACTS)
        .filter("is_valid")
        .select("time_zones", country="region", zone=pl.col("time_zones").str.split(" "))
        .unique()
        .explode("zone")
        .with_columns(pl.col("zone").replace(RENAMED_ZONES))
    )
    known = zones().select(country="iso2", zone=pl.col("time_zones").str.split(" "))
    rank = pl.int_range(pl.len()).over("country")
    inside = lists.join(known.explode("zone").with_columns(rank=rank), on=["country", "zone"]).with_columns(
        clock=pl.col("zone").map_elements(clock, return_dtype=pl.String)
    )
    return (
        inside.group_by("country", "time_zones")
        .agg(pl.col("zone").sort_by("rank").first(), clocks=pl.col("clock").n_unique())
        .filter(pl.col("clocks") == 1)
        .select("country", "time_zones", time_zone="zone")
        .sort("country", "time_zones")
    )
