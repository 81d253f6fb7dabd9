"""The model of some tasks: their segments, conversations and attributes, from nothing but their events."""

from dataclasses import dataclass

import polars as pl

from core.geo.place import place
from core.pipeline.conversations import assemble_conversations, describe_contacts, order_segments
from core.pipeline.custom import read_custom
from core.pipeline.offers import describe_offers
from core.pipeline.segments import cut_segments
from core.pipeline.tasks import describe_tasks, link_tasks, task_rows
from core.pipeline.waits import find_waits


@dataclass(frozen=True)
class Model:
    """Rows of TASKS, SEGMENTS, CONVERSATIONS and ATTRIBUTES that belong together."""

    tasks: pl.LazyFrame
    segments: pl.LazyFrame
    conversations: pl.LazyFrame
    attributes: pl.LazyFrame


def build_model(events: pl.LazyFrame, default_country: str = "") -> Model:
    """Run the stages over the events of whole conversations.

    Args:
        events: rows of EVENTS, unique by event id, in any order: all events of these tasks, and of their calls.
        default_country: ISO code assumed for numbers written in national form.
    """
    linked = link_tasks(describe_tasks(events))
    tasks = linked.lazy()
    offers = describe_offers(events, tasks).collect().lazy()
    waits = find_waits(events, offers, tasks).collect().lazy()
    segments = cut_segments(events, tasks, offers, waits).collect().lazy()
    of_conversations = offers.join(tasks.select("task_id", "conversation_id"), on="task_id")
    contacts = place(describe_contacts(tasks), default_country)
    conversations = assemble_conversations(contacts, segments, of_conversations).collect().lazy()
    return Model(
        task_rows(linked),
        order_segments(segments, conversations),
        conversations,
        read_custom(tasks, conversations),
    )
