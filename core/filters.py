"""Filters: which columns an address can narrow, under which names, and to which values."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from core.address import read_part, read_values
from core.custom import is_custom
from core.query import dtype_of
from core.schema.columns import PLACE_LEVELS

FILTERS = {
    "platform": "platform",
    "channel": "channel",
    "direction": "direction",
    "queue": "queue_name",
    "team": "handling_team_name",
    "department": "handling_department_name",
    "agent": "agent_name",
    "team_now": "agent_team_name",
    "department_now": "agent_department_name",
    "role_now": "agent_role",
    "location_now": "agent_location",
    "manager_now": "agent_manager",
    "agent_now": "agent_state",
    "phase": "abandoned_phase",
    "outcome": "outcome",
    "workflow": "workflow_name",
    "last_queue": "last_queue_name",
    "language": "language",
    "campaign": "campaign",
    "hung_up_by": "hang_up_by",
    "initiated_by": "initiated_by",
    "corrections": "corrections",
    "region": "region",
    "sovereign": "sovereign",
    "country": "country",
    "state": "state",
    "area": "area",
    "city": "city",
    "zip": "zip",
    "area_code": "area_code",
    "number_type": "number_type",
    "time_zone": "time_zone",
    "weekday": "weekday",
    "hour": "hour_of_day",
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "half_hour": "half_hour",
    "quarter_hour": "quarter_hour",
    "not_placed": "place_reason",
    "conflict": "place_conflict",
    "number_from": "phone_country",
    **{f"{level}_{told}": f"{level}_{told}" for level in PLACE_LEVELS for told in ("source", "precision")},
}
"""Name in the address → column or grain; custom columns go by their own name, such as `customers.tier=gold`."""

NUMERIC = {"weekday": range(1, 8), "hour_of_day": range(24)}
"""The recurring grains and the values that they can have."""

DATED = ("day", "week", "month", "quarter", "year")
"""The grains whose groups are dates, by the first day. On one clock the period says as much; not on each customer's."""

CLOCKED = ("half_hour", "quarter_hour")
"""The grains that only each customer's own clock can be narrowed by, as that showed: `2026-03-05T14:15`."""

WITHIN = {
    "region": ("country", "state", "city", "area_code"),
    "country": ("state", "city", "area_code"),
    "state": ("city", "area_code"),
}
"""What lies within a place: without the place, its parts mean nothing (CA is in two countries)."""

CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")

Value = str | int | None
Filters = tuple[tuple[str, tuple[Value, ...]], ...]
Known = Callable[[str], Collection[str | None]]
"""Column → the values that it has in the data."""


@dataclass(frozen=True)
class Problem:
    """A part of the address that could not be used: its key in the catalogues, and the name and value it had."""

    key: str
    name: str
    value: str


def is_filter(column: str) -> bool:
    """Whether an address can narrow a column."""
    return column in FILTERS.values() or is_custom(column)


def is_text(column: str) -> bool:
    """Whether a filter can be asked to contain a text."""
    return is_filter(column) and dtype_of(column) == pl.String


def name_of(column: str) -> str:
    """What the address calls a column."""
    return _NAMES.get(column, column)


def column_of(name: str) -> str:
    """What a name in the address stands for."""
    return FILTERS.get(name, name)


def read_filters(
    params: Mapping[str, str], known: Known, problems: list[Problem], *, is_customers: bool
) -> tuple[Filters, tuple[tuple[str, str], ...]]:
    """What columns are narrowed to, in the order of `FILTERS`, and the texts that they contain.

    Args:
        problems: what cannot be used is added to them.
        is_customers: days and hours are told by each customer's own clock.
    """
    filters: dict[str, tuple[Value, ...]] = {}
    parts: dict[str, str] = {}
    for name in [*FILTERS, *sorted(filter(is_custom, params))]:
        column, text = column_of(name), params.get(name, "")
        if (part := read_part(text)) and is_text(column):
            parts[column] = part
        elif values := _values(name, text, known, problems, is_customers=is_customers):
            filters[column] = values
    return tuple(filters.items()), tuple(sorted(parts.items()))


def compared_with(column: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """As a question has them: what a customer's clock showed is labelled UTC there."""
    return tuple(f"{value}+00:00" if value is not None else None for value in values) if column in CLOCKED else values


def _values(name: str, text: str, known: Known, problems: list[Problem], *, is_customers: bool) -> tuple[Value, ...]:
    column, asked = column_of(name), read_values(text)
    if not asked:
        return ()
    there = _possible(column, asked, known, is_customers=is_customers)
    problems.extend(Problem("scope.bad_value", name, value or "") for value in asked if value not in there)
    used = [value for value in asked if value in there]
    return tuple(int(value) if column in NUMERIC and value else value for value in used)


def _possible(
    column: str, asked: Collection[str | None], known: Known, *, is_customers: bool
) -> Collection[str | None]:
    """The values that a filter can have; of days and times, those asked for that are some.

    Args:
        is_customers: days and hours are told by each customer's own clock.
    """
    if column in NUMERIC:
        return {*map(str, NUMERIC[column]), None}
    if column in DATED:
        return {value for value in asked if value is None or _is_day(value)}
    if column in CLOCKED:
        return {value for value in asked if is_customers and (value is None or _is_time(value))}
    return known(column)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return CLOCK.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


_NAMES = {column: name for name, column in FILTERS.items()}
