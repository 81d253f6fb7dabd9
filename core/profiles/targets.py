"""What the columns of an analyst's table can become: every target of a profile, declared once."""

from collections.abc import Mapping
from dataclasses import dataclass

CONVERSATIONS, EVENTS, INTERVALS = "conversations", "events", "intervals"
KINDS = (CONVERSATIONS, EVENTS, INTERVALS)
"""What one row of a table is: a conversation, an event, or what an interval adds up to."""

NEEDED = {CONVERSATIONS: ("start",), EVENTS: ("time", "event"), INTERVALS: ("started_at",)}
"""Without these nothing can be made of a row."""

INSTANT, DURATION, NUMBER, SHARE, TEXT, CHOICE = "instant", "duration", "number", "share", "text", "choice"

HANDLED, ABANDONED, VOICEMAIL, CALLBACK, OPEN, LEFT_OUT = (
    "handled",
    "abandoned",
    "voicemail",
    "callback",
    "open",
    "left out",
)
STATES = (HANDLED, ABANDONED, VOICEMAIL, CALLBACK, OPEN, LEFT_OUT)
"""How a row says that a conversation went; `left out` rows are none and are refused as such."""

DIRECTIONS = ("Inbound", "Outbound", "Internal")

EVENT_TYPES = (
    "task.created",
    "task-queue.entered",
    "reservation.created",
    "reservation.accepted",
    "reservation.rejected",
    "reservation.timeout",
    "reservation.wrapup",
    "reservation.completed",
    "participant.hold",
    "participant.unhold",
    "task.transfer-initiated",
    "task.canceled",
    "task.completed",
    "worker.activity.update",
    LEFT_OUT,
)
"""What a row that is an event can be."""


@dataclass(frozen=True)
class Target:
    """One thing that a column can tell.

    Args:
        takes: INSTANT, DURATION, NUMBER, SHARE, TEXT or CHOICE.
        meaning: in the manual.
        choices: the only values that there are, of a CHOICE.
    """

    takes: str
    meaning: str
    choices: tuple[str, ...] = ()


_PEOPLE: Mapping[str, Target] = {
    "agent_id": Target(TEXT, "The agent's id or login. Without it, the name stands for the id."),
    "agent_name": Target(TEXT, "The agent's name."),
    "agent_email": Target(TEXT, "The agent's e-mail address."),
    "team": Target(TEXT, "The agent's team at the time."),
    "department": Target(TEXT, "The agent's department at the time."),
    "queue": Target(TEXT, "The queue, skill or group in which the customer waited."),
    "channel": Target(TEXT, "Voice, chat, e-mail …; `values` translates the file's words."),
    "direction": Target(CHOICE, "Who began it.", DIRECTIONS),
    "customer_id": Target(TEXT, "The customer, by the house's own number."),
    "customer_name": Target(TEXT, "The customer's name."),
    "customer_phone": Target(TEXT, "The customer's number, whoever called whom."),
    "customer_email": Target(TEXT, "The customer's e-mail address."),
    "from": Target(TEXT, "Who called or wrote: the customer, of what came in."),
    "to": Target(TEXT, "Who was called or written to: the customer, of what went out."),
    "country": Target(TEXT, "The customer's country."),
    "state": Target(TEXT, "The customer's state or province."),
    "city": Target(TEXT, "The customer's city."),
    "zip": Target(TEXT, "The customer's postal code."),
    "outcome": Target(TEXT, "How it ended, in the house's words."),
    "language": Target(TEXT, "The language."),
    "campaign": Target(TEXT, "The campaign."),
    "hang_up_by": Target(TEXT, "Who hung up."),
    "workflow": Target(TEXT, "The routing flow or the IVR's menu."),
}
"""Of conversations and of events alike."""

CONVERSATION_TARGETS: Mapping[str, Target] = {
    "id": Target(TEXT, "The row's own id. Without it, the row's content is its id, and equal rows are duplicates."),
    "conversation_id": Target(TEXT, "The conversation, where several rows are parts of one."),
    "start": Target(INSTANT, "When it began. Every row needs it."),
    "queue_entry": Target(INSTANT, "When it entered the queue; without it, when it began."),
    "answer": Target(INSTANT, "When an agent answered; without it, the wait after the entry into the queue."),
    "end": Target(INSTANT, 'When the contact ended (with `end_is = "wrap-up"`, when the agent was done with it).'),
    "status": Target(CHOICE, "How it went, by `values`.", STATES),
    "wait_time": Target(DURATION, "From the entry into the queue to the answer or the abandon, ringing included."),
    "queue_time": Target(DURATION, "The same before the ringing, in files that tell `ring_time` apart."),
    "abandon_time": Target(
        DURATION, "The wait of those who gave up, in files that tell it apart from that of the others."
    ),
    "ring_time": Target(DURATION, "How long the agent's phone rang; the last part of the wait."),
    "talk_time": Target(DURATION, "From the answer to the end of the contact."),
    "hold_time": Target(DURATION, "On hold, within the talk."),
    "wrap_up_time": Target(DURATION, "After-contact work."),
    "handling_time": Target(DURATION, "Talk and after-contact work; used where one of the two is missing."),
    "total_time": Target(DURATION, "From the start to the end of the contact; used where the end is missing."),
    **_PEOPLE,
    "transfers": Target(TEXT, "How often it was passed on; kept as the attribute `conversations.transfers`."),
}
"""Of a row that is a conversation."""

EVENT_TARGETS: Mapping[str, Target] = {
    "time": Target(INSTANT, "When it happened. Every row needs it."),
    "event": Target(CHOICE, "What happened, by `values`. Every row needs it.", EVENT_TYPES),
    "event_id": Target(TEXT, "The event's own id. Without it, the row's content is its id."),
    "id": Target(TEXT, "The call, chat or task that it happened to."),
    "reservation_id": Target(TEXT, "The offer to the agent. Without it, call and agent together name it."),
    "activity": Target(TEXT, "The agent's new status, of `worker.activity.update`."),
    **_PEOPLE,
}
"""Of a row that is an event."""
