"""The scope: which conversations a page, a notebook or a report speaks of, as a frozen value and as an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.address import write_part, write_values
from core.attribution import SPLIT
from core.comparison import KINDS, PREVIOUS
from core.custom import is_custom
from core.filters import (
    CLOCKED,
    DATED,
    FILTERS,
    NUMERIC,
    WITHIN,
    Known,
    Problem,
    Value,
    compared_with,
    is_filter,
    name_of,
    read_filters,
)
from core.grains import CUSTOMER
from core.horizon import Horizon
from core.period import DEFAULT, Period, read_period, zones
from core.query import ATTRIBUTIONS, Condition, Query
from core.trail import Trail, advanced, felt, read_trail, undone, write_trail
from core.words import LANGUAGES

__all__ = [
    "CLOCKED",
    "DATED",
    "FILTERS",
    "NUMERIC",
    "OWN",
    "WITHIN",
    "Problem",
    "Scope",
    "Value",
    "is_filter",
    "read_scope",
]

PATH = "path"
"""In the address: the clicks that led into the view."""

OWN = ("lang", "period", "tz", "vs", "time", PATH)
"""Names in the address of what a scope says besides its filters."""


@dataclass(frozen=True)
class Scope:
    """A frozen view on the data, equal for equal addresses.

    Args:
        period: whole local days or a part of them; None while there is no data.
        zone: IANA zone of the period's days, and of every moment that is shown.
        zone_name: as in the address: empty for the house's, `browser`, `customer`, or an IANA zone.
        filters: column → values, in the order of `FILTERS`, then custom columns; None among them is the group without
            a name.
        language: as in the address; empty for the browser's.
        versus: what numbers are compared with, one of `core.comparison.KINDS`.
        attribution: where in time sums of durations count, one of `core.query.ATTRIBUTIONS`; empty for what follows
            from the question.
        parts: text columns → a text that their values contain, in any case; of a column either this or values.
        trail: the clicks that led here, and the way back.
        problems: what in the address was left out of account.
    """

    period: Period | None
    zone: str
    zone_name: str = ""
    filters: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    language: str = ""
    versus: str = PREVIOUS
    attribution: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    trail: Trail = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def query(self, metrics: str | tuple[str, ...], by: str | tuple[str, ...] = (), **more: object) -> Query:
        """The question about these conversations."""
        since, until = self.instants()
        names = (metrics,) if isinstance(metrics, str) else metrics
        groups = (by,) if isinstance(by, str) else by
        # What an hour shows of a duration is what of it lies in that hour; so does the question about the hour alone.
        is_part = self.period is not None and self.period.is_part
        asked = {"attribution": self.attribution or (SPLIT if is_part else None)} | more
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
        return (
            *(Condition(column, "in", compared_with(column, values)) for column, values in self.filters),
            *(Condition(column, "contains", (text,)) for column, text in self.parts),
        )

    def values(self, column: str) -> tuple[Value, ...]:
        """What a column is narrowed to; nothing when it is not."""
        return dict(self.filters).get(column, ())

    def part(self, column: str) -> str:
        """The text that a column's values contain; empty when none is asked for."""
        return dict(self.parts).get(column, "")

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.filters or self.parts)

    def narrowed(self, **values: Value | tuple[Value, ...]) -> "Scope":
        """The same, narrowed on these columns; an empty tuple lifts the filter. Another country lifts its states."""
        tuples = {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}
        inner = {part: () for name in tuples if name in WITHIN for part in WITHIN[name] if part not in tuples}
        merged = dict(self.filters) | inner | tuples
        columns = [*FILTERS.values(), *sorted(filter(is_custom, merged))]
        return replace(
            self,
            filters=tuple((name, merged[name]) for name in columns if merged.get(name)),
            parts=tuple(one for one in self.parts if one[0] not in tuples),
        )

    def containing(self, column: str, text: str) -> "Scope":
        """The same, of values that contain a text; nothing lifts that. It takes the place of chosen values."""
        lifted = self.narrowed(**{column: ()})
        added = ((column, text.strip()),) if text.strip() else ()
        return replace(lifted, parts=tuple(sorted((*lifted.parts, *added))))

    def followed(self, wanted: "Scope", metric: str = "") -> "Scope":
        """Another scope as a click leads to it from this one: the way back is kept.

        Args:
            metric: what the mark showed that was clicked.
        """
        before, after = (one.without_trail().params() for one in (self, wanted))
        return replace(wanted, trail=advanced(self.trail, metric, before, after))

    def params_at(self, step: int) -> dict[str, str]:
        """The address as it was after so many clicks of the trail, with the trail until there."""
        earlier = undone(self.trail, step, self.without_trail().params())
        path = write_trail(self.trail[:step])
        return earlier | ({PATH: path} if path else {})

    def without_trail(self) -> "Scope":
        """The same, however it was come by: for what is kept, such as saved views and reports."""
        return replace(self, trail=())

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
        return replace(self, filters=(), parts=())

    def against(self, versus: str) -> "Scope":
        """The same, compared with another period."""
        return replace(self, versus=versus)

    def attributed(self, attribution: str) -> "Scope":
        """The same, with sums of durations counted elsewhere in time."""
        return replace(self, attribution=attribution)

    def params(self, **more: str) -> dict[str, str]:
        """As an address has it; what is as by default is left out, empty additions too."""
        period = self.period.name if self.period and self.period.name != DEFAULT else ""
        filters = {
            name_of(column): write_values(tuple(None if value is None else str(value) for value in values))
            for column, values in self.filters
        }
        parts = {name_of(column): write_part(text) for column, text in self.parts}
        return {
            name: value
            for name, value in {
                "lang": self.language,
                "period": period,
                **filters,
                **parts,
                "tz": self.zone_name,
                "vs": self.versus if self.versus != PREVIOUS else "",
                "time": self.attribution,
                PATH: write_trail(self.trail),
                **more,
            }.items()
            if value
        }


