"""Chunks: many tasks divided into groups of whole conversations, so that memory does not grow with their number."""

import polars as pl

SHARED = ("call_id", "interaction_id", "transfer_id")
BONDS = ("task_id", "linked_to", *SHARED)
"""What tasks of one conversation may have in common: their own id and the one that they name are of one kind."""


def bond(column: str) -> pl.Expr:
    """A hash of an id, null where there is none.

    Two ids of one hash, should they ever be, only put two conversations into one chunk: nothing is joined by it.
    """
    return pl.when(pl.col(column).is_not_null()).then(pl.col(column).hash()).alias(column)


def components(bonds: pl.DataFrame) -> pl.Series:
    """Number the groups of rows that hang together: two rows with one value in common, in whichever columns.

    Args:
        bonds: columns of hashes.

    Returns:
        For each row the number of the first row of its group.
    """
    row = pl.int_range(pl.len(), dtype=pl.UInt32)
    labels = bonds.select(row.alias("row")).with_columns(group="row")
    ties = pl.concat(bonds.select(row.alias("row"), tie=pl.col(name)).drop_nulls() for name in bonds.columns)
    ties = ties.unique().filter(pl.col("tie").is_duplicated()).with_columns(group="row")
    while True:
        spread = ties.with_columns(pl.col("group").min().over("tie")).with_columns(pl.col("group").min().over("row"))
        if spread["group"].equals(ties["group"]):
            break
        ties = spread
    found = spread.group_by("row").agg(pl.col("group").first())
    return labels.update(found, on="row").sort("row")["group"]


def divide(units: pl.DataFrame, at_once: int) -> pl.Series:
    """Number the chunks in order of time, so that each reads few parts of a table that is in order of time.

    Units that last as long as a chunk has time make chunks of their own after the others: each of them would make its
    chunk read all that happened meanwhile.

    Args:
        units: what is not to be divided: `first_at`, `last_at`, and its `size`.
        at_once: sum of the sizes of one chunk; only a single unit may be larger.

    Returns:
        The chunk of each unit.
    """
    count = -(-int(units["size"].sum()) // at_once)
    if count <= 1:
        return pl.repeat(0, units.height, dtype=pl.UInt32, eager=True)
    first, last = (pl.col(name).dt.epoch("ms") for name in ("first_at", "last_at"))
    so_far = pl.col("size").cum_sum() - pl.col("size")
    return (
        units.select("first_at", "size", is_long=last - first > (last.max() - first.min()) // count)
        .with_row_index("unit")
        .sort("is_long", "first_at", "unit")
        .with_columns(slot=so_far.over("is_long") // at_once)
        .with_columns(chunk=pl.struct("is_long", "slot").rle_id())
        .sort("unit")["chunk"]
    )
