"""What is known of the world without asking anybody: countries, states and North American area codes.

The tables are compiled by `tools/build_reference.py`; `reference/manifest.json` names their sources and licences.
"""

from functools import cache
from pathlib import Path

import polars as pl

from core.errors import UnknownName

REFERENCE = Path(__file__).parent / "reference"
REGIONS = ("Africa", "Asia", "Australia", "Europe", "Latin America", "North America")
"""The six regions of the world, after the United Nations' sub-regions; Oceania is called Australia."""


@cache
def _reference(name: str) -> pl.DataFrame:
    degrees = {"latitude": pl.Float64, "longitude": pl.Float64}
    file = REFERENCE / f"{name}.csv"
    return pl.read_csv(file, infer_schema=False).with_columns(pl.col(column).cast(of) for column, of in degrees.items())


def countries() -> pl.DataFrame:
    """One row a country or territory with an ISO code, by `iso2`.

    `region` is null where nobody lives; `sovereign` is the United Nations member that it belongs to; `latitude` and
    `longitude` are where its people live on average; `time_zone` is null where they live by several clocks.
    """
    return _reference("countries")


def area_codes() -> pl.DataFrame:
    """One row an area code of the United States or Canada, by `area_code`: country, state, city, point, time zone."""
    return _reference("area_codes")


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
