"""What a statement can read: the declared tables of one snapshot, masked before anything is asked of them."""

from collections.abc import Collection
from hashlib import sha256

import polars as pl

from core.masking import DOTS, masked
from core.schema.column import Column
from core.schema.table import Table
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, EVENTS, INTERVALS, SEGMENTS, WORKLOAD
from core.store.snapshot import Snapshot
from core.workload import read_stretches

ASKED = {
    table.name.lower(): table
    for table in (CONVERSATIONS, SEGMENTS, ATTRIBUTES, CUSTOMERS, AGENTS, WORKLOAD, EVENTS, INTERVALS)
}
"""The tables that a statement may name, as it names them."""

FREE_TEXT = frozenset(("attributes", "task_attributes", "agent_attributes", "extra"))
"""Columns of whole JSON texts: who is in them is known of no word, so none of them is shown."""

TOLD = frozenset(("value", "label"))
"""Of ATTRIBUTES: whatever a house writes down, which may be an address."""

_IS_ADDRESS = r"@|^\s*(?:[A-Za-z]+:)?\+\d[\d\s().-]{5,}$"


def frames(snapshot: Snapshot, names: Collection[str], *, is_masked: bool) -> dict[str, pl.LazyFrame]:
    """Name → rows, all declared columns, read only as far as they are asked for.

    Masked, personal columns are masked here, below everything that a statement can say: under other names, within
    functions, in conditions and in joins there is nothing else to be found. `customer_id` becomes another name for the
    same customer, equal in all tables of this version of the data, so that customers can be counted and joined.
    """
    secret = _secret(snapshot)
    return {name: _read(snapshot, ASKED[name], secret if is_masked else "") for name in names}


def _read(snapshot: Snapshot, table: Table, secret: str) -> pl.LazyFrame:
    rows = read_stretches(snapshot) if table.made_of else snapshot.scan(table)
    if not secret:
        return rows
    return rows.with_columns(
        hidden for column in table.columns if (hidden := _hidden(table, column, secret)) is not None
    )


def _hidden(table: Table, column: Column, secret: str) -> pl.Expr | None:
    """A column without what identifies a customer; None where there is nothing to hide."""
    value = pl.col(column.name)
    if column.name == CUSTOMERS.key[0]:
        other_name = pl.concat_str(pl.lit("~"), pl.concat_str(pl.lit(secret), value).hash().cast(pl.String))
        return pl.when(value.is_not_null()).then(other_name).alias(column.name)
    if column.name in FREE_TEXT:
        return pl.when(value.is_not_null()).then(pl.lit(DOTS)).alias(column.name)
    if table.name == ATTRIBUTES.name and column.name in TOLD:
        is_address = value.str.contains(_IS_ADDRESS)
        return pl.when(is_address).then(masked(column.name)).otherwise(value).alias(column.name)
    return masked(column.name) if column.personal else None


def _secret(snapshot: Snapshot) -> str:
    """What nobody can guess: made of the names of the version's files, which are random and shown nowhere.

    Without it, whoever has all telephone numbers could find out which customer is which.
    """
    names = sorted(part.file for table in ASKED.values() for part in snapshot.parts(table))
    return sha256("\n".join(names).encode()).hexdigest()
