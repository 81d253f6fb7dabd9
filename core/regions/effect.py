"""What rules do to the conversations that there are: how many each region gets, and which places are left out."""

from collections.abc import Sequence

import polars as pl

from core.regions.fit import is_left_out, region_of
from core.settings import RegionRule

PLACES = ("country", "state", "area_code", "region", "region_precision")
"""By what conversations are to be counted for the functions here; `region` as without any rules."""


def regions_now_and_then(counts: pl.DataFrame, now: Sequence[RegionRule], then: Sequence[RegionRule]) -> pl.DataFrame:
    """How many conversations each region has under two sets of rules.

    Args:
        counts: one row a place by `PLACES`, with `size`. A conversation has one place, so sizes may be added up.
        now, then: tuples of rules, in order.

    Returns:
        One row a region of either: `region`, `now`, `then`; by size then, null last where all else is equal.
    """
    sizes = {
        name: counts.group_by(region_of(rules).alias("region")).agg(pl.col("size").sum().alias(name))
        for name, rules in (("now", now), ("then", then))
    }
    joined = sizes["now"].join(sizes["then"], on="region", how="full", coalesce=True, nulls_equal=True)
    both = joined.with_columns(pl.col("now", "then").fill_null(0)).filter(pl.sum_horizontal("now", "then") > 0)
    return both.sort("then", "now", "region", descending=[True, True, False], nulls_last=True)


def left_out(counts: pl.DataFrame, rules: Sequence[RegionRule]) -> pl.DataFrame:
    """The places with conversations that no rule fits: by country, and by area code where rules cut into a country.

    Args:
        counts: as for `regions_now_and_then`.

    Returns:
        One row a place: `country` (null when it is not known), `area_code` (null for whole countries), `region` (its
        default) and `size`; the largest first.
    """
    is_cut = pl.col("country").is_in(
        sorted({rule.country for rule in rules if rule.state} | _countries_of(counts, rules))
    )
    rest = counts.filter(is_left_out(rules)).with_columns(area_code=pl.when(is_cut).then("area_code"))
    sizes = rest.group_by("country", "area_code", "region").agg(pl.col("size").sum())
    return sizes.filter(pl.col("size") > 0).sort(
        "size", "country", "area_code", descending=[True, False, False], nulls_last=True
    )


def _countries_of(counts: pl.DataFrame, rules: Sequence[RegionRule]) -> set[str]:
    """The countries in which conversations have one of the rules' area codes."""
    codes = [rule.area_code for rule in rules if rule.area_code]
    return set(counts.filter(pl.col("area_code").is_in(codes))["country"].drop_nulls())
