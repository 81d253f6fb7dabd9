"""A check: one law that data must keep or one fault that they can have, declared once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.schema.column import count, duration, instant, text
from core.schema.columns import (
    agent_id,
    agent_name,
    channel,
    conversation_id,
    file_id,
    load_id,
    platform,
    position,
    queue_name,
    reservation_id,
    task_id,
)
from core.schema.table import Table

FOUND = Table(
    name="FOUND",
    meaning="One row that breaks a law: what it is, with the keys under which it is stored.",
    key=("at", "conversation_id", "segment_id", "event_id", "load_id", "position"),
    sorted_by="at",
    columns=(
        instant(
            "at", "When it happened; of files and records that were refused, when the last event of their file did"
        ),
        conversation_id,
        task_id,
        reservation_id,
        text("segment_id", "The segment"),
        text("event_id", "The event"),
        agent_id,
        agent_name,
        platform,
        channel,
        queue_name,
        load_id,
        file_id,
        text("file_name", "The file's name as it was given"),
        position,
        text("what", "What is wrong, as the data name it: a missing event, a reason, a pair of events, a type"),
        duration("amount_ms", "How far it is off, where that is a time"),
        count("times", "How often it occurs in this row; 1 where the row is the fault"),
        count("reported_count", "What a file of counts says"),
        count("counted_count", "What it should be, by the file's other counts or as the events tell it"),
        text("twin_id", "The conversation of another source that tells of the same contact"),
    ),
)
"""What every check tells of the rows that it finds."""

LOW, MEDIUM, HIGH = "low", "medium", "high"
SEVERITIES = (HIGH, MEDIUM, LOW)

CONVERSATIONS_OF, SEGMENTS_OF, EVENTS_OF = "conversations", "segments", "events"
RECORDS_OF, LOADS_OF, STATUSES_OF, HOURS_OF = "records", "loads", "statuses", "hours"
INTERVALS_OF = "intervals"
UNITS = (CONVERSATIONS_OF, SEGMENTS_OF, EVENTS_OF, RECORDS_OF, LOADS_OF, STATUSES_OF, HOURS_OF, INTERVALS_OF)
"""What the volume of a check is counted in."""

BALANCE, ORDER, LINKS, ARRIVAL, CONTENT = "balance", "order", "links", "arrival", "content"
SUBJECTS = (BALANCE, ORDER, LINKS, ARRIVAL, CONTENT)
"""Under which headings checks are listed."""


@dataclass(frozen=True)
class Rule:
    """From which share of the volume a finding weighs how much; None for never."""

    medium_from: float | None
    high_from: float | None

    def severity(self, share: float) -> str:
        """The severity of a finding that touches this share (0 to 1)."""
        if self.high_from is not None and share >= self.high_from:
            return HIGH
        return MEDIUM if self.medium_from is not None and share >= self.medium_from else LOW


LAW = Rule(0.001, 0.01)
"""Numbers are wrong where it is broken."""

TRACE = Rule(0.005, 0.05)
"""Something is missing or unclear; numbers leave it out."""

HABIT = Rule(0.10, None)
"""Usual and harmless, unless it is much."""

UNTOLD = Rule(0.01, None)
"""What files do not tell cannot be had from them: the numbers that stand on it mean nothing, all others are well."""

REPORT = Rule(0.01, 0.10)
"""Two who count the same count differently; each may have its reasons, so more of it is borne than of a law."""

SILENCE = Rule(0.0, 0.005)
"""What never came cannot be counted; a share of the hours in which much is expected."""


NARROWING = ("platform", "queue_name", "channel", "agent_name")
"""By which columns the rows of findings can be narrowed."""


@dataclass(frozen=True)
class Check:
    """One check. Its words (title, law, what it means for numbers) stand in the catalogues under `quality.NAME`.

    Args:
        name: in addresses, on the command line, as key of the words.
        subject: one of `SUBJECTS`.
        unit: one of `UNITS`: what it counts, and what the share is of.
        rule: how the share becomes a severity.
        metrics: the metrics that it touches.
        find: the rows of `FOUND` that break the law, out of `Contacts` or of the `Feed`.
        of_feed: whether it looks at the feed as a whole, and not conversation by conversation.
        is_excludable: whether its conversations can be left out from it; not where that would leave out what is right.
    """

    name: str
    subject: str
    unit: str
    rule: Rule
    metrics: tuple[str, ...]
    find: Callable[[Any], pl.LazyFrame]
    of_feed: bool = False
    is_excludable: bool = True

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """The columns of `NARROWING` whose conditions it follows: of the feed, no more than its rows have."""
        if not self.of_feed or self.unit == INTERVALS_OF:
            return NARROWING
        return ("platform", "agent_name") if self.unit == STATUSES_OF else ("platform",)


def found(rows: pl.LazyFrame, **more: pl.Expr) -> pl.LazyFrame:
    """Rows as `FOUND` has them; what they do not tell is null, and each counts once unless it says otherwise."""
    told = rows.with_columns(**more) if more else rows
    if "times" not in told.collect_schema().names():
        told = told.with_columns(times=pl.lit(1, pl.Int64))
    return FOUND.conform(told)
