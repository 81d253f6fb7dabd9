"""Towns that people and platforms name: their usual spelling, their point and their time zone."""

from functools import cache

import polars as pl

from core.geo.gazetteer import WITH_STATES, cities
from core.geo.names import plain

DOMINANCE = 5
"""Where only the country is known a name means the town with so many times the people of the next one, else none."""

ALIASES = {"US NY new york": "US NY new york city", "US new york": "US new york city"}
"""Names in use that are not the town's own; keys as `town_key` makes them."""

TOWN = ("city", "latitude", "longitude", "time_zone")


def town_key(country: pl.Expr, state: pl.Expr, name: pl.Expr) -> pl.Expr:
    """What two spellings of one town have in common: Saint Louis, St. Louis and ST LOUIS are one."""
    short = plain(name).str.replace("^saint ", "st ").str.replace("^fort ", "ft ").str.replace("^mount ", "mt ")
    within = pl.when(country.is_in(WITH_STATES)).then(state)
    return pl.concat_str(country, within, short, separator=" ", ignore_nulls=True).replace(ALIASES)


def find_town(rows: pl.LazyFrame, source: str) -> pl.LazyFrame:
    """Look the town up that a source names.

    Args:
        rows: with `{source}_city` as written, and `country` and `state` as far as they are known.
        source: given or voice.

    Returns:
        The rows in their order; `{source}_city` in the town's own spelling, or without shouting where no such town is
        known; `{source}_city_latitude`, `…_longitude`, `…_time_zone`: null where it is not known which town is meant.
    """
    city = f"{source}_city"
    named = pl.col(city).is_not_null() & pl.col("country").is_not_null()
    key = pl.when(named).then(town_key(pl.col("country"), pl.col("state"), pl.col(city)))
    towns = _towns().lazy().rename({name: f"{city}_{name}" for name in TOWN})
    found = rows.with_columns(town=key).join(towns, on="town", how="left", maintain_order="left")
    return found.with_columns(pl.coalesce(f"{city}_city", _calm(pl.col(city))).alias(city)).drop("town", f"{city}_city")


def _calm(text: pl.Expr) -> pl.Expr:
    """Capitals become a name (OAKTOWN → Oaktown): left so, one town would be counted as two."""
    shouted = (text == text.str.to_uppercase()) & (text.str.len_chars() > 3)
    return pl.when(shouted).then(text.str.to_titlecase()).otherwise(text)


@cache
def _towns() -> pl.DataFrame:
    """One row a key that means one town; within a state of the United States or Canada that is the largest."""
    country, state, name = (pl.col(column) for column in ("country", "state", "city"))
    known = cities().with_columns(within=town_key(country, state, name), alone=town_key(country, pl.lit(None), name))
    of_states = known.filter(state.is_not_null()).with_columns(town="within", needs=1)
    of_countries = known.with_columns(town="alone", needs=DOMINANCE)
    size = pl.col("population").cast(pl.Int64)
    second = size.sort(descending=True).get(1, null_on_oob=True).fill_null(0)
    return (
        pl.concat([of_states, of_countries])
        .filter(size == size.max().over("town"), size >= (second * pl.col("needs")).over("town"))
        .unique("town", keep="first", maintain_order=True)
        .select("town", *TOWN)
    )
