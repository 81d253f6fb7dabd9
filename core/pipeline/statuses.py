"""Agents' statuses: each stretch of an agent's day, from one change of activity to the next."""

import polars as pl

from core.pipeline.agents import agents_at_the_time
from core.pipeline.kinds import STATUS, STATUS_NOW
from core.pipeline.life_cycle import STATUS_EVENTS, life_rank, told_platform
from core.pipeline.spans import ms
from core.pipeline.stage import stage
from core.schema.tables import SEGMENTS

TOLD_BY_THE_NEXT = (
    "event_id",
    "event_type",
    "occurred_at",
    "previous_activity",
    "previous_activity_id",
    "time_in_previous_activity_ms",
)
OF_AGENT = ("platform", "agent_id", "agent_name", "team_id", "handling_team_name", "handling_department_name")


@stage(reads="EVENTS", writes=SEGMENTS)
def follow_agents(events: pl.LazyFrame, known_before: pl.LazyFrame) -> pl.LazyFrame:
    """Let each status last until the agent's next change; a change that was never heard of shows in the next one.

    The next change tells what the activity before it was and for how long. Where that contradicts what was heard, a
    change was lost: the status heard ends where the one told begins.

    Args:
        events: rows of EVENTS, unique by event id, in any order.
        known_before: `agent_id` of the agents for whom earlier events exist that are not among `events`.
    """
    changes = _changes(events)
    nexts = {f"next_{name}": pl.col(name).shift(-1).over("agent_id") for name in TOLD_BY_THE_NEXT}
    followed = changes.with_columns(**nexts).with_columns(changed_at=_lost_change())
    heard = followed.filter(pl.col("event_type") != "worker.deleted").select(
        *OF_AGENT,
        "activity",
        segment_id=pl.col("event_id") + ":status",
        started_at="occurred_at",
        ended_at=pl.coalesce("changed_at", "next_occurred_at"),
        ended_by="next_event_type",
    )
    unheard = followed.filter(pl.col("changed_at").is_not_null()).select(
        *OF_AGENT,
        segment_id=pl.col("next_event_id") + ":status before",
        activity=pl.coalesce("next_previous_activity", "next_previous_activity_id"),
        started_at="changed_at",
        ended_at="next_occurred_at",
        ended_by="next_event_type",
    )
    statuses = pl.concat([heard, unheard, _before_the_first(changes, known_before)], how="diagonal_relaxed")
    return statuses.with_columns(
        kind=pl.when(pl.col("ended_at").is_null()).then(pl.lit(STATUS_NOW)).otherwise(pl.lit(STATUS)),
        activity_time_ms=ms("ended_at", "started_at"),
    )


def _changes(events: pl.LazyFrame) -> pl.LazyFrame:
    """The agents' changes of activity in order, with the agents' names and teams at the time."""
    changes = events.filter(pl.col("event_type").is_in(STATUS_EVENTS), pl.col("agent_id").is_not_null())
    return (
        changes.join(agents_at_the_time(changes), on="agent_attributes", how="left")
        .with_columns(
            told_platform(),
            agent_name=pl.coalesce("full_name", "agent_name"),
            handling_team_name="agent_team",
            handling_department_name="agent_department",
            rank=life_rank(),
        )
        .sort("agent_id", "occurred_at", "rank", "event_id")
    )


def _lost_change() -> pl.Expr:
    """When a change that was never heard of must have happened; null where the next one contradicts nothing."""
    told_at = pl.col("next_occurred_at") - pl.duration(milliseconds="next_time_in_previous_activity_ms")
    contradicts = pl.col("next_previous_activity_id") != pl.col("activity_id")
    between = (told_at > pl.col("occurred_at")) & (told_at < pl.col("next_occurred_at"))
    return pl.when(contradicts & between).then(told_at)


def _before_the_first(changes: pl.LazyFrame, known_before: pl.LazyFrame) -> pl.LazyFrame:
    """What the very first change heard of an agent tells of the status before it."""
    first = changes.filter(pl.col("event_id").shift(1).over("agent_id").is_null())
    length = pl.duration(milliseconds="time_in_previous_activity_ms")
    return (
        first.join(known_before, on="agent_id", how="anti")
        .filter(pl.col("event_type") != "worker.created", pl.col("time_in_previous_activity_ms") > 0)
        .select(
            *OF_AGENT,
            segment_id=pl.col("event_id") + ":status before",
            activity=pl.coalesce("previous_activity", "previous_activity_id"),
            started_at=pl.col("occurred_at") - length,
            ended_at="occurred_at",
            ended_by="event_type",
        )
    )
