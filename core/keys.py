"""Keys: which custom columns the data of a workspace have, and what stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from core.custom import is_custom, measured
from core.errors import UnknownName
from core.query import Query
from core.schema.tables import ATTRIBUTES
from core.store.snapshot import Snapshot

MOST_LABELS = 5_000
"""Of ids every value has a label of its own; nobody reads them as groups."""


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


@lru_cache(maxsize=64)
def values_under(snapshot: Snapshot, key: str) -> frozenset[str | None]:
    """The values of a custom column, and None for the conversations without it; nothing when there is no such key."""
    values = _told(snapshot, key).select("value").unique().collect()["value"].to_list()
    return frozenset([*values, None]) if values else frozenset()


@lru_cache(maxsize=64)
def labels_under(snapshot: Snapshot, key: str) -> Mapping[str, str]:
    """Value → the label told with it last, where that is another text; nothing beyond `MOST_LABELS` values."""
    known = keys_of(snapshot).get(key)
    if known is None or known.values > MOST_LABELS:
        return {}
    labelled = _told(snapshot, key).filter(pl.col("label") != pl.col("value"))
    last = labelled.sort("started_at", "conversation_id").group_by("value").agg(pl.col("label").last()).collect()
    return dict(last.iter_rows())


def _told(snapshot: Snapshot, key: str) -> pl.LazyFrame:
    return snapshot.scan(ATTRIBUTES).filter(pl.col("key") == key)


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
