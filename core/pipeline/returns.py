"""Returns: how long before each conversation its customer had the one before."""

import polars as pl

from core.schema.tables import CONVERSATIONS

KNOWN_BY = ("customer_id", "started_at", "conversation_id")
"""A total order, so that of two conversations of one moment the same is the second however they arrive."""

SINCE = "since_last_contact_ms"


def with_last_contacts(news: pl.DataFrame, others: pl.LazyFrame) -> pl.DataFrame:
    """Say of conversations when their customer's one before began.

    A conversation that arrives late is the one before for the next, which may be months younger: that one has to be
    written again too.

    Args:
        news: rows of CONVERSATIONS that were just made.
        others: the other rows of CONVERSATIONS of all customers of these, and of those who had one of these before.

    Returns:
        The rows of `news` with `since_last_contact_ms`, and those of `others` of which it is another one now.
    """
    known = others.select(*KNOWN_BY, SINCE).collect()
    since = _since_last_contact(pl.concat([known.select(KNOWN_BY), news.select(KNOWN_BY)]))
    changed = known.select("conversation_id", before=SINCE).join(since, on="conversation_id")
    moved = changed.filter(pl.col(SINCE).ne_missing(pl.col("before"))).select("conversation_id")
    if moved.height:
        news = pl.concat([news, others.join(moved.lazy(), on="conversation_id", how="semi").collect()])
    return news.drop(SINCE).join(since, on="conversation_id", how="left").select(CONVERSATIONS.schema.names())


def _since_last_contact(conversations: pl.DataFrame) -> pl.DataFrame:
    """`conversation_id` and the time from the start of the customer's one before; null for a customer's first."""
    is_same = pl.col("customer_id") == pl.col("customer_id").shift(1)
    since = (pl.col("started_at") - pl.col("started_at").shift(1)).dt.total_milliseconds()
    return conversations.sort(KNOWN_BY).select("conversation_id", pl.when(is_same).then(since).alias(SINCE))
