"""Answers out of a real workspace, and the rows behind each number, which add up to it."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from core.answer import aggregate, answer, rows_behind, totals
from core.errors import QueryError
from core.metrics import METRICS, Metric, Ratio
from core.query import Query
from core.schema.lent import DATA_ENDS_AT
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core import oracle
from tests.core.metrics.pencil import at, pencil_day

RULES = Settings()
STORED = tuple(name for name in METRICS if name in oracle.METRICS)
"""Metrics of stored tables; those of agents' time are in `test_workload.py`."""


@pytest.mark.parametrize("by", [(), ("agent_name",), ("hour", "queue_name")])
def test_a_snapshot_gives_the_same_answer_as_its_frames(snapshot: Snapshot, by: tuple[str, ...]) -> None:
    names = STORED if "queue_name" in by else tuple(METRICS)
    query = Query(names, by, since=at("09:10:00"), until=at("11:00:00"), zone="Europe/Madrid")
    # The frames are told a week later; of a snapshot, its own conversations tell when the data end.
    day = {table: rows.drop(DATA_ENDS_AT.name, strict=False) for table, rows in pencil_day().items()}
    assert answer(snapshot, query, RULES).equals(aggregate(day, query, RULES))


def test_an_empty_workspace_answers_with_zero_and_null(tmp_path: Path) -> None:
    empty = Workspace(tmp_path / "empty").snapshot()
    query = Query(("conversations", "service_level"))
    assert answer(empty, query, RULES).rows() == [(0, None)]
    assert answer(empty, query.with_(by=("hour",)), RULES).schema["hour"] == pl.Datetime("ms", "UTC")


def test_totals_are_the_same_question_without_its_groups(snapshot: Snapshot) -> None:
    query = Query(("conversations", "average_talk_time"), ("agent_name",), sort="agent_name", limit=1)
    assert totals(snapshot, query, RULES).rows() == [(4, 204_000.0)]


def _number(metric: Metric, rows: pl.DataFrame) -> float | None:
    """The metric over these rows alone."""
    table = metric.tables[0]
    frames = {SEGMENTS: SEGMENTS.empty().lazy(), CONVERSATIONS: CONVERSATIONS.empty().lazy()}
    return aggregate(frames | {table: rows.drop("counts").lazy()}, Query((metric.name,)), RULES).item()


@pytest.mark.parametrize("metric", [METRICS[name] for name in STORED], ids=lambda metric: metric.name)
@pytest.mark.parametrize("queue", [None, "Sales", "Support"])
def test_the_rows_behind_a_number_add_up_to_it_and_none_is_idle(
    snapshot: Snapshot, metric: Metric, queue: str | None
) -> None:
    query = Query((metric.name,)) if queue is None else Query((metric.name,)).with_condition("queue_name", queue)
    rows = rows_behind(snapshot, query, metric.name, RULES).collect()
    assert _number(metric, rows) == answer(snapshot, query, RULES).item()
    formula = metric.formula(RULES)
    if isinstance(formula, Ratio):
        assert formula.numerator.table is formula.denominator.table
    elif metric.unit == "count":
        assert rows["counts"].all()
        assert all(_number(metric, rows[number]) == 1 for number in range(rows.height))


def test_of_a_share_the_rows_tell_which_count_above_the_line(snapshot: Snapshot) -> None:
    rows = rows_behind(snapshot, Query(("service_level",)), "service_level", RULES).collect()
    assert dict(zip(rows["conversation_id"], rows["counts"], strict=True)) == {
        "c1": True,
        "c2": False,
        "c4": False,
        "c6": True,
    }


def test_the_rows_of_one_group_are_asked_by_one_more_condition(snapshot: Snapshot) -> None:
    query = Query(("conversations",), ("agent_name", "hour"), zone="Europe/Madrid")
    for name, hour, conversations in answer(snapshot, query, RULES).rows():
        assert isinstance(hour, datetime)
        group = query.with_condition("agent_name", name).with_condition("hour", hour)
        rows = rows_behind(snapshot, group, "conversations", RULES).collect()
        assert rows["conversation_id"].n_unique() == conversations


def test_rows_behind_a_number_that_cannot_be_asked_so_are_refused_at_once(snapshot: Snapshot) -> None:
    query = Query(("conversations",)).with_condition("kind", "Queue")
    with pytest.raises(QueryError, match="service_level cannot be filtered by kind"):
        rows_behind(snapshot, query, "service_level", RULES)


def test_what_is_known_of_a_conversation_splits_and_filters_what_counts_its_parts(snapshot: Snapshot) -> None:
    query = Query(("conversations_offered", "total_talk_time"), ("is_lost_in_transfer",))
    assert answer(snapshot, query, RULES).rows() == [(False, 6, 820_000), (True, 1, 200_000)]
    lost = Query(("conversations_offered",)).with_condition("is_lost_in_transfer", True)
    rows = rows_behind(snapshot, lost, "conversations_offered", RULES).collect()
    assert set(rows["conversation_id"]) == {"c6"}
    assert rows.columns == [*SEGMENTS.by_name, "counts", "counted_above", "counted_below"]


def test_only_the_columns_that_are_needed_are_read(snapshot: Snapshot) -> None:
    """The scan's plan names its columns: an answer over three columns must not read forty-six."""
    from core.answer import _measures, _sum_up

    query = Query(("segments",), ("queue_name",))
    formulas = {"segments": METRICS["segments"].formula(RULES)}
    rows, measures = snapshot.scan(SEGMENTS), _measures(formulas, SEGMENTS)
    plan = _sum_up(rows, lambda rows: rows, measures, query, RULES).explain()
    assert f"PROJECT 4/{len(SEGMENTS.columns)} COLUMNS" in plan


@pytest.mark.parametrize(("how", "expected"), [("split", {"c2": 300_000}), ("started", {}), ("ended", {"c2": 540_000})])
def test_of_split_time_the_rows_are_those_that_overlap_each_with_the_part_that_counts(
    snapshot: Snapshot, how: str, expected: dict[str, int]
) -> None:
    """Mary's second talk lasts from 09:11 to 09:20; of the quarter from 09:15 on."""
    query = Query(("total_talk_time",), attribution=how).with_condition("quarter_hour", at("09:15:00"))
    rows = rows_behind(snapshot, query, "total_talk_time", RULES).collect()
    assert dict(zip(rows["conversation_id"], rows["counted_above"], strict=True)) == expected
    assert rows["started_at"].to_list() == [at("09:11:00")] * len(expected)


def test_times_that_began_before_a_period_count_in_it_as_far_as_they_lie_in_it(snapshot: Snapshot) -> None:
    query = Query(("total_talk_time",), ("hour",), since=at("09:15:00"), until=at("09:18:00"))
    assert answer(snapshot, query, RULES)["total_talk_time"].to_list() == [180_000]
    assert totals(snapshot, query, RULES).item() == 180_000, "the total is dated as its groups are"
    assert answer(snapshot, query.with_(by=()), RULES).item() is None
