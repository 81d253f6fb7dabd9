"""Where phone numbers were issued: what the numbering plan says, put on the map."""

import polars as pl

from core.geo.facts import of_country
from core.geo.gazetteer import area_codes, plan_places, plan_zones
from core.geo.numbers import read_numbers
from core.geo.numbers.answers import NORTH_AMERICAN_PLAN, ON_THE_GROUND

FACTS = ("country", "number_type", "area_code", "calling_code", "description_en", "time_zones", "is_assumed", "reason")
"""What the place of a number follows from; many numbers have them in common."""

LEVELS = ("country", "state", "area", "city", "geolocation", "area_code", "time_zone")
"""What a number can tell of a place, each with `_source` and `_precision`."""

PLACES = (
    *("phone_country", "number_type", "country", "state", "area", "city", "area_code", "time_zone"),
    *("latitude", "longitude", "place_reason"),
    *(f"{level}_{told}" for level in LEVELS for told in ("source", "precision")),
)
LOCATED = pl.Schema(
    {"phone_e164": pl.String, "is_valid": pl.Boolean}
    | {name: pl.Float64 if name in ("latitude", "longitude") else pl.String for name in PLACES}
)


def locate(addresses: pl.Series, default_country: str = "") -> pl.DataFrame:
    """Say of each address where its number was issued.

    Args:
        addresses: as they arrived, from any channel; repeated and null ones have their row as well.
        default_country: ISO code assumed for numbers written in national form; empty for none.

    Returns:
        One row an address, in the same order, with the columns `LOCATED`. `phone_e164` only of valid numbers;
        `phone_country` also of a toll-free number, which has no place; `country_source` is `phone`, or `default` when
        the number was written in national form. In the United States and Canada state, city and point are the area
        code's; elsewhere they are what the numbering plan's text means, and the point is the country's where the text
        names no town. `place_reason` says why there is no place: anonymous, invalid, toll-free, not a phone, unknown
        country.
    """
    numbers = read_numbers(addresses, default_country).with_columns(area_code=_area_code())
    facts = numbers.select(FACTS).unique()
    rows = numbers.select(*FACTS, "is_valid", phone_e164=pl.when("is_valid").then("e164"))
    placed = rows.join(_placed(facts), on=FACTS, how="left", nulls_equal=True, maintain_order="left")
    return placed.select(*("phone_e164", "is_valid"), *(pl.col(f"{name}_placed").alias(name) for name in PLACES))


def _area_code() -> pl.Expr:
    """A few blocks inside ordinary area codes are for internet calls: their area code still is a place."""
    code = pl.col("area_code").cast(pl.String)
    is_voip = (pl.col("calling_code") == NORTH_AMERICAN_PLAN) & (pl.col("number_type") == "voip")
    digits = pl.when(pl.col("is_valid") & is_voip).then(pl.col("e164").str.slice(2, 3))
    return pl.coalesce(code, pl.when(digits.is_in(area_codes()["area_code"].implode())).then(digits))


def _placed(facts: pl.DataFrame) -> pl.DataFrame:
    """One row a combination of `FACTS`, with `PLACES` under names that end in `_placed`."""
    told = facts.select(
        pl.struct(FACTS).alias("facts"),
        "is_assumed",
        pl.col("calling_code", "area_code"),
        pl.col("reason", "time_zones").cast(pl.String),
        # What is no number has no kind; of valid ones the plan may not tell it (`unknown`).
        number_type=pl.when(pl.col("reason").is_null()).then(pl.col("number_type").cast(pl.String)),
        phone_country=pl.col("country").cast(pl.String),
        description=pl.col("description_en").cast(pl.String),
    )
    placed = told.with_columns(*_country()).pipe(_with_reference).with_columns(*_levels()).with_columns(*_precisions())
    return placed.select("facts", pl.col(PLACES).name.suffix("_placed")).unnest("facts")


