"""A scope in words, as plain text in the reader's language: what a page, a report or a file is about."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.comparison import NONE
from core.format import day
from core.grains import CUSTOMER
from core.labels import Labels
from core.period import Period
from core.scope import Scope, Value

MOST = 3
"""Values of a filter that are named; of more, the others are counted."""


def scope_in_words(scope: Scope, labels: Labels, most: int = MOST) -> str:
    """One line: `1 Mar 2026 – 31 Mar 2026 · Europe/Madrid · Queue: Support, Sales · compared with: Period before`.

    Plain text out of the data among it: escape it where Markdown or HTML is read.

    Args:
        most: as many values of a filter are named.
    """
    clock = [labels.say("scope.on_customers_clock")] if scope.clock == CUSTOMER else []
    counted = [labels.say(f"attribution.told_{scope.attribution}")] if scope.attribution else []
    when = [period_in_words(scope.period, scope.zone, labels)] if scope.period else []
    return " · ".join(
        (*when, scope.zone, *clock, *filters_in_words(scope, labels, most), *counted, *_versus(scope, labels))
    )


def filters_in_words(scope: Scope, labels: Labels, most: int = MOST) -> list[str]:
    """Each filter, such as `Country: Spain, France +2` or `Queue contains “vip”`; none when nothing is filtered."""
    chosen = [filter_in_words(column, values, labels, most) for column, values in scope.filters]
    return [*chosen, *(part_in_words(column, text, labels) for column, text in scope.parts)]


def filter_in_words(column: str, values: tuple[Value, ...], labels: Labels, most: int = MOST) -> str:
    """One filter: `Country: Spain, France +2`."""
    names = ", ".join(labels.value(column, value) for value in values[:most])
    more = f" +{len(values) - most}" if len(values) > most else ""
    return f"{labels.column(column)}: {names}{more}"


def part_in_words(column: str, text: str, labels: Labels) -> str:
    """One filter by a part of the values: `Queue contains “vip”`."""
    return labels.say("scope.contains", name=labels.column(column), text=text)


def period_in_words(period: Period, zone: str, labels: Labels) -> str:
    """The days, or of a part of a day its moments on the local clock: `5 Mar 2026, 14:00–15:00`."""
    if period.since and period.until:
        return _moments(period.since, period.until, zone, labels)
    first, last = (day(one, "day", labels.language) for one in (period.first, period.last))
    return first if first == last else labels.say("scope.days", first=first, last=last)


def times_in_words(period: Period, zone: str, labels: Labels) -> str:
    """Of a part of one day, its times alone: `14:00–15:00`."""
    return period_in_words(period, zone, labels).rpartition(", ")[2]


def _moments(since: datetime, until: datetime, zone: str, labels: Labels) -> str:
    begin, end = (moment.astimezone(ZoneInfo(zone)) for moment in (since, until))
    first, last = (day(local.date(), "day", labels.language) for local in (begin, end))
    if first == last:
        return f"{first}, {_clock(begin)}–{_clock(end)}"
    return labels.say("scope.days", first=f"{first}, {_clock(begin)}", last=f"{last}, {_clock(end)}")


def _clock(local: datetime) -> str:
    """What the clock shows; of a time that comes twice, also which of the two it is."""
    shown = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    is_repeated = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return f"{shown} {local.tzname()}" if is_repeated else shown


def _versus(scope: Scope, labels: Labels) -> list[str]:
    if scope.versus == NONE:
        return []
    return [labels.say("scope.compared", kind=labels.say(f"compare.{scope.versus}").lower())]
