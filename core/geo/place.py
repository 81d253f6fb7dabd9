"""Where each customer is, level by level, with where every level comes from and how precise it is.

A level is taken from the customer's attributes, else from the voice event, else from the phone number. A lower source
is only asked for the levels below as long as it agrees on those above: a customer said to be in Germany is not in
San Francisco because the phone was bought there.
"""

from functools import partial

import polars as pl

from core.geo.facts import of_country
from core.geo.locate import LOCATED, locate
from core.geo.names import blank_to_null, to_country, to_region, to_state
from core.geo.point import SOURCES, given_point, point, time_zone
from core.geo.towns import find_town
from core.schema.columns import PLACE_LEVELS, PLACED

GIVEN = tuple(f"given_{level}" for level in ("region", "country", "state", "area", "city", "zip", "geolocation"))
VOICE = tuple(f"voice_{level}" for level in ("country", "state", "city", "zip"))
INPUTS = ("customer_address", *GIVEN, *VOICE)
OUTPUTS = (*(column.name for column in PLACED), "phone_e164")

CHUNK = 250_000
"""Rows that are placed at a time: what three sources say of each is several times as large as the answer."""

NUMBER = pl.Struct({f"number_{name}": dtype for name, dtype in LOCATED.items()})


def place(conversations: pl.LazyFrame, default_country: str = "") -> pl.LazyFrame:
    """Put each customer on the map.

    Args:
        conversations: one row a customer or conversation with the text columns `INPUTS`, each may be null;
            `given_geolocation` is "latitude;longitude".
        default_country: ISO code assumed for numbers written in national form; empty for none.

    Returns:
        The same rows in the same order, with the columns `OUTPUTS` instead of `INPUTS`. Country texts that are not
        recognised count as not given; a region that is given renames the region and contradicts nothing.
    """
    before = conversations.collect_schema()
    kept = {name: dtype for name, dtype in before.items() if name not in (*INPUTS, *OUTPUTS)}
    after = pl.Schema(kept | {column.name: column.dtype for column in PLACED} | {"phone_e164": pl.String})

    def placed(rows: pl.DataFrame) -> pl.DataFrame:
        starts = range(0, max(rows.height, 1), CHUNK)
        return pl.concat(
            [
                _placed(rows.slice(start, CHUNK).lazy(), default_country).select(after.names()).collect()
                for start in starts
            ]
        )

    return conversations.map_batches(placed, schema=after)


def _placed(conversations: pl.LazyFrame, default_country: str) -> pl.LazyFrame:
    return (
        conversations.with_columns(blank_to_null(pl.col(*GIVEN, *VOICE)), _number(default_country))
        .unnest("number")
        .pipe(_countries)
        .pipe(_states)
        .pipe(_areas)
        .pipe(_cities)
        .with_columns(*_zip(), *given_point())
        .with_columns(*point(), *time_zone(), *_region(), sovereign=of_country("sovereign"))
        .with_columns(*(_or_unknown(level) for level in PLACE_LEVELS), _reason(), _conflict())
        .with_columns(
            phone_e164="number_phone_e164", phone_country="number_phone_country", number_type="number_number_type"
        )
    )


def _number(default_country: str) -> pl.Expr:
    look_up = partial(_look_up, default_country=default_country)
    return pl.col("customer_address").map_batches(look_up, return_dtype=NUMBER).alias("number")


def _look_up(addresses: pl.Series, default_country: str) -> pl.Series:
    located = locate(addresses, default_country)
    return located.rename("number_{}".format).to_struct(addresses.name)


def _countries(rows: pl.LazyFrame) -> pl.LazyFrame:
    known = rows.with_columns(to_country(pl.col("given_country", "voice_country")))
    agrees = [
        pl.coalesce(pl.col(f"{source}_country") == pl.col("country"), missing).alias(f"{source}_agrees")
        # A voice event may leave the country out; a number without a country has no place.
        for source, missing in (("voice", pl.lit(value=True)), ("number", pl.lit(value=False)))
    ]
    return known.with_columns(*_level("country")).with_columns(agrees)