def _country() -> tuple[pl.Expr, ...]:
    """The country and why there is none: +1 is a plan, not a country, and toll-free numbers are nowhere."""
    is_toll_free = (pl.col("number_type") == "toll free").fill_null(value=False)
    is_of_none = (pl.col("calling_code") == NORTH_AMERICAN_PLAN) & ~(
        pl.col("number_type").is_in(ON_THE_GROUND) | pl.col("area_code").is_not_null()
    )
    phone_country = pl.when(~is_of_none.fill_null(value=False)).then("phone_country")
    country = pl.when(~is_toll_free).then(phone_country)
    toll_free = pl.when(is_toll_free).then(pl.lit("toll-free"))
    unknown = pl.when(country.is_null()).then(pl.lit("unknown country"))
    assumed = pl.when("is_assumed").then(pl.lit("default")).otherwise(pl.lit("phone"))
    return (
        phone_country.alias("phone_country"),
        country.alias("country"),
        pl.when(country.is_not_null()).then(assumed).alias("country_source"),
        pl.coalesce("reason", toll_free, unknown).alias("place_reason"),
    )


def _with_reference(numbers: pl.DataFrame) -> pl.DataFrame:
    """Add what the area codes (`code_…`), the plan's texts (`plan_…`) and its zones (`own_zone`) say of the number."""
    codes = area_codes().drop("country").select("area_code", pl.exclude("area_code").name.prefix("code_"))
    texts = plan_places().select("country", "description", pl.exclude("country", "description").name.prefix("plan_"))
    return (
        numbers.join(codes, on="area_code", how="left")
        .join(texts, on=["country", "description"], how="left")
        .join(plan_zones().rename({"time_zone": "own_zone"}), on=["country", "time_zones"], how="left")
    )


def _levels() -> tuple[pl.Expr, ...]:
    of_code = pl.when(~pl.col("code_is_split").fill_null(value=False)).then("code_time_zone")
    zone = pl.coalesce(of_code, "plan_time_zone", "own_zone", "code_time_zone", of_country("time_zone"))
    return (
        pl.coalesce("code_state", "plan_state").alias("state"),
        pl.col("plan_area").alias("area"),
        pl.coalesce("code_city", "plan_city").alias("city"),
        zone.alias("time_zone"),
        *(
            pl.coalesce(f"code_{axis}", f"plan_{axis}", of_country(axis)).alias(axis)
            for axis in ("latitude", "longitude")
        ),
    )


def _precisions() -> list[pl.Expr]:
    """What each level was made of, and that it came from the number."""
    has_code = pl.col("code_state").is_not_null()
    by_code = pl.when(has_code).then(pl.lit("area code"))
    finest = pl.coalesce(
        by_code,
        "plan_precision",
        pl.when(pl.col("plan_area").is_not_null()).then(pl.lit("area")),
        pl.when(pl.col("plan_state").is_not_null()).then(pl.lit("state")),
        pl.lit("country"),
    )
    has_point, is_own = pl.col("plan_latitude").is_not_null(), pl.col("own_zone").is_not_null()
    has_town_zone = pl.col("plan_time_zone").is_not_null()
    country = pl.lit("country")
    precisions = {
        "country": country,
        "state": pl.coalesce(by_code, pl.lit("state")),
        "area": pl.lit("area"),
        "city": pl.coalesce(by_code, "plan_precision"),
        "geolocation": pl.coalesce(by_code, pl.when(has_point).then("plan_precision"), country),
        "area_code": pl.lit("area code"),
        "time_zone": pl.when(has_code | has_town_zone | is_own).then(finest).otherwise(country),
    }
    return [expr for level, precision in precisions.items() for expr in _told(level, precision)]


def _told(level: str, precision: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """A level's source and precision; a value that is the country's own came the way the country came."""
    is_known = pl.col("latitude" if level == "geolocation" else level).is_not_null()
    source = pl.when(precision == "country").then("country_source").otherwise(pl.lit("phone"))
    return (
        pl.when(is_known).then(source).alias(f"{level}_source"),
        pl.when(is_known).then(precision).otherwise(pl.lit("unknown")).alias(f"{level}_precision"),
    )
