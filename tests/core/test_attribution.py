"""Attribution: each way of dating time gives the same total, and each interval what plain Python loops find in it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import selectors

from core.answer import aggregate
from core.attribution import STRETCHES, attribution_of, is_attributable, moved
from core.grains import GRAINS, MOMENT, WITHIN_A_DAY
from core.metrics import METRICS, Measure
from core.metrics.measure import total
from core.query import ATTRIBUTIONS, Query
from core.schema.tables import SEGMENTS, WORKLOAD
from core.settings import Settings
from tests.core import meanings as row_is
from tests.core import oracle, spans
from tests.core.days import ZONES, clocks, moments, segment_rows
from tests.core.metrics.pencil import MARY, Row, at, frames, pencil_day, seconds, segment

RULES = Settings()
SUMS = {
    name: metric.formula(RULES)
    for name, metric in METRICS.items()
    if is_attributable(metric.formula(RULES)) and metric.tables == (SEGMENTS,)
}
"""The sums of times of segments of which it is known when they were."""

EVERY = tuple(SUMS)

STRETCHED = tuple(
    name
    for name, metric in METRICS.items()
    if metric.tables == (WORKLOAD,) and isinstance(metric.formula(RULES), Measure) and metric.unit == "ms"
)
"""The sums of agents' time."""

