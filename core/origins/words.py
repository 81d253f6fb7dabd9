"""What tasks say of themselves in their attributes: the event whose text counted, and the key in it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.origins.parts import EVENT, SCHEMA
from core.pipeline.life_cycle import TASK_ENDS, moment
from core.pipeline.tasks import OUTBOUND
from core.schema.columns import PLACE_LEVELS

TEXT = "task_attributes"
CONVERSATIONS, CUSTOMERS = "conversations", "customers"

OF_PART: Mapping[str, tuple[str, ...]] = {
    "channel": (f"{CONVERSATIONS}.channel",),
    "direction": (f"{CONVERSATIONS}.direction", "direction"),
    "outcome": (f"{CONVERSATIONS}.outcome", "reason"),
    "queue_name": (f"{CONVERSATIONS}.queue",),
    "team_id": (f"{CONVERSATIONS}.handling_team_id",),
    "handling_team_name": (f"{CONVERSATIONS}.handling_team_name",),
    "handling_department_name": (f"{CONVERSATIONS}.handling_department_name",),
    "abandoned": (f"{CONVERSATIONS}.abandoned",),
    "abandoned_phase": (f"{CONVERSATIONS}.abandoned_phase",),
    "hold_time_ms": (f"{CONVERSATIONS}.hold_time",),
}
"""Field of SEGMENTS → keys of the task's attributes that settle it, the first that is there."""

BESIDE = ("abandoned", "abandoned_phase", "hold_time_ms")
"""Fields that events give too: there the attributes stand beside them, or for what nobody heard."""

COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "platform": ("platform", ()),
    "channel": ("channel", ()),
    "workflow_name": ("workflow_name", ()),
    "outcome": ("task_reason", TASK_ENDS),
}
"""Field → the column of events that says it where the attributes do not, and of which types of event."""

UNKNOWN = "unknown"
LAST = ("outcome", "hang_up_by", "attributes")
"""Of several tasks the last one's words count; of all else the first one's."""

OF_WHOLE: Mapping[str, tuple[str, ...]] = {
    **{name: OF_PART[name] for name in ("channel", "direction", "outcome")},
    **{name: (f"{CONVERSATIONS}.{name}",) for name in ("language", "campaign", "hang_up_by", "initiated_by")},
    "first_response_time_ms": (f"{CONVERSATIONS}.first_response_time",),
    "average_response_time_ms": (f"{CONVERSATIONS}.average_response_time",),
    "focus_time_ms": (f"{CONVERSATIONS}.focus_time",),
    "customer_name": (f"{CUSTOMERS}.name",),
    "customer_email": (f"{CUSTOMERS}.email",),
}
OF_NUMBER = ("phone_country", "number_type", "place_reason", "place_conflict")
ALIKE = {"geolocation": ("latitude", "longitude"), "country": ("sovereign",)}
"""What is known of the number, and what follows from a level of the place."""

COARSER = ("city", "state", "country")
"""What a region, a point or a time zone is worked out of where nobody says it."""

SIDES = {True: ("to", "called"), False: ("from", "caller")}
"""Whose side of the contact is the customer's: who was called on outbound ones, else who called."""


@dataclass(frozen=True)
class Told:
    """The attributes of a task that counted: its last ones before it ended."""

    task_id: str
    event_id: str
    says: Mapping[str, Any]

    def has(self, key: str) -> bool:
        """Whether there is anything under a key such as `customers.name`."""
        value: Any = self.says
        for step in key.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        return value is not None and str(value).strip() != ""


def told_by_tasks(events: pl.DataFrame) -> list[Told]:
    """The attributes of each task, in the order in which the tasks were first heard of."""
    of_tasks = events.filter(pl.col("task_id").is_not_null()).with_columns(moment=moment())
    ended = pl.col("moment").filter(pl.col("event_type").is_in(TASK_ENDS)).min().over("task_id")
    is_within = ended.is_null() | (pl.col("moment") <= ended)
    counted = of_tasks.filter(is_within, pl.col(TEXT).str.contains("{", literal=True))
    last = counted.sort("moment", TEXT).unique("task_id", keep="last")
    first = of_tasks.group_by("task_id").agg(pl.col("moment").min().alias("first"))
    rows = last.join(first, on="task_id").sort("first", "task_id").select("task_id", EVENT, TEXT)
    return [Told(task, event, _read(text)) for task, event, text in rows.iter_rows()]


