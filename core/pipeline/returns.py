"""Returns: how long before each conversation its customer had the one before, and how long after it the next."""

import polars as pl

from core.schema.tables import CONVERSATIONS

KNOWN_BY = ("customer_id", "started_at", "conversation_id")
"""A total order, so that of two conversations of one moment the same is the second however they arrive."""

SINCE = "since_last_contact_ms"
UNTIL = "until_next_contact_ms"
RETURNS = (SINCE, UNTIL)


def find_returns(news: pl.DataFrame, others: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find when their customer's conversation before and the next one began.

    A conversation that arrives late is the one before for the next and the next for the one before, and both may be
    months away: they have to be written again too.

    Args:
        news: `KNOWN_BY` of the conversations that were just made.
        others: the other rows of CONVERSATIONS of all customers of these, and of those who had one of these before.

    Returns:
        `conversation_id` and `RETURNS` of all of them, and the `conversation_id` of those of `others` of which one is
        another one now.
    """
    known = others.select(*KNOWN_BY, *RETURNS).collect()
    found = neighbours(pl.concat([known.select(KNOWN_BY), news.select(KNOWN_BY)]))
    both = known.select("conversation_id", *(pl.col(name).alias(f"{name} before") for name in RETURNS)).join(
        found, on="conversation_id"
    )
    is_another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} before")) for name in RETURNS)
    return found, both.filter(is_another).select("conversation_id")


def with_returns(conversations: pl.LazyFrame, found: pl.DataFrame) -> pl.LazyFrame:
    """Rows of CONVERSATIONS with what `find_returns` found of them."""
    told = conversations.drop(RETURNS).join(found.lazy(), on="conversation_id", how="left")
    return told.select(CONVERSATIONS.schema.names())


def neighbours(conversations: pl.DataFrame) -> pl.DataFrame:
    """`conversation_id` and the times from and to the starts of its customer's neighbours; null where there is none."""

    def away(step: int) -> pl.Expr:
        is_same = pl.col("customer_id") == pl.col("customer_id").shift(step)
        between = (pl.col("started_at") - pl.col("started_at").shift(step)).abs().dt.total_milliseconds()
        return pl.when(is_same).then(between)

    return conversations.sort(KNOWN_BY).select("conversation_id", away(1).alias(SINCE), away(-1).alias(UNTIL))
