"""Which rows mean what: the predicates that metrics share, so that a word has one meaning in all of them.

Kind is always asked for by name: emptiness of other columns says nothing about what a row is.
"""

from datetime import date

import polars as pl

from core.clock import local
from core.custom import as_number
from core.grains import CUSTOMER_ZONE, MOMENT
from core.hours import is_open, is_within, parse_hours
from core.metrics.targets import short_abandon_ms
from core.schema.lent import DATA_ENDS_AT
from core.settings import Opening, Settings

DAY_MS = 24 * 60 * 60 * 1000

KIND = pl.col("kind")
HAS_AGENT = pl.col("agent_id").is_not_null()
INBOUND = pl.col("direction") == "Inbound"
OUTBOUND = pl.col("direction") == "Outbound"
INTERNAL = pl.col("direction") == "Internal"
CUSTOMER_KNOWN = pl.col("customer_id").is_not_null()
HELD = pl.col("hold_time_ms") > 0
FOLLOWED_BY = pl.col("followed_by")

EVERY = pl.col(MOMENT).is_not_null()
"""Every row of any table whose rows have a moment; a literal would be one value and not one a row."""


def known(column: str) -> pl.Expr:
    """Every row that has a value in the column."""
    return pl.col(column).is_not_null()


# Of SEGMENTS.
STATUS = KIND.is_in(("Agent Status", "Agent Status in Progress"))
"""A stretch of an agent's day; every other row is part of a conversation."""

TALKED = (KIND == "Conversation") & (pl.col("abandoned") == "No") & HAS_AGENT
"""A finished part of a conversation in which an agent talked with the customer."""

GAVE_UP = (KIND == "Conversation") & (pl.col("abandoned") == "Yes") & pl.col("abandoned_phase").ne_missing("Voicemail")
"""The row that stands for a contact whose customer (outbound: agent) gave up; voicemail is kept apart."""

OFFERED = TALKED | GAVE_UP
"""A union: a conversation that was answered and later lost in a transfer is one conversation."""

FOLLOW_UP = (KIND == "Conversation") & (
    (pl.col("abandoned") == "Follow-Up") | ((pl.col("abandoned") == "Yes") & (pl.col("abandoned_phase") == "Voicemail"))
)
"""The row of a customer who left a voicemail or asked for a callback instead of waiting."""

VOICEMAIL = FOLLOW_UP & (pl.col("abandoned_phase") == "Voicemail")
CALLBACK = FOLLOW_UP & (pl.col("abandoned_phase") == "Callback Request")

WAITED = (KIND == "Queue") & pl.col("queue_time_ms").is_not_null()
"""A wait in one queue that is over, however it ended; one that still lasts has no time yet."""

GAVE_UP_IN_QUEUE = WAITED & (pl.col("abandoned") == "Yes") & pl.col("abandoned_phase").ne_missing("Voicemail")
"""The wait that the customer gave up, in the queue where that was; voicemail is kept apart."""

OFFERED_TO_QUEUE = WAITED & (pl.col("abandoned") == "No") | GAVE_UP_IN_QUEUE
OVERFLOWED = WAITED & (FOLLOWED_BY == "Overflow")
CAME_BY_OVERFLOW = (KIND == "Queue") & (pl.col("preceded_by") == "Overflow")

MISSED = KIND == "Missed Conversation"
REJECTED = KIND == "Rejected Conversation"
OFFERED_TO_AGENT = TALKED | (KIND == "Conversation in Progress") | MISSED | REJECTED
"""An offer to an agent that is settled: accepted, missed or rejected; one that still rings has no row yet."""

COLD = TALKED & (FOLLOWED_BY == "Cold Transfer")
WARM = TALKED & (FOLLOWED_BY == "Warm Transfer")
TRANSFERRED = TALKED & ((FOLLOWED_BY == "Cold Transfer") | (FOLLOWED_BY == "Warm Transfer"))
TRANSFERRED_TO = pl.col("transferred_to")
TRANSFER_WAIT = (KIND == "Queue") & TRANSFERRED_TO.is_not_null()
"""The wait that a transfer began, at its target: a queue or an agent."""

# Of CONVERSATIONS.
IN_PROGRESS = pl.col("is_in_progress")
ANSWERED = pl.col("is_handled")
GIVEN_UP = pl.col("is_abandoned")
WAIT = pl.col("speed_of_answer_ms")
CAME = ANSWERED | GIVEN_UP
"""A conversation offered, as one row: handled, abandoned, or both."""

