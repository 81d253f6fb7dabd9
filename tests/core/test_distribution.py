"""Distributions: the bins are those rows that the metric counts, each once, whatever the durations are."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answer import answer, rows_behind
from core.distribution import MOST_BINS, SHARES, STEPS_S, TAIL, binned, bins, duration_of, spread
from core.errors import QueryError
from core.metrics import METRICS
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.centre import centre

RULES = Settings()
ALL = Query(("conversations",))
HOURS_MS = 3_600_000
DURATIONS = [
    name for name in METRICS if name.startswith(("average_", "median_", "p90_")) and METRICS[name].unit == "ms"
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return centre(tmp_path_factory.mktemp("spread") / "workspace").snapshot()


def of(*durations_ms: int) -> pl.DataFrame:
    return binned(pl.LazyFrame({"time_ms": durations_ms}, schema={"time_ms": pl.Int64}), "time_ms")


@given(st.lists(st.integers(0, 400) | st.integers(0, 100 * HOURS_MS), min_size=1, max_size=200))
def test_every_row_lies_in_exactly_one_bin_and_bins_have_no_gaps(durations_ms: list[int]) -> None:
    found = of(*durations_ms)
    assert found["rows"].sum() == len(durations_ms)
    edges = [*found["since_ms"], found["until_ms"][-1]]
    assert edges[0] == 0
    assert found["until_ms"].to_list()[:-1] == edges[1:-1]
    for since, until, rows in found.iter_rows():
        assert rows == sum(since <= time and (until is None or time < until) for time in durations_ms)


@given(st.lists(st.integers(0, 30 * 24 * HOURS_MS), min_size=1, max_size=200))
def test_bins_are_few_of_a_width_that_can_be_read_and_hide_no_more_than_the_tail(durations_ms: list[int]) -> None:
    found = of(*durations_ms)
    width = found["until_ms"][0] or found["since_ms"][1:2].sum()
    assert found.height <= MOST_BINS + 1
    assert width // 1000 in STEPS_S or width % (24 * HOURS_MS) == 0
    if found["until_ms"][-1] is None:
        assert found["rows"][-1] <= TAIL * len(durations_ms)


def test_one_wait_of_a_day_does_not_flatten_the_others() -> None:
    found = of(*(1_000 * second for second in range(100)), 24 * HOURS_MS)
    assert found.row(0) == (0, 5_000, 5)
    assert found.row(-1) == (100_000, None, 1)


def test_without_a_long_tail_no_bin_is_open() -> None:
    assert of(0, 999, 1_000, 4_200).rows() == [
        (0, 1_000, 2),
        (1_000, 2_000, 1),
        (2_000, 3_000, 0),
        (3_000, 4_000, 0),
        (4_000, 5_000, 1),
    ]


def test_without_rows_there_are_no_bins() -> None:
    assert of().is_empty()


@pytest.mark.parametrize("metric", DURATIONS)
def test_the_bins_of_a_metric_add_up_to_the_rows_that_it_counts(snapshot: Snapshot, metric: str) -> None:
    asked = ALL.with_condition("queue_name", "Support", "Billing").with_condition("channel", "voice")
    rows = rows_behind(snapshot, asked, metric, RULES).select(pl.len()).collect().item()
    assert bins(snapshot, asked, metric, RULES)["rows"].sum() == rows


def test_a_handled_segment_takes_the_time_that_it_took(snapshot: Snapshot) -> None:
    """Each of the fifty talks 3:15 and is wrapped up in 0:30; bins of half a minute are the finest that so few fill."""
    found = bins(snapshot, ALL, "median_handling_time", RULES)
    assert found.filter(pl.col("rows") > 0).select("since_ms", "rows").rows() == [(210_000, 50)]


@pytest.mark.parametrize("metric", ["conversations", "service_level", "abandon_rate"])
def test_what_is_no_duration_has_no_distribution(metric: str) -> None:
    with pytest.raises(QueryError, match=metric):
        duration_of(metric, RULES)


def test_percentiles_of_a_group_are_those_that_the_metrics_say(snapshot: Snapshot) -> None:
    found = spread(snapshot, ALL, "median_speed_of_answer", "queue_name", RULES)
    metrics = ("median_speed_of_answer", "p90_speed_of_answer")
    said = answer(snapshot, Query(metrics, ("queue_name",)), RULES)
    assert found.sort("queue_name").select("queue_name", "p50_ms", "p90_ms").rows() == said.rows()
    assert found["rows"].to_list() == sorted(found["rows"], reverse=True)
    assert found.select(
        pl.all_horizontal(
            pl.col(low) <= pl.col(high) for low, high in zip(SHARES, list(SHARES)[1:], strict=False)
        ).all()
    ).item()


def test_only_what_rows_have_themselves_can_spread_them(snapshot: Snapshot) -> None:
    assert "campaign" in {column.name for column in METRICS["average_speed_of_answer"].tables[0].columns}
    with pytest.raises(QueryError, match="only borrow it"):
        spread(snapshot, ALL, "median_handling_time", "campaign", RULES)