def read_scope(
    params: Mapping[str, str],
    data: Horizon | None,
    house_zone: str,
    browser_zone: str,
    known: Known,
) -> Scope:
    """The scope that an address asks for; parts that cannot be used are told in `problems` and left out.

    Args:
        params: of the address.
        data: the first and last moment of the data; None when there is none.
        known: the values that a column has in the data.
    """
    problems: list[Problem] = []
    zone_name, zone = _zone(params.get("tz", ""), house_zone, browser_zone, problems)
    period = _period(params.get("period", "") or DEFAULT, data, zone, problems)
    filters, parts = read_filters(params, known, problems, is_customers=zone_name == CUSTOMER)
    language = params.get("lang", "") if params.get("lang") in LANGUAGES else ""
    versus = params.get("vs", "") or PREVIOUS
    if versus not in KINDS:
        problems.append(Problem("scope.bad_comparison", "vs", versus))
        versus = PREVIOUS
    attribution = params.get("time", "")
    if attribution and attribution not in ATTRIBUTIONS:
        problems.append(Problem("scope.bad_attribution", "time", attribution))
        attribution = ""
    trail = read_trail(params.get(PATH, ""))
    if trail is None:
        problems.append(Problem("scope.bad_path", PATH, params[PATH]))
    return Scope(
        period,
        zone,
        zone_name,
        filters,
        language,
        versus,
        attribution,
        parts,
        felt(trail or (), params),
        tuple(problems),
    )


def _period(asked: str, data: Horizon | None, zone: str, problems: list[Problem]) -> Period | None:
    if data is None:
        return None
    period = read_period(asked, data, zone)
    if period is None:
        problems.append(Problem("scope.bad_period", "period", asked))
        return read_period(DEFAULT, data, zone)
    return period


def _zone(asked: str, own: str, browser: str, problems: list[Problem]) -> tuple[str, str]:
    if asked == "browser":
        return (asked, browser) if browser in zones() else ("", own)
    if asked == CUSTOMER:
        return asked, own
    if asked and asked not in zones():
        problems.append(Problem("scope.bad_zone", "tz", asked))
        return "", own
    return asked, asked or own
