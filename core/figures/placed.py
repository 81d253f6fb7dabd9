"""Where places are: the outlines and the points of a figure's places, from the gazetteer and from the data."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from core.figures.places import COLUMNS
from core.geo.gazetteer import WITH_STATES, area_codes, countries, states
from core.maps import lands, middles
from core.maps.outlines import Level
from core.settings import Settings

POINT = ("latitude", "longitude")
VOLUME = "conversations_offered"
"""By how many of these a place's middle is weighed; borrowed by every row, so that all levels can be asked for it."""

PRECISION = "geolocation_precision"
NEAR = ("point", "zip", "city", "area", "area code")
FINE_ENOUGH = {"state": (*NEAR, "state"), "area_code": (*NEAR, "state", "country"), "city": NEAR}
"""How precise a point has to be to tell where a place of that level lies."""

MOST_POINTS = 10_000
NO_SHAPES = pl.DataFrame(schema={"code": pl.String, "level": pl.String, "outline": pl.String})

Volumes = Callable[[tuple[str, ...]], pl.DataFrame]
"""Groups → the answer of `VOLUME` by them, in the figure's own scope."""


@dataclass(frozen=True, eq=False)
class Placed:
    """Places on a map.

    Args:
        places: the given ones in their order, with `code`, `country` and `POINT`; null where it is not known.
        shapes: as `core.maps.atlas` wants them.
        lands: which outlines lie below.
    """

    places: pl.DataFrame
    shapes: pl.DataFrame
    lands: tuple[Level, ...]


def placed(places: pl.DataFrame, level: str, volumes: Volumes, rules: Settings) -> Placed:
    """Where these places are.

    Args:
        places: the columns that name them, the last of the level itself, never null.
    """
    named = places.columns
    known = _with_country(places, level, volumes).with_columns(
        code=pl.concat_str([pl.col(name).fill_null("") for name in named], separator="-")
    )
    if level == "region":
        counts = volumes(("region", "country", "state")).rename({VOLUME: "size"})
        located = known.join(middles(counts), on="region", how="left", maintain_order="left")
        shapes = lands(counts, rules.regions)
        return Placed(located, shapes, ("country",))
    located = _located(known, level, volumes)
    if level == "country":
        shapes = known.select("code", pl.lit("country").alias("level"), outline="country")
        return Placed(located, shapes, ("country",))
    if level != "state":
        return Placed(located, NO_SHAPES, ("country", "state") if level == "area_code" else _lands(known))
    outlined = known.filter(pl.col("country").is_in(WITH_STATES))
    return Placed(located, outlined.select("code", pl.lit("state").alias("level"), outline="state"), _lands(known))


def _with_country(places: pl.DataFrame, level: str, volumes: Volumes) -> pl.DataFrame:
    """The places with the country that they lie in: of a name that lies in several, the one with most conversations."""
    if "country" in places.columns:
        return places
    if level not in ("state", "city"):
        return places.with_columns(country=pl.lit(None, pl.String))
    counts = volumes(("country", level)).drop_nulls(["country", level])
    most = counts.sort([VOLUME, "country"], descending=[True, False]).unique(level, keep="first", maintain_order=True)
    return places.join(most.select(level, "country"), on=level, how="left", maintain_order="left")


def _located(known: pl.DataFrame, level: str, volumes: Volumes) -> pl.DataFrame:
    """With points: of the gazetteer, else amid the conversations whose own point is precise enough to tell."""
    if level == "country":
        return _joined(known, countries().select(*POINT, country="iso2"), ["country"])
    keys = [name for name in COLUMNS[level] if name in known.columns and known[name].null_count() < known.height]
    means = _means(level, keys, volumes)
    if level == "city":
        return _joined(known, means, keys)
    listed = _joined(known, (states() if level == "state" else area_codes()).select(*keys, *POINT).unique(keys), keys)
    amid = _joined(listed, means.rename({axis: f"mean_{axis}" for axis in POINT}), keys)
    return amid.with_columns(pl.coalesce(axis, f"mean_{axis}").alias(axis) for axis in POINT)


def _means(level: str, keys: list[str], volumes: Volumes) -> pl.DataFrame:
    points = volumes((*keys, *POINT, PRECISION)).sort(
        VOLUME, *keys, *POINT, descending=[True, *(False,) * (len(keys) + 2)]
    )
    told = (
        points.head(MOST_POINTS)
        .drop_nulls([level, *POINT])
        .filter(pl.col(PRECISION).is_in(FINE_ENOUGH[level]), pl.col(VOLUME) > 0)
    )
    means = [((pl.col(axis) * pl.col(VOLUME)).sum() / pl.col(VOLUME).sum()).alias(axis) for axis in POINT]
    return told.group_by(keys).agg(means)


def _joined(left: pl.DataFrame, right: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return left.join(right, on=keys, how="left", nulls_equal=True, maintain_order="left")


def _lands(known: pl.DataFrame) -> tuple[Level, ...]:
    """The states alone where nothing else is shown, else the countries and perhaps the states."""
    found = set(known["country"].drop_nulls())
    if found == {"US"}:
        return ("state",)
    return ("country", "state") if found & set(WITH_STATES) else ("country",)
