"""A question about the contact centre as a frozen value: cache key, address, saved cell and test case in one."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from core.condition import Condition, Scalar
from core.custom import is_custom
from core.errors import QueryError, UnknownName
from core.grains import GRAINS, check_clock
from core.schema.lent import AGENT_NOW
from core.schema.tables import TABLES

__all__ = ["ATTRIBUTIONS", "Condition", "Query", "Scalar"]

ATTRIBUTIONS = ("started", "split", "ended")
"""Where in time a sum of durations counts: with its row, over the intervals that it lasted, or where it was over."""


@dataclass(frozen=True)
class Query:
    """What is asked: which metrics, of which conversations, split by what.

    Equal questions are equal values: instants are kept in UTC, conditions in a fixed order and in their column's type.

    Args:
        metrics: names out of `core.metrics.METRICS`.
        by: groupable columns and time grains, outermost first; none for one total row.
        since: only rows that started at or after this aware instant.
        until: only rows that started before it.
        zone: IANA zone of the time grains; `customer` for each customer's own clock; None for the house's zone. Since
            and until are instants whatever the zone. On the customer's clock, hours and their parts are what it showed,
            labelled UTC, also as the value of a condition; rows without a known zone are the group None.
        where: conditions, all of which must hold.
        sort: a metric or a member of `by` to sort by; None for the groups' own order.
        descending: sort from the highest; nulls come last either way.
        limit: at most this many rows.
        attribution: one of `ATTRIBUTIONS`, for sums of durations; everything else counts with its row. None for
            `split` when a grain below the day is asked for, as a group or in a condition, else `started`. See
            `core/attribution.py`.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    zone: str | None = None
    where: tuple[Condition, ...] = ()
    sort: str | None = None
    descending: bool = False
    limit: int | None = None
    attribution: str | None = None

    def __post_init__(self) -> None:
        self._keep("metrics", _names(self.metrics))
        self._keep("by", _names(self.by))
        self._keep("since", _utc("since", self.since))
        self._keep("until", _utc("until", self.until))
        typed = {condition.typed(compared_as(condition)) for condition in self.where}
        self._keep("where", tuple(sorted(typed, key=lambda one: (one.column, one.op, repr(one.values)))))
        self._check()

    def _keep(self, name: str, value: object) -> None:
        """Set a field of the frozen value; only while it is being made."""
        object.__setattr__(self, name, value)

    def _check(self) -> None:
        if not self.metrics:
            raise QueryError("The question names no metric; give at least one, such as conversations.")
        for name in self.by:
            dtype_of(name)
        if self.since and self.until and self.since >= self.until:
            raise QueryError(
                f"The period is empty: since {self.since.isoformat()} is not before {self.until.isoformat()}."
            )
        if self.zone is not None:
            check_clock(self.zone)
        if self.sort is not None and self.sort not in (*self.metrics, *self.by):
            raise UnknownName.among("metric or group in this question", self.sort, (*self.metrics, *self.by))
        if self.limit is not None and self.limit < 1:
            raise QueryError(f"limit is {self.limit}; give 1 or more, or none for all rows.")
        if self.attribution is not None and self.attribution not in ATTRIBUTIONS:
            raise UnknownName.among("attribution", self.attribution, ATTRIBUTIONS)

    def with_(self, **changes: Any) -> "Query":
        """The same question with other fields."""
        return replace(self, **changes)

    def with_condition(self, column: str, *values: Scalar | None, op: str = "in") -> "Query":
        """The same question, narrowed: what a click on a bar asks. A group without a name is the value None."""
        return replace(self, where=(*self.where, Condition(column, op, values)))

    def without_condition(self, column: str) -> "Query":
        """The same question without any condition on that column."""
        return replace(self, where=tuple(one for one in self.where if one.column != column))

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it; what has its default is left out."""
        told = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }
        for name in ("since", "until"):
            if name in told:
                told[name] = told[name].isoformat()
        for name in ("metrics", "by"):
            if name in told:
                told[name] = list(told[name])
        if self.where:
            told["where"] = [condition.to_dict() for condition in self.where]
        return told

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Query":
        """The question that `to_dict` wrote, or that somebody wrote by hand.

        Raises:
            QueryError: a field that does not exist, or a value that cannot be one of it.
        """
        known = [field.name for field in fields(cls)]
        for name in told:
            if name not in known:
                raise UnknownName.among("field of a question", name, known)
        given = dict(told)
        given.setdefault("metrics", ())
        for name in ("since", "until"):
            given[name] = _moment(name, given.get(name))
        for name, kind in (("zone", str), ("sort", str), ("limit", int), ("descending", bool), ("attribution", str)):
            if given.get(name) is not None and type(given[name]) is not kind:
                raise QueryError(f"{name} is {given[name]!r}; give a value of type {kind.__name__}.")
        given["where"] = tuple(_condition(one) for one in _listed("where", given.get("where", ())))
        return cls(**given)


def dtype_of(name: str) -> pl.DataType | type[pl.DataType]:
    """The type of a declared column, a time grain or a custom column; the latter is text.

    Raises:
        UnknownName: no table has such a column.
    """
    if name in GRAINS:
        return GRAINS[name].dtype
    for table in TABLES.values():
        if name in table.by_name:
            return table.by_name[name].dtype
    if name in AGENT_NOW or is_custom(name):
        return pl.String
    known = {column for table in TABLES.values() for column in table.by_name}
    raise UnknownName.among("column or time grain", name, known | set(AGENT_NOW) | set(GRAINS))


def compared_as(condition: Condition) -> pl.DataType | type[pl.DataType]:
    """The type in which a condition compares: the column's own, and numbers where a custom value has a bound."""
    is_bound = condition.op in (">=", "<")
    return pl.Float64() if is_bound and is_custom(condition.column) else dtype_of(condition.column)


def _names(given: Any) -> tuple[str, ...]:
    """Names in their order, each once."""
    names = (given,) if isinstance(given, str) else tuple(given)
    for name in names:
        if not isinstance(name, str):
            raise QueryError(f"{name!r} is no name; give text.")
    return tuple(dict.fromkeys(names))


def _utc(name: str, moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise QueryError(f"{name} is {moment!r}; give an instant with its time zone.")
    return moment.astimezone(UTC)


def _moment(name: str, given: Any) -> datetime | None:
    if not isinstance(given, str):
        return _utc(name, given)
    try:
        return _utc(name, datetime.fromisoformat(given))
    except ValueError as problem:
        raise QueryError(f"{name} is {given!r}; give an instant such as 2026-03-29T00:00:00+01:00.") from problem


def _listed(name: str, given: Any) -> list[Any]:
    if not isinstance(given, list | tuple):
        raise QueryError(f"{name} is {given!r}; give a list.")
    return list(given)


def _condition(given: Any) -> Condition:
    if isinstance(given, Condition):
        return given
    if (
        not isinstance(given, dict)
        or not isinstance(given.get("column"), str)
        or set(given) - {"column", "op", "values"}
    ):
        raise QueryError(f"where holds {given!r}; give column, op and values.")
    return Condition(given["column"], given.get("op", "in"), tuple(_listed("values", given.get("values", ()))))
