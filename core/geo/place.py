"""Where each customer is, level by level, with where every level comes from and how precise the point is.

A level is taken from the customer's attributes, else from the voice event, else from the phone number. A lower source
is only asked for the levels below as long as it agrees on those above: a customer said to be in Germany is not in
San Francisco because the phone was bought there.
"""

from functools import partial

import polars as pl

from core.geo.facts import of_country, of_state
from core.geo.locate import LOCATED, locate
from core.geo.names import blank_to_null, to_city, to_country, to_region, to_state
from core.geo.point import given_point, point, point_from
from core.schema.columns import PLACED

GIVEN = tuple(f"given_{level}" for level in ("region", "country", "state", "area", "city", "zip", "geolocation"))
VOICE = tuple(f"voice_{level}" for level in ("country", "state", "city", "zip"))
INPUTS = ("customer_address", *GIVEN, *VOICE)
OUTPUTS = (*(column.name for column in PLACED), "phone_e164")

NUMBER = pl.Struct({f"number_{name}": dtype for name, dtype in LOCATED.items() if name != "address"})


def place(conversations: pl.LazyFrame, default_country: str = "") -> pl.LazyFrame:
    """Put each customer on the map.

    Args:
        conversations: one row a customer or conversation with the text columns `INPUTS`, each may be null;
            `given_geolocation` is "latitude;longitude". Each distinct address is looked up once.
        default_country: ISO code assumed for numbers written in national form; empty for none.

    Returns:
        The same rows in the same order, with the columns `OUTPUTS` instead of `INPUTS`. Country texts that are not
        recognised count as not given; a region that is given renames the region and contradicts nothing.
    """
    kept = [name for name in conversations.collect_schema().names() if name not in (*INPUTS, *OUTPUTS)]
    return (
        conversations.with_columns(blank_to_null(pl.col(*GIVEN, *VOICE)), _number(default_country))
        .unnest("number")
        .with_columns(
            given_country=to_country(pl.col("given_country")),
            voice_country=to_country(pl.col("voice_country")),
            plan_state="number_state",
        )
        .with_columns(_coalesce("country"), _source("country", pl.col("number_country_source")))
        .with_columns(voice_agrees=~_differs("voice", "country"), number_agrees=_agrees("number", "country"))
        .with_columns(**_states())
        .with_columns(_coalesce("state"), _source("state"))
        .with_columns(
            area_code=pl.when("number_agrees").then("number_area_code"),
            voice_agrees=pl.col("voice_agrees") & ~_differs("voice", "state"),
            number_agrees=pl.col("number_agrees") & ~_differs("number", "state"),
        )
        .with_columns(**_cities())
        .with_columns(_coalesce("city"), _source("city"))
        .with_columns(*_postal(), *given_point())
        .with_columns(**point_from())
        .with_columns(*point(), *_time_zone(), *_region(), sovereign=of_country("sovereign"))
        .with_columns(**_precisions())
        .with_columns(
            _reason(),
            _conflict(),
            phone_e164="number_phone_e164",
            phone_country="number_phone_country",
            number_type="number_number_type",
        )
        .select(*kept, *OUTPUTS)
    )


def _number(default_country: str) -> pl.Expr:
    look_up = partial(_look_up, default_country=default_country)
    return pl.col("customer_address").map_batches(look_up, return_dtype=NUMBER).alias("number")


def _look_up(addresses: pl.Series, default_country: str) -> pl.Series:
    """What `locate` says, in the order of the rows; the address column alone is held in memory for it."""
    rows = addresses.alias("address").to_frame()
    located = rows.join(locate(addresses, default_country), on="address", how="left", maintain_order="left")
    return located.drop("address").rename("number_{}".format).to_struct(addresses.name)


def _coalesce(level: str) -> pl.Expr:
    return pl.coalesce(f"given_{level}", f"voice_{level}", f"number_{level}").alias(level)


def _source(level: str, of_number: pl.Expr | None = None) -> pl.Expr:
    from_number = pl.lit("phone") if of_number is None else of_number
    return (
        pl.when(pl.col(f"given_{level}").is_not_null())
        .then(pl.lit("attribute"))
        .when(pl.col(f"voice_{level}").is_not_null())
        .then(pl.lit("voice event"))
        .when(pl.col(f"number_{level}").is_not_null())
        .then(from_number)
        .alias(f"{level}_source")
    )


def _agrees(source: str, level: str) -> pl.Expr:
    return (pl.col(f"{source}_{level}") == pl.col(level)).fill_null(value=False)


