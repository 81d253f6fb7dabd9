"""The overlay: corrections laid over what was modelled from events, one after the other."""

from collections.abc import Sequence

import polars as pl

from core.corrections import CLOSE, EXCLUDE, MERGE, RELABEL, Correction
from core.custom import as_number, is_custom
from core.pipeline.chosen import (
    ID,
    QUEUE,
    TEAM,
    chosen,
    conversation_columns,
    is_replaced,
    is_replaced_in_part,
)
from core.pipeline.kinds import TALK
from core.pipeline.segments import handling_time
from core.schema.tables import ATTRIBUTES, SEGMENTS

EXCLUDED_BY = "excluded_by"


class Overlay:
    """Rows of some conversations, while corrections change them.

    A condition looks at what the events said and what the corrections before have made of it, so the order of the
    file decides. It never looks at what a closing changes: that is worked out from the events once it is known which
    conversations are closed (`core.pipeline.corrected`).

    Args:
        conversations, segments, attributes: rows of CONVERSATIONS, SEGMENTS and ATTRIBUTES that belong together.
    """

    def __init__(self, conversations: pl.DataFrame, segments: pl.DataFrame, attributes: pl.DataFrame) -> None:
        self.conversations = conversations.with_columns(pl.lit(None, pl.String).alias(EXCLUDED_BY))
        self.segments = segments
        self.attributes = attributes

    def find_and_lay(self, corrections: Sequence[Correction], named: pl.DataFrame) -> list[pl.Series]:
        """Lay all corrections, each over what those before have made; the conversations that each changes.

        Args:
            named: `number` (of a correction) and `conversation_id` of those that corrections name.
        """
        touched = []
        for number, one in enumerate(corrections):
            ids = self._chosen(one, named.filter(pl.col("number") == number).select(ID))
            touched.append(ids)
            self.lay(one, ids)
            if one.kind == CLOSE and len(ids):
                # Closed already, for the closings to come.
                closed = pl.col(ID).is_in(ids.implode())
                self.conversations = self.conversations.with_columns(is_in_progress=pl.col("is_in_progress") & ~closed)
        return touched

    def lay(self, one: Correction, ids: pl.Series) -> None:
        """Change these conversations; a closing is none of the changes made here."""
        if not len(ids):
            return
        is_touched = pl.col(ID).is_in(ids.implode())
        if one.kind == EXCLUDE:
            told = pl.when(is_touched).then(pl.lit(one.id)).otherwise(EXCLUDED_BY)
            self.conversations = self.conversations.with_columns(told.alias(EXCLUDED_BY))
        elif one.kind == MERGE:
            told = pl.when(is_touched).then(pl.lit(one.into)).otherwise("customer_id").alias("customer_id")
            self.conversations = self.conversations.with_columns(told)
            self.segments = self.segments.with_columns(told)
        elif one.kind == RELABEL and is_custom(one.column):
            self._relabel_attribute(one, ids)
        elif one.kind == RELABEL:
            self._relabel(one, is_touched)

    def _chosen(self, one: Correction, named: pl.DataFrame) -> pl.Series:
        there = self.conversations.lazy().filter(pl.col(EXCLUDED_BY).is_null())
        ids = chosen(one, there, self.segments.lazy(), self.attributes.lazy(), named.lazy())
        return ids.collect()[ID]

    def _relabel(self, one: Correction, is_touched: pl.Expr) -> None:
        def put(column: str, is_it: pl.Expr) -> pl.Expr:
            return pl.when(is_touched & is_it).then(pl.lit(one.to)).otherwise(column).alias(column)

        of_wholes = [put(column, is_replaced(one, column)) for column in conversation_columns(one.column)]
        of_parts = [put(one.column, is_replaced_in_part(one, one.column))] if one.column in SEGMENTS.by_name else []
        if one.column == QUEUE and one.was:
            # Where nobody tells a team, the queue's name is the team's.
            of_wholes.append(put(TEAM, is_replaced(one, TEAM)))
            of_parts.append(put(TEAM, is_replaced(one, TEAM)))
        self.conversations = self.conversations.with_columns(of_wholes)
        self.segments = self.segments.with_columns(of_parts)
        if one.column == "direction":
            self._handle_again(is_touched)

    def _handle_again(self, is_touched: pl.Expr) -> None:
        """Ringing belongs to the handling time of outbound conversations alone."""
        own = pl.when(is_touched).then(handling_time()).otherwise("handling_time_ms").alias("handling_time_ms")
        self.segments = self.segments.with_columns(own)
        handled = (pl.col("kind") == TALK) & pl.col("agent_id").is_not_null()
        known = self.segments.filter(is_touched, handled, pl.col("handling_time_ms").is_not_null())
        sums = known.group_by(ID).agg(pl.col("handling_time_ms").sum())
        self.conversations = self.conversations.update(sums, on=ID, how="left")

    def _relabel_attribute(self, one: Correction, ids: pl.Series) -> None:
        is_it = pl.col(ID).is_in(ids.implode()) & (pl.col("key") == one.column)
        is_it &= is_replaced(one, "value")
        to = pl.lit(one.to)
        self.attributes = self.attributes.with_columns(
            value=pl.when(is_it).then(to).otherwise("value"),
            number=pl.when(is_it).then(as_number(to)).otherwise("number"),
            label=pl.when(is_it).then(to).otherwise("label"),
        )
        if one.was:
            return
        have = self.attributes.filter(pl.col("key") == one.column)
        lack = self.conversations.filter(pl.col(ID).is_in(ids.implode())).join(have, on=ID, how="anti")
        new = lack.select(ID, "started_at", key=pl.lit(one.column), value=to, number=as_number(to), label=to)
        self.attributes = pl.concat([self.attributes, new.select(ATTRIBUTES.schema.names())])
