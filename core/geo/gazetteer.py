"""What is known of the world without asking anybody: countries, states, towns, area codes, what the plans' texts mean.

The tables are compiled by `tools/build_reference.py`; `reference/manifest.json` names their sources and licences.
"""

from functools import cache
from pathlib import Path

import polars as pl

from core.errors import UnknownName

REFERENCE = Path(__file__).parent / "reference"
REGIONS = ("Africa", "Asia", "Australia", "Europe", "Latin America", "North America")
"""The six regions of the world, after the United Nations' sub-regions; Oceania is called Australia."""

WITH_STATES = ("US", "CA")
"""The countries whose states are known, by codes of which no two are the same; of others a state is text."""


@cache
def _reference(name: str) -> pl.DataFrame:
    degrees = {"latitude": pl.Float64, "longitude": pl.Float64}
    file = REFERENCE / f"{name}.csv"
    return pl.read_csv(file, infer_schema=False).with_columns(pl.col(column).cast(of) for column, of in degrees.items())


@cache
def _compiled(name: str) -> pl.DataFrame:
    degrees = pl.col(pl.Float32).cast(pl.Float64).round(4)
    return pl.read_parquet(REFERENCE / f"{name}.parquet").with_columns(degrees)


def countries() -> pl.DataFrame:
    """One row a country or territory with an ISO code, by `iso2`.

    `region` is null where nobody lives; `sovereign` is the United Nations member that it belongs to; `latitude` and
    `longitude` are where its people live on average; `time_zone` is null where they live by several clocks,
    `time_zones` are all of its zones, joined by blanks, that of most people first.
    """
    return _reference("countries")


def area_codes() -> pl.DataFrame:
    """One row an area code of the United States or Canada, by `area_code`: country, state, city, point, time zone.

    `is_split`: so many of its numbers live by another clock that the number's own zone tells more than the code's.
    """
    return _reference("area_codes").with_columns(pl.col("is_split") == "true")


def cities() -> pl.DataFrame:
    """One row a town: country, state (of the United States and Canada only), city, point, time_zone, population.

    Of 500 people and more in those two countries, of 15,000 elsewhere; towns of one name stay apart.
    """
    return _compiled("cities")


def plan_places() -> pl.DataFrame:
    """One row a country (but those two) and text of its numbering plan: the state, area and city that the text means.

    `precision` is that of the city: city, or the area or state of the same name whose numbers all have this text; the
    point and the zone are the town's, null where several towns have this name.
    """
    return _compiled("plan_places")


def plan_zones() -> pl.DataFrame:
    """One row a country and list of zones in its numbering plan (`time_zones`) that leaves one: `time_zone`."""
    return _compiled("plan_zones")


def states() -> pl.DataFrame:
    """One row a state of the United States or province of Canada, by `country` and `state`.

    The point is the middle of its area codes, the time zone the one that most of them have.
    """
    return _reference("states")


def country_name(iso2: str, language: str = "en") -> str:
    """The country's name in `en` or `es`; the code itself when it is not known.

    Raises:
        UnknownName: a language that the table does not have.
    """
    return _country_names(language).get(iso2, iso2)


@cache
def _country_names(language: str) -> dict[str, str]:
    known = countries()
    column = f"name_{language}"
    if column not in known.columns:
        raise UnknownName.among("language", language, ("en", "es"))
    return dict(known.select("iso2", column).iter_rows())
