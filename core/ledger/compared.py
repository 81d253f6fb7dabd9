"""Numbers beside each other: those of one question, answered at different times or under different rules."""

from collections.abc import Mapping, Sequence

import polars as pl

from core.ledger.numbers import Asked

TOLERANCE = 1e-9
"""Quotients that differ by less of themselves are the same: sums of broken numbers depend on their order."""

MARK = "is there"


def beside(asked: Asked, metric: str, answers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row a group with a column of numbers for what was published and for each answer.

    Args:
        answers: by name, each with the groups and the metric; `old` is taken.

    Returns:
        The groups; `old` and one column an answer, as Float64, null where there is no number; and for each of them
        `is there NAME`: whether the group was in that answer.
    """
    by = list(asked.query.by)
    rows = _numbers(asked.answer, by, metric, "old")
    for name, answer in answers.items():
        other = _numbers(answer, by, metric, name)
        if by:
            typed = other.with_columns(pl.col(group).cast(rows.schema[group]) for group in by)
            rows = rows.join(
                typed, on=by, how="full" if asked.is_whole else "left", coalesce=True, nulls_equal=True
            ).sort(by, nulls_last=True)
        else:
            rows = pl.concat([rows, other], how="horizontal")
    return rows.with_columns(pl.col(f"{MARK} {name}").fill_null(False) for name in ("old", *answers))


def differs(one: str, other: str) -> pl.Expr:
    """Whether two columns of `beside` tell different numbers, never null.

    Whole numbers have to be equal; quotients may differ in their last digits. A group that an answer has not is the
    same as one in which nothing is counted.
    """
    left, right = pl.col(one), pl.col(other)
    size = pl.max_horizontal(left.abs(), right.abs())
    is_whole = (left == left.round()) & (right == right.round())
    is_far = pl.when(is_whole).then(left != right).otherwise((left - right).abs() > TOLERANCE * size)
    is_nothing = _counts_nothing(one, other) | _counts_nothing(other, one)
    is_one_null = left.is_null() != right.is_null()
    return pl.when(is_one_null).then(~is_nothing).otherwise(is_far.fill_null(False))


def _counts_nothing(one: str, other: str) -> pl.Expr:
    """Whether the group is in one answer with nothing counted, and not in the other at all."""
    return ~pl.col(f"{MARK} {other}") & (pl.col(one).fill_null(0) == 0)


def _numbers(answer: pl.DataFrame, by: Sequence[str], metric: str, name: str) -> pl.DataFrame:
    number = pl.col(metric).cast(pl.Float64).fill_nan(None).alias(name)
    return answer.select(*by, number, pl.lit(True).alias(f"{MARK} {name}"))