def _differs(source: str, level: str) -> pl.Expr:
    """A source that says nothing of a level does not differ."""
    return (pl.col(f"{source}_{level}") != pl.col(level)).fill_null(value=False)


def _states() -> dict[str, pl.Expr]:
    country = pl.col("country")
    return {
        "given_state": to_state(pl.col("given_state"), country),
        "voice_state": pl.when("voice_agrees").then(to_state(pl.col("voice_state"), country)),
        "number_state": pl.when("number_agrees").then("number_state"),
    }


def _cities() -> dict[str, pl.Expr]:
    return {
        "given_city": to_city(pl.col("given_city")),
        "voice_city": pl.when("voice_agrees").then(to_city(pl.col("voice_city"))),
        "number_city": pl.when("number_agrees").then("number_city"),
    }


def _postal() -> tuple[pl.Expr, ...]:
    agrees = pl.col("voice_agrees") & ~_differs("voice", "city")
    from_voice = pl.when(agrees).then("voice_zip")
    zip_source = pl.when(pl.col("given_zip").is_not_null()).then(pl.lit("attribute"))
    return (
        pl.coalesce("given_zip", from_voice).alias("zip"),
        zip_source.when(from_voice.is_not_null()).then(pl.lit("voice event")).alias("zip_source"),
        pl.col("given_area").alias("area"),
        pl.when(pl.col("given_area").is_not_null()).then(pl.lit("attribute")).alias("area_source"),
        pl.when(pl.col("area_code").is_not_null()).then(pl.lit("phone")).alias("area_code_source"),
    )


def _time_zone() -> tuple[pl.Expr, ...]:
    """The zone with what it was made of: the number, the state, else the country."""
    by_code = pl.col("number_geolocation_precision") == "area code"
    of_number = pl.when(by_code).then(pl.lit("area code")).otherwise(pl.lit("country"))
    choices = (
        (pl.when("number_agrees").then("number_time_zone"), pl.lit("phone"), of_number),
        (of_state("time_zone"), pl.col("state_source"), pl.lit("state")),
        (of_country("time_zone"), pl.col("country_source"), pl.lit("country")),
    )
    return tuple(
        pl.coalesce(pl.when(choice[0].is_not_null()).then(choice[part]) for choice in choices).alias(name)
        for part, name in enumerate(("time_zone", "time_zone_source", "time_zone_precision"))
    )


def _precisions() -> dict[str, pl.Expr]:
    """What each level was made of: what is given, of itself."""

    def of(level: str, by_number: str) -> pl.Expr:
        source = pl.col(f"{level}_source")
        is_given = source.is_in(("attribute", "voice event"))
        derived = pl.when(source.is_not_null()).then(pl.lit(by_number)).otherwise(pl.lit("unknown"))
        return pl.when(is_given).then(pl.lit(level)).otherwise(derived)

    by_number = {"country": "country", "state": "area code", "area": "area", "city": "area code", "zip": "zip"}
    by_country = pl.when(pl.col("country").is_not_null()).then(pl.lit("country")).otherwise(pl.lit("unknown"))
    return {
        **{f"{level}_precision": of(level, named) for level, named in (by_number | {"area_code": "area code"}).items()},
        "region_precision": pl.when(pl.col("given_region").is_not_null()).then(pl.lit("region")).otherwise(by_country),
        "time_zone_precision": pl.col("time_zone_precision").fill_null("unknown"),
    }


def _conflict() -> pl.Expr:
    def differ(level: str, *names: str) -> pl.Expr:
        said = [pl.col(name) for name in names]
        return pl.any_horizontal((one != pl.col(level)).fill_null(value=False) for one in said)

    countries = differ("country", "given_country", "voice_country", "number_country")
    states = differ("state", "given_state", "voice_state", "plan_state")
    conflict = pl.when(countries).then(pl.lit("country")).when(states).then(pl.lit("state"))
    return conflict.alias("place_conflict")


def _region() -> tuple[pl.Expr, ...]:
    given, usual = pl.col("given_region"), of_country("region")
    by_country = pl.when(usual.is_not_null()).then("country_source")
    source = pl.when(given.is_not_null()).then(pl.lit("attribute")).otherwise(by_country)
    return pl.coalesce(to_region(given), usual).alias("region"), source.alias("region_source")


def _reason() -> pl.Expr:
    unplaced = pl.all_horizontal(pl.col("region", "country", "state", "city", "latitude").is_null())
    why = pl.coalesce("number_place_reason", pl.lit("not a phone"))
    return pl.when(unplaced).then(why).alias("place_reason")
