"""The engine's answer is that of plain Python loops, on days that Hypothesis makes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import selectors

from core.answer import aggregate
from core.grains import GRAINS
from core.metrics import METRICS
from core.query import Query
from core.settings import Settings
from tests.core import attribute_oracle, interval_oracle, oracle, workload_oracle
from tests.core.days import clocks, conversation_rows, houses, segment_rows
from tests.core.metrics.pencil import Row, frames
from tests.thorough import examples

GROUPINGS = ((), ("agent_name",), ("queue_name", "channel"), *((grain,) for grain in GRAINS), ("weekday", "direction"))
STORED = tuple(sorted(oracle.METRICS))
"""Metrics of stored tables, which all of these split; those of agents' time are in `test_workload.py`."""


def test_the_oracle_knows_every_metric() -> None:
    assert set(METRICS) == oracle.METRICS | workload_oracle.METRICS | attribute_oracle.METRICS | interval_oracle.METRICS


questions = given(
    by=st.sampled_from(GROUPINGS),
    segments=segment_rows,
    conversations=conversation_rows,
    zone=clocks,
    rules=houses(oracle.OPEN),
)


@settings(max_examples=examples(100, 3_000), deadline=None)
@questions
def test_engine_and_oracle_agree_on_every_metric(
    by: tuple[str, ...], segments: list[Row], conversations: list[Row], zone: str, rules: Settings
) -> None:
    _check(by, segments, conversations, zone, rules)


def _check(by: tuple[str, ...], segments: list[Row], conversations: list[Row], zone: str, rules: Settings) -> None:
    query = Query(STORED, by, zone=zone, attribution="started")
    answers = aggregate(frames(segments, conversations), query, rules)
    # Python never calls an instant of a repeated hour equal to the same instant in another zone.
    result = answers.with_columns(selectors.datetime().dt.convert_time_zone("UTC"))
    told = {tuple(row[name] for name in by): row for row in result.to_dicts()}
    assert len(told) == result.height
    segments_of, conversations_of = (oracle.groups(rows, by, zone) for rows in (segments, conversations))
    for group in told.keys() | segments_of.keys() | conversations_of.keys():
        expected = {
            name: oracle.value(name, segments_of.get(group, []), conversations_of.get(group, []), rules)
            for name in STORED
        }
        if group in told:
            assert {name: told[group][name] for name in STORED} == pytest.approx(expected), group
        else:
            assert not any(expected.values()), f"{group} is missing"


@settings(max_examples=25, deadline=None)
@given(segments=segment_rows, conversations=conversation_rows, cut=st.data())
def test_halves_add_up_to_the_whole_and_distinct_counts_never_exceed_their_sum(
    segments: list[Row], conversations: list[Row], cut: st.DataObject
) -> None:
    moment = cut.draw(st.sampled_from([row["started_at"] for row in segments + conversations] or [None]))
    if moment is None:
        return
    query = Query(tuple(METRICS))
    whole, before, after = (
        aggregate(frames(segments, conversations), one, Settings()).row(0, named=True)
        for one in (query, query.with_(until=moment), query.with_(since=moment))
    )
    for name, metric in METRICS.items():
        parts = (before[name] or 0) + (after[name] or 0)
        kind = _kind(metric)
        if kind in ("rows", "sum"):
            assert (whole[name] or 0) == parts, name
        if kind == "max":
            assert whole[name] == max((part[name] for part in (before, after) if part[name] is not None), default=None)
        if kind == "distinct":
            assert max(before[name], after[name]) <= whole[name] <= parts, name


@settings(max_examples=25, deadline=None)
@given(by=st.sampled_from(GROUPINGS), segments=segment_rows, conversations=conversation_rows)
def test_metrics_that_belong_together_fit_together(
    by: tuple[str, ...], segments: list[Row], conversations: list[Row]
) -> None:
    for row in aggregate(frames(segments, conversations), Query(STORED, by), Settings()).to_dicts():
        assert row["cold_transfers"] + row["warm_transfers"] == row["transfers"]
        shares = [row[f"transfers_to_{target}_rate"] for target in ("queue", "agent")]
        assert shares == [None, None] or sum(shares) == pytest.approx(1)
        assert row["segments"] + row["missed_offers"] + row["rejected_offers"] <= row["offers"]
        parts = row["conversations_never_connected"], row["conversations_lost_in_transfer"]
        assert sum(parts) <= row["conversations_by_start"]
        assert max(row["voicemails"], row["callback_requests"]) <= row["follow_ups"]
        for time in ("queue_time", "ring_time", "speed_of_answer"):
            ranked = [row[f"{statistic}_{time}"] for statistic in ("median", "p90", "p95", "longest")]
            assert ranked == [None] * 4 or ranked == sorted(ranked), time


def _kind(metric: Any) -> str:
    return getattr(metric.formula(Settings()), "kind", "ratio")
