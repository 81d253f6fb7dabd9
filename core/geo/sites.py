"""Sites: where a place of work is, out of what people write for it, such as `Madrid`, `Lisbon, PT` or `Tampa, Florida`.

A site is never guessed: a text that could be several places stands for none until it says which one is meant.
"""

from functools import cache

import polars as pl

from core.geo.facts import of_country, of_state
from core.geo.gazetteer import WITH_STATES, cities, states
from core.geo.names import to_country, to_state
from core.geo.towns import town_key

DOMINANCE = 10
"""A town's name alone means the town that has at least so many times the people of the next one: Dublin in Ireland."""

LARGE_TOWN = 100_000
"""A state's name alone is not meant for sure where a town of that name and this size lies elsewhere: Washington."""

SEPARATORS = r"\s+[-–—]\s+|[,;/|()\n]+"
TOWN_ALIASES = {"new york": "new york city", "washington dc": "washington", "saigon": "ho chi minh city"}
PLACE = ("country", "state", "city", "time_zone")


def find_sites(texts: pl.Series) -> pl.DataFrame:
    """Where each of the texts is.

    A text has parts, between commas and the like. A town is named alone, or beside its country or state in any order; a
    country or state may stand alone. Parts that name a country or a state have to agree with the rest; other parts
    do not count beside one that does.

    Returns:
        One row a distinct text, in order: `location` (the text), `country`, `state` (of the United States and Canada
        alone), `city`, `time_zone`, and `reason`: null when the place is known, else `nothing written`, `not found` or
        `several places`.
    """
    written = pl.DataFrame({"location": texts.cast(pl.String)}).unique().sort("location", nulls_last=True)
    parts = _parts(written)
    candidates = pl.concat([_towns(parts), _states(parts), _countries(parts)], how="diagonal")
    found = written.join(_chosen(_agreeing(candidates)), on="location", how="left")
    reason = (
        pl.when(pl.col("location").str.strip_chars().fill_null("") == "")
        .then(pl.lit("nothing written"))
        .when("is_several")
        .then(pl.lit("several places"))
        .when(pl.col("country").is_null())
        .then(pl.lit("not found"))
    )
    zone = pl.coalesce("time_zone", of_state("time_zone"), of_country("time_zone"))
    return found.with_columns(time_zone=zone, reason=reason).select("location", *PLACE, "reason")


def _parts(written: pl.DataFrame) -> pl.DataFrame:
    """One row a part of a text: `location`, `part` (its number), `name` (without case and accents), `is_alone`."""
    return (
        written.drop_nulls()
        .with_columns(name=pl.col("location").str.replace_all(SEPARATORS, ",").str.split(","))
        .explode("name")
        .with_columns(name=_short("name"))
        .filter(pl.col("name") != "")
        .with_columns(part=pl.int_range(pl.len()).over("location"), is_alone=pl.len().over("location") == 1)
    )


def _towns(parts: pl.DataFrame) -> pl.DataFrame:
    """One row a town that a part could name."""
    named = parts.with_columns(pl.col("name").replace(TOWN_ALIASES))
    return named.join(_known_towns(), on="name").drop("name")


@cache
def _known_towns() -> pl.DataFrame:
    # Signed, so that ten times a large number stays one.
    return cities().select(*PLACE, pl.col("population").cast(pl.Int64), name=_short("city"))


def _short(column: str) -> pl.Expr:
    nowhere = pl.lit(None, pl.String)
    return town_key(nowhere, nowhere, pl.col(column))


def _states(parts: pl.DataFrame) -> pl.DataFrame:
    """One row a state that a part could name."""
    known = states().select("country", "state")
    read = [
        parts.with_columns(country=pl.lit(country), state=to_state(pl.col("name"), pl.lit(country)))
        for country in WITH_STATES
    ]
    return pl.concat(read).join(known, on=["country", "state"], how="semi").drop("name")


def _countries(parts: pl.DataFrame) -> pl.DataFrame:
    """One row a country that a part could name; `ca` is one, and California too, until the other parts tell."""
    return parts.with_columns(country=to_country(pl.col("name"))).drop("name").drop_nulls("country")


