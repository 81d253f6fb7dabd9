"""Which region a row belongs to: what was given, else the first rule that fits, else the default of its country."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import polars as pl
import polars.selectors as cs

from core.settings import RegionRule

LOOKED_AT = ("country", "state", "area_code")


@lru_cache(maxsize=64)
def region_of(rules: Sequence[RegionRule]) -> pl.Expr:
    """The region of each row under these rules; null where neither a rule nor the table knows one.

    For tables with the columns of PLACE. A region that the customer's record gives stays; a table without
    `region_precision` has none that was given.

    Args:
        rules: a tuple, in order.
    """
    if not rules:
        return pl.col("region")
    labels = dict(enumerate(rule.label for rule in rules))
    ruled = _rank(rules).replace_strict(labels, default=None, return_dtype=pl.String)
    return pl.when(~_is_given()).then(pl.coalesce(ruled, "region")).otherwise("region").alias("region")


def is_left_out(rules: Sequence[RegionRule]) -> pl.Expr:
    """True for the rows that no rule fits and whose region nobody gave."""
    return ~_is_given() & (_rank(rules).is_null() if rules else pl.lit(True))


def _is_given() -> pl.Expr:
    """Whether the customer's record names the region itself; never null.

    Its source does not tell: a region that follows from a country on the record is from an attribute too.
    """
    given = cs.by_name("region_precision", require_all=False).eq_missing("region")
    return pl.any_horizontal(pl.lit(value=False), given)


def _rank(rules: Iterable[RegionRule]) -> pl.Expr:
    """The number of the first rule that fits, from 0; null when none does.

    One look-up for each kind of rule and the lowest of the three: hundreds of rules cost no more than three.
    """
    country, state, area_code = (pl.col(name) for name in LOOKED_AT)
    keys = {"country": country, "state": country + " " + state.str.to_lowercase(), "area_code": area_code}
    ranks: dict[str, dict[str, int]] = {kind: {} for kind in keys}
    for rank, rule in enumerate(rules):
        kind = "area_code" if rule.area_code else "state" if rule.state else "country"
        key = rule.area_code or f"{rule.country} {rule.state.lower()}".strip()
        ranks[kind].setdefault(key, rank)
    found = [
        keys[kind].replace_strict(known, default=None, return_dtype=pl.UInt32) for kind, known in ranks.items() if known
    ]
    return pl.min_horizontal(found)
