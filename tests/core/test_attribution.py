"""Attribution: each way of dating time gives the same total, and each interval what plain Python loops find in it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import selectors

from core.answer import aggregate
from core.attribution import STRETCHES, attribution_of, is_attributable
from core.grains import GRAINS, WITHIN_A_DAY
from core.metrics import METRICS, Measure
from core.query import ATTRIBUTIONS, Query
from core.schema.tables import SEGMENTS
from core.settings import Settings
from tests.core import meanings as row_is
from tests.core import oracle, spans
from tests.core.days import clocks, moments, segment_rows
from tests.core.metrics.pencil import MARY, SEGMENT_ROWS, Row, at, frames, pencil_day, seconds, segment

RULES = Settings()
SUMS = {
    name: metric.formula(RULES)
    for name, metric in METRICS.items()
    if is_attributable(metric.formula(RULES)) and metric.tables == (SEGMENTS,)
}
"""The sums of times of segments of which it is known when they were."""

MEANS = {
    "total_handling_time": row_is.talked,
    "total_talk_time": row_is.talked,
    "total_wrap_up_time": row_is.talked,
}
"""Which rows they are of, in plain Python."""

hows = st.sampled_from(ATTRIBUTIONS)
GROUPINGS = ((), ("agent_name",), *((grain,) for grain in GRAINS), ("weekday", "direction"), ("hour", "queue_name"))


def test_every_sum_of_times_of_segments_is_checked() -> None:
    assert set(MEANS) == set(SUMS)


def _column(name: str) -> str:
    formula = SUMS[name]
    assert isinstance(formula, Measure)
    return formula.column


def _told(query: Query, segments: list[Row]) -> dict[tuple[Any, ...], int]:
    """The answer as groups with their values; instants in UTC, as Python compares those of a repeated hour so."""
    rows = aggregate(frames(segments, []), query, RULES).with_columns(selectors.datetime().dt.convert_time_zone("UTC"))
    (name,) = query.metrics
    return {tuple(row[group] for group in query.by): row[name] for row in rows.to_dicts() if row[name] is not None}


def _expected(query: Query, rows: list[Row], how: str) -> dict[tuple[Any, ...], int]:
    (name,) = query.metrics
    column = _column(name)
    counted = [row for row in rows if MEANS[name](row) and row[column] is not None]
    if query.since and query.until:
        dated = spans.within(counted, column, how, query.since, query.until)
    else:
        dated = spans.dated(counted, column, how)
    groups = oracle.groups(dated, query.by, query.zone or "UTC")
    return {group: sum(row[column] for row in parts) for group, parts in groups.items()}


@pytest.mark.parametrize("name", SUMS)
@settings(max_examples=40, deadline=None)
@given(by=st.sampled_from(GROUPINGS), segments=segment_rows, zone=clocks, how=hows)
def test_each_interval_has_the_time_that_a_loop_over_segments_and_quarters_finds(
    name: str, by: tuple[str, ...], segments: list[Row], zone: str, how: str
) -> None:
    query = Query((name,), by, zone=zone, attribution=how)
    assert _told(query, segments) == _expected(query, segments, how)
