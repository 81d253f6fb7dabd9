"""Every table of the model. The words follow Flex Insights' data model where it has one.

Columns that mean the same in several tables are one object here, so that a filter on `channel` or `country`
means the same wherever it is asked.
"""

from core.errors import UnknownName
from core.schema.column import count, degrees, dimension, duration, flag, instant, text
from core.schema.table import Table

# Shared by several tables.
conversation_id = text("conversation_id", "The conversation: everything one customer and the centre said on one matter")
task_id = text("task_id", "The platform's piece of work; a conversation has one or more")
reservation_id = text("reservation_id", "One offer of a task to one agent")
agent_id = text("agent_id", "The agent, by the platform's own id")
agent_name = dimension("agent_name", "The agent's name at the time: the full name told, else the platform's")
customer_id = text(
    "customer_id",
    "The customer: external id, else phone, else e-mail, else the address contacted from, else the conversation",
    personal=True,
)
customer_name = text("customer_name", "The customer's name", personal=True)
customer_phone = text("customer_phone", "The customer's number or address as it arrived", personal=True)
phone_e164 = text("phone_e164", "The number in international form; null when it is no valid number", personal=True)
customer_email = text("customer_email", "The customer's e-mail address", personal=True)
channel = dimension("channel", "Voice, chat, SMS, WhatsApp, e-mail … as the platform names it, in lower case")
direction = dimension("direction", "Inbound (begun by the customer), Outbound (by the centre) or Internal (two agents)")
queue_id = text("queue_id", "The queue, by the platform's own id")
queue_name = dimension("queue_name", "The waiting line")
workflow_name = dimension("workflow_name", "The routing workflow")
team_id = text("team_id", "The team, by id")
handling_team_name = dimension("handling_team_name", "The agent's team at the time of handling")
handling_department_name = dimension("handling_department_name", "The agent's department at the time of handling")
outcome = dimension("outcome", "How it ended: the outcome given, else the platform's reason")
abandoned = dimension("abandoned", "Yes, No, or Follow-Up (voicemail or callback asked for instead of waiting)")
abandoned_phase = dimension(
    "abandoned_phase", "Where the customer gave up: Queue, Ringing, Voicemail, Callback Request"
)
queue_time = duration("queue_time_ms", "Wait before this part, from entering the queue to the answer; contains ringing")
ring_time = duration("ring_time_ms", "From the offer until the agent answered, rejected or missed it")
talk_time = duration("talk_time_ms", "From the answer until wrap-up or the end; contains silence and hold")
hold_time = duration("hold_time_ms", "Sum of the holds that started in this part")
wrap_up_time = duration("wrap_up_time_ms", "After-contact work: from the end of the talk to completion")
handling_time = duration("handling_time_ms", "Talk and wrap-up; on outbound conversations ringing too")
abandon_time = duration("abandon_time_ms", "Wait of a customer who gave up")
region = dimension("region", "The customer's region of the world")
country = dimension("country", "The customer's country, ISO 3166-1 alpha-2")
state = dimension("state", "The customer's state or province within the country")
area = dimension("area", "The customer's area below the state: district, province, shire")
city = dimension("city", "The customer's closest major city")
zip_code = dimension("zip", "The customer's postal code")
area_code = dimension("area_code", "The customer's area code, for numbers of the North American plan")
time_zone = dimension("time_zone", "The customer's time zone (IANA)")
latitude = degrees("latitude", "Where the customer is, north positive; one point per area code or country")
longitude = degrees("longitude", "Where the customer is, east positive")
PLACE = (region, country, state, area, city, zip_code, area_code, time_zone, latitude, longitude)
PLACE_SOURCES = tuple(
    dimension(f"{level}_source", f"Where the customer's {level} comes from: attribute, voice event, phone, default")
    for level in ("region", "country", "state", "city", "geolocation")
)
place_precision = dimension(
    "place_precision", "How precise the point is: point, city, area code, state, country, unknown"
)
place_reason = dimension("place_reason", "Why a customer has no place: anonymous, invalid, toll-free, not a phone")
load_id = text("load_id", "The load that brought the row")
file_id = text("file_id", "SHA-256 of the landed file")
position = count("position", "Record number within the landed file, from 1")

