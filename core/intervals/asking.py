"""Asking: which questions rows that somebody else has added up can answer, and why they cannot answer the others."""

from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from core.grains import GRAINS, MOMENT
from core.intervals.overlaps import END, end_of, twice
from core.intervals.refused import Unanswerable
from core.intervals.roles import DIMENSIONS
from core.metrics import named
from core.plan import check, expression_of, narrowed
from core.query import Query
from core.schema.tables import INTERVALS
from core.settings import Settings
from core.store.snapshot import Snapshot

TOLD_BY_FILES = (*DIMENSIONS, "threshold_s")
"""What a file of counts may not tell at all."""

OF_A_DATE = {"hour_of_day": "hour", "weekday": "day"}
"""The grain that tells whether an interval lies within one group of a grain that comes back."""


def check_intervals(snapshot: Snapshot, query: Query, settings: Settings) -> None:
    """Nothing, when the intervals of the data can answer the question, or it asks nothing of them.

    What cannot be told is refused, never estimated: what part of a day's contacts came before noon, say. Looked at are
    the very intervals that the question would count.

    Raises:
        Unanswerable: a finer grain, another clock or a period that would cut intervals in two; a group that no file of
            counts tells; intervals that count the same contacts twice.
    """
    if not any(table.name == INTERVALS.name for name in query.metrics for table in named(name, settings).tables):
        return
    check(query, settings)
    _check_told(snapshot, query)
    rows = _asked(snapshot, query, settings)
    _check_period(rows, query, settings)
    _check_grains(rows, query, settings)
    _check_twice(rows, query)


def _check_told(snapshot: Snapshot, query: Query) -> None:
    """No file tells of agents, say: then their numbers are not known, and not those of nobody."""
    asked = [name for name in dict.fromkeys(_columns(query)) if name in TOLD_BY_FILES]
    if not asked or not snapshot.rows(INTERVALS):
        return
    told = snapshot.scan(INTERVALS).select(pl.col(name).is_not_null().any() for name in asked).collect()
    for name in asked:
        if not told[name].item():
            raise Unanswerable("untold", group=name)


def _asked(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """The intervals that reach into the period and meet the conditions on what they are of."""
    rows = snapshot.scan(INTERVALS, until=query.until).with_columns(end_of().alias(END))
    rows = rows.filter(pl.col(END) > query.since) if query.since else rows
    conditions = [one for one in query.where if one.column not in GRAINS]
    wanted = (MOMENT, END, "counted_in", "platform", "profile", *DIMENSIONS)
    return narrowed(rows, conditions, query, settings).select(wanted).collect()


def _check_period(rows: pl.DataFrame, query: Query, settings: Settings) -> None:
    """A period that begins or ends within intervals would have to know what of them lies in it."""
    since = [pl.col(MOMENT) < query.since] if query.since else []
    until = [pl.col(END) > query.until] if query.until else []
    cut = rows.filter(pl.any_horizontal(*since, *until)) if since or until else rows.clear()
    if cut.height:
        edge = query.since if query.since and (cut[MOMENT] < query.since).any() else query.until
        raise _cut("period", cut, query, settings, edge=_shown(edge, _zone(query, settings)))


def _check_grains(rows: pl.DataFrame, query: Query, settings: Settings) -> None:
    """An interval has to lie within one group of each grain: then the group is known that its contacts are in."""
    for name in dict.fromkeys(one for one in _columns(query) if one in GRAINS):
        key = expression_of(OF_A_DATE.get(name, name), query, settings)
        ends = rows.select(pl.col(MOMENT), (pl.col(END) - pl.duration(milliseconds=1)).alias("last"))
        first, last = ends.select(key)[:, 0], ends.select(pl.col("last").alias(MOMENT)).select(key)[:, 0]
        cut = rows.filter(first.ne_missing(last))
        if cut.height:
            raise _cut("grain", cut, query, settings, grain=name)


def _check_twice(rows: pl.DataFrame, query: Query) -> None:
    """Reports that count the same contacts in several ways are not added up."""
    found = twice(rows, set(query.by))
    if found is not None:
        raise Unanswerable("twice", first=found.first, second=found.second, day=f"{found.moment:%Y-%m-%d}")


def _cut(key: str, cut: pl.DataFrame, query: Query, settings: Settings, **told: str) -> Unanswerable:
    """What is cut, with an example; where the clock is the reason, the clock on which it can be asked."""
    began, ended, counted_in = cut.sort(MOMENT).select(MOMENT, END, "counted_in").row(0)
    zone = _zone(query, settings)
    is_clock = zone != counted_in and counted_in
    return Unanswerable(
        f"{key}_clock" if is_clock else key,
        first=_shown(began, counted_in or zone),
        last=_shown(ended, counted_in or zone),
        counted_in=counted_in or zone,
        zone=zone,
        **told,
    )


def _columns(query: Query) -> list[str]:
    return [*query.by, *(condition.column for condition in query.where)]


def _zone(query: Query, settings: Settings) -> str:
    return query.zone or settings.time_zone


def _shown(moment: datetime | None, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else ""
