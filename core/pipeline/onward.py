"""Onward: waits that ended in another queue, where two tasks of one conversation tell it together."""

import polars as pl

from core.pipeline.life_cycle import TASK_ENDS
from core.pipeline.waits import ENTERED

KEY = ("task_id", "number")


def lead_onward(waits: pl.DataFrame, tasks: pl.DataFrame) -> pl.DataFrame:
    """Mark the waits that overflowed into a wait of another task, and those into which they did.

    Some platforms end a task where its queue ends, and the next queue is another task, told by another record that may
    stand in another file: a task that left its queue onward says not where to, and one that came onward not for good
    that the other is known.

    Args:
        waits: as `find_waits` gives them.
        tasks: as `link_tasks` gives them, all tasks of these conversations.

    Returns:
        The same rows; `overflows` and `is_overflow` are also true where two tasks tell it.
    """
    if not waits.select((pl.col("left_onward") | pl.col("came_onward")).any()).item():
        return waits
    ties = tasks.select("task_id", "conversation_id", "previous_task")
    told = waits.join(ties, on="task_id", how="left", maintain_order="left")
    led, came = _by_the_next(told)
    led = pl.concat([led, _by_the_one_before(told)])
    marked = waits.join(_flag(led, "led"), on=KEY, how="left", maintain_order="left")
    marked = marked.join(_flag(came, "came"), on=KEY, how="left", maintain_order="left")
    return marked.with_columns(
        overflows=pl.col("overflows") | pl.col("led").fill_null(value=False),
        is_overflow=pl.col("is_overflow") | pl.col("came").fill_null(value=False),
    ).select(waits.columns)


def _by_the_next(told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Waits that were left onward and, if the next of the conversation is in another task, that one.

    A wait that a transfer began is not where the customer was led, and one in the same task is in the same queue.
    """
    theirs = told.filter("left_onward").select("conversation_id").unique()
    ordered = told.join(theirs, on="conversation_id", how="semi").sort(
        "conversation_id", "entered_at", "left_at", *KEY, nulls_last=True
    )
    of_next = {name: pl.col(name).shift(-1).over("conversation_id") for name in (*KEY, "entered_at", "event_type")}
    pairs = ordered.with_columns(value.alias(f"next_{name}") for name, value in of_next.items()).filter(
        "left_onward",
        pl.col("next_task_id") != pl.col("task_id"),
        pl.col("next_event_type") == ENTERED,
        pl.col("next_entered_at") >= pl.col("left_at"),
    )
    return pairs.select(KEY), pairs.select(pl.col(f"next_{name}").alias(name) for name in KEY)


def _by_the_one_before(told: pl.DataFrame) -> pl.DataFrame:
    """Of tasks that came onward the last wait of the task before, if nobody answered it and nobody gave it up."""
    before = told.filter("came_onward").select(task_id="previous_task").drop_nulls().unique()
    last = told.join(before, on="task_id", how="semi").sort(KEY).unique("task_id", keep="last", maintain_order=True)
    return last.filter(pl.col("left_by").is_in(TASK_ENDS), ~pl.col("is_given_up")).select(KEY)


def _flag(keys: pl.DataFrame, name: str) -> pl.DataFrame:
    return keys.unique().with_columns(pl.lit(value=True).alias(name))
