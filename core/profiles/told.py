"""Told: what rows say of people, queues and customers, as columns of EVENTS and as attributes in JSON."""

from collections.abc import Iterable, Mapping

import polars as pl

from core.pipeline.attributes import TASK_PATHS
from core.sources.fields import as_json

OPENS = ("conversations", "customers")
UNKNOWN_AGENT = "unknown"
"""Stands for the agent of an answered row that names none: somebody has handled it."""

ATTRIBUTES: Mapping[str, str] = {
    "from": "from",
    "to": "to",
    "conversation_id": "conversations.conversation_id",
    "direction": "conversations.direction",
    "outcome": "conversations.outcome",
    "language": "conversations.language",
    "campaign": "conversations.campaign",
    "hang_up_by": "conversations.hang_up_by",
    "transfers": "conversations.transfers",
    "customer_id": "customers.external_id",
    "customer_name": "customers.name",
    "customer_phone": "customers.phone",
    "customer_email": "customers.email",
    "country": "customers.country",
    "state": "customers.state",
    "city": "customers.city",
    "zip": "customers.zip",
}
"""Target → where it stands in a task's attributes."""

AGENT_ATTRIBUTES: Mapping[str, str] = {
    "agent_name": "full_name",
    "agent_email": "email",
    "team": "team_name",
    "department": "department_name",
}
RESERVED = frozenset(path[1] for path in TASK_PATHS.values() if path[0] == "conversations")
"""Keys under `conversations` that the model reads: a column of such a name that is only kept must not be one."""


def kept_key(column: str) -> str:
    """The key of a kept column: its name, told apart from the keys that mean something to the model."""
    is_label = column.startswith("conversation_label_")
    return f"file_{column}" if column in RESERVED or column == "transfers" or is_label else column


def attributes(told: pl.DataFrame, kept: pl.DataFrame, more: Mapping[str, pl.Expr]) -> pl.Series:
    """The attributes of each row as JSON text; null where there is none.

    Args:
        told: the targets that the file has, as text.
        kept: columns of the file that become custom attributes.
        more: further attributes, by path.
    """
    known = [pl.col(target).alias(path) for target, path in ATTRIBUTES.items() if target in told.columns]
    columns = told.select(*known, *(each.alias(path) for path, each in more.items()))
    named = {f"conversations.{kept_key(column.name)}": column for column in kept}
    return json_of(columns.with_columns(each.alias(path) for path, each in named.items()), OPENS)


def json_of(columns: pl.DataFrame, opened: Iterable[str] = ()) -> pl.Series:
    """One JSON object text a row; null where all is null, also when there are no columns at all."""
    if not columns.width:
        return pl.Series([None], dtype=pl.String).new_from_index(0, columns.height)
    return as_json(columns, opened)


def agent_attributes(told: pl.DataFrame) -> pl.Series | None:
    """The agents' attributes as JSON text; None when the file tells nothing but their names."""
    found = [name for name in AGENT_ATTRIBUTES if name in told.columns]
    if not set(found) - {"agent_name"}:
        return None
    return json_of(told.select(pl.col(name).alias(AGENT_ATTRIBUTES[name]) for name in found))


def agent_id(columns: Iterable[str], platform: str) -> pl.Expr:
    """The agent: the platform's id, told apart from the ids of other platforms, else the name."""
    there = set(columns)
    own = pl.col("agent_id") if "agent_id" in there else pl.lit(None, pl.String)
    is_address = own.str.contains("@", literal=True)
    named = pl.when(is_address).then(own).otherwise(pl.lit(f"{platform}:") + own)
    return pl.coalesce(named, "agent_name") if "agent_name" in there else named
