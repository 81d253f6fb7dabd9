"""Reported numbers: those of a plain loop over the intervals, however these are divided among files and groups."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import aggregate
from core.metrics import METRICS, Ratio
from core.query import Query
from core.schema.tables import INTERVALS
from core.settings import Settings
from tests.core import interval_oracle as oracle
from tests.core.intervals.counted import DAY
from tests.core.metrics.pencil import frames, pencil_day

Row = dict[str, Any]
RULES = Settings()
NAMES = tuple(sorted(oracle.METRICS))
QUEUES, AGENTS = ("Sales", "Support", None), ("Mary", None)

numbers = {name: st.none() | st.integers(0, 40) for name in INTERVALS.by_name if name.endswith("_count")}
times = {name: st.none() | st.integers(0, 10**7) for name in INTERVALS.by_name if name.endswith("_ms")}
rows = st.lists(
    st.fixed_dictionaries(
        {
            **numbers,
            **times,
            "queue_name": st.sampled_from(QUEUES),
            "agent_name": st.sampled_from(AGENTS),
            "started_at": st.integers(0, 5).map(lambda days: DAY + timedelta(days=days)),
        }
    ),
    max_size=12,
)


def test_the_oracle_knows_every_reported_metric() -> None:
    assert {name for name, metric in METRICS.items() if metric.tables == (INTERVALS,)} == oracle.METRICS


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from([(), ("queue_name",), ("day", "agent_name")]))
def test_engine_and_oracle_agree_on_every_reported_metric(intervals: list[Row], by: tuple[str, ...]) -> None:
    query = Query(NAMES, by, zone="Europe/Madrid")
    found = aggregate(frames([], [], intervals=intervals), query, RULES)
    for row in found.to_dicts():
        theirs = [one for one in intervals if all(_group(one, name) == row[name] for name in by)]
        expected = {name: oracle.VALUES[name](theirs) for name in NAMES}
        assert {name: row[name] for name in NAMES} == pytest.approx(expected)


def _group(row: Row, name: str) -> object:
    return (row["started_at"] + timedelta(hours=1)).date() if name == "day" else row[name]


@settings(max_examples=40, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_sums_over_any_parts_merge_to_the_whole(intervals: list[Row], chance: Any) -> None:
    measures = [one for name in NAMES for one in METRICS[name].formula(RULES).measures()]
    whole = pl.DataFrame(intervals, schema=INTERVALS.schema)
    parts = whole.with_columns(part=pl.Series([chance.randrange(3) for _ in intervals], dtype=pl.Int64))
    for measure in measures:
        told = parts.group_by("part").agg(number=measure.aggregate())["number"].drop_nulls()
        merged = told.sum() if told.len() else None
        assert merged == whole.select(measure.aggregate()).item()


def test_each_queue_has_its_own_average_and_the_total_weighs_them() -> None:
    names = ("reported_offered", "reported_average_speed_of_answer", "reported_service_level")
    by_queue = aggregate(pencil_day(), Query(names, ("queue_name",)), RULES)
    assert by_queue.rows() == [
        ("Billing", 4, None, None),
        ("Sales", 10, 15_000, 6 / 10),
        ("Support", 30, 45_000, None),
    ]


def test_no_average_is_averaged() -> None:
    for name in NAMES:
        if name.startswith("reported_average"):
            assert isinstance(METRICS[name].formula(RULES), Ratio)
