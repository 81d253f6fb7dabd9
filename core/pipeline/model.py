"""The model of some tasks: their segments, conversations and attributes, from nothing but their events."""

from dataclasses import dataclass

import polars as pl

from core.geo.place import place
from core.pipeline.conversations import assemble_conversations, describe_contacts, order_segments
from core.pipeline.custom import read_custom
from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.offers import describe_offers
from core.pipeline.segments import cut_segments
from core.pipeline.tasks import describe_tasks, link_tasks, task_rows
from core.pipeline.waits import ENTRIES, EXITS, find_waits

OF_STEPS = (
    *("event_id", "occurred_at", "event_type", "task_id", "reservation_id", "queue_id", "queue_name", "call_id"),
    *("agent_id", "agent_name", "agent_attributes", "task_created_at", "task_queue_entered_at"),
    *("transfer_mode", "transfer_type", "transfer_reservation_id"),
)
"""All that is needed of a step once its task is described."""


@dataclass(frozen=True)
class Model:
    """Rows of TASKS, SEGMENTS, CONVERSATIONS and ATTRIBUTES that belong together."""

    tasks: pl.LazyFrame
    segments: pl.LazyFrame
    conversations: pl.LazyFrame
    attributes: pl.LazyFrame


def build_model(events: pl.LazyFrame, default_country: str = "", described: pl.DataFrame | None = None) -> Model:
    """Run the stages over the events of whole conversations.

    Args:
        events: rows of EVENTS, unique by event id, in any order: all events of these tasks, and of their calls.
        default_country: ISO code assumed for numbers written in national form.
        described: what `describe_tasks` says of these events, when that is known already.
    """
    linked = link_tasks(describe_tasks(events) if described is None else described)
    tasks = linked.lazy()
    steps = _steps(events).collect().lazy()
    offers = describe_offers(steps, tasks).collect().lazy()
    waits = find_waits(steps, offers, tasks).collect().lazy()
    segments = cut_segments(steps, tasks, offers, waits).collect().lazy()
    of_conversations = offers.join(tasks.select("task_id", "conversation_id"), on="task_id")
    contacts = place(describe_contacts(tasks), default_country)
    conversations = assemble_conversations(contacts, segments, of_conversations).collect().lazy()
    return Model(
        task_rows(linked),
        order_segments(segments, conversations),
        conversations,
        read_custom(tasks, conversations),
    )


def _steps(events: pl.LazyFrame) -> pl.LazyFrame:
    """The events that begin or end a part of a conversation; read once, for they are looked at several times."""
    event_type = pl.col("event_type")
    of_offers = event_type.str.starts_with("reservation.")
    return events.filter(of_offers | event_type.is_in((*ENTRIES, *EXITS, HOLD, UNHOLD))).select(OF_STEPS)
