"""On the sample, too: three ways of dating time and one total, and the rows behind each number add up to it."""

import polars as pl
import pytest

from core.answer import answer, rows_behind, totals
from core.attribution import STRETCHES, is_attributable
from core.grains import GRAINS
from core.metrics import METRICS, Measure, Ratio
from core.query import ATTRIBUTIONS, Query
from core.schema.tables import SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

ZONE, RULES = "America/New_York", Settings()
TIMES = tuple(
    name
    for name, metric in METRICS.items()
    if is_attributable(metric.formula(RULES)) and not any(one.is_count for one in metric.formula(RULES).measures())
)
SUMS = tuple(name for name in TIMES if isinstance(METRICS[name].formula(RULES), Measure))

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("grain", GRAINS)
def test_the_total_is_the_same_whichever_way_time_is_dated(sample: Snapshot, grain: str) -> None:
    whole = answer(sample, Query(SUMS), RULES).row(0)
    for how in ATTRIBUTIONS:
        groups = answer(sample, Query(SUMS, (grain,), zone=ZONE, attribution=how), RULES)
        assert groups.select(pl.col(SUMS).sum()).row(0) == whole, how


@pytest.mark.parametrize("how", ATTRIBUTIONS)
def test_the_groups_of_a_period_add_up_to_its_total(sample: Snapshot, how: str) -> None:
    middle = sample.scan(SEGMENTS).select(pl.col("started_at").median()).collect().item()
    query = Query(SUMS, ("hour",), since=middle, until=middle.replace(hour=23), zone=ZONE, attribution=how)
    groups = answer(sample, query, RULES)
    assert groups.height
    assert groups.select(pl.col(SUMS).sum()).row(0) == totals(sample, query, RULES).row(0)


@pytest.mark.parametrize("how", ATTRIBUTIONS)
def test_periods_that_follow_each_other_add_up_to_all_of_time(sample: Snapshot, how: str) -> None:
    """Cut where work goes on: whenever another quarter of all segments has begun."""
    query = Query(SUMS, attribution=how)
    moments = sample.scan(SEGMENTS).select(pl.col("started_at").sort()).collect().to_series()
    edges = [moments[moments.len() * part // 4] for part in (1, 2, 3)]
    periods = zip([None, *edges], [*edges, None], strict=True)
    parts = pl.concat(answer(sample, query.with_(since=since, until=until), RULES) for since, until in periods)
    assert parts.select(pl.col(SUMS).sum()).row(0) == answer(sample, query, RULES).row(0)


@pytest.mark.parametrize("how", ATTRIBUTIONS)
@pytest.mark.parametrize("name", TIMES)
def test_the_rows_behind_the_busiest_hour_add_up_to_its_number(sample: Snapshot, name: str, how: str) -> None:
    query = Query((name,), ("hour",), zone=ZONE, attribution=how, sort=name, descending=True, limit=1)
    hour, value = answer(sample, query, RULES).row(0)
    rows = rows_behind(sample, query.with_condition("hour", hour), name, RULES).collect()
    formula = METRICS[name].formula(RULES)
    above, below = rows["counted_above"].sum(), rows["counted_below"].sum()
    assert (above * formula.scale / below if isinstance(formula, Ratio) else above) == pytest.approx(value)


def test_no_time_of_a_row_lasts_longer_than_the_row(sample: Snapshot) -> None:
    """So that rows that were over before a period need not be read for it."""
    segments = sample.scan(SEGMENTS).filter(pl.col("ended_at").is_not_null())
    for column, stretch in STRETCHES[SEGMENTS.name].items():
        late = segments.filter(pl.col(column).is_not_null(), stretch.end > pl.col("ended_at"))
        assert late.collect().is_empty(), column
