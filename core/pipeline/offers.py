"""Offers: one row a reservation, which is one offer of a task to one agent, and what came of it."""

import polars as pl

from core.pipeline.agents import agents_at_the_time
from core.pipeline.life_cycle import ANSWERS

TEXT = "text_number"
STEPS = ("created", "accepted", "taken", "rejected", "timeout", "canceled", "rescinded", "wrapup", "completed")


def describe_offers(events: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """Gather each reservation's events into one row and settle when it was answered and when it ended.

    A task that completed ends its last answered reservation at the same moment, should that one's own end be missing;
    not one that was answered after it, when a call came back.

    Args:
        events: rows of EVENTS, unique by event id, in any order.
        tasks: as `link_tasks` gives them.

    Returns:
        One row a reservation: `created_at`, `accepted_at` …, `talk_ended_at`, `finished_at` (null while it lasts).
    """
    of_offers = events.filter(
        pl.col("reservation_id").is_not_null(), pl.col("event_type").str.starts_with("reservation.")
    )
    texts = agents_at_the_time(of_offers).sort("agent_attributes").with_row_index(TEXT).collect().lazy()
    answer = pl.min_horizontal("accepted_at", "taken_at")
    offers = _gather(of_offers, texts).with_columns(accepted_at=answer).collect().lazy()
    ended = tasks.select("task_id", "task_ended_at", "task_ended_by")
    last_answer = pl.col("accepted_at").max().over("task_id")
    within = pl.col("accepted_at") <= pl.col("task_ended_at")
    aligned = (pl.col("accepted_at") == last_answer) & (pl.col("task_ended_by") == "task.completed") & within
    finished = pl.coalesce("completed_at", pl.when(aligned).then("task_ended_at"))
    return (
        offers.join(ended, on="task_id", how="left")
        .join(texts, on=TEXT, how="left")
        .with_columns(
            agent_name=pl.coalesce("full_name", "agent_name"),
            finished_at=pl.when(finished.is_not_null()).then(pl.max_horizontal(finished, "accepted_at")),
        )
        .with_columns(talk_ended_at=pl.coalesce("wrapup_at", "finished_at").clip("accepted_at", "finished_at"))
    )


def _gather(of_offers: pl.LazyFrame, texts: pl.LazyFrame) -> pl.LazyFrame:
    """One row a reservation: when each step happened first, and who and what it was about.

    Agents' attributes are few and long: the greatest of several is found by their place in order.
    """
    accepted = pl.col("event_type").is_in(ANSWERS)
    placed = of_offers.join(texts.select("agent_attributes", TEXT), on="agent_attributes", how="left")
    return placed.group_by("reservation_id").agg(
        pl.col("task_id").max(),
        *(
            pl.when(pl.col("event_type") == f"reservation.{step}").then("occurred_at").min().alias(f"{step}_at")
            for step in STEPS
        ),
        pl.col("agent_id").max(),
        _at(accepted, "agent_name"),
        _at(accepted, TEXT),
        pl.col("queue_id").max(),
        pl.col("queue_name").max(),
        pl.col("task_queue_entered_at").max(),
        pl.col("task_created_at").min().alias("told_created_at"),
    )


def _at(moment: pl.Expr, column: str) -> pl.Expr:
    """The value told at that moment, else any other that was told."""
    return pl.coalesce(pl.when(moment).then(column).max(), pl.col(column).max()).alias(column)
