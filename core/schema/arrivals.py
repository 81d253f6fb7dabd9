"""What arrived: events, the loads that brought them, what was refused, and what late events are matched against."""

from core.schema.column import count, dimension, duration, instant, text
from core.schema.columns import (
    agent_id,
    agent_name,
    channel,
    conversation_id,
    file_id,
    load_id,
    platform,
    position,
    queue_id,
    queue_name,
    reservation_id,
    task_id,
    workflow_name,
)
from core.schema.table import Table

EVENTS = Table(
    name="EVENTS",
    meaning="One thing that happened: to a task, a reservation, an agent or a call. Unique by event id.",
    key=("event_id",),
    sorted_by="occurred_at",
    columns=(
        text("event_id", "The platform's id of the event; where it gives none, a hash of its content"),
        instant("occurred_at", "When it happened"),
        dimension("event_type", "What happened, such as reservation.accepted"),
        text("workspace_id", "The platform's workspace"),
        task_id,
        text("task_attributes", "The task's attributes as JSON text, as they arrived", personal=True),
        instant("task_created_at", "When the task was created, as told by this event"),
        instant("task_queue_entered_at", "When the task entered its current queue, as told by this event"),
        count("task_priority", "The task's priority"),
        dimension(
            "task_status", "The task's assignment status: pending, reserved, assigned, wrapping, completed, canceled"
        ),
        text("task_reason", "Why the task was completed or cancelled"),
        channel,
        queue_id,
        queue_name,
        workflow_name,
        reservation_id,
        agent_id,
        agent_name,
        text("agent_attributes", "The agent's attributes as JSON text, as they arrived"),
        text("activity_id", "The agent's activity, by id"),
        dimension("activity", "The agent's activity, such as Available or Break"),
        text("previous_activity_id", "The agent's activity before this event, by id"),
        dimension("previous_activity", "The agent's activity before this event"),
        duration("time_in_previous_activity_ms", "How long the previous activity lasted"),
        text("transfer_id", "The transfer"),
        dimension("transfer_mode", "COLD or WARM"),
        dimension(
            "transfer_type",
            "QUEUE, WORKER or EXTERNAL: what the task is transferred to. ONWARD, of a queue that is entered or left: "
            "from one queue to the next, without an agent",
        ),
        text("transfer_to", "The queue or agent transferred to, by id"),
        dimension("transfer_status", "initiated, complete, failed or canceled"),
        text("transfer_reservation_id", "The reservation that began the transfer"),
        text("call_id", "The phone call, where the event is about one"),
        text("extra", "Every other field of the event as JSON text, as it arrived; null when there is none"),
        platform,
        dimension("source", "The shape in which it arrived, such as event callback, event stream or contact record"),
        file_id,
        position,
        load_id,
    ),
)

TASKS = Table(
    name="TASKS",
    meaning="One task and the conversation that it belongs to; what late events are matched against.",
    key=("task_id",),
    sorted_by="first_at",
    columns=(
        task_id,
        conversation_id,
        instant("first_at", "Its first event"),
        instant("last_at", "Its last event"),
        text("linked_to", "The conversation or task that its attributes name"),
        text("call_id", "The call that it belongs to"),
        text("interaction_id", "The interaction that it belongs to"),
        text("transfer_id", "The transfer that made it"),
    ),
)

LOADS = Table(
    name="LOADS",
    meaning="One file taken in: rows in = kept + duplicates + rejected.",
    key=("load_id",),
    sorted_by="loaded_at",
    columns=(
        load_id,
        instant("loaded_at", "When the load was committed"),
        text("file_name", "The file's name as it was given"),
        file_id,
        count("bytes", "Size of the file as it was given"),
        platform,
        dimension("source", "The shape that was recognised"),
        count("rows_in", "Records found in the file"),
        count("rows_kept", "Records that told of something new"),
        count("rows_duplicate", "Records of which all was there already, or twice in the file"),
        count("rows_rejected", "Records that could not be used; each is in REJECTED"),
        count("rows_corrected", "Kept intervals that took the place of what an earlier file said of them"),
        count("rows_unknown_type", "Kept events of a type that the model does not use"),
        text("unknown_fields", "Fields that the model does not know, with how often each occurs, as JSON text"),
        instant("first_event_at", "The earliest event in the file"),
        instant("last_event_at", "The latest event in the file"),
        count("load_number", "The how-manieth load it is, from 1, in the order in which files came in"),
        text("reading", "How the file was read where it does not say so itself, as JSON text: time zone, profile"),
    ),
)

REJECTED = Table(
    name="REJECTED",
    meaning="One record that could not be used, with its place in the file and the reason.",
    key=("file_id", "position"),
    sorted_by="rejected_at",
    columns=(
        instant("rejected_at", "When the load was committed"),
        load_id,
        file_id,
        text("file_name", "The file's name as it was given"),
        position,
        dimension("reason", "What is wrong with it, in a few words"),
        text("detail", "The value that is wrong"),
        text("raw", "The record as it arrived, cut after 10,000 characters", personal=True),
    ),
)
