"""What the tests of figures stand on: a ground over a few rows, and figures of any shape."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl
from hypothesis import strategies as st

from core.answer import aggregate
from core.condition import Condition
from core.errors import QueryError
from core.figures import Figure, Ground, check_figure
from core.figures.figure import SHARES
from core.grains import CUSTOMER
from core.horizon import Horizon
from core.labels import Labels
from core.period import between
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from tests.core.days import ZONES
from tests.core.metrics.pencil import Row, frames

FIRST, LAST = date(2026, 10, 24), date(2026, 10, 26)
METRICS = (
    *("conversations", "segments", "service_level", "total_talk_time", "p90_talk_time", "longest_queue_time"),
    *("unique_customers", "average_speed_of_answer", "conversations_by_start"),
)
"""A distinct count, rows, a share, a sum, a percentile, a maximum, and others of another table."""

CONDITIONS: tuple[tuple[Condition, ...], ...] = (
    (),
    (Condition("channel", "not in", ("chat",)),),
    (Condition("weekday", "in", (6, 7)), Condition("queue_name", "in", ("Sales", None))),
)
GROUPS = ("queue_name", "channel", "agent_name", "day", "hour_of_day", "weekday", "direction")


def scope_of(zone: str, **more: Any) -> Scope:
    """Three days around a change of the clocks; sums of durations count with their row, as the oracle has them.

    Args:
        zone: of the days and of the grains; `customer` for each customer's own clock, over days in UTC.
    """
    if zone == CUSTOMER:
        return Scope(between(FIRST, LAST), "UTC", zone_name=CUSTOMER, attribution="started", **more)
    return Scope(between(FIRST, LAST), zone, attribution="started", **more)


def ground_over(
    segments: list[Row], conversations: list[Row], scope: Scope, rules: Settings, language: str = "en"
) -> Ground:
    """A ground that answers from these rows."""
    tables = frames(segments, conversations)

    @cache
    def ask(query: Query) -> pl.DataFrame:
        return aggregate(tables, query, rules)

    instants = [row["started_at"] for row in (*segments, *conversations)]
    data = Horizon(min(instants), max(instants)) if instants else None
    return Ground(scope, ask, data, rules, Labels(language, rules))


def within(rows: Iterable[Row], since: datetime | None, until: datetime | None) -> list[Row]:
    """The rows of a period, each with when the last of all began."""
    given = list(rows)
    last = max((row["started_at"] for row in given), default=None)
    told = [row | {"data_ends_at": last} for row in given]
    begun = [row for row in told if since is None or row["started_at"] >= since]
    return [row for row in begun if until is None or row["started_at"] < until]


@st.composite
def figures(draw: st.DrawFn, looks: tuple[str, ...] = ("table",)) -> Figure:
    """Any figure of those metrics and groups."""
    metrics = tuple(draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True)))
    groups = draw(st.lists(st.sampled_from(GROUPS), max_size=3, unique=True))
    cut = draw(st.integers(0, len(groups)))
    rows = tuple(groups[:cut])
    return Figure(
        metrics,
        rows,
        tuple(groups[cut:]),
        where=draw(st.sampled_from(CONDITIONS)),
        look=draw(st.sampled_from(looks)),
        sort=draw(st.sampled_from(("", *metrics, *rows))),
        ascending=draw(st.booleans()),
        top=draw(st.none() | st.integers(1, 3)),
        others=draw(st.booleans()),
        totals=draw(st.booleans()),
        share=draw(st.sampled_from(SHARES)),
        running=draw(st.booleans()),
        compared=draw(st.booleans()),
    )


zones = st.sampled_from((*ZONES, CUSTOMER, CUSTOMER))


def askable(figure: Figure) -> Figure:
    """The same, without parts and sums where there are none."""
    return figure.with_(share="", running=False) if is_refused(figure) else figure


def is_refused(figure: Figure, clock: str = "") -> bool:
    """Whether it cannot be asked."""
    try:
        check_figure(figure, Settings(), clock)
    except QueryError:
        return True
    return False
