"""The point on the map and the time zone: out of the most precise level of the place that has one."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import polars as pl

from core.geo.facts import of_country, of_state

SOURCES: Final = {"given": "attribute", "voice": "voice event"}
"""What a source is called in front of a column, and in `*_source`; the first wins."""

POINT = r"^([+-]?\d{1,3}(?:\.\d+)?)\s*;\s*([+-]?\d{1,3}(?:\.\d+)?)$"


def given_point() -> tuple[pl.Expr, ...]:
    """`given_latitude` and `given_longitude` in degrees; null when the text is no point on the earth."""
    degrees = [pl.col("given_geolocation").str.extract(POINT, group).cast(pl.Float64) for group in (1, 2)]
    on_earth = degrees[0].is_between(-90, 90) & degrees[1].is_between(-180, 180)
    return tuple(
        pl.when(on_earth).then(value).alias(name)
        for value, name in zip(degrees, ("given_latitude", "given_longitude"), strict=True)
    )


def point() -> tuple[pl.Expr, ...]:
    """`latitude` and `longitude` in degrees with `geolocation_source` and `geolocation_precision`.

    In turn: the point given, the town given, what the number tells unless a level above contradicts it, the state, the
    country.
    """
    precision = pl.col("number_geolocation_precision")
    choices = (
        Choice(pl.col("given_latitude").is_not_null(), "given_{}", pl.lit("attribute"), pl.lit("point")),
        *_towns(),
        Choice(
            pl.col("number_agrees") & (precision != "country"),
            "number_{}",
            pl.col("number_geolocation_source"),
            precision,
        ),
        *_reference("latitude"),
    )
    return *_chosen(choices, "latitude", "longitude"), *_told(choices, "geolocation")


def time_zone() -> tuple[pl.Expr, ...]:
    """`time_zone` with its source and precision.

    In turn: that of the town given, of the number unless country or state contradict it, of the state, of the country.
    """
    choices = (
        *_towns(),
        Choice(
            pl.col("number_state_agrees") & pl.col("number_time_zone").is_not_null(),
            "number_{}",
            pl.col("number_time_zone_source"),
            pl.col("number_time_zone_precision"),
        ),
        *_reference("time_zone"),
    )
    return *_chosen(choices, "time_zone"), *_told(choices, "time_zone")


class Choice(NamedTuple):
    """One way to know a fact: when it is known, its value (a column's name with {} for the fact, or a function of the
    fact), where it comes from and what it was made of.
    """

    is_known: pl.Expr
    value: str | Callable[[str], pl.Expr]
    source: pl.Expr
    precision: pl.Expr


def _towns() -> list[Choice]:
    """The town that the attributes or the voice event name, when it is known which one that is."""
    return [
        Choice(
            (pl.col("city_source") == told) & pl.col(f"{source}_city_latitude").is_not_null(),
            f"{source}_city_{{}}",
            pl.lit(told),
            pl.lit("city"),
        )
        for source, told in SOURCES.items()
    ]


def _reference(fact: str) -> list[Choice]:
    return [
        Choice(of(fact).is_not_null(), of, pl.col(f"{level}_source"), pl.lit(level))
        for level, of in (("state", of_state), ("country", of_country))
    ]


def _chosen(choices: Sequence[Choice], *facts: str) -> list[pl.Expr]:
    def value(choice: Choice, fact: str) -> pl.Expr:
        return choice.value(fact) if callable(choice.value) else pl.col(choice.value.format(fact))

    return [
        pl.coalesce(pl.when(choice.is_known).then(value(choice, fact)) for choice in choices).alias(fact)
        for fact in facts
    ]


def _told(choices: Sequence[Choice], level: str) -> list[pl.Expr]:
    return [
        pl.coalesce(pl.when(choice.is_known).then(choice.source) for choice in choices).alias(f"{level}_source"),
        pl.coalesce(pl.when(choice.is_known).then(choice.precision) for choice in choices).alias(f"{level}_precision"),
    ]
