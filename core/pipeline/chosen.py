"""Which conversations a correction concerns, by what is modelled of them so far."""

from collections.abc import Iterable

import polars as pl

from core.corrections import CLOSE, MERGE, RELABEL, Correction
from core.corrections.columns import OF_PARTS
from core.custom import is_custom
from core.pipeline.kinds import TALK
from core.schema.tables import SEGMENTS

ID = "conversation_id"
QUEUE, TEAM = "queue_name", "handling_team_name"


def chosen(
    one: Correction,
    conversations: pl.LazyFrame,
    segments: pl.LazyFrame,
    attributes: pl.LazyFrame,
    named: pl.LazyFrame,
) -> pl.LazyFrame:
    """The `conversation_id` of those that it changes, each once.

    Args:
        conversations: rows of CONVERSATIONS, without excluded ones.
        segments, attributes: their rows of SEGMENTS and ATTRIBUTES.
        named: `conversation_id` of those that the correction names, or whose tasks it names.
    """
    if one.kind == MERGE:
        customer = pl.col("customer_id")
        return conversations.filter(customer.is_in(one.customers), customer != one.into).select(ID)
    rows = conversations.join(named.unique(), on=ID, how="semi") if one.conversations else conversations
    if one.since:
        rows = rows.filter(pl.col("started_at") >= one.since)
    if one.until:
        rows = rows.filter(pl.col("started_at") < one.until)
    for column, values in one.where:
        rows = _where(rows, attributes, column, values)
    if one.kind == CLOSE:
        rows = rows.filter("is_in_progress")
    if one.kind == RELABEL:
        rows = _relabelled(one, rows, segments, attributes)
    return rows.select(ID)


def conversation_columns(column: str) -> tuple[str, ...]:
    """The columns of CONVERSATIONS that tell a relabelled one."""
    return (QUEUE, "last_queue_name") if column == QUEUE else (column,)


def is_replaced(one: Correction, column: str) -> pl.Expr:
    """Whether a row's value of a column is one that a relabelling replaces by another."""
    value = pl.col(column)
    if one.was is not None:
        found = value == one.was if one.was else value.is_null()
    else:
        found = value.is_not_null() if one.column in OF_PARTS else pl.lit(value=True)
    return (found & value.ne_missing(pl.lit(one.to))).fill_null(value=False)


def is_replaced_in_part(one: Correction, column: str) -> pl.Expr:
    """The same of segments; an outcome is known of talks alone."""
    return is_replaced(one, column) & (pl.col("kind") == TALK) if column == "outcome" else is_replaced(one, column)


def _where(rows: pl.LazyFrame, attributes: pl.LazyFrame, column: str, values: tuple[str, ...]) -> pl.LazyFrame:
    known = [value for value in values if value]
    if not is_custom(column):
        told = pl.col(column)
        return rows.filter(told.is_in(known) | (told.is_null() if "" in values else pl.lit(value=False)))
    of_key = attributes.filter(pl.col("key") == column)
    found = [rows.join(of_key.filter(pl.col("value").is_in(known)), on=ID, how="semi")]
    if "" in values:
        found.append(rows.join(of_key, on=ID, how="anti"))
    return pl.concat(found)


def _relabelled(one: Correction, rows: pl.LazyFrame, segments: pl.LazyFrame, attributes: pl.LazyFrame) -> pl.LazyFrame:
    """Those of the conversations in which some value becomes another."""
    if is_custom(one.column):
        of_key = attributes.filter(pl.col("key") == one.column)
        found = [of_key.filter(is_replaced(one, "value")).select(ID)]
        if not one.was:
            found.append(rows.join(of_key, on=ID, how="anti").select(ID))
    else:
        columns = conversation_columns(one.column)
        found = [rows.filter(_any(is_replaced(one, column) for column in columns)).select(ID)]
        if one.column in SEGMENTS.by_name:
            found.append(segments.filter(is_replaced_in_part(one, one.column)).select(ID))
    return rows.join(pl.concat(found).unique(), on=ID, how="semi")


def _any(conditions: Iterable[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(*conditions)