def _states(rows: pl.LazyFrame) -> pl.LazyFrame:
    country = pl.col("country")
    told = rows.with_columns(
        given_state=to_state(pl.col("given_state"), country),
        voice_state=pl.when("voice_agrees").then(to_state(pl.col("voice_state"), country)),
        number_state=pl.when("number_agrees").then("number_state"),
        area_code=pl.when("number_agrees").then("number_area_code"),
        area_code_source=pl.when("number_agrees").then("number_area_code_source"),
        area_code_precision=pl.when("number_agrees").then("number_area_code_precision"),
    )
    return told.with_columns(*_level("state")).with_columns(
        _still_agrees("voice", "state"), _still_agrees("number", "state")
    )


def _areas(rows: pl.LazyFrame) -> pl.LazyFrame:
    told = rows.with_columns(
        voice_area=pl.lit(None, pl.String), number_area=pl.when("number_agrees").then("number_area")
    )
    agreeing = pl.col("number_agrees").alias("number_state_agrees")
    return told.with_columns(*_level("area")).with_columns(agreeing, _still_agrees("number", "area"))


def _cities(rows: pl.LazyFrame) -> pl.LazyFrame:
    told = rows.with_columns(
        voice_city=pl.when("voice_agrees").then("voice_city"), number_city=pl.when("number_agrees").then("number_city")
    )
    found = find_town(find_town(told, "given"), "voice")
    return found.with_columns(*_level("city")).with_columns(
        _still_agrees("voice", "city"), _still_agrees("number", "city")
    )


def _level(level: str) -> tuple[pl.Expr, ...]:
    """The level out of the first source that tells it, with that source and its precision."""
    value, source, precision = (
        pl.col(f"number_{level}"),
        pl.col(f"number_{level}_source"),
        pl.col(f"number_{level}_precision"),
    )
    is_known = value.is_not_null()
    source, precision = pl.when(is_known).then(source), pl.when(is_known).then(precision)
    for prefix, name in reversed(SOURCES.items()):
        told = pl.col(f"{prefix}_{level}")
        source = pl.when(told.is_not_null()).then(pl.lit(name)).otherwise(source)
        precision = pl.when(told.is_not_null()).then(pl.lit(level)).otherwise(precision)
        value = pl.coalesce(told, value)
    return value.alias(level), source.alias(f"{level}_source"), precision.alias(f"{level}_precision")


def _still_agrees(source: str, level: str) -> pl.Expr:
    """A source that says nothing of a level does not contradict it."""
    return (pl.col(f"{source}_agrees") & ~_differs(source, level)).alias(f"{source}_agrees")


def _differs(source: str, level: str) -> pl.Expr:
    return (pl.col(f"{source}_{level}") != pl.col(level)).fill_null(value=False)


def _zip() -> tuple[pl.Expr, ...]:
    from_voice = pl.when("voice_agrees").then("voice_zip")
    by_voice = pl.when(from_voice.is_not_null()).then(pl.lit("voice event"))
    source = pl.when(pl.col("given_zip").is_not_null()).then(pl.lit("attribute")).otherwise(by_voice)
    code = pl.coalesce("given_zip", from_voice)
    precision = pl.when(code.is_not_null()).then(pl.lit("zip"))
    return code.alias("zip"), source.alias("zip_source"), precision.alias("zip_precision")


def _region() -> tuple[pl.Expr, ...]:
    given, usual = pl.col("given_region"), of_country("region")
    is_given, is_usual = given.is_not_null(), usual.is_not_null()
    return (
        pl.coalesce(to_region(given), usual).alias("region"),
        pl.when(is_given).then(pl.lit("attribute")).when(is_usual).then("country_source").alias("region_source"),
        pl.when(is_given).then(pl.lit("region")).when(is_usual).then(pl.lit("country")).alias("region_precision"),
    )


def _or_unknown(level: str) -> pl.Expr:
    return pl.col(f"{level}_precision").fill_null("unknown")


def _reason() -> pl.Expr:
    unplaced = pl.all_horizontal(pl.col("region", "country", "state", "area", "city", "zip", "latitude").is_null())
    return pl.when(unplaced).then("number_place_reason").alias("place_reason")


def _conflict() -> pl.Expr:
    """The highest level at which two sources differ; below a level at which they differ nothing can be compared."""
    conflict = pl.lit(None, pl.String)
    for level in ("state", "country"):
        differ = pl.any_horizontal(_differs(source, level) for source in ("given", "voice", "number"))
        conflict = pl.when(differ).then(pl.lit(level)).otherwise(conflict)
    return conflict.alias("place_conflict")