NEVER_CONNECTED = GIVEN_UP & ~ANSWERED
LOST_IN_TRANSFER = GIVEN_UP & ANSWERED
HANDLED_TO_THE_END = ANSWERED & ~IN_PROGRESS
"""A conversation handled, nothing of which still goes on: its times no longer grow."""

OUTCOME_KNOWN = pl.col("outcome").is_not_null()
BEGAN_TRANSFER = pl.col("transfer_count") > 0
TRANSFER_FAILED = BEGAN_TRANSFER & (pl.col("failed_transfer_count") > 0)

PLACED = pl.col("country").is_not_null()
UNPLACED = pl.col("place_reason").is_not_null()
CONTRADICTED = pl.col("place_conflict").is_not_null()

# Of WORKLOAD.
ACTIVITY = pl.col("activity")
ACTIVITY_KNOWN = ACTIVITY.is_not_null()
BUSY = pl.col("parallel_conversations") > 0


def available(rules: Settings) -> pl.Expr:
    """Of WORKLOAD: in an activity in which conversations are offered."""
    return ACTIVITY.is_in(pl.Series(rules.available_activities, dtype=pl.String).implode())


def offline(rules: Settings) -> pl.Expr:
    """Of WORKLOAD: in an activity that counts as not being there."""
    return ACTIVITY.is_in(pl.Series(rules.offline_activities, dtype=pl.String).implode())


def logged_in(rules: Settings) -> pl.Expr:
    """Of WORKLOAD: in any other activity; where none is known, nobody knows."""
    return ACTIVITY_KNOWN & ~offline(rules)


def short_abandon(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: given up so early that nobody could have answered; its queue's target, else the house's."""
    return NEVER_CONNECTED & (pl.col("abandon_time_ms") <= short_abandon_ms(rules))


def scored(rules: Settings) -> pl.Expr:
    """Of ATTRIBUTES: the score that a customer gave."""
    return (pl.col("key") == rules.satisfaction_key) & pl.col("number").is_not_null()


def rated(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: the customer gave a score; by way of ATTRIBUTES, from which the column is borrowed."""
    return as_number(pl.col(rules.satisfaction_key)).is_not_null()


def repeat_contact(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: the customer's one before began only so long ago; a day is 24 hours."""
    return pl.col("since_last_contact_ms") <= rules.repeat_within_days * DAY_MS


def came_back(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: the customer's next one began so soon after."""
    return pl.col("until_next_contact_ms") <= rules.repeat_within_days * DAY_MS


def is_settled(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: if the customer came back so soon, the data would have it."""
    since = pl.col(DATA_ENDS_AT.name) - pl.col(MOMENT)
    return since.dt.total_milliseconds() > rules.repeat_within_days * DAY_MS


def resolved(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: the outcome is one that counts as resolved."""
    return pl.col("outcome").is_in(pl.Series(rules.resolved_outcomes, dtype=pl.String).implode())


def outside_hours_of(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: begun while its first queue, or else the house, was closed; both by the house's clock."""
    closed = _closed(rules, *rules.opening())
    own: dict[Opening, list[str]] = {}
    for queue in rules.queues:
        if rules.opening(queue.name) != rules.opening():
            own.setdefault(rules.opening(queue.name), []).append(queue.name)
    for opening, names in own.items():
        is_theirs = pl.col("queue_name").is_in(pl.Series(names, dtype=pl.String).implode())
        closed = pl.when(is_theirs).then(_closed(rules, *opening)).otherwise(closed)
    return closed


def _closed(rules: Settings, opening_hours: str, holidays: tuple[date, ...]) -> pl.Expr:
    local = pl.col(MOMENT).dt.convert_time_zone(rules.time_zone)
    return ~is_open(local, parse_hours(opening_hours), holidays)


def awake(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: begun within the waking hours, by the customer's own clock; null where that is not known."""
    return is_within(_customer_clock(), parse_hours(rules.waking_hours))


def clock_known() -> pl.Expr:
    """Of CONVERSATIONS: the customer's time zone is known."""
    return _customer_clock().is_not_null()


def _customer_clock() -> pl.Expr:
    """Made anew each time: one that has been worked out is written down in another way, and is no longer the same."""
    return local(pl.col(MOMENT), pl.col(CUSTOMER_ZONE))
