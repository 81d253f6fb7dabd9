"""Keys: which custom columns the data of a workspace have, and what stands in them."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from core.custom import is_custom, measured
from core.errors import UnknownName
from core.query import Query
from core.schema.tables import ATTRIBUTES
from core.store.snapshot import Snapshot


@dataclass(frozen=True)
class Key:
    """One custom column.

    Args:
        name: `conversations.KEY` or `customers.KEY`.
        conversations: how many have it.
        values: how many different ones there are.
        numbers: in how many conversations the value is a number.
    """

    name: str
    conversations: int
    values: int
    numbers: int


@lru_cache(maxsize=8)
def keys_of(snapshot: Snapshot) -> dict[str, Key]:
    """The custom columns of the data by name, in the order of their names; kept while the data stay the same."""
    counted = (
        snapshot.scan(ATTRIBUTES)
        .group_by("key")
        .agg(pl.len().alias("conversations"), pl.col("value").n_unique().alias("values"), pl.col("number").count())
        .sort("key")
        .collect()
    )
    return {name: Key(name, *numbers) for name, *numbers in counted.iter_rows()}


def check_keys(snapshot: Snapshot, query: Query) -> None:
    """Nothing, when the data have every custom column that a question asks for.

    A key that nobody ever wrote is more likely misspelt than a group of its own.

    Raises:
        UnknownName: no conversation has one of them; the message names the nearest.
    """
    columns = [*query.by, *(condition.column for condition in query.where)]
    asked = [name for name in columns if is_custom(name)]
    asked += [known[1] for metric in query.metrics if (known := measured(metric))]
    for name in asked:
        if name not in keys_of(snapshot):
            raise UnknownName.among("custom attribute", name, keys_of(snapshot))
