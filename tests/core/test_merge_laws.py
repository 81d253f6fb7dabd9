"""Merge laws: what is added up over any parts of the rows is the whole; what cannot be added up is counted again."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import aggregate
from core.errors import QueryError
from core.lending import lent
from core.metrics import METRICS, Measure, Ratio
from core.query import Query
from core.schema.table import Table
from core.settings import Settings
from tests.core.days import conversation_rows, segment_rows
from tests.core.metrics.pencil import JOSH, MARY, Row, frames, pencil_day, seconds, segment

RULES = Settings()
FORMULAS = {name: metric.formula(RULES) for name, metric in METRICS.items()}
MEASURES = {measure.identity: measure for formula in FORMULAS.values() for measure in formula.measures()}
"""Every measure of the catalogue, each once."""

MERGED = ("rows", "known", "sum", "max")
PARTS = 4

Days = Mapping[Table, pl.LazyFrame]


def _rows(day: Days, measure: Measure) -> pl.DataFrame:
    """All rows of a measure's table with what its formula borrows."""
    own = day[measure.table]
    return lent(own, measure.table, measure.columns, lambda table: day.get(table, table.empty().lazy())).collect()


def _in_parts(rows: pl.DataFrame, measure: Measure, chance: Any) -> list[Any]:
    """The measure over each part of the rows, which are dealt out by chance."""
    part = pl.Series("part", [chance.randrange(PARTS) for _ in range(rows.height)], dtype=pl.Int64)
    return rows.group_by(part).agg(number=measure.aggregate())["number"].to_list()


def _merged(measure: Measure, numbers: list[Any]) -> Any:
    """What two engines, two days or two files would make of their own numbers; null where none knows any."""
    known = [number for number in numbers if number is not None]
    if measure.kind == "max":
        return max(known, default=None)
    return sum(known) if known else 0 if measure.is_count else None


@settings(max_examples=20, deadline=None)
@given(segments=segment_rows, conversations=conversation_rows, chance=st.randoms(use_true_random=False))
def test_sums_counts_and_maxima_of_any_parts_merge_to_the_whole(
    segments: list[Row], conversations: list[Row], chance: Any
) -> None:
    day = frames(segments, conversations)
    for measure in MEASURES.values():
        rows = _rows(day, measure)
        whole, parts = rows.select(measure.aggregate()).item(), _in_parts(rows, measure, chance)
        if measure.kind in MERGED:
            assert _merged(measure, parts) == pytest.approx(whole), measure.identity
        elif measure.kind == "distinct":
            assert max(parts, default=0) <= whole <= sum(parts), measure.identity


@settings(max_examples=20, deadline=None)
@given(segments=segment_rows, conversations=conversation_rows, chance=st.randoms(use_true_random=False))
def test_the_quotient_of_merged_sums_is_the_number_of_the_whole(
    segments: list[Row], conversations: list[Row], chance: Any
) -> None:
    day = frames(segments, conversations)
    whole = aggregate(day, Query(tuple(METRICS), attribution="started"), RULES).row(0, named=True)
    for name, formula in FORMULAS.items():
        if all(measure.kind in MERGED for measure in formula.measures()):
            merged = {
                measure.identity: _merged(measure, _in_parts(_rows(day, measure), measure, chance))
                for measure in formula.measures()
            }
            number = pl.DataFrame(merged, schema_overrides=dict.fromkeys(merged, pl.Float64)).select(formula.finish())
            assert number.item() == (None if whole[name] is None else pytest.approx(whole[name])), name


def test_every_measure_is_merged_or_counted_again_from_its_rows() -> None:
    assert {measure.kind for measure in MEASURES.values()} <= {*MERGED, "distinct", "quantile"}


TWICE = [
    segment("09:00:00", "c1", "ana", "Sales", **MARY, **seconds(queue=10, ring=1, talk=60, hold=1, wrap_up=0)),
    segment("09:02:00", "c1", "ana", "Sales", **JOSH, **seconds(queue=20, ring=2, talk=120, hold=2, wrap_up=0)),
    segment("10:00:00", "c2", "ana", "Sales", **MARY, **seconds(queue=70, ring=9, talk=540, hold=9, wrap_up=9)),
]


@pytest.mark.parametrize(
    ("metric", "of_agents", "whole"),
    [
        ("conversations", [1, 2], 2),
        ("unique_customers", [1, 1], 1),
        ("median_talk_time", [120_000, 300_000], 120_000),
        ("p90_talk_time", [120_000, 492_000], 456_000),
        ("average_talk_time", [120_000, 300_000], 240_000),
    ],
)
def test_distinct_counts_percentiles_and_averages_of_a_total_are_counted_again(
    metric: str, of_agents: list[float], whole: float
) -> None:
    """Josh's and Mary's numbers neither add up to that of both nor average to it."""
    query = Query((metric,), ("agent_name",))
    assert aggregate(frames(TWICE, []), query, RULES)[metric].to_list() == pytest.approx(of_agents)
    assert aggregate(frames(TWICE, []), query.with_(by=()), RULES).item() == pytest.approx(whole)
    assert whole != sum(of_agents)


@pytest.mark.parametrize(
    "query",
    [
        Query(("average.average_talk_time",)),
        Query(("average.conversations.average_talk_time", "total.average_talk_time")),
        Query(("median.median_talk_time",)),
    ],
)
def test_an_average_of_averages_cannot_be_asked_for(query: Query) -> None:
    with pytest.raises(QueryError):
        aggregate(pencil_day(), query, RULES)


def test_an_average_of_averages_cannot_be_written_down() -> None:
    average, other = FORMULAS["average_talk_time"], FORMULAS["average_hold_time"]
    assert isinstance(average, Ratio)
    with pytest.raises(TypeError):
        average / other  # type: ignore[operator]
    with pytest.raises(TypeError):
        average.numerator / other  # type: ignore[operator]
    with pytest.raises(QueryError, match="average_talk_time"):
        Query(("conversations",), ("average_talk_time",))
