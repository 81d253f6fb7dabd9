"""Lending: what is known of a row's conversation, of its custom attributes or of its agent now is known of the row.

Every loan is many rows to one: a conversation, an attribute of it and an agent are one row each, and the data end only
once, so no row is doubled.
"""

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from core.custom import is_custom
from core.fingerprint import fingerprint
from core.schema.lent import AGENT_NOW, DATA_ENDS_AT, TOLD_BY
from core.schema.table import Table
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS

CONVERSATION_ID, AGENT_ID = "conversation_id", "agent_id"
_ITS_AGENT = "agent of its conversation"
_MARK = "fingerprint of the key"

Scan = Callable[[Table], pl.LazyFrame]
"""Where the rows of a table are to be had."""


def has(table: Table, name: str) -> bool:
    """Whether rows of a table have a column, be it their own or borrowed."""
    if name in table.by_name or name == DATA_ENDS_AT.name:
        return True
    is_of_conversation = CONVERSATION_ID in table.by_name
    if name in AGENT_NOW:
        return is_of_conversation or AGENT_ID in table.by_name
    return is_of_conversation and (is_custom(name) or name in CONVERSATIONS.by_name)


def lent(
    rows: pl.LazyFrame,
    table: Table,
    names: Iterable[str],
    scan: Scan,
    lenders: Scan | None = None,
    held: Mapping[str, pl.Expr] | None = None,
) -> pl.LazyFrame:
    """The rows with those of the columns that they do not have themselves.

    A row without a conversation or an agent, and a conversation without the attribute, have null there. Rows that have
    no agent of their own column borrow from the first agent of their conversation.

    Args:
        table: what the rows are of.
        names: columns that `has` finds.
        scan: all rows of CONVERSATIONS, ATTRIBUTES and AGENTS, whenever they are from.
        lenders: the same, but only those of CONVERSATIONS and ATTRIBUTES that `rows` can want; all without it.
        held: by borrowed column what is asked of it, false for null: rows that do not meet it may be left out, so that
            only what meets it has to be looked up.
    """
    own = set(rows.collect_schema().names())
    missing = [name for name in dict.fromkeys(names) if name not in own]
    if DATA_ENDS_AT.name in missing:
        missing.remove(DATA_ENDS_AT.name)
        rows = rows.join(_end(scan), how="cross")
    if not missing:
        return rows
    asked = held or {}
    now = [name for name in missing if name in AGENT_NOW]
    custom = [name for name in missing if is_custom(name)]
    told = [pl.col(name) for name in missing if name not in AGENT_NOW and name not in custom]
    of_told = [asked[name] for name in missing if name in CONVERSATIONS.by_name and name in asked]
    agent = AGENT_ID if AGENT_ID in table.by_name else _ITS_AGENT
    if now and agent == _ITS_AGENT:
        told.append(pl.col(AGENT_ID).alias(_ITS_AGENT))
    about = lenders or scan
    for key in custom:
        rows = _borrowed(rows, _attribute(about, key), [asked[key]] if key in asked else [])
    if told:
        rows = _borrowed(rows, about(CONVERSATIONS).select(CONVERSATION_ID, *told), of_told)
    if now:
        as_now = (pl.col(TOLD_BY[name]).alias(name) for name in now)
        rows = rows.join(scan(AGENTS).select(pl.col(AGENT_ID).alias(agent), *as_now), on=agent, how="left")
    return rows.drop(_ITS_AGENT, strict=False)


def _borrowed(rows: pl.LazyFrame, lenders: pl.LazyFrame, held: list[pl.Expr]) -> pl.LazyFrame:
    """The rows with what their conversation has; only of those that meet what is asked of it, where something is.

    Joined by fingerprints, which takes half of the work that the ids take.
    """
    mark = fingerprint(pl.col(CONVERSATION_ID)).alias(_MARK)
    found = lenders.filter(held) if held else lenders
    lendable = found.with_columns(mark).drop(CONVERSATION_ID)
    return rows.with_columns(mark).join(lendable, on=_MARK, how="inner" if held else "left").drop(_MARK)


def _end(scan: Scan) -> pl.LazyFrame:
    """One row: when the last conversation began."""
    return scan(CONVERSATIONS).select(pl.col("started_at").max().alias(DATA_ENDS_AT.name))


def _attribute(scan: Scan, key: str) -> pl.LazyFrame:
    """One attribute as a narrow table: `conversation_id` and a column of the key's name."""
    return scan(ATTRIBUTES).filter(pl.col("key") == key).select(CONVERSATION_ID, pl.col("value").alias(key))
