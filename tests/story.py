"""Small stories for tests: a few events told in a line each, and the tables that the pipeline makes of them."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import polars as pl

from core.pipeline.agents import describe_agents
from core.pipeline.customers import describe_customers
from core.pipeline.model import build_model
from core.pipeline.statuses import follow_agents
from core.schema.tables import AGENTS, EVENTS

DAY = datetime(2026, 3, 2, tzinfo=UTC)
_numbers = count(1)


def at(clock: str) -> datetime:
    """`09:00:01` or `09:00:01.250` on the story's day; `+1 09:00:00` on the day after."""
    day, _, clock = clock.rpartition(" ")
    hours, minutes, seconds = clock.split(":")
    return DAY + timedelta(days=int(day or 0), hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def event(clock: str, event_type: str, task: str | None = None, **fields: Any) -> dict[str, Any]:
    """One event; `attributes` and `agent_attributes` may be dicts, `reservation` and `agent` stand for their ids."""
    short = {
        "reservation": "reservation_id",
        "agent": "agent_id",
        "attributes": "task_attributes",
        "queue": "queue_name",
    }
    row = {
        short.get(name, name): json.dumps(value) if isinstance(value, dict) else value for name, value in fields.items()
    }
    if "queue_name" in row:
        row.setdefault("queue_id", f"WQ {row['queue_name']}")
    if "agent_id" in row:
        row.setdefault("agent_name", row["agent_id"])
    defaults = {
        "event_id": f"EV{next(_numbers):05}",
        "occurred_at": at(clock),
        "event_type": event_type,
        "task_id": task,
    }
    if task is not None:
        defaults["channel"] = "voice"
    return defaults | row


def events(*rows: dict[str, Any]) -> pl.LazyFrame:
    """Rows of EVENTS."""
    return pl.LazyFrame(list(rows), schema=EVENTS.schema)


def segments(*rows: dict[str, Any]) -> pl.DataFrame:
    """The segments of the conversations in these events, in their order."""
    return build_model(events(*rows)).segments.sort("conversation_id", "segment_order").collect()


def conversations(*rows: dict[str, Any]) -> pl.DataFrame:
    """The conversations in these events."""
    return build_model(events(*rows)).conversations.sort("conversation_id").collect()


def customers(*rows: dict[str, Any]) -> pl.DataFrame:
    """The customers in these events."""
    return describe_customers(build_model(events(*rows)).conversations).sort("customer_id").collect()


def statuses(*rows: dict[str, Any]) -> pl.DataFrame:
    """The agents' statuses in these events."""
    nobody = pl.LazyFrame(schema={"agent_id": pl.String})
    return follow_agents(events(*rows), nobody).sort("agent_id", "started_at", "ended_at", nulls_last=True).collect()


def agents(*rows: dict[str, Any]) -> pl.DataFrame:
    """The agents in these events."""
    return describe_agents(events(*rows), AGENTS.empty().lazy()).sort("agent_id").collect()
