"""Refresh: take new events into the model, computing again only the conversations and agents that they touch."""

import polars as pl

from core.pipeline.agents import describe_agents
from core.pipeline.customers import describe_customers
from core.pipeline.kinds import STATUS, STATUS_NOW
from core.pipeline.life_cycle import STATUS_EVENTS
from core.pipeline.model import build_model
from core.pipeline.returns import with_returns
from core.pipeline.statuses import follow_agents
from core.pipeline.touched import events_of_tasks, touched_tasks
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, EVENTS, SEGMENTS, TASKS
from core.store.transaction import Transaction


def refresh(change: Transaction, news: pl.LazyFrame, default_country: str = "") -> None:
    """Bring the model up to date with events that were just added to EVENTS in the same transaction.

    The result is the same as if all events had arrived at once, in any order.

    Args:
        change: the open transaction; `news` are already part of its EVENTS.
        news: the new rows of EVENTS.
        default_country: ISO code assumed for numbers written in national form.
    """
    touched = touched_tasks(change, news)
    if touched.height:
        _refresh_conversations(change, touched, default_country)
    _refresh_statuses(change, news)
    heard = news.select("agent_id").drop_nulls().unique()
    agents = describe_agents(news, change.scan(AGENTS).join(heard, on="agent_id", how="semi")).collect()
    change.replace(AGENTS, "agent_id", agents["agent_id"], agents)


def _refresh_conversations(change: Transaction, touched: pl.DataFrame, default_country: str) -> None:
    """Replace whole conversations: all tasks that belong together with a touched one are computed again.

    With them the customers' conversations before and after, when their neighbour is another one now.
    """
    events = events_of_tasks(change, touched)
    model = build_model(events, default_country)
    conversations = model.conversations.collect()
    old = touched["conversation_id"].drop_nulls().unique()
    stored = change.scan(CONVERSATIONS)
    is_old = pl.col("conversation_id").is_in(old.implode())
    stale = stored.filter(is_old)
    customers = pl.concat([stale.select("customer_id").collect(), conversations.select("customer_id")])[
        "customer_id"
    ].unique()
    change.replace(TASKS, "task_id", touched["task_id"], model.tasks)
    change.replace(SEGMENTS, "conversation_id", old, model.segments)
    change.replace(ATTRIBUTES, "conversation_id", old, model.attributes)
    others = stored.filter(~is_old).join(customers.to_frame().lazy(), on="customer_id", how="semi")
    rows = with_returns(conversations, others)
    change.replace(CONVERSATIONS, "conversation_id", pl.concat([old, rows["conversation_id"]]), rows)
    theirs = change.scan(CONVERSATIONS).join(customers.to_frame().lazy(), on="customer_id", how="semi")
    change.replace(CUSTOMERS, "customer_id", customers, describe_customers(theirs))


def _refresh_statuses(change: Transaction, news: pl.LazyFrame) -> None:
    """Replace the agents' statuses from the last change before the earliest new one onwards."""
    is_change = pl.col("event_type").is_in(STATUS_EVENTS) & pl.col("agent_id").is_not_null()
    agents = news.filter(is_change).group_by("agent_id").agg(pl.col("occurred_at").min().alias("new_at")).collect()
    if agents.is_empty():
        return
    changes = change.scan(EVENTS).filter(is_change).join(agents.lazy(), on="agent_id")
    last = (
        changes.filter(pl.col("occurred_at") < pl.col("new_at"))
        .group_by("agent_id")
        .agg(pl.col("occurred_at").max().alias("since"))
        .collect()
    )
    known = last.select("agent_id").lazy()
    again = changes.join(last.lazy(), on="agent_id", how="left").filter(
        pl.col("since").is_null() | (pl.col("occurred_at") >= pl.col("since"))
    )
    stale = (
        change.scan(SEGMENTS)
        .filter(pl.col("kind").is_in((STATUS, STATUS_NOW)))
        .join(agents.lazy().join(last.lazy(), on="agent_id", how="left"), on="agent_id")
        .filter(pl.col("since").is_null() | (pl.col("started_at") >= pl.col("since")))
        .select("segment_id")
        .collect()
    )
    change.replace(SEGMENTS, "segment_id", stale["segment_id"], follow_agents(again, known))
