"""The model of some tasks: their segments, conversations and attributes, from nothing but their events."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from core.corrections import Correction
from core.geo.place import place
from core.pipeline.closed import end_events, ended
from core.pipeline.conversations import assemble_conversations, describe_contacts, order_segments
from core.pipeline.corrected import Rows, corrected
from core.pipeline.custom import read_custom
from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.offers import describe_offers
from core.pipeline.onward import lead_onward
from core.pipeline.segments import cut_segments
from core.pipeline.tasks import describe_tasks, link_tasks, task_rows
from core.pipeline.waits import ENTRIES, EXITS, find_waits
from core.schema.tables import EXCLUDED

OF_STEPS = (
    *("event_id", "occurred_at", "event_type", "task_id", "reservation_id", "queue_id", "queue_name", "call_id"),
    *("agent_id", "agent_name", "agent_attributes", "task_created_at", "task_queue_entered_at"),
    *("transfer_mode", "transfer_type", "transfer_reservation_id"),
)
"""All that is needed of a step once its task is described."""


@dataclass(frozen=True)
class Model(Rows):
    """Rows of TASKS, SEGMENTS, CONVERSATIONS, ATTRIBUTES and EXCLUDED that belong together."""

    tasks: pl.LazyFrame


def build_model(
    events: pl.LazyFrame,
    default_country: str = "",
    described: pl.DataFrame | None = None,
    corrections: Sequence[Correction] = (),
) -> Model:
    """Run the stages over the events of whole conversations, and lay the corrections over what they tell.

    Args:
        events: rows of EVENTS, unique by event id, in any order: all events of these tasks, and of their calls.
        default_country: ISO code assumed for numbers written in national form.
        described: what `describe_tasks` says of these events, when that is known already.
        corrections: those that hold, in the order in which they apply.
    """
    linked = link_tasks(describe_tasks(events) if described is None else described)
    steps = _steps(events).collect()

    def cut_again(ends: pl.DataFrame) -> Rows:
        theirs = linked.join(ends, on="conversation_id", how="semi")
        of_tasks = pl.col("task_id").is_null() | pl.col("task_id").is_in(theirs["task_id"].implode())
        with_ends = pl.concat([steps.filter(of_tasks), end_events(theirs, ends, steps.schema)])
        return _cut(ended(theirs, ends), with_ends.lazy(), default_country)

    told = corrected(_cut(linked, steps.lazy(), default_country), linked, corrections, cut_again)
    return Model(told.segments, told.conversations, told.attributes, told.excluded, task_rows(linked))


def _cut(linked: pl.DataFrame, steps: pl.LazyFrame, default_country: str) -> Rows:
    """What the events of these tasks tell, without any correction."""
    tasks = linked.lazy()
    offers = describe_offers(steps, tasks).collect().lazy()
    waits = lead_onward(find_waits(steps, offers, tasks).collect(), linked).lazy()
    segments = cut_segments(steps, tasks, offers, waits).collect().lazy()
    of_conversations = offers.join(tasks.select("task_id", "conversation_id"), on="task_id")
    contacts = place(describe_contacts(tasks), default_country)
    conversations = assemble_conversations(contacts, segments, of_conversations).collect().lazy()
    return Rows(
        order_segments(segments, conversations),
        conversations,
        read_custom(tasks, conversations),
        EXCLUDED.empty().lazy(),
    )


def _steps(events: pl.LazyFrame) -> pl.LazyFrame:
    """The events that begin or end a part of a conversation; read once, for they are looked at several times."""
    event_type = pl.col("event_type")
    of_offers = event_type.str.starts_with("reservation.")
    return events.filter(of_offers | event_type.is_in((*ENTRIES, *EXITS, HOLD, UNHOLD))).select(OF_STEPS)