# What arrived.
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
        dimension("transfer_type", "QUEUE or WORKER: what the task is transferred to"),
        text("transfer_to", "The queue or agent transferred to, by id"),
        dimension("transfer_status", "initiated, complete, failed or canceled"),
        text("transfer_reservation_id", "The reservation that began the transfer"),
        text("call_id", "The phone call, where the event is about one"),
        text("extra", "Every other field of the event as JSON text, as it arrived; null when there is none"),
        dimension("source", "The shape in which it arrived: event callback, event stream, events resource"),
        file_id,
        position,
        load_id,
    ),
)

# The model.
SEGMENTS = Table(
    name="SEGMENTS",
    meaning="One stretch of a conversation (a wait, a talk, a missed or rejected offer) or of an agent's day.",
    key=("segment_id",),
    sorted_by="started_at",
    columns=(
        text("segment_id", "Made of what began it: reservation, task and queue entry, or agent and instant"),
        conversation_id,
        dimension(
            "kind",
            "Agent Status, Agent Status in Progress, Conversation, Conversation in Progress, Missed Conversation, "
            "Queue, Rejected Conversation or Corrupted Conversation Segment",
        ),
        instant(
            "started_at", "Queue: entry. Conversation: the answer or the abandon. Missed, Rejected: start of ringing"
        ),
        instant("ended_at", "End of the stretch; null while it lasts"),
        count("segment_order", "Position within the conversation, from 1"),
        task_id,
        reservation_id,
        customer_id,
        agent_id,
        agent_name,
        team_id,
        handling_team_name,
        handling_department_name,
        channel,
        direction,
        queue_id,
        queue_name,
        workflow_name,
        abandoned,
        abandoned_phase,
        outcome,
        dimension("activity", "The agent's activity, on Agent Status kinds"),
        dimension("ended_by", "What ended the stretch: the type of the event"),
        dimension("preceded_by", "Cold Transfer, Warm Transfer or Overflow, when this part followed one"),
        dimension("followed_by", "Cold Transfer, Warm Transfer or Overflow, when one followed this part"),
        dimension("transferred_to", "Queue or Agent, when this part followed a transfer"),
        text("missing_event", "On corrupted segments: the event that never arrived"),
        queue_time,
        ring_time,
        talk_time,
        hold_time,
        wrap_up_time,
        handling_time,
        abandon_time,
        duration("activity_time_ms", "Length of an agent's status; null while it lasts"),
        *PLACE,
    ),
)

