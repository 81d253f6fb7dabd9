"""The places of a level, ready to be drawn: names, texts, points and shapes."""

import polars as pl

from core.format import number
from core.geo.gazetteer import WITH_STATES, area_codes, countries, states
from core.maps import divided, lands, middles
from core.scope import Scope
from ui.answers import ask, declared, settings
from ui.atlas.levels import COLUMNS, VOLUME, Level
from ui.atlas.names import place_names
from ui.drawn import drawn
from ui.labels import metric_label
from ui.words import language, say

POINT = ("latitude", "longitude")
PRECISION = "geolocation_precision"
NEAR = ("point", "zip", "city", "area", "area code")
FINE_ENOUGH: dict[Level, tuple[str, ...]] = {
    "state": (*NEAR, "state"),
    "area_code": (*NEAR, "state", "country"),
    "city": NEAR,
}
"""How precise a conversation's point has to be to tell where a place of that level lies.

An area and an area code have the point of their major city; a city may be known as just that.
"""

MOST_POINTS = 10_000
"""The points with most conversations: enough for a mean, however many customers gave one of their own."""

NO_SHAPES = pl.DataFrame(schema={"code": pl.String, "level": pl.String, "outline": pl.String})


@drawn
def named(view: Scope, level: Level, answers: pl.DataFrame) -> pl.DataFrame:
    """The answers with `code` and `name` of each place and its `share` of all of the view.

    Most conversations first. What has no place of this level keeps its row, without a `code`, at the end.
    """
    total = ask(view.query(VOLUME))[VOLUME][0]
    code = pl.concat_str(pl.col(COLUMNS[level]).fill_null(""), separator="-")
    return answers.with_columns(
        pl.when(pl.col(level).is_not_null()).then(code).alias("code"),
        pl.Series("name", place_names(view, level, answers), dtype=pl.String),
        (pl.col(VOLUME) / total).alias("share") if total else pl.lit(None, pl.Float64).alias("share"),
    ).sort(
        [pl.col("code").is_null(), VOLUME, *COLUMNS[level]],
        descending=[False, True, *(False for _ in COLUMNS[level])],
        nulls_last=True,
    )


@drawn
def drawable(view: Scope, level: Level, metric: str, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a place as `core.maps.atlas` wants it, out of `named`."""
    known = rows.drop_nulls("code")
    unit, tongue = declared(metric).unit, language()
    texts = [f"{metric_label(metric)}: {number(value, unit, tongue)}" for value in known[metric]]
    told = "geography.share_only" if metric == VOLUME else "geography.share"
    shares = [
        say(told, count=number(size, "count", tongue), share=number(share, "%", tongue))
        for size, share in known.select(VOLUME, "share").iter_rows()
    ]
    # A circle says how many by its own area; beside areas that say it by their colour alone, it is a dot.
    is_dot = level in ("region", "country")
    size = pl.lit(None, pl.Float64) if is_dot else pl.col(VOLUME).cast(pl.Float64)
    return _placed(view, level, known).select(
        "code",
        "name",
        *POINT,
        pl.col(metric).cast(pl.Float64).alias("value"),
        pl.Series("value_text", texts, dtype=pl.String),
        pl.Series("size_text", shares, dtype=pl.String),
        size.alias("size"),
    )


@drawn
def shapes(view: Scope, level: Level, rows: pl.DataFrame) -> pl.DataFrame:
    """The outlines of these places: of a region all its countries, of an area code or a city none."""
    known = rows.drop_nulls("code")
    if level == "region":
        return lands(_by_region(view), settings().regions)
    if level == "country":
        return known.select("code", level=pl.lit("country"), outline="country")
    if level == "state":
        outlined = known.filter(pl.col("country").is_in(WITH_STATES))
        return outlined.select("code", level=pl.lit("state"), outline="state")
    return NO_SHAPES


def split_countries(view: Scope) -> list[str]:
    """The countries whose conversations lie in several regions."""
    return divided(_by_region(view))


def _by_region(view: Scope) -> pl.DataFrame:
    return ask(view.query(VOLUME, by=("region", "country", "state"))).rename({VOLUME: "size"})


def _placed(view: Scope, level: Level, known: pl.DataFrame) -> pl.DataFrame:
    """The places in their order, with the point of each; null where it is not known."""
    if level == "region":
        return known.join(middles(_by_region(view)), on="region", how="left", maintain_order="left")
    if level == "city":
        return known.join(_means(view, level), on=COLUMNS[level], how="left", nulls_equal=True, maintain_order="left")
    listed = known.join(_gazetteer(level), on=COLUMNS[level], how="left", maintain_order="left")
    if level == "country" or not listed["latitude"].null_count():
        return listed
    means = _means(view, level).rename({axis: f"mean_{axis}" for axis in POINT})
    return listed.join(means, on=COLUMNS[level], how="left", nulls_equal=True, maintain_order="left").with_columns(
        pl.coalesce(axis, f"mean_{axis}").alias(axis) for axis in POINT
    )


def _gazetteer(level: Level) -> pl.DataFrame:
    """The points that are known without asking the data."""
    if level == "country":
        return countries().select(*POINT, country="iso2")
    return (states() if level == "state" else area_codes()).select(*COLUMNS[level], *POINT)


def _means(view: Scope, level: Level) -> pl.DataFrame:
    """The point of each place amid those of its conversations whose own point is precise enough to tell."""
    by = (*COLUMNS[level], *POINT, PRECISION)
    points = ask(view.query(VOLUME, by=by, sort=VOLUME, descending=True, limit=MOST_POINTS))
    told = points.drop_nulls([level, *POINT]).filter(pl.col(PRECISION).is_in(FINE_ENOUGH[level]), pl.col(VOLUME) > 0)
    means = [((pl.col(axis) * pl.col(VOLUME)).sum() / pl.col(VOLUME).sum()).alias(axis) for axis in POINT]
    return told.group_by(COLUMNS[level]).agg(means)