MEANS = {
    "total_handling_time": row_is.talked,
    "total_talk_time": row_is.talked,
    "total_wrap_up_time": row_is.talked,
    "total_queue_time": row_is.talked,
    "total_ring_time": row_is.talked,
    "total_abandon_time": row_is.gave_up,
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


Groups = dict[tuple[Any, ...], int]


def _told(query: Query, segments: list[Row]) -> dict[str, Groups]:
    """Of each metric, the groups with their values; instants in UTC, as Python compares those of a repeated hour so."""
    rows = aggregate(frames(segments, []), query, RULES).with_columns(selectors.datetime().dt.convert_time_zone("UTC"))
    told = [(tuple(row[group] for group in query.by), row) for row in rows.to_dicts()]
    return {name: {group: row[name] for group, row in told if row[name] is not None} for name in query.metrics}


def _expected(query: Query, rows: list[Row], how: str) -> dict[str, Groups]:
    return {name: _expected_of(name, query, rows, how) for name in query.metrics}


def _expected_of(name: str, query: Query, rows: list[Row], how: str) -> Groups:
    column = _column(name)
    counted = [row for row in rows if MEANS[name](row) and row[column] is not None]
    if query.since and query.until:
        dated = spans.within(counted, column, how, query.since, query.until)
    else:
        dated = spans.dated(counted, column, how)
    groups = oracle.groups(dated, query.by, query.zone or "UTC")
    return {group: sum(row[column] for row in parts) for group, parts in groups.items()}


def _longer(rows: list[Row]) -> list[Row]:
    """Times of up to some hours, so that they reach over quarters, hours and changes of the clocks."""
    return [row | {name: row[name] and row[name] * 97 for name in row if name.endswith("_time_ms")} for row in rows]


long_days = segment_rows.map(_longer)


@settings(max_examples=200, deadline=None)
@given(by=st.sampled_from(GROUPINGS), segments=long_days, zone=clocks, how=hows)
def test_each_interval_has_the_time_that_a_loop_over_segments_and_quarters_finds(
    by: tuple[str, ...], segments: list[Row], zone: str, how: str
) -> None:
    query = Query(EVERY, by, zone=zone, attribution=how)
    assert _told(query, segments) == _expected(query, segments, how)


@settings(max_examples=200, deadline=None)
@given(segments=long_days, ends=st.tuples(moments, moments), zone=clocks, how=hows, by=st.sampled_from(GROUPINGS))
def test_within_a_period_split_time_is_what_lies_in_it_and_other_time_what_is_dated_in_it(
    segments: list[Row], ends: tuple[datetime, datetime], zone: str, how: str, by: tuple[str, ...]
) -> None:
    since, until = min(ends), max(ends) + timedelta(milliseconds=1)
    query = Query(EVERY, by, since, until, zone, attribution=how)
    assert _told(query, segments) == _expected(query, segments, how)


@settings(max_examples=200, deadline=None)
@given(segments=long_days, zone=clocks, grain=st.sampled_from(tuple(GRAINS)), pick=st.data(), how=hows)
def test_a_condition_on_a_grain_has_the_number_of_its_group(
    segments: list[Row], zone: str, grain: str, pick: st.DataObject, how: str
) -> None:
    query = Query(EVERY, (grain,), zone=zone, attribution=how)
    told = _told(query, segments)
    group = pick.draw(
        st.sampled_from(sorted({group for groups in told.values() for group in groups}, key=repr) or [(None,)])
    )
    narrowed = _told(query.with_(by=()).with_condition(grain, group[0]), segments)
    assert {name: narrowed[name].get(()) for name in EVERY} == {name: told[name].get(group) for name in EVERY}


@settings(max_examples=25, deadline=None)
@given(segments=long_days, zone=clocks, by=st.sampled_from(GROUPINGS))
def test_the_total_over_all_data_is_the_same_to_the_millisecond(
    segments: list[Row], zone: str, by: tuple[str, ...]
) -> None:
    answers = [_told(Query(EVERY, by, zone=zone, attribution=how), segments) for how in ATTRIBUTIONS]
    for name in EVERY:
        assert len({sum(told[name].values()) for told in answers}) == 1, name


@settings(max_examples=15, deadline=None)
@given(segments=long_days, zone=st.sampled_from(ZONES), by=st.sampled_from(("agent_name", *GRAINS)))
def test_the_time_of_agents_has_one_total_too(segments: list[Row], zone: str, by: str) -> None:
    query = Query(STRETCHED, (by,), zone=zone)
    totals = [
        aggregate(frames(segments, []), query.with_(attribution=how), RULES).select(pl.col(STRETCHED).sum()).row(0)
        for how in ATTRIBUTIONS
    ]
    assert len(set(totals)) == 1


@pytest.mark.parametrize("grain", GRAINS)
def test_on_the_pencil_day_the_three_add_up_to_the_same(grain: str) -> None:
    whole = aggregate(pencil_day(), Query(EVERY), RULES).row(0)
    assert min(whole) > 0
    for how in ATTRIBUTIONS:
        parts = aggregate(pencil_day(), Query(EVERY, (grain,), attribution=how), RULES)
        assert parts.select(pl.col(EVERY).sum()).row(0) == whole, how


@settings(max_examples=40, deadline=None)
@given(segments=long_days, how=st.sampled_from(("split", "ended")))
def test_the_time_of_every_duration_is_where_plain_python_says(segments: list[Row], how: str) -> None:
    """Of each duration of a segment, whether a metric adds it up today or not."""
    day = frames(segments, [])[SEGMENTS]
    for column in STRETCHES[SEGMENTS.name]:
        assert _moved(day, column, how) == sorted(
            (row["segment_id"], row[MOMENT], row[column])
            for row in spans.dated([row for row in segments if row[column] is not None], column, how)
        ), column


def _moved(day: pl.LazyFrame, column: str, how: str) -> list[tuple[Any, ...]]:
    measure = replace(total(SEGMENTS, column, pl.lit(True)), attribution=how)
    rows = moved(day, [measure], Query(("segments",), ("hour",), attribution=how))
    return rows.select("segment_id", MOMENT, measure.identity).sort("segment_id", MOMENT).collect().rows()


def test_below_the_day_time_is_split_unless_something_else_is_asked_for() -> None:
    query = Query(("total_talk_time",))
    assert {attribution_of(query.with_(by=(grain,))) for grain in WITHIN_A_DAY} == {"split"}
    assert {attribution_of(query.with_(by=(grain,))) for grain in set(GRAINS) - set(WITHIN_A_DAY)} == {"started"}
    assert attribution_of(query.with_condition("hour_of_day", 9)) == "split"
    assert attribution_of(query.with_condition("weekday", 1)) == "started"
    assert attribution_of(query.with_(by=("hour",), attribution="started")) == "started"
    assert attribution_of(query.with_(by=("day",), attribution="ended")) == "ended"


def test_what_cannot_be_spread_stays_with_its_row_whatever_is_asked_for() -> None:
    still = tuple(name for name, metric in METRICS.items() if not is_attributable(metric.formula(RULES)))
    assert {"conversations", "average_talk_time", "p90_talk_time", "total_hold_time", "abandon_rate"} <= set(still)
    started, split, ended = (
        aggregate(pencil_day(), Query(still, ("quarter_hour",), attribution=how), RULES) for how in ATTRIBUTIONS
    )
    assert started.equals(split)
    assert started.equals(ended)


LATE_TALK = segment(
    "09:50:00", "c1", "ana", "Sales", **MARY, **seconds(queue=20, ring=5, talk=1_500, wrap_up=600, handling=2_100)
)
"""Mary talks from 09:50 to 10:15 and wraps up until 10:25."""


@pytest.mark.parametrize(
    ("name", "how", "expected"),
    [
        ("total_talk_time", "started", {"09:45:00": 1_500}),
        ("total_talk_time", "split", {"09:45:00": 600, "10:00:00": 900}),
        ("total_talk_time", "ended", {"10:15:00": 1_500}),
        ("total_wrap_up_time", "started", {"09:45:00": 600}),
        ("total_wrap_up_time", "split", {"10:15:00": 600}),
        ("total_handling_time", "split", {"09:45:00": 600, "10:00:00": 900, "10:15:00": 600}),
        ("total_handling_time", "ended", {"10:15:00": 2_100}),
    ],
)
def test_a_long_talk_by_hand(name: str, how: str, expected: dict[str, int]) -> None:
    told = _told(Query((name,), ("quarter_hour",), attribution=how), [LATE_TALK])[name]
    assert told == {(at(clock),): value * 1000 for clock, value in expected.items()}


def test_an_outbound_conversation_is_handled_from_when_it_rings() -> None:
    calls = LATE_TALK | {"direction": "Outbound", "started_at": at("10:00:04"), "handling_time_ms": 2_105_000}
    told = _told(Query(("total_handling_time",), ("hour",)), [calls])["total_handling_time"]
    assert told == {(at("09:00:00"),): 1_000, (at("10:00:00"),): 2_104_000}


def test_two_chats_at_once_count_both_in_each_quarter_of_an_hour() -> None:
    chats = [LATE_TALK | {"conversation_id": name, "channel": "chat"} for name in ("c1", "c2")]
    told = _told(Query(("total_talk_time",), ("quarter_hour",), attribution="split"), chats)["total_talk_time"]
    assert told == {(at("09:45:00"),): 1_200_000, (at("10:00:00"),): 1_800_000}, "more than a quarter of an hour holds"
