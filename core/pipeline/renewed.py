"""Renewed conversations: kept aside until all are there, because each knows its customer's ones before and after."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from core.pipeline.among import among
from core.pipeline.customers import describe_customers
from core.pipeline.returns import KNOWN_BY, find_returns, with_returns
from core.schema.tables import CONVERSATIONS, CUSTOMERS
from core.store.transaction import Transaction

CUSTOMERS_PER_TASK = 4
"""A customer is this many times as light as a task: a row of CUSTOMERS has no texts of conversations."""

TOLD = ("conversation_id", "started_at", *(name for name in CUSTOMERS.by_name if name in CONVERSATIONS.by_name))
"""What conversations tell of their customers."""


@dataclass(frozen=True)
class _Some:
    """Rows of CONVERSATIONS that were made together, and the ids of those in whose place they come."""

    rows: pl.LazyFrame
    before: pl.Series


class Renewed:
    """Conversations that were computed again, chunk by chunk.

    Args:
        change: the open transaction.
        folder: for temporary files.
        at_once: tasks that may be held at once.
    """

    def __init__(self, change: Transaction, folder: Path, at_once: int) -> None:
        self._change = change
        self._folder = folder
        self._at_once = at_once
        self._some: list[_Some] = []

    def add(self, conversations: pl.DataFrame, before: pl.Series) -> None:
        """Keep a chunk's conversations, and the ids of those that its tasks were until now."""
        file = self._folder / f"conversations-{len(self._some):06}.parquet"
        conversations.write_parquet(file, compression="lz4")
        self._some.append(_Some(pl.scan_parquet(file), before))

    def store(self) -> None:
        """Put them into CONVERSATIONS, and their customers, with those of before, into CUSTOMERS."""
        news = pl.concat(some.rows.select(KNOWN_BY) for some in self._some).collect()
        before = pl.concat(some.before for some in self._some)
        stored = self._change.scan(CONVERSATIONS)
        customers = news.select("customer_id")
        if len(before):
            of_before = among(stored, "conversation_id", before).select("customer_id")
            customers = pl.concat([customers, of_before.collect()])
        customers = customers.unique().sort("customer_id")
        theirs = among(stored, "customer_id", customers["customer_id"])
        others = theirs.filter(~pl.col("conversation_id").is_in(before.implode()))
        found, moved = find_returns(news, others)
        neighbours = among(stored, "conversation_id", moved["conversation_id"]).collect()
        for number, some in enumerate(self._some):
            rows, keys = some.rows, some.before
            if number == 0 and moved.height:
                rows, keys = pl.concat([rows, neighbours.lazy()]), pl.concat([keys, moved["conversation_id"]])
            self._change.replace(CONVERSATIONS, "conversation_id", keys, with_returns(rows, found))
        self._store_customers(customers)

    def _store_customers(self, customers: pl.DataFrame) -> None:
        are_known = bool(self._change.parts(CUSTOMERS))
        for some in customers.iter_slices(CUSTOMERS_PER_TASK * self._at_once):
            theirs = among(self._change.scan(CONVERSATIONS), "customer_id", some["customer_id"]).select(TOLD).collect()
            keys = some["customer_id"] if are_known else some["customer_id"].clear()
            self._change.replace(CUSTOMERS, "customer_id", keys, describe_customers(theirs.lazy()))
