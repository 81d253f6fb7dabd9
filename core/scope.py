"""The scope: which conversations a page, a notebook or a report speaks of, as a frozen value and as an address."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.address import read_values, write_values
from core.comparison import KINDS, PREVIOUS
from core.custom import is_custom
from core.grains import CUSTOMER
from core.horizon import Horizon
from core.period import DEFAULT, Period, read_period, zones
from core.query import ATTRIBUTIONS, Condition, Query
from core.schema.columns import PLACE_LEVELS
from core.words import LANGUAGES

FILTERS = {
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
    "region": "region",
    "country": "country",
    "state": "state",
    "city": "city",
    "area_code": "area_code",
    "time_zone": "time_zone",
    "weekday": "weekday",
    "hour": "hour_of_day",
    "day": "day",
    "week": "week",
    "month": "month",
    "not_placed": "place_reason",
    "conflict": "place_conflict",
    "number_from": "phone_country",
    **{f"{level}_{told}": f"{level}_{told}" for level in PLACE_LEVELS for told in ("source", "precision")},
}
"""Name in the address → column or grain; custom columns go by their own name, such as `customers.tier=gold`."""

NUMERIC = {"weekday": range(1, 8), "hour_of_day": range(24)}
"""The recurring grains and the values that they can have."""

DATED = ("day", "week", "month")
"""The grains whose groups are dates, by the first day. On one clock the period says as much; not on each customer's."""

WITHIN = {
    "region": ("country", "state", "city", "area_code"),
    "country": ("state", "city", "area_code"),
    "state": ("city", "area_code"),
}
"""What lies within a place: without the place, its parts mean nothing (CA is in two countries)."""

Value = str | int | None


@dataclass(frozen=True)
class Problem:
    """A part of the address that could not be used: its key in the catalogues, and the name and value it had."""

    key: str
    name: str
    value: str


@dataclass(frozen=True)
class Scope:
    """A frozen view on the data, equal for equal addresses.

    Args:
        period: whole local days; None while there is no data.
        zone: IANA zone of the period's days, and of every moment that is shown.
        zone_name: as in the address: empty for the house's, `browser`, `customer`, or an IANA zone.
        filters: column → values, in the order of `FILTERS`, then custom columns; None among them is the group without
            a name.
        language: as in the address; empty for the browser's.
        versus: what numbers are compared with, one of `core.comparison.KINDS`.
        attribution: where in time sums of durations count, one of `core.query.ATTRIBUTIONS`; empty for what follows
            from the question.
        problems: what in the address was left out of account.
    """

    period: Period | None
    zone: str
    zone_name: str = ""
    filters: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    language: str = ""
    versus: str = PREVIOUS
    attribution: str = ""
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def query(self, metrics: str | tuple[str, ...], by: str | tuple[str, ...] = (), **more: object) -> Query:
        """The question about these conversations."""
        since, until = self.instants()
        names = (metrics,) if isinstance(metrics, str) else metrics
        groups = (by,) if isinstance(by, str) else by
        asked = {"attribution": self.attribution or None} | more
        return Query(names, groups, since, until, self.clock, self.conditions(), **asked)  # type: ignore[arg-type]

    @property
    def clock(self) -> str:
        """What grains are told by: the zone, or each customer's own clock."""
        return CUSTOMER if self.zone_name == CUSTOMER else self.zone

    def instants(self) -> tuple[datetime | None, datetime | None]:
        """Since and until, UTC; nothing while there is no data."""
        return self.period.instants(self.zone) if self.period else (None, None)

    def conditions(self) -> tuple[Condition, ...]:
        """The filters as a question has them."""
        return tuple(Condition(column, "in", values) for column, values in self.filters)

    def values(self, column: str) -> tuple[Value, ...]:
        """What a column is narrowed to; nothing when it is not."""
        return dict(self.filters).get(column, ())

    def narrowed(self, **values: Value | tuple[Value, ...]) -> "Scope":
        """The same, narrowed on these columns; an empty tuple lifts the filter. Another country lifts its states."""
        tuples = {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}
        inner = {part: () for name in tuples if name in WITHIN for part in WITHIN[name] if part not in tuples}
        merged = dict(self.filters) | inner | tuples
        columns = [*FILTERS.values(), *sorted(filter(is_custom, merged))]
        return replace(self, filters=tuple((name, merged[name]) for name in columns if merged.get(name)))

    def during(self, period: Period) -> "Scope":
        """The same at another time."""
        return replace(self, period=period)

    def during_preset(self, name: str) -> "Scope":
        """The same in a preset period; which days that is, the next reading of the address tells."""
        return replace(self, period=replace(self.period, name=name)) if self.period else self

    def in_zone(self, zone_name: str) -> "Scope":
        """The same on another clock, named as in the address."""
        return replace(self, zone_name=zone_name)

    def speaking(self, language: str) -> "Scope":
        """The same in another language."""
        return replace(self, language=language)

    def unfiltered(self) -> "Scope":
        """The same without any filter."""
        return replace(self, filters=())

    def against(self, versus: str) -> "Scope":
        """The same, compared with another period."""
        return replace(self, versus=versus)

    def attributed(self, attribution: str) -> "Scope":
        """The same, with sums of durations counted elsewhere in time."""
        return replace(self, attribution=attribution)

    def params(self, **more: str) -> dict[str, str]:
        """As an address has it; what is as by default is left out, empty additions too."""
        period = self.period.name if self.period and self.period.name != DEFAULT else ""
        names = {column: name for name, column in FILTERS.items()}
        filters = {
            names.get(column, column): write_values(tuple(None if value is None else str(value) for value in values))
            for column, values in self.filters
        }
        return {
            name: value
            for name, value in {
                "lang": self.language,
                "period": period,
                **filters,
                "tz": self.zone_name,
                "vs": self.versus if self.versus != PREVIOUS else "",
                "time": self.attribution,
                **more,
            }.items()
            if value
        }


