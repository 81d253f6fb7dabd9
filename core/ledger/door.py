"""From a changed number to what it is about today: its scope, for its passport and its rows."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from core.drill import narrowed_to
from core.grains import CUSTOMER
from core.horizon import Horizon
from core.period import read_period, stretch
from core.query import Query, dtype_of
from core.scope import Scope


def groups_of(change: Mapping[str, Any]) -> dict[str, object]:
    """The groups of a change with their values, as an answer has them.

    Args:
        change: a row of `core.ledger.restated.restated`.
    """
    return {name: _typed(name, value) for name, value in json.loads(change["groups"]).items()}


def scope_of(change: Mapping[str, Any], house_zone: str, data: Horizon | None) -> Scope | None:
    """What the number is about; None where an address cannot say it.

    Args:
        change: a row of `core.ledger.restated.restated`.
        house_zone: of what was asked in no zone of its own.
        data: what time the data cover, for what was asked of all time.
    """
    query = Query.from_dict(json.loads(change["query"]))
    if any(condition.op not in ("in", "contains") for condition in query.where):
        return None
    zone = house_zone if query.zone in (None, CUSTOMER) else str(query.zone)
    period = stretch(query.since, query.until, zone) if query.since and query.until else None
    if period is None:
        period = read_period("all", data, zone) if data else None
    values = {one.column: one.values for one in query.where if one.op == "in"}
    parts = tuple((one.column, str(one.values[0])) for one in query.where if one.op == "contains")
    if len(values) + len(parts) < len(query.where):
        return None
    name = CUSTOMER if query.zone == CUSTOMER else "" if zone == house_zone else zone
    base = Scope(period, zone, name, attribution=query.attribution or "", parts=parts)
    groups = groups_of(change)
    found = narrowed_to(base.narrowed(**values), groups)  # type: ignore[arg-type]
    wanted = {*values, *(column for column, value in groups.items() if not isinstance(value, date))}
    # What no filter can say would be left out, and a wider number shown.
    return found if wanted <= dict(found.filters).keys() else None


def _typed(name: str, value: Any) -> object:
    if isinstance(value, str):
        dtype = dtype_of(name)
        if dtype == pl.Date:
            return date.fromisoformat(value)
        if isinstance(dtype, pl.Datetime) or dtype == pl.Datetime:
            return datetime.fromisoformat(value)
    return value
