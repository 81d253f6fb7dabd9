"""What the reference tables say of the country and the state of a row."""

from functools import cache

import polars as pl

from core.geo.gazetteer import countries, states


def of_country(fact: str) -> pl.Expr:
    """A column of `countries` for the row's `country`; null when it is not known."""
    return pl.col("country").replace_strict(_facts("country", fact), default=None, return_dtype=_dtype(fact))


def of_state(fact: str) -> pl.Expr:
    """A column of `states` for the row's `country` and `state`; null when it is not known."""
    key = pl.col("country") + " " + pl.col("state")
    return key.replace_strict(_facts("state", fact), default=None, return_dtype=_dtype(fact))


def _dtype(fact: str) -> type[pl.DataType]:
    return pl.Float64 if fact in ("latitude", "longitude") else pl.String


@cache
def _facts(level: str, fact: str) -> dict[str, str | float]:
    if level == "country":
        return dict(countries().select("iso2", fact).iter_rows())
    return dict(states().select(pl.col("country") + " " + pl.col("state"), fact).iter_rows())
