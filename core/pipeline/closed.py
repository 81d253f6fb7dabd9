"""Closed by a correction: the ends that were lost, as if the platform had told them."""

import polars as pl

CLOSED_AT = "closed_at"
END = "task.completed"


def ended(tasks: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """The tasks, those that are open ended.

    Args:
        tasks: as `link_tasks` gives them, all of these conversations.
        ends: `conversation_id` and `closed_at`, null for the last event.
    """
    at = tasks.join(_last_ends(tasks, ends), on="conversation_id", how="left", maintain_order="left")[CLOSED_AT]
    is_open = pl.col("task_ended_at").is_null()
    return tasks.with_columns(
        task_ended_at=pl.coalesce("task_ended_at", at),
        task_ended_by=pl.when(is_open).then(pl.lit(END)).otherwise("task_ended_by"),
    )


def end_events(tasks: pl.DataFrame, ends: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """One event a task that is open, or whose wait goes on though it ended: these exist here alone, never in EVENTS.

    Args:
        schema: of the events beside which they stand.
    """
    told = tasks.join(_last_ends(tasks, ends), on="conversation_id")
    # A wait that began after the task's own end is still open.
    late = pl.col("task_ended_at").is_null() | (pl.col("task_ended_at") < pl.col("last_at"))
    events = told.filter(late).select(
        "task_id",
        event_id=pl.lit("closed ") + pl.col("task_id"),
        occurred_at=CLOSED_AT,
        event_type=pl.lit(END),
    )
    missing = (pl.lit(None).alias(name) for name in schema if name not in events.columns)
    return events.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def _last_ends(tasks: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """`conversation_id` and `closed_at`: never before the last thing that is known to have happened."""
    last = tasks.group_by("conversation_id").agg(pl.col("last_at").max())
    at = pl.max_horizontal(CLOSED_AT, "last_at").alias(CLOSED_AT)
    return ends.join(last, on="conversation_id").select("conversation_id", at)