def read_scope(
    params: Mapping[str, str],
    data: Horizon | None,
    house_zone: str,
    browser_zone: str,
    known: Callable[[str], Collection[str | None]],
) -> Scope:
    """The scope that an address asks for; parts that cannot be used are told in `problems` and left out.

    Args:
        params: of the address.
        data: the first and last moment of the data; None when there is none.
        known: the values that a column has in the data.
    """
    problems: list[Problem] = []
    zone_name, zone = _zone(params.get("tz", ""), house_zone, browser_zone, problems)
    period = None
    if data:
        asked = params.get("period", "") or DEFAULT
        period = read_period(asked, data, zone)
        if period is None:
            problems.append(Problem("scope.bad_period", "period", asked))
            period = read_period(DEFAULT, data, zone)
    filters = tuple(
        (column, values)
        for name, column in [*FILTERS.items(), *((name, name) for name in sorted(filter(is_custom, params)))]
        if (values := _values(name, column, params.get(name, ""), known, problems))
    )
    language = params.get("lang", "") if params.get("lang") in LANGUAGES else ""
    versus = params.get("vs", "") or PREVIOUS
    if versus not in KINDS:
        problems.append(Problem("scope.bad_comparison", "vs", versus))
        versus = PREVIOUS
    attribution = params.get("time", "")
    if attribution and attribution not in ATTRIBUTIONS:
        problems.append(Problem("scope.bad_attribution", "time", attribution))
        attribution = ""
    return Scope(period, zone, zone_name, filters, language, versus, attribution, tuple(problems))


def is_filter(column: str) -> bool:
    """Whether an address can narrow a column."""
    return column in FILTERS.values() or is_custom(column)


def _zone(asked: str, own: str, browser: str, problems: list[Problem]) -> tuple[str, str]:
    if asked == "browser":
        return (asked, browser) if browser in zones() else ("", own)
    if asked == CUSTOMER:
        return asked, own
    if asked and asked not in zones():
        problems.append(Problem("scope.bad_zone", "tz", asked))
        return "", own
    return asked, asked or own


def _values(
    name: str, column: str, text: str, known: Callable[[str], Collection[str | None]], problems: list[Problem]
) -> tuple[Value, ...]:
    asked = read_values(text)
    if not asked:
        return ()
    there = _possible(column, asked, known)
    problems.extend(Problem("scope.bad_value", name, value or "") for value in asked if value not in there)
    used = [value for value in asked if value in there]
    return tuple(int(value) if column in NUMERIC and value else value for value in used)


def _possible(
    column: str, asked: Collection[str | None], known: Callable[[str], Collection[str | None]]
) -> Collection[str | None]:
    """The values that a filter can have; of days, those asked for that are days."""
    if column in NUMERIC:
        return {*map(str, NUMERIC[column]), None}
    return {value for value in asked if value is None or _is_day(value)} if column in DATED else known(column)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
