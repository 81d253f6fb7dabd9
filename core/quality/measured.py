"""Times that nobody measured: where no contact has any, files tell no such time, and a mean of it says nothing."""

import polars as pl

from core.pipeline.kinds import TALK
from core.quality.check import found
from core.quality.ground import Contacts

LEAST = 20
"""Contacts of which some surely last, and some surely wait."""


def untold(contacts: Contacts) -> pl.LazyFrame:
    """Answered contacts of a platform and channel of which none has any handling time, or no inbound one any wait."""
    talks = contacts.segments.filter(pl.col("kind") == TALK, pl.col("agent_id").is_not_null())
    waits = contacts.conversations.select("conversation_id", "direction", waited_ms=pl.col("queue_time_ms"))
    answered = talks.sort("started_at", "segment_id").unique("conversation_id", keep="first", maintain_order=True)
    told = answered.drop("queue_time_ms").join(waits, on="conversation_id")
    inbound = told.filter(pl.col("direction") != "Outbound")
    return found(
        pl.concat(
            [_all_nought(told, "handling_time_ms", "no length"), _all_nought(inbound, "waited_ms", "no wait told")]
        ),
        at=pl.col("started_at"),
    )


def _all_nought(contacts: pl.LazyFrame, time: str, what: str) -> pl.LazyFrame:
    """Those of a platform and channel where the time is nought of each of at least `LEAST`."""
    of_all = ("platform", "channel")
    is_none_told = pl.col(time).fill_null(0).max().over(of_all) == 0
    return contacts.filter(is_none_told & (pl.len().over(of_all) >= LEAST)).with_columns(what=pl.lit(what))
