"""On the sample data, too, every number is that of plain Python loops and opens the rows that it counts."""

import polars as pl
import pytest

from core.answer import answer, rows_behind
from core.metrics import METRICS
from core.query import Query
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.core import oracle
from tests.core.metrics.pencil import Row

ZONE, RULES = "America/New_York", Settings()
STORED = tuple(sorted(oracle.METRICS))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rows(sample: Snapshot) -> tuple[list[Row], list[Row]]:
    """Its segments and conversations as dicts."""
    segments, conversations = (sample.scan(table).collect().to_dicts() for table in (SEGMENTS, CONVERSATIONS))
    return segments, conversations


@pytest.mark.parametrize(
    "by", [(), ("queue_name",), ("agent_name",), ("country", "channel"), ("day",), ("weekday", "hour_of_day")]
)
def test_every_metric_of_the_sample_is_what_the_oracle_counts(
    sample: Snapshot, rows: tuple[list[Row], list[Row]], by: tuple[str, ...]
) -> None:
    segments, conversations = (oracle.groups(one, by, ZONE) for one in rows)
    result = answer(sample, Query(STORED, by, zone=ZONE, attribution="started"), RULES)
    assert result.height
    for row in result.to_dicts():
        group = tuple(row[name] for name in by)
        parts = segments.get(group, []), conversations.get(group, [])
        expected = {name: oracle.value(name, *parts, RULES) for name in STORED}
        assert {name: row[name] for name in STORED} == pytest.approx(expected), group


@pytest.mark.parametrize("name", [name for name in STORED if METRICS[name].unit == "count"])
def test_the_rows_behind_each_count_are_as_many_as_it_says(sample: Snapshot, name: str) -> None:
    query = Query((name,)).with_condition("channel", "voice")
    measure = METRICS[name].formula(RULES)
    counted = rows_behind(sample, query, name, RULES).collect()
    ids = counted[getattr(measure, "column", "")].n_unique() if getattr(measure, "column", "") else counted.height
    assert ids == answer(sample, query, RULES).item() > 0
    assert counted.select(pl.col("counts").all()).item()