def of_parts(segments: pl.DataFrame, events: pl.DataFrame, tasks: Sequence[Told]) -> pl.DataFrame:
    """As `parts.of_segments`, for what the attributes say of all segments of their task."""
    by_task = {one.task_id: one for one in tasks}
    rows = []
    for segment in segments.iter_rows(named=True):
        task = by_task.get(segment["task_id"])
        row = segment["segment_order"]
        said = {name: key for name, keys in OF_PART.items() if segment[name] is not None and (key := _key(task, keys))}
        rows += [(row, name, task.event_id, f"{TEXT}.{key}") for name, key in said.items() if task]
        rows += [
            (row, name, found, column)
            for name, (column, types) in COLUMNS.items()
            if name not in said
            and segment[name] is not None
            and (found := _saying(events, column, types, segment["task_id"]))
        ]
    return pl.DataFrame(rows, SCHEMA, orient="row")


def of_whole(facts: Mapping[str, Any], events: pl.DataFrame, tasks: Sequence[Told]) -> list[tuple[str, str, str]]:
    """Field of the conversation, event and where in it, for what its tasks say of it and of its customer."""
    address = SIDES[facts["direction"] == OUTBOUND]
    keys = {**OF_WHOLE, **_of_customer(facts, address), **_of_place(facts, address)}
    found = [
        (name, one.event_id, f"{TEXT}.{key}")
        for name, wanted in keys.items()
        if facts.get(name) not in (None, UNKNOWN)
        for one, key in _first_said(reversed(tasks) if name in LAST else iter(tasks), wanted)
    ]
    said = {name for name, _, _ in found}
    if facts["attributes"] is not None and tasks:
        found.append(("attributes", tasks[-1].event_id, TEXT))
    for name, (column, types) in COLUMNS.items():
        event = _saying(events, column, types)
        if name not in said and facts[name] is not None and event:
            found.append((name, event, column))
    return found


def _of_customer(facts: Mapping[str, Any], address: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    phone = (f"{CUSTOMERS}.phone", *address)
    is_itself = facts["customer_id"] == facts["conversation_id"]
    named = () if is_itself else (f"{CUSTOMERS}.external_id", f"{CUSTOMERS}.phone", f"{CUSTOMERS}.email", *address)
    return {"customer_phone": phone, "phone_e164": phone, "customer_id": named}


def _of_place(facts: Mapping[str, Any], address: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The keys that each level of the place comes from, as its source says, and what else follows from the number."""
    phone = (f"{CUSTOMERS}.phone", *address)
    found: dict[str, tuple[str, ...]] = dict.fromkeys(OF_NUMBER, phone)
    for level in PLACE_LEVELS:
        source = facts.get(f"{level}_source")
        keys = phone
        if source == "attribute":
            own = "geo_location" if level == "geolocation" else level
            keys = tuple(f"{CUSTOMERS}.{name}" for name in (own, *COARSER))
        elif source == "voice event":
            keys = tuple(f"{side}_{name}" for name in (level, *COARSER) for side in address)
        told = (f"{level}_source", f"{level}_precision") if source else ()
        found |= dict.fromkeys((level, *ALIKE.get(level, ()), *told), keys)
    return found


def _key(task: Told | None, keys: Sequence[str]) -> str:
    return next((key for key in keys if task and task.has(key)), "")


def _first_said(tasks: Iterator[Told], keys: Sequence[str]) -> list[tuple[Told, str]]:
    return next(([(one, key)] for one in tasks if (key := _key(one, keys))), [])


def _saying(events: pl.DataFrame, column: str, types: Sequence[str], task_id: str | None = None) -> str | None:
    """The first event that says anything in a column."""
    says = pl.col(column).is_not_null()
    if types:
        says &= pl.col("event_type").is_in(types)
    if task_id is not None:
        says &= pl.col("task_id") == task_id
    found = events.filter(says)[EVENT]
    return str(found[0]) if len(found) else None


def _read(text: str) -> Mapping[str, Any]:
    try:
        says = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return says if isinstance(says, dict) else {}