CONVERSATIONS = Table(
    name="CONVERSATIONS",
    meaning="One contact with one customer, from its first event to its last, whatever queues and agents it met.",
    key=("conversation_id",),
    sorted_by="started_at",
    columns=(
        conversation_id,
        instant("started_at", "When its first task was created (or first heard of)"),
        instant("answered_at", "When an agent first answered; null when nobody did"),
        instant("ended_at", "When its last segment ended; null while it is in progress"),
        customer_id,
        customer_name,
        customer_phone,
        phone_e164,
        customer_email,
        channel,
        direction,
        dimension("queue_name", "The first queue"),
        dimension("last_queue_name", "The last queue"),
        workflow_name,
        text("agent_id", "The first agent who handled it"),
        dimension("agent_name", "The first agent who handled it"),
        dimension("handling_team_name", "The team of the first agent who handled it, at the time"),
        dimension("handling_department_name", "The department of the first agent who handled it, at the time"),
        flag("is_handled", "An agent talked with the customer (handled and since completed)"),
        flag("is_abandoned", "The customer gave up in a queue or in a transfer (voicemail and callback kept apart)"),
        flag("is_lost_in_transfer", "Handled first, then given up while waiting for another agent"),
        flag("is_follow_up", "The customer left a voicemail or asked for a callback instead of waiting"),
        flag("is_in_progress", "Not ended yet at the end of the data"),
        abandoned_phase,
        outcome,
        dimension("language", "Language, from the conversation's attributes"),
        dimension("campaign", "Campaign, from the conversation's attributes"),
        dimension("hang_up_by", "Who hung up, from the conversation's attributes"),
        dimension("initiated_by", "Who began it, from the conversation's attributes"),
        duration("speed_of_answer_ms", "Wait until the first answer; null when nobody answered"),
        duration("queue_time_ms", "All waits together"),
        abandon_time,
        duration("ring_time_ms", "Ringing of the offers that were answered"),
        talk_time,
        duration("hold_time_ms", "All holds together"),
        wrap_up_time,
        duration("handling_time_ms", "Sum over its segments, also where they overlap"),
        count("segment_count", "Segments with an agent who talked"),
        count("queue_count", "Queues entered"),
        count("transfer_count", "Transfers that an agent began"),
        count("failed_transfer_count", "Transfers that ended without the other side answering"),
        count("missed_count", "Offers that an agent let ring"),
        count("rejected_count", "Offers that an agent rejected"),
        count("rescinded_count", "Offers withdrawn because another agent was faster; nobody's fault"),
        text("attributes", "Attributes of its last task as JSON text", personal=True),
        *PLACE,
        *PLACE_SOURCES,
        place_precision,
        place_reason,
    ),
)

AGENTS = Table(
    name="AGENTS",
    meaning="One person who handles conversations, as last heard of.",
    key=("agent_id",),
    sorted_by="agent_id",
    columns=(
        agent_id,
        dimension("agent_name", "The platform's name for the agent"),
        dimension("full_name", "The agent's full name"),
        text("email", "The agent's e-mail address"),
        dimension("role", "Role"),
        dimension("location", "Where the agent works"),
        dimension("manager", "The agent's manager"),
        team_id,
        dimension("team_name", "The agent's team now"),
        dimension("department_name", "The agent's department now"),
        dimension("agent_state", "Active or Deleted"),
        dimension("activity", "The agent's activity when last heard of"),
        instant("joined_at", "When the agent was created"),
        instant("left_at", "When the agent was deleted"),
        instant("known_at", "When the event happened that tells all this"),
        text("known_by", "The event that tells all this"),
    ),
)

CUSTOMERS = Table(
    name="CUSTOMERS",
    meaning="One customer, as last heard of, placed on the map.",
    key=("customer_id",),
    sorted_by="customer_id",
    columns=(
        customer_id,
        customer_name,
        customer_phone,
        phone_e164,
        customer_email,
        instant("first_contact_at", "Start of the first conversation"),
        instant("last_contact_at", "Start of the last conversation"),
        *PLACE,
        *PLACE_SOURCES,
        place_precision,
        place_reason,
    ),
)

# How the data came here.
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
        dimension("source", "The shape that was recognised"),
        count("rows_in", "Records found in the file"),
        count("rows_kept", "Events that are new"),
        count("rows_duplicate", "Events that were there already, or twice in the file"),
        count("rows_rejected", "Records that could not be used; each is in REJECTED"),
        count("rows_unknown_type", "Kept events of a type that the model does not use"),
        text("unknown_fields", "Fields that the model does not know, with how often each occurs, as JSON text"),
        instant("first_event_at", "The earliest event in the file"),
        instant("last_event_at", "The latest event in the file"),
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

TABLES = {table.name: table for table in (EVENTS, SEGMENTS, CONVERSATIONS, AGENTS, CUSTOMERS, TASKS, LOADS, REJECTED)}


def table(name: str) -> Table:
    """The declared table of that name, in either case.

    Raises:
        UnknownName: when there is none.
    """
    if name.upper() not in TABLES:
        raise UnknownName.among("table", name, [known.lower() for known in TABLES])
    return TABLES[name.upper()]
