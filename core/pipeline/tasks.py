"""Tasks: one row a task, gathered from all its events, with the attributes that it had when it ended."""

import polars as pl

from core.pipeline.attributes import TASK_PATHS, read_attributes
from core.pipeline.life_cycle import MOMENTS_A_MS, TASK_ENDS, moment, told_platform
from core.schema.tables import TASKS

INBOUND, OUTBOUND = "Inbound", "Outbound"
ABSORBED = (
    "created_event_at",
    "task_created_at",
    "end_moment",
    "task_channel",
    "task_reason",
    "given_direction",
    "reason",
    "call_sid",
    "customer_leg",
    "transfer_link",
)
"""Columns of which all that matters is in another one."""

TOLD = (
    *("task_id", "occurred_at", "event_type", "task_created_at", "channel", "workflow_name", "transfer_id"),
    *("task_attributes", "task_reason", "platform"),
)
"""What events tell of their task."""


def describe_tasks(events: pl.LazyFrame) -> pl.DataFrame:
    """Gather each task's events into one row.

    Every aggregate is a minimum or maximum, so the order in which events arrived cannot matter.

    Args:
        events: rows of EVENTS, unique by event id, in any order.

    Returns:
        One row a task: its times, its end, its channel, and every field of `TASK_PATHS`.
    """
    told = events.filter(pl.col("task_id").is_not_null()).select(*TOLD, moment=moment())
    ended = pl.col("moment").filter(pl.col("event_type").is_in(TASK_ENDS)).min()
    # Read once: the queries below look at the same events.
    of_tasks = told.collect().lazy().with_columns(end_moment=ended.over("task_id")).collect().lazy()
    tasks = _facts(of_tasks).join(_last_words(of_tasks), on="task_id", how="left").collect()
    fields = read_attributes(tasks["attributes"], TASK_PATHS)
    told_created = pl.coalesce("created_event_at", "task_created_at")
    ended_at = pl.from_epoch(pl.col("end_moment") // MOMENTS_A_MS, time_unit="ms").dt.replace_time_zone("UTC")
    return (
        tasks.hstack(fields)
        .with_columns(
            created_at=pl.min_horizontal(told_created, "first_at"),
            told_created_at=told_created,
            task_ended_at=ended_at,
            channel=pl.coalesce("channel", "task_channel").str.to_lowercase(),
            direction=_direction(),
            outcome=pl.coalesce("outcome", "reason", "task_reason"),
            call_id=pl.coalesce("call_sid", "customer_leg"),
            transfer_id=pl.coalesce("transfer_link", "transfer_id"),
        )
        .drop(*ABSORBED)
    )


def _facts(of_tasks: pl.LazyFrame) -> pl.LazyFrame:
    """What the events' own columns tell of each task."""
    event_type = pl.col("event_type")
    failures = event_type.is_in(("task.transfer-failed", "task.transfer-canceled"))
    return of_tasks.group_by("task_id").agg(
        pl.col("occurred_at").min().alias("first_at"),
        pl.col("occurred_at").max().alias("last_at"),
        pl.when(event_type == "task.created").then("occurred_at").min().alias("created_event_at"),
        pl.col("task_created_at").min(),
        pl.col("end_moment").first(),
        pl.col("channel").max().alias("task_channel"),
        told_platform().max(),
        pl.col("workflow_name").max(),
        pl.col("transfer_id").max(),
        (event_type == "task.transfer-initiated").sum().cast(pl.Int64).alias("transfer_count"),
        failures.sum().cast(pl.Int64).alias("failed_transfer_count"),
    )


def link_tasks(tasks: pl.DataFrame) -> pl.DataFrame:
    """Add `conversation_id`: tasks joined by what they say of each other are one conversation.

    A task that names its conversation joins that one; else it joins the tasks of its call, interaction, transfer or
    predecessor. The conversation bears the id that its tasks name, else that of its first task.

    Args:
        tasks: as `describe_tasks` gives them, all tasks that could belong together.
    """
    named = pl.coalesce("conversation_id", "previous_task")
    unnamed = pl.col("conversation_id").is_null()
    bonds = pl.concat(
        tasks.select("task_id", bond=bond)
        for bond in (
            pl.lit("id ") + pl.col("task_id"),
            pl.lit("id ") + named,
            pl.when(unnamed).then(pl.lit("call ") + pl.col("call_id")),
            pl.when(unnamed).then(pl.lit("interaction ") + pl.col("interaction_id")),
            pl.when(unnamed).then(pl.lit("transfer ") + pl.col("transfer_id")),
        )
    ).drop_nulls()
    shared = bonds.unique().filter(pl.len().over("bond") > 1)
    groups = _connect(shared)
    linked = tasks.rename({"conversation_id": "given_conversation"}).join(groups, on="task_id", how="left")
    heads = (
        linked.filter(pl.col("group").is_not_null())
        .sort("created_at", "task_id")
        .group_by("group", maintain_order=True)
        .agg(pl.col("given_conversation").drop_nulls().first(), pl.col("task_id").first())
        .select("group", head=pl.coalesce("given_conversation", "task_id"))
    )
    return (
        linked.join(heads, on="group", how="left")
        .with_columns(
            conversation_id=pl.coalesce("head", "given_conversation", "task_id"),
            linked_to=pl.coalesce("given_conversation", "previous_task"),
        )
        .drop("group", "head", "given_conversation")
    )


def task_rows(linked: pl.DataFrame) -> pl.LazyFrame:
    """The rows of TASKS."""
    return TASKS.conform(linked.lazy())


def _connect(bonds: pl.DataFrame) -> pl.DataFrame:
    """Connected components of the graph task – bond: the smallest task id spreads until nothing changes."""
    labels = bonds.with_columns(group=pl.col("task_id").min().over("bond"))
    while True:
        spread = labels.with_columns(pl.col("group").min().over("task_id")).with_columns(
            pl.col("group").min().over("bond")
        )
        if spread["group"].equals(labels["group"]):
            return spread.group_by("task_id").agg(pl.col("group").min())
        labels = spread


def _last_words(of_tasks: pl.LazyFrame) -> pl.LazyFrame:
    """The attributes as they were when the task ended, and why it ended.

    Of several told at the same moment the greatest counts, so that chance has no part in it.
    """
    is_within = pl.col("end_moment").is_null() | (pl.col("moment") <= pl.col("end_moment"))
    is_told = pl.col("task_attributes").str.contains("{", literal=True)
    last_told = of_tasks.filter(is_within, is_told).group_by("task_id").agg(pl.col("moment").max().alias("last_told"))
    attributes = (
        of_tasks.select("task_id", "moment", "task_attributes")
        .join(last_told, on="task_id")
        .filter(pl.col("moment") == pl.col("last_told"))
        .group_by("task_id")
        .agg(pl.col("task_attributes").max().alias("attributes"))
    )
    reasons = (
        of_tasks.filter(is_within, pl.col("event_type").is_in(TASK_ENDS))
        .group_by("task_id")
        .agg(pl.col("task_reason").max(), pl.col("event_type").max().alias("task_ended_by"))
    )
    return attributes.join(reasons, on="task_id", how="full", coalesce=True)


def _direction() -> pl.Expr:
    given = pl.coalesce("given_direction", "direction").str.to_lowercase()
    return (
        pl.when(given.str.starts_with("out"))
        .then(pl.lit(OUTBOUND))
        .when(given.str.starts_with("internal"))
        .then(pl.lit("Internal"))
        .otherwise(pl.lit(INBOUND))
    )
