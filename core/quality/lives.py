"""What never ended, what is corrupted for want of an event, and what has nobody at its other end."""

import polars as pl

from core.geo.address import is_anonymous
from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.kinds import CORRUPTED
from core.quality.check import found
from core.quality.ground import RECENT, Contacts, Feed
from core.schema.tables import TASKS


def stuck_open(contacts: Contacts) -> pl.LazyFrame:
    """Conversations in progress that began more than a day before the end of the data."""
    begun = pl.col("started_at")
    old = begun < pl.lit(contacts.ends_at) - RECENT if contacts.ends_at else pl.lit(False)
    age = (pl.lit(contacts.ends_at) - begun).dt.total_milliseconds() if contacts.ends_at else pl.lit(None, pl.Int64)
    return found(
        contacts.conversations.filter(pl.col("is_in_progress"), old),
        at=begun,
        amount_ms=age,
        what=pl.lit("in progress"),
    )


def corrupted(contacts: Contacts) -> pl.LazyFrame:
    """Segments whose times are not all known because an event never arrived; `what` names it."""
    broken = (pl.col("kind") == CORRUPTED) | pl.col("missing_event").is_not_null()
    return found(contacts.segments.filter(broken), at=pl.col("started_at"), what=pl.col("missing_event"))


def offers_without_task(feed: Feed) -> pl.LazyFrame:
    """Events of reservations that name no task."""
    return found(
        feed.events.filter(pl.col("event_type").str.starts_with("reservation."), pl.col("task_id").is_null()),
        at=pl.col("occurred_at"),
        what=pl.col("event_type"),
    )


def unheard_tasks(contacts: Contacts) -> pl.LazyFrame:
    """Tasks of which only reservations ever told: no event of their own arrived.

    Not those that were created before the first event of their platform: nobody listened then.
    """
    own = pl.col("event_type").str.starts_with("task")
    tasks = contacts.events.group_by("task_id").agg(
        pl.col("conversation_id", "platform").first(),
        own.any().alias("is_heard"),
        pl.col("occurred_at").min().alias("at"),
    )
    begun = contacts.conversations.select("conversation_id", "started_at")
    known = tasks.join(begun, on="conversation_id").join(contacts.begun, on="platform", nulls_equal=True)
    unheard = ~pl.col("is_heard") & (pl.col("started_at") >= pl.col("heard_at"))
    return found(known.filter(unheard), what=pl.lit("task.created"))


def holds_without_call(feed: Feed) -> pl.LazyFrame:
    """Holds of a call that no task belongs to."""
    holds = feed.events.filter(pl.col("event_type").is_in((HOLD, UNHOLD)), pl.col("task_id").is_null())
    calls = feed.snapshot.scan(TASKS).select("call_id").drop_nulls().unique()
    return found(holds.join(calls, on="call_id", how="anti"), at=pl.col("occurred_at"), what=pl.col("event_type"))


def without_customer(contacts: Contacts) -> pl.LazyFrame:
    """Conversations that nothing tells the customer of; one who hides the number is somebody all the same."""
    nobody = (
        (pl.col("customer_id").is_null() | (pl.col("customer_id") == pl.col("conversation_id")))
        & pl.col("customer_phone").is_null()
        & pl.col("customer_email").is_null()
    )
    outside = pl.col("direction") != "Internal"
    return found(contacts.conversations.filter(nobody, outside), at=pl.col("started_at"), what=pl.lit("customer"))


def bad_numbers(contacts: Contacts) -> pl.LazyFrame:
    """Conversations whose customer has what looks like a telephone number and is none that any country issues."""
    text = pl.col("customer_phone")
    digits = text.str.replace_all(r"[\s().\-/]", "")
    looks = digits.str.contains(r"^\+?\d{5,}$") & ~is_anonymous(text)
    return found(
        contacts.conversations.filter(looks.fill_null(False), pl.col("phone_e164").is_null()),
        at=pl.col("started_at"),
        what=pl.coalesce("place_reason", pl.lit("invalid")),
    )


def places_at_odds(contacts: Contacts) -> pl.LazyFrame:
    """Conversations whose number says another country or state than what came with it."""
    return found(
        contacts.conversations.filter(pl.col("place_conflict").is_not_null()),
        at=pl.col("started_at"),
        what=pl.col("place_conflict"),
    )


def unknown_agents(contacts: Contacts) -> pl.LazyFrame:
    """Segments of an agent whom AGENTS does not know."""
    of_agents = contacts.segments.filter(pl.col("agent_id").is_not_null())
    return found(
        of_agents.join(contacts.agents.select("agent_id"), on="agent_id", how="anti"),
        at=pl.col("started_at"),
        what=pl.col("kind"),
    )
