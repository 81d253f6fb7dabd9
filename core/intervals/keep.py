"""Keeping: each interval once, the latest that a file says of it, and no contact twice."""

from dataclasses import dataclass

import polars as pl

from core.intervals.overlaps import overlapping
from core.intervals.read import CONTRADICTED, KEY, OVERLAPS, REFUSED, TOTAL
from core.intervals.roles import DIMENSIONS, FACTS
from core.schema.tables import INTERVALS
from core.store.transaction import Transaction

ID = "interval_id"
COMPARED = ("offered_count", "handled_count")
"""Of a row without a queue, say, that is the sum of those with one, both are theirs."""


@dataclass(frozen=True)
class Kept:
    """What became of a file's intervals.

    Args:
        kept: rows that told something new, those that took the place of an earlier one among them.
        corrected: of these, how many took the place of a row that said something else.
        rejected: rows that cannot stand beside the others, as `core.intervals.read.REFUSED` has them.
    """

    kept: int
    corrected: int
    rejected: pl.DataFrame


def keep(change: Transaction, staged: pl.DataFrame, load_id: str) -> Kept:
    """Add a file's intervals to INTERVALS.

    What an earlier file said of an interval in the same way is a duplicate; what it said otherwise has been corrected
    by whoever wrote the file, and the new row takes its place. Within one file nothing is corrected: rows of one
    interval that say different things lack the column that tells them apart, and none of them is believed. Rows that
    add up other rows of the file, and intervals that overlap others (a day and its hours), would count contacts twice.

    Args:
        change: the open transaction.
        staged: all of a file's rows, as `core.intervals.read.STAGED` has them.
        load_id: of the load that brings them.
    """
    totals = _totals(staged)
    each = staged.join(totals, on="position", how="anti", maintain_order="left")
    different = each.unique([ID, *FACTS], keep="first", maintain_order=True)
    is_one = pl.len().over(ID) == 1
    contradicted = each.join(different.filter(~is_one), on=ID, how="semi", maintain_order="left")
    news = different.filter(is_one)
    theirs = change.scan(INTERVALS).join(news.lazy(), on=["platform", "profile"], how="semi").collect()
    known = theirs.join(news, on=ID, how="semi")
    overlaps = overlapping(news, theirs.join(news, on=ID, how="anti"))
    fresh = news.join(overlaps, on=ID, how="anti", maintain_order="left")
    fresh = fresh.join(known, on=[ID, *FACTS], how="anti", nulls_equal=True, maintain_order="left")
    corrected = known.join(fresh, on=ID, how="semi")
    change.replace(INTERVALS, ID, corrected[ID], fresh.with_columns(load_id=pl.lit(load_id)))
    refused = [
        _refused(totals, TOTAL),
        _refused(contradicted, CONTRADICTED),
        _refused(each.join(overlaps, on=ID, how="semi", maintain_order="left"), OVERLAPS),
    ]
    return Kept(fresh.height, corrected.height, pl.concat(refused).sort("position"))


def _totals(staged: pl.DataFrame) -> pl.DataFrame:
    """Rows that leave a dimension blank and are the sum of two or more that fill it: subtotals without a name."""
    found = [staged.clear()]
    for name in DIMENSIONS:
        others = [one for one in KEY if one != name]
        parts = staged.filter(pl.col(name).is_not_null()).group_by(others)
        sums = parts.agg(pl.len().alias("parts"), *(pl.col(one).sum().alias(f"{one} of parts") for one in COMPARED))
        blank = staged.filter(pl.col(name).is_null(), pl.col("offered_count") > 0)
        is_sum = (pl.col(one).fill_null(0) == pl.col(f"{one} of parts") for one in COMPARED)
        with_sums = blank.join(sums.filter(pl.col("parts") > 1), on=others, how="inner", nulls_equal=True)
        found.append(with_sums.filter(*is_sum).select(staged.columns))
    return pl.concat(found).unique("position", maintain_order=True)


def _refused(rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    return rows.with_columns(reason=pl.lit(reason), detail=pl.col(ID)).select(REFUSED.names())
