"""What checks look at: the conversations of a scope with all that is theirs, and the feed of a period."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Self

import polars as pl

from core.corrections import CLOSE
from core.horizon import end_of, horizon
from core.listing import Listing, listed
from core.query import Query
from core.schema.tables import AGENTS, CONVERSATIONS, CORRECTIONS, EVENTS, INTERVALS, LOADS, REJECTED, SEGMENTS, TASKS
from core.settings import Settings
from core.store.snapshot import Snapshot

STEP = timedelta(milliseconds=1)
EARLIER = DAY = timedelta(days=1)
HISTORY = timedelta(weeks=13)
AT_ONCE = 60_000
"""Conversations that are looked at together, so that memory does not grow with the period."""

RECENT = timedelta(hours=24)
"""What began less long before the end of the data may still be going on."""

TOLERANCE_MS = 1_000
"""Instants may be cut to seconds by one route and not by another: so much is no contradiction."""

OF_EVENTS = (
    *("event_id", "occurred_at", "event_type", "task_id", "reservation_id", "queue_id", "queue_name", "call_id"),
    *("agent_id", "agent_name", "task_created_at", "task_queue_entered_at", "platform", "load_id", "file_id"),
    *("position", "transfer_type"),
)
OF_SEGMENTS = (
    *("segment_id", "conversation_id", "kind", "started_at", "ended_at", "conversation_segments", "task_id"),
    *("reservation_id", "agent_id", "agent_name", "platform", "channel", "queue_id", "queue_name", "abandoned"),
    *("ended_by", "missing_event", "queue_time_ms", "ring_time_ms", "talk_time_ms", "hold_time_ms"),
    *("wrap_up_time_ms", "handling_time_ms", "abandon_time_ms", "customer_id", "activity"),
)
OF_CONVERSATIONS = (
    *("conversation_id", "started_at", "ended_at", "platform", "channel", "direction", "queue_name", "customer_id"),
    *("customer_phone", "customer_email", "customer_name", "phone_e164", "place_reason", "place_conflict"),
    *("is_in_progress", "queue_time_ms", "talk_time_ms", "wrap_up_time_ms", "abandon_time_ms"),
    *("segment_count", "queue_count", "missed_count", "rejected_count", "corrections"),
)


class _Ground:
    """What checks look at."""

    def __init__(self) -> None:
        self._made: dict[object, pl.LazyFrame] = {}

    def once(self, make: Callable[[Self], pl.LazyFrame]) -> pl.LazyFrame:
        """What several checks need of it, worked out once."""
        if make not in self._made:
            self._made[make] = make(self).collect().lazy()
        return self._made[make]


class Contacts(_Ground):
    """The conversations of a scope that began in one stretch of it, with their tasks, events and segments.

    Args:
        query: its period and conditions say which conversations.
    """

    def __init__(self, snapshot: Snapshot, query: Query, rules: Settings) -> None:
        self.snapshot = snapshot
        self._query = query
        self._rules = rules
        super().__init__()

    @cached_property
    def ends_at(self) -> datetime | None:
        """The last moment of which the data know anything."""
        return end_of(self.snapshot)

    @cached_property
    def conversations(self) -> pl.LazyFrame:
        """Rows of CONVERSATIONS."""
        return listed(self.snapshot, Listing(self._query), self._rules).select(OF_CONVERSATIONS).collect().lazy()

    @cached_property
    def tasks(self) -> pl.LazyFrame:
        """Rows of TASKS of these conversations."""
        ids = self.conversations.select("conversation_id")
        rows = self.snapshot.scan(TASKS, since=self._query.since)
        return rows.join(ids, on="conversation_id", how="semi").collect().lazy()

    @cached_property
    def events(self) -> pl.LazyFrame:
        """Rows of EVENTS of these tasks, with their `conversation_id`."""
        last = self.tasks.select(pl.col("last_at").max()).collect().item()
        rows = self.snapshot.scan(EVENTS, self._query.since, last + STEP if last else None).select(OF_EVENTS)
        return rows.join(self.tasks.select("task_id", "conversation_id"), on="task_id").collect().lazy()

    @cached_property
    def segments(self) -> pl.LazyFrame:
        """Rows of SEGMENTS of these conversations."""
        last = self.tasks.select(pl.col("last_at").max()).collect().item()
        # What clocks round can begin a little before its conversation.
        since = self._query.since - EARLIER if self._query.since else None
        rows = self.snapshot.scan(SEGMENTS, since, last + STEP if last else None).select(OF_SEGMENTS)
        ids = self.conversations.select("conversation_id")
        return rows.join(ids, on="conversation_id", how="semi").collect().lazy()

    @property
    def days(self) -> tuple[datetime | None, datetime | None]:
        """The stretch as whole days (UTC) and one more on either side; None where it has no bound."""
        since, until = self._query.since, self._query.until
        first = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) if since else None
        last = (until - STEP).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) if until else None
        return first - DAY if first else None, last + 2 * DAY if last else None

    @property
    def closed(self) -> pl.LazyFrame:
        """`conversation_id` of those that a correction of the house has ended: nothing of them is open any more."""
        closings = self.snapshot.scan(CORRECTIONS).filter(pl.col("kind") == CLOSE)
        told = self.conversations.select("conversation_id", correction_id=pl.col("corrections").str.split(" "))
        each = told.drop_nulls().explode("correction_id", empty_as_null=False, keep_nulls=False)
        return each.join(closings, on="correction_id", how="semi").select("conversation_id").unique()

    @property
    def begun(self) -> pl.LazyFrame:
        """When each platform was first heard of: `platform`, `heard_at`."""
        return heard(self.snapshot).lazy()

    @property
    def agents(self) -> pl.LazyFrame:
        """Rows of AGENTS."""
        return self.snapshot.scan(AGENTS)


OF_INTERVALS = ("platform", "queue_name", "channel", "direction", "agent_name")
"""What files of counts can be narrowed by."""


class Feed(_Ground):
    """All that arrived about a period, whatever conversation it is of.

    Args:
        query: its period; of its conditions only those on the platform and the agent count, of files of counts also
            those on queue, channel and direction.
    """

    def __init__(self, snapshot: Snapshot, query: Query, rules: Settings) -> None:
        self.snapshot = snapshot
        self.rules = rules
        self.since, self.until = query.since, query.until
        self.zone = query.zone or rules.time_zone
        self._conditions = query.where
        super().__init__()

    def _meeting(self, rows: pl.LazyFrame, *columns: str) -> pl.LazyFrame:
        met = [one.holds(pl.col(one.column), pl.String) for one in self._conditions if one.column in columns]
        return rows.filter(met) if met else rows

    @cached_property
    def events(self) -> pl.LazyFrame:
        """Rows of EVENTS of the period; not read yet."""
        return self._meeting(self.snapshot.scan(EVENTS, self.since, self.until), "platform")

    @cached_property
    def history(self) -> pl.LazyFrame:
        """Rows of EVENTS of the period and of the weeks around it, which tell what is usual; not read yet."""
        since = self.since - HISTORY if self.since else None
        until = self.until + HISTORY if self.until else None
        return self._meeting(self.snapshot.scan(EVENTS, since, until), "platform")

    @cached_property
    def loads(self) -> pl.LazyFrame:
        """Rows of LOADS whose events reach into the period; those without any that were made in it."""
        first, last = pl.coalesce("first_event_at", "loaded_at"), pl.coalesce("last_event_at", "loaded_at")
        rows = self.snapshot.scan(LOADS)
        rows = rows.filter(last >= self.since) if self.since else rows
        rows = rows.filter(first < self.until) if self.until else rows
        return self._meeting(rows, "platform").collect().lazy()

    @cached_property
    def rejected(self) -> pl.LazyFrame:
        """Rows of REJECTED of those loads, `at` the end of their events."""
        ends = pl.coalesce("last_event_at", "loaded_at").alias("at")
        return self.snapshot.scan(REJECTED).join(self.loads.select("load_id", "platform", ends), on="load_id")

    @cached_property
    def intervals(self) -> pl.LazyFrame:
        """Rows of INTERVALS that begin in the period."""
        rows = self.snapshot.scan(INTERVALS, self.since, self.until)
        return self._meeting(rows, *OF_INTERVALS).collect().lazy()

    @cached_property
    def interval_history(self) -> pl.LazyFrame:
        """The same of the weeks around the period too, which tell what is usual; not read yet."""
        since = self.since - HISTORY if self.since else None
        until = self.until + HISTORY if self.until else None
        return self._meeting(self.snapshot.scan(INTERVALS, since, until), *OF_INTERVALS)

    @cached_property
    def statuses(self) -> pl.LazyFrame:
        """Rows of SEGMENTS that are agents' statuses begun in the period."""
        rows = self.snapshot.scan(SEGMENTS, self.since, self.until).select(OF_SEGMENTS)
        statuses = rows.filter(pl.col("kind").is_in(("Agent Status", "Agent Status in Progress")))
        return self._meeting(statuses, "platform", "agent_name").collect().lazy()


@lru_cache(maxsize=4)
def heard(snapshot: Snapshot) -> pl.DataFrame:
    """When events of each platform were first and last heard of: `platform`, `heard_at`, `heard_until`."""
    moment = pl.col("occurred_at")
    told = snapshot.scan(EVENTS).group_by("platform")
    return told.agg(heard_at=moment.min(), heard_until=moment.max()).collect(engine="streaming")


def stretches(snapshot: Snapshot, query: Query) -> Iterator[Query]:
    """The question cut into stretches of its period in each of which about `AT_ONCE` conversations began."""
    starts = snapshot.scan(CONVERSATIONS, query.since, query.until).select("started_at").collect()["started_at"].sort()
    if len(starts) <= AT_ONCE:
        yield query
        return
    data = horizon(snapshot)
    cuts = starts.gather_every(AT_ONCE)[1:].unique().sort().to_list()
    since = query.since or (data.first if data else starts[0])
    for cut in cuts:
        if cut > since:
            yield query.with_(since=since, until=cut)
            since = cut
    yield query.with_(since=since)
