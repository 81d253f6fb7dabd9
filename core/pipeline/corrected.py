"""Corrected: what was modelled from events, with the corrections of the house laid over it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from core.corrections import CLOSE, END_STATUS, Correction
from core.pipeline.chosen import ID
from core.pipeline.closed import CLOSED_AT
from core.pipeline.overlay import EXCLUDED_BY, Overlay
from core.pipeline.packed import packed
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, EXCLUDED, SEGMENTS


@dataclass(frozen=True)
class Rows:
    """Rows of SEGMENTS, CONVERSATIONS and ATTRIBUTES that belong together, and of EXCLUDED."""

    segments: pl.LazyFrame
    conversations: pl.LazyFrame
    attributes: pl.LazyFrame
    excluded: pl.LazyFrame


Cut = Callable[[pl.DataFrame], Rows]
"""Models conversations again that end at an instant: `conversation_id` and `closed_at`, null for their last event."""


def corrected(rows: Rows, tasks: pl.DataFrame, corrections: Sequence[Correction], cut: Cut) -> Rows:
    """Lay corrections over conversations, in their order.

    Args:
        rows: as the events alone tell them.
        tasks: `task_id` and `conversation_id` of all tasks of these conversations.
        corrections: those that hold, in the order in which they apply; those of agents' statuses are passed by.
        cut: how conversations are modelled that are closed.

    Returns:
        The same conversations, those in EXCLUDED that are left out of the other tables; `corrections` names, in their
        order, those that changed a conversation.
    """
    corrections = [one for one in corrections if one.kind != END_STATUS]
    if not corrections:
        return rows
    conversations, segments, attributes = pl.collect_all([rows.conversations, rows.segments, rows.attributes])
    overlay = Overlay(conversations, segments, attributes)
    touched = overlay.find_and_lay(corrections, _named(corrections, tasks))
    if not any(len(ids) for ids in touched):
        return Rows(segments.lazy(), conversations.lazy(), attributes.lazy(), rows.excluded)
    ends = _ends(corrections, touched)
    if ends.height:
        again = pl.collect_all(_in_their_place(rows, cut(ends), ends))
        overlay = Overlay(*again)
        for one, ids in zip(corrections, touched, strict=True):
            overlay.lay(one, ids)
    return _told(overlay, corrections, touched)


def _named(corrections: Sequence[Correction], tasks: pl.DataFrame) -> pl.DataFrame:
    """`number` of a correction and `conversation_id` of those that it names, be it by one of their tasks."""
    given = pl.DataFrame(
        [{"number": number, "id": list(one.conversations)} for number, one in enumerate(corrections)],
        schema={"number": pl.Int64, "id": pl.List(pl.String)},
    )
    wanted = given.explode("id").drop_nulls()
    of_tasks = tasks.select("task_id", ID)
    found = [
        wanted.join(of_tasks, left_on="id", right_on="task_id").select("number", ID),
        wanted.join(of_tasks.select(ID).unique(), left_on="id", right_on=ID).select("number", pl.col("id").alias(ID)),
    ]
    return pl.concat(found).unique()


def _ends(corrections: Sequence[Correction], touched: Sequence[pl.Series]) -> pl.DataFrame:
    """When conversations end that are closed; each is closed once."""
    dtype = CONVERSATIONS.schema["ended_at"]
    found = [pl.DataFrame(schema={ID: pl.String, CLOSED_AT: dtype})]
    for one, ids in zip(corrections, touched, strict=True):
        if one.kind == CLOSE:
            found.append(pl.DataFrame({ID: ids}).with_columns(pl.lit(one.closed_at, dtype).alias(CLOSED_AT)))
    return pl.concat(found)


def _in_their_place(rows: Rows, again: Rows, ends: pl.DataFrame) -> list[pl.LazyFrame]:
    closed = ends.lazy().select(ID)

    def both(table: pl.LazyFrame, ours: pl.LazyFrame) -> pl.LazyFrame:
        return pl.concat([table.join(closed, on=ID, how="anti"), ours])

    return [
        both(rows.conversations, again.conversations),
        both(rows.segments, again.segments),
        both(rows.attributes, again.attributes),
    ]


def _told(overlay: Overlay, corrections: Sequence[Correction], touched: Sequence[pl.Series]) -> Rows:
    """The rows with what has changed them, excluded ones apart."""
    changes = pl.concat(
        pl.DataFrame({ID: ids}).with_columns(number=pl.lit(number), id=pl.lit(one.id))
        for number, (one, ids) in enumerate(zip(corrections, touched, strict=True))
    )
    told = changes.sort("number").group_by(ID, maintain_order=True).agg(pl.col("id").str.join(" ").alias("corrections"))
    conversations = overlay.conversations.drop("corrections").join(told, on=ID, how="left").lazy()
    is_out = pl.col(EXCLUDED_BY).is_not_null()
    out = conversations.filter(is_out)
    theirs = packed(overlay.attributes.join(out.select(ID).collect(), on=ID, how="semi"))
    return Rows(
        SEGMENTS.conform(overlay.segments.lazy().join(out.select(ID), on=ID, how="anti")),
        CONVERSATIONS.conform(conversations.filter(~is_out)),
        ATTRIBUTES.conform(overlay.attributes.lazy().join(out.select(ID), on=ID, how="anti")),
        EXCLUDED.conform(out.join(theirs.lazy(), on=ID, how="left")),
    )