def _agreeing(candidates: pl.DataFrame) -> pl.DataFrame:
    """The candidates with which every other part agrees that could name a country or state; `is_told` when one does.

    A town that does not stand alone has to be told: in `Paris, Texass` nothing says which Paris is meant.
    """
    numbered = candidates.with_row_index("candidate")
    readings = candidates.filter(pl.col("city").is_null()).select(
        "location", other="part", other_country="country", other_state="state"
    )
    of_others = (
        numbered.join(readings, on="location")
        .filter(pl.col("other") != pl.col("part"))
        .group_by("candidate", "other")
        .agg(agrees=_is_in("other_country", "other_state").any())
        .group_by("candidate")
        .agg(pl.col("agrees").all(), is_told=pl.lit(value=True))
    )
    told = numbered.join(of_others, on="candidate", how="left").with_columns(
        pl.col("agrees").fill_null(value=True), pl.col("is_told").fill_null(value=False)
    )
    return told.filter("agrees", pl.col("city").is_null() | pl.col("is_alone") | pl.col("is_told"))


def _is_in(country: str, state: str) -> pl.Expr:
    """Whether the row's place and the country, or the state, that the other columns name have something in common."""
    is_same_state = (pl.col("state") == pl.col(state)).fill_null(value=True)
    return (pl.col("country") == pl.col(country)) & is_same_state


def _chosen(agreeing: pl.DataFrame) -> pl.DataFrame:
    """One row a text: `location`, the place that it stands for, and `is_several` when it could be more than one."""
    areas = agreeing.filter(pl.col("city").is_null())
    towns = agreeing.filter(pl.col("city").is_not_null())
    return (
        _town(towns, areas)
        .join(_area(areas), on="location", how="full", coalesce=True)
        .with_columns(is_several=pl.when(pl.col("city").is_null() | pl.col("is_alone")).then("is_several_areas"))
        .with_columns(
            is_several=pl.any_horizontal("is_several", "is_several_towns", "has_rival").fill_null(value=False)
        )
        .with_columns(
            state=pl.when(pl.col("city").is_null()).then("area_state").otherwise("state"),
            country=pl.coalesce("country", "area_country"),
        )
        .select("location", "is_several", *(pl.when(~pl.col("is_several")).then(name).alias(name) for name in PLACE))
    )


def _town(towns: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """One row a text that names a town: the largest of those within the area it names, if it names one.

    Returns:
        `location`, the town, `is_several_towns` when it is not large enough to be meant for sure, and `has_rival` when
        a town elsewhere may be meant as well: a country alone is meant whatever towns share its name, but `Ontario, CA`
        is in California or in Canada.
    """
    firm = areas.filter(pl.col("is_alone") | pl.col("is_told"))
    is_country = pl.col("area_country").is_not_null() & pl.col("area_state").is_null()
    each = (
        towns.join(firm.select("location", area_country="country", area_state="state"), on="location", how="left")
        .group_by("location", "is_alone", "population", *PLACE)
        .agg(
            is_within=(pl.col("area_country").is_null() | _is_in("area_country", "area_state")).any(),
            names_country=is_country.any(),
        )
    )
    is_rival = ~pl.col("is_within") & (
        ~pl.col("is_alone") | (~pl.col("names_country") & (pl.col("population") >= LARGE_TOWN))
    )
    people = pl.col("population").filter("is_within")
    return (
        each.sort(
            "location", "is_within", "population", "country", "state", descending=[False, True, True, False, False]
        )
        .group_by("location", maintain_order=True)
        .agg(
            *(pl.col(name).filter("is_within").first() for name in PLACE),
            is_several_towns=(people.len() > 1) & (people.max() < DOMINANCE * people.top_k(2).min()),
            has_rival=is_rival.any(),
        )
    )


def _area(areas: pl.DataFrame) -> pl.DataFrame:
    """One row a text that names a country or a state: the one, or `is_several_areas`."""
    named = pl.col("state").drop_nulls()
    return areas.group_by("location").agg(
        pl.col("is_alone").any(),
        is_several_areas=(pl.col("country").n_unique() > 1) | (named.n_unique() > 1),
        area_country=pl.col("country").min(),
        area_state=named.min(),
    )
