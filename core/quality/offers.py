"""Reservations end, each in one way; and everything in a task happens in the order in which tasks live."""

import polars as pl

from core.pipeline.life_cycle import ANSWERS, TASK_ENDS
from core.pipeline.offers import STEPS
from core.quality.check import found
from core.quality.ground import RECENT, TOLERANCE_MS, Contacts

CREATED = "task.created"
ENDS = ("accepted", "rejected", "timeout", "rescinded", "canceled", "failed")
ORDERED = (
    *(("created", end) for end in ("accepted", "rejected", "timeout", "canceled", "rescinded")),
    *(("accepted", "wrapup"), ("accepted", "completed"), ("wrapup", "completed")),
)
"""Steps of a reservation of which the second never comes before the first."""

BEGINS = ("task-queue.entered", "task.transfer-initiated", "reservation.created", *ANSWERS)
"""What cannot begin any more once a task is over."""


def unended(contacts: Contacts) -> pl.LazyFrame:
    """Reservations without any end, though their task is over or they were made more than a day before the data end."""
    reservations = contacts.once(_reservations).join(contacts.once(_lives), on="task_id", how="left")
    ended = pl.any_horizontal(pl.col(f"{end}_at").is_not_null() for end in (*ENDS, "wrapup", "completed"))
    old = pl.col("at") < pl.lit(contacts.ends_at) - RECENT if contacts.ends_at else pl.lit(False)
    open_still = reservations.filter(~ended, pl.col("task_over_at").is_not_null() | old)
    return found(
        open_still.join(contacts.closed, on="conversation_id", how="anti"), what=pl.lit("reservation without end")
    )


def ended_twice(contacts: Contacts) -> pl.LazyFrame:
    """Reservations with several ends, or one end under several events; one cancelled after its answer ended once."""
    canceled_first = pl.col("canceled_at").is_not_null() & (
        pl.col("accepted_at").is_null() | (pl.col("canceled_at") < pl.col("accepted_at"))
    )
    ways = pl.sum_horizontal(*(pl.col(f"{end}_at").is_not_null() for end in ENDS if end != "canceled"), canceled_first)
    repeated = pl.max_horizontal(pl.col(f"{end}_times") for end in ENDS)
    return found(
        contacts.once(_reservations).filter((ways > 1) | (repeated > 1)),
        what=pl.when(ways > 1).then(pl.lit("several ends")).otherwise(pl.lit("one end twice")),
    )


def out_of_life(contacts: Contacts) -> pl.LazyFrame:
    """Steps that come before what must come before them; `amount_ms` is how much too early they are."""
    offers = contacts.once(_reservations)
    pairs = []
    for earlier, later in ORDERED:
        too_early = (pl.col(f"{earlier}_at") - pl.col(f"{later}_at")).dt.total_milliseconds()
        rows = offers.with_columns(amount_ms=too_early).filter(pl.col("amount_ms") > TOLERANCE_MS)
        pairs.append(rows.with_columns(what=pl.lit(f"reservation.{later} < reservation.{earlier}"), at=f"{later}_at"))
    return found(pl.concat([*pairs, _before_creation(contacts), _after_end(contacts)], how="diagonal"))


def _before_creation(contacts: Contacts) -> pl.LazyFrame:
    """Tasks that waited or were offered before they were created."""
    early = (pl.col("created_at") - pl.col("begun_at")).dt.total_milliseconds()
    tasks = contacts.once(_lives).with_columns(amount_ms=early).filter(pl.col("amount_ms") > TOLERANCE_MS)
    first = _begun(contacts, tasks.select("task_id", "amount_ms")).sort("occurred_at", "event_id")
    return (
        first.unique("task_id", keep="first", maintain_order=True)
        .select("task_id", "conversation_id", "platform", "event_type", "amount_ms", at="occurred_at")
        .with_columns(what=pl.col("event_type") + pl.lit(" < task.created"))
    )


def _after_end(contacts: Contacts) -> pl.LazyFrame:
    """Steps that begin something in a task that is over."""
    tasks = contacts.once(_lives).filter(pl.col("begun_until") > pl.col("task_over_at"))
    late = (pl.col("occurred_at") - pl.col("task_over_at")).dt.total_milliseconds()
    begun = _begun(contacts, tasks.select("task_id", "task_over_at"))
    return begun.with_columns(
        amount_ms=late, at="occurred_at", what=pl.lit("task over < ") + pl.col("event_type")
    ).filter(pl.col("amount_ms") > TOLERANCE_MS)


def _begun(contacts: Contacts, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """The events that begin something in these tasks, which are few."""
    return contacts.events.filter(pl.col("event_type").is_in(BEGINS)).join(tasks, on="task_id")


def _lives(contacts: Contacts) -> pl.LazyFrame:
    """Of each task when it was created, when anything first and last began in it, and when it was over.

    `task_over_at` is null while it is not over; of one that was created again, it is when that was the last time.
    """
    event_type, at = pl.col("event_type"), pl.col("occurred_at")
    is_end, is_created, begins = event_type.is_in(TASK_ENDS), event_type == CREATED, event_type.is_in(BEGINS)
    tasks = (
        contacts.events.filter(is_end | is_created | begins)
        .group_by("task_id")
        .agg(
            at.filter(is_end).min().alias("first"),
            at.filter(is_end).max().alias("last"),
            at.filter(is_created).min().alias("created_at"),
            at.filter(is_created).max().alias("created_until"),
            at.filter(begins).min().alias("begun_at"),
            at.filter(begins).max().alias("begun_until"),
        )
    )
    is_again = (pl.col("created_until") > pl.col("first")).fill_null(False)
    over_at = pl.when(is_again).then("last").otherwise("first")
    return tasks.select("task_id", "created_at", "begun_at", "begun_until", task_over_at=over_at)


def _reservations(contacts: Contacts) -> pl.LazyFrame:
    """One row a reservation: when each of its steps was first told, and how often each end was."""
    of_offers = contacts.events.filter(
        pl.col("reservation_id").is_not_null(), pl.col("event_type").str.starts_with("reservation.")
    )
    # Taken is accepted, where nobody tells of the ringing before.
    at, kind = pl.col("occurred_at"), pl.col("event_type").replace(ANSWERS[1], ANSWERS[0])
    return of_offers.group_by("reservation_id").agg(
        pl.col("task_id", "conversation_id", "agent_id", "agent_name", "queue_name", "platform").max(),
        at.min().alias("at"),
        *(at.filter(kind == f"reservation.{step}").min().alias(f"{step}_at") for step in (*STEPS, "failed")),
        *((kind == f"reservation.{end}").sum().cast(pl.Int64).alias(f"{end}_times") for end in ENDS),
    )
