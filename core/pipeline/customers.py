"""Customers: who they are and where, as their latest conversation tells."""

import polars as pl

from core.pipeline.stage import stage
from core.schema.tables import CUSTOMERS


@stage(reads="CONVERSATIONS", writes=CUSTOMERS)
def describe_customers(conversations: pl.LazyFrame) -> pl.LazyFrame:
    """Take each customer from the latest conversation; a name or an address once told is kept until another is told.

    Args:
        conversations: all rows of CONVERSATIONS of these customers.
    """
    once_told = ("customer_name", "customer_phone", "phone_e164", "customer_email")
    ordered = conversations.sort("customer_id", "started_at", "conversation_id")
    latest = ordered.unique("customer_id", keep="last", maintain_order=True).drop(*once_told)
    told = ordered.group_by("customer_id", maintain_order=True).agg(
        *(pl.col(name).drop_nulls().last() for name in once_told),
        pl.col("started_at").min().alias("first_contact_at"),
        pl.col("started_at").max().alias("last_contact_at"),
    )
    return latest.join(told, on="customer_id")
