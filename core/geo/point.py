"""The point on the map: the one that was given, else the most precise one that the levels of the place allow."""

import polars as pl

from core.geo.facts import of_country, of_state

POINT = r"^([+-]?\d{1,3}(?:\.\d+)?)\s*;\s*([+-]?\d{1,3}(?:\.\d+)?)$"


def given_point() -> tuple[pl.Expr, ...]:
    """`given_latitude` and `given_longitude` in degrees; null when the text is no point on the earth."""
    degrees = [pl.col("given_geolocation").str.extract(POINT, group).cast(pl.Float64) for group in (1, 2)]
    on_earth = degrees[0].is_between(-90, 90) & degrees[1].is_between(-180, 180)
    return tuple(
        pl.when(on_earth).then(value).alias(name)
        for value, name in zip(degrees, ("given_latitude", "given_longitude"), strict=True)
    )


def point_from() -> dict[str, pl.Expr]:
    """The precision and the source of the most precise point that is known."""
    has_area_code = pl.col("number_agrees") & (pl.col("number_geolocation_precision") == "area code")
    choices = (
        (pl.col("given_latitude").is_not_null(), "point", pl.lit("attribute")),
        (has_area_code, "area code", pl.lit("phone")),
        (of_state("latitude").is_not_null(), "state", pl.col("state_source")),
        (pl.col("country").is_not_null(), "country", pl.col("country_source")),
    )
    precision, source = pl.lit("unknown"), pl.lit(None, pl.String)
    for known, named, origin in reversed(choices):
        precision = pl.when(known).then(pl.lit(named)).otherwise(precision)
        source = pl.when(known).then(origin).otherwise(source)
    return {"geolocation_precision": precision, "geolocation_source": source}


def point() -> tuple[pl.Expr, ...]:
    """`latitude` and `longitude` in degrees, as `geolocation_precision` says."""
    precision = pl.col("geolocation_precision")
    return tuple(
        pl.when(precision == "point")
        .then(f"given_{axis}")
        .when(precision == "area code")
        .then(f"number_{axis}")
        .when(precision == "state")
        .then(of_state(axis))
        .otherwise(of_country(axis))
        .alias(axis)
        for axis in ("latitude", "longitude")
    )
