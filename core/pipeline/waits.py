"""Waits: one row each time a task waits in a queue, from its entry until it leaves."""

import polars as pl

from core.pipeline.life_cycle import TASK_ENDS, life_rank

ENTERED = "task-queue.entered"
ENTRIES = ("task.transfer-initiated", ENTERED)
EXITS = (*TASK_ENDS, "task.transfer-canceled", "task.transfer-failed")
GIVEN_UP = tuple(step for step in EXITS if step not in {"task.completed", "task.transfer-canceled"})
OUTSIDE = "EXTERNAL"
"""What a transfer is to that leaves the centre: nobody waits for it in a queue."""

ONWARD = "ONWARD"
"""As `transfer_type` of an entry: out of another queue, that of the task before. Of an end: into whatever queue the
conversation enters next, if any. Neither is a transfer: no agent had a part in it."""

ANSWERED, LOST = "reservation.accepted", "reservation lost"
"""`LOST`: an agent was at work (wrap-up or completion) though no answer was ever heard of."""


def beside(column: str, rows: int) -> pl.Expr:
    """The value so many rows earlier (later when negative) in the same task; rows must be sorted by task.

    Comparing neighbours costs a fraction of a window over each task.
    """
    same = pl.col("task_id") == pl.col("task_id").shift(rows)
    return pl.when(same).then(pl.col(column).shift(rows))


def find_waits(events: pl.LazyFrame, offers: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """Pair each entry into a queue with the step that ended the wait.

    A transfer and the queue entry that it causes are one entry. An entry that was never heard of is taken from what
    later events tell of it (queue entered at, task created at).

    Returns:
        One row a wait: `entered_at`, `left_at` (null while it lasts), `left_by`, the reservation that answered it,
        the transfer or overflow that led to it, `is_entry_known`; `came_onward` and `left_onward`, from one task to
        another (see `core.pipeline.onward`).
    """
    steps = pl.concat([_steps_of_tasks(events), _steps_of_offers(offers)], how="diagonal_relaxed")
    ordered = steps.with_columns(
        is_entry=pl.col("event_type").is_in(ENTRIES),
        rank=life_rank(),
    ).sort("task_id", "at", "rank", "step_id")
    before, after = beside("event_type", 1), beside("event_type", -1)
    caused = (pl.col("event_type") == "task-queue.entered") & (before == "task.transfer-initiated")
    takes_queue = (pl.col("event_type") == "task.transfer-initiated") & (after == "task-queue.entered")
    unheard = ~pl.col("is_entry") & before.is_null()
    marked = ordered.with_columns(
        is_caused=caused.fill_null(False),
        is_unheard=unheard,
        overflowed=(pl.col("event_type") == "task-queue.entered") & before.is_in(ENTRIES).fill_null(False),
        **{
            name: pl.when(takes_queue.fill_null(False)).then(pl.coalesce(beside(name, -1), name)).otherwise(name)
            for name in ("queue_id", "queue_name")
        },
    ).filter(~pl.col("is_caused"))
    return _pair(marked, tasks)


def _pair(steps: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """Each entry with the step after it; and the steps that end a wait nobody heard begin."""
    nexts = {
        "left_at": "at",
        "left_by": "event_type",
        "left_to": "transfer_type",
        "reservation_id": "step_reservation",
    }
    paired = steps.with_columns(beside(column, -1).alias(name) for name, column in nexts.items())
    heard = paired.filter("is_entry").with_columns(entered_at=pl.col("at"), is_entry_known=pl.lit(True))
    told = pl.coalesce("queue_entered_at", "told_created_at")
    # A platform that tells of the answer alone knows of no wait: none is missing.
    is_alone = pl.col("is_taken").fill_null(False) & told.is_null()
    unheard = (
        steps.filter("is_unheard", pl.col("event_type") != "task.completed")
        .join(tasks.select("task_id", task_told_created_at="told_created_at"), on="task_id", how="left")
        .with_columns(told_created_at=pl.coalesce("told_created_at", "task_told_created_at"))
        .filter(~is_alone)
        .with_columns(
            entered_at=pl.min_horizontal(pl.coalesce(told, "at"), "at"),
            is_entry_known=told.is_not_null(),
            left_at=pl.col("at"),
            left_by=pl.col("event_type"),
            reservation_id=pl.col("step_reservation"),
            event_type=pl.lit("task-queue.entered"),
        )
    )
    waits = pl.concat([heard, unheard], how="diagonal_relaxed").sort("task_id", "entered_at", "step_id")
    led_on = beside("overflowed", -1).fill_null(False)
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    first_row = pl.when(pl.col("task_id").ne_missing(pl.col("task_id").shift(1))).then(row).forward_fill()
    is_transfer = pl.col("event_type") == "task.transfer-initiated"
    came_onward = ((pl.col("event_type") == ENTERED) & (pl.col("transfer_type") == ONWARD)).fill_null(value=False)
    return waits.with_columns(
        number=row - first_row,
        is_overflow=pl.col("overflowed") | came_onward,
        came_onward=came_onward,
        left_onward=(pl.col("left_by").is_in(TASK_ENDS) & (pl.col("left_to") == ONWARD)).fill_null(value=False),
        overflows=led_on & (pl.col("left_by") == "task-queue.entered"),
        transfer_mode=pl.when(is_transfer).then(pl.col("transfer_mode").fill_null("COLD")),
        transfer_type=pl.when(is_transfer).then("transfer_type"),
        is_given_up=pl.col("left_by").is_in(GIVEN_UP).fill_null(False),
    )


def _steps_of_tasks(events: pl.LazyFrame) -> pl.LazyFrame:
    stays = pl.col("transfer_type").ne_missing(OUTSIDE)
    return events.filter(pl.col("task_id").is_not_null(), pl.col("event_type").is_in((*ENTRIES, *EXITS)), stays).select(
        "task_id",
        "event_type",
        "queue_id",
        "queue_name",
        "transfer_mode",
        "transfer_type",
        at="occurred_at",
        step_id="event_id",
        step_reservation=pl.lit(None, pl.String),
        queue_entered_at="task_queue_entered_at",
        told_created_at="task_created_at",
    )


def _steps_of_offers(offers: pl.LazyFrame) -> pl.LazyFrame:
    """Answers, and work that began without one: the wait cannot have lasted past that offer."""
    answered = pl.col("accepted_at").is_not_null()
    worked = pl.min_horizontal("wrapup_at", "completed_at")
    offered = pl.when(worked.is_not_null()).then(pl.coalesce("created_at", worked))
    return (
        offers.with_columns(at=pl.coalesce("accepted_at", offered))
        .filter(pl.col("at").is_not_null())
        .select(
            "task_id",
            "at",
            "queue_id",
            "queue_name",
            "told_created_at",
            event_type=pl.when(answered).then(pl.lit(ANSWERED)).otherwise(pl.lit(LOST)),
            step_id="reservation_id",
            is_taken=pl.col("taken_at").is_not_null(),
            step_reservation="reservation_id",
            queue_entered_at="task_queue_entered_at",
        )
    )
