"""Rows among keys: few are looked for while files are read, many are joined."""

import polars as pl

FEW = 50_000
"""Keys that are worth comparing with each row as it is read: the other columns of rows without one are not decoded."""


def among(rows: pl.LazyFrame, column: str, keys: pl.Series) -> pl.LazyFrame:
    """The rows whose `column` is one of the keys; null is no key."""
    wanted = keys.drop_nulls().unique()
    if len(wanted) <= FEW:
        return rows.filter(pl.col(column).is_in(wanted.implode()))
    return rows.join(wanted.alias(column).to_frame().lazy(), on=column, how="semi")
