"""Agents: who they are, as last heard of."""

import polars as pl

from core.pipeline.among import among
from core.pipeline.attributes import AGENT_PATHS, read_attributes
from core.pipeline.stage import stage
from core.schema.tables import AGENTS, EVENTS
from core.store.transaction import Transaction


@stage(reads="EVENTS", writes=AGENTS)
def describe_agents(events: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """Take each agent's attributes from the latest event that bears them, and the days of joining and leaving.

    Args:
        events: rows of EVENTS, unique by event id, in any order.
        known: rows of AGENTS from before; what is told later replaces them, whatever arrived first.
    """
    of_agents = events.filter(pl.col("agent_id").is_not_null())
    heard = of_agents.group_by("agent_id").agg(
        pl.col("agent_name").max().alias("name_heard"),
        _when("worker.created").min().alias("joined_at"),
        _when("worker.deleted").max().alias("left_at"),
    )
    telling = pl.col("agent_attributes").is_not_null()
    latest = of_agents.filter(telling).group_by("agent_id").agg(pl.col("occurred_at").max())
    told = (
        of_agents.filter(telling)
        .join(latest, on=["agent_id", "occurred_at"], how="semi")
        .sort("event_id")
        .unique("agent_id", keep="last", maintain_order=True)
        .select("agent_id", "agent_name", "activity", "agent_attributes", known_at="occurred_at", known_by="event_id")
    )
    everyone = heard.join(told, on="agent_id", how="left").with_columns(pl.coalesce("agent_name", "name_heard"))
    return _merge(_with_fields(everyone), known)


def renew_agents(change: Transaction, news: pl.LazyFrame, gone: pl.LazyFrame) -> None:
    """Bring AGENTS up to date with events that were just added.

    Args:
        change: the open transaction; `news` are already part of its EVENTS.
        news: the new rows of EVENTS.
        gone: what the copies told in whose place some of them came.
    """
    again = _told_otherwise(change, news, gone)
    is_again = pl.col("agent_id").is_in(again.implode())
    heard = news.select("agent_id").drop_nulls().unique().filter(~is_again).collect()["agent_id"]
    events = [news.filter(~is_again), *([among(change.scan(EVENTS), "agent_id", again)] if len(again) else [])]
    agents = describe_agents(pl.concat(events), among(change.scan(AGENTS), "agent_id", heard)).collect()
    change.replace(AGENTS, "agent_id", pl.concat([heard, again]), agents)


def _told_otherwise(change: Transaction, news: pl.LazyFrame, gone: pl.LazyFrame) -> pl.Series:
    """The agents of whom a copy that went told what the one that came does not: all their events are to be asked."""
    both = gone.filter(pl.col("agent_id").is_not_null()).join(news, on="event_id", suffix="_now").collect().lazy()
    is_lost = [
        pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"{name}_now"))
        for name in ("agent_id", "agent_name", "activity", "agent_attributes")
    ]
    is_day = pl.col("event_type").is_in(("worker.created", "worker.deleted"))
    known_by = change.scan(AGENTS).select("agent_id", event_id="known_by")
    latest = both.join(known_by, on=["agent_id", "event_id"], how="semi")
    lost = both.filter(pl.any_horizontal(*is_lost, is_day))
    earlier = latest.filter(pl.col("occurred_at_now") < pl.col("occurred_at"))
    return pl.concat([lost, earlier]).select("agent_id").unique().collect()["agent_id"]


def agents_at_the_time(rows: pl.LazyFrame) -> pl.LazyFrame:
    """What the agents' attributes on these rows say of their names and teams.

    Returns:
        One row a distinct text: `agent_attributes`, `full_name`, `team_id`, `agent_team`, `agent_department`.
    """
    texts = rows.select("agent_attributes").drop_nulls().unique().collect()
    fields = read_attributes(texts["agent_attributes"], AGENT_PATHS)
    told = fields.select("full_name", "team_id", agent_team="team_name", agent_department="department_name")
    return texts.hstack(told).lazy()


def _with_fields(told: pl.LazyFrame) -> pl.LazyFrame:
    rows = told.collect()
    fields = read_attributes(rows["agent_attributes"], AGENT_PATHS | {"roles": ("roles",)})
    listed = pl.col("roles").str.strip_chars('[]"').str.replace_all(r'"\s*,\s*"', ", ")
    return rows.hstack(fields.with_columns(role=pl.coalesce("role", listed)).drop("roles")).lazy()


def _merge(told: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    both = pl.concat([AGENTS.conform(told), AGENTS.conform(known)])
    days = both.group_by("agent_id").agg(pl.col("joined_at").min(), pl.col("left_at").max())
    return (
        both.drop("joined_at", "left_at")
        .sort("known_at", "known_by", "agent_name", nulls_last=False)
        .unique("agent_id", keep="last", maintain_order=True)
        .join(days, on="agent_id")
        .with_columns(
            agent_state=pl.when(pl.col("left_at").is_not_null()).then(pl.lit("Deleted")).otherwise(pl.lit("Active"))
        )
    )


def _when(event_type: str) -> pl.Expr:
    return pl.when(pl.col("event_type") == event_type).then("occurred_at")
