"""The land of each region: the countries that lie in it, and the states of those that lie in several."""

from collections.abc import Sequence

import polars as pl

from core.geo.gazetteer import WITH_STATES, countries, states
from core.maps.outlines import Level, outlines
from core.regions import regions_of_countries, regions_of_states
from core.settings import RegionRule

POINT = ("latitude", "longitude")


def lands(counts: pl.DataFrame, rules: Sequence[RegionRule]) -> pl.DataFrame:
    """The shapes of each region that has conversations, as `atlas` wants them.

    A house may draw its regions through a country. The United States and Canada are then drawn state by state; any
    other country has the colour of the region with most of its conversations (`divided` names these countries). Places
    without conversations belong where the rules put them, so that a region is seen whole.

    Args:
        counts: one row a `region`, `country` and `state`, each may be null, with the number of conversations `size`.
        rules: the house's own regions, in order; none for the default ones.
    """
    known = counts.drop_nulls(["region", "country"])
    is_drawn_by_state = pl.col("country").is_in([code for code in divided(counts) if code in WITH_STATES])
    own = known.filter(is_drawn_by_state).drop_nulls("state")
    by_country = _settled(known, "country", regions_of_countries(rules))
    by_state = _settled(own, "state", regions_of_states(rules).filter(is_drawn_by_state))
    rest = by_country.rename({"outline": "country"}).filter(~is_drawn_by_state).rename({"country": "outline"})
    return pl.concat([_shapes(rest, "country", known), _shapes(by_state, "state", known)])


def divided(counts: pl.DataFrame) -> list[str]:
    """The countries whose conversations lie in several regions, by code.

    Args:
        counts: as for `lands`.
    """
    regions = counts.drop_nulls(["region", "country"]).group_by("country").agg(pl.col("region").n_unique())
    return regions.filter(pl.col("region") > 1)["country"].sort().to_list()


def middles(counts: pl.DataFrame) -> pl.DataFrame:
    """The point of each region amid its conversations: for those that have no land of their own on the map.

    Args:
        counts: as for `lands`.

    Returns:
        One row a region of which any state's or country's point is known: `region`, `latitude`, `longitude`.
    """
    of_state = states().select("country", "state", *POINT)
    of_country = countries().select("iso2", *(pl.col(axis).alias(f"{axis}_of_country") for axis in POINT))
    placed = (
        counts.drop_nulls("region")
        .filter(pl.col("size") > 0)
        .join(of_state, on=["country", "state"], how="left")
        .join(of_country, left_on="country", right_on="iso2", how="left")
        .with_columns(pl.coalesce(axis, f"{axis}_of_country").alias(axis) for axis in POINT)
        .drop_nulls(POINT)
    )
    means = [((pl.col(axis) * pl.col("size")).sum() / pl.col("size").sum()).alias(axis) for axis in POINT]
    return placed.group_by("region").agg(means).sort("region")


def _settled(known: pl.DataFrame, place: str, usual: pl.DataFrame) -> pl.DataFrame:
    """The region (`code`) of each place (`outline`): where most of its conversations are, else what the rules say."""
    sizes = known.group_by(place, "region").agg(pl.col("size").sum())
    # Of two regions with as many conversations the first by name, or the map would change its colours by chance.
    most = sizes.sort([place, "size", "region"], descending=[False, True, False]).unique(
        place, keep="first", maintain_order=True
    )
    quiet = usual.join(most, on=place, how="anti")
    return pl.concat([rows.select(code="region", outline=place) for rows in (most, quiet)])


def _shapes(settled: pl.DataFrame, level: Level, known: pl.DataFrame) -> pl.DataFrame:
    drawn = pl.col("outline").is_in(list(outlines(level))) & pl.col("code").is_in(known["region"].unique().to_list())
    return settled.filter(drawn).select("code", pl.lit(level).alias("level"), "outline").sort("code", "outline")
