"""Evidence: the rows listed behind any number, recounted by a plain loop, give that number."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import answer
from core.attribution import attributed, is_attributable
from core.errors import QueryError
from core.evidence import ABOVE, APART, BELOW, TOGETHER, as_csv, columns_of, evidence, page
from core.metrics import METRICS, Measure, Ratio, named
from core.passport import passport
from core.plan import check
from core.query import ATTRIBUTIONS, Query
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core.days import conversation_rows, segment_rows
from tests.core.metrics.pencil import Row, at, ended_at, pencil_day
from tests.thorough import examples

RULES = Settings()
ALL = Query(("conversations",))
CONDITIONS: tuple[tuple[str, Any], ...] = (
    ("queue_name", "Sales"),
    ("agent_name", "Mary"),
    ("hour_of_day", 10),
    ("weekday", 1),
    ("channel", None),
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The pencil day, committed."""
    return committed(tmp_path_factory.mktemp("workspace"), pencil_day())


def committed(home: Path, tables: dict[Table, pl.LazyFrame]) -> Snapshot:
    with Workspace(home).write() as change:
        for table, rows in tables.items():
            if not table.made_of:
                change.append(table, rows)
        return change.commit("rows")


def recounted(measure: Measure, rows: list[Row], side: str) -> float | None:
    """The measure once more, by hand, out of the rows that a list shows."""
    counted = [row for row in rows if row[side] is not None]
    if measure.kind in ("quantile", "max"):
        values = sorted(row[measure.column] for row in counted)
        assert values == sorted(row[side] for row in counted)
        return ranked(values, 1.0 if measure.kind == "max" else measure.share)
    number = 0
    for row in counted:
        number += row[side]
    if measure.kind == "distinct":
        assert number == len({row[measure.column] for row in counted})
    elif measure.kind != "sum":
        assert number == len(counted)
    elif not measure.attribution:
        assert number == sum(row[measure.column] for row in counted)
    return number if counted or measure.is_count else None


def ranked(values: list[float], share: float) -> float | None:
    """Linear between neighbours, as a spreadsheet's PERCENTILE.INC."""
    if not values:
        return None
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def number_of(snapshot: Snapshot, query: Query, metric: str) -> float | None:
    """The metric's number out of its lists of rows alone."""
    formula = attributed(named(metric, RULES).formula(RULES), query)

    def listed(part: str) -> list[Row]:
        return evidence(snapshot, query, metric, formula, RULES, part).collect().to_dicts()

    if not isinstance(formula, Ratio):
        return recounted(formula, listed(""), ABOVE)
    if formula.numerator.table.name == formula.denominator.table.name:
        rows = listed("")
        above, below = recounted(formula.numerator, rows, ABOVE), recounted(formula.denominator, rows, BELOW)
    else:
        above = recounted(formula.numerator, listed(ABOVE), ABOVE)
        below = recounted(formula.denominator, listed(BELOW), ABOVE)
    if above is None and formula.is_share:
        above = 0
    return above * formula.scale / below if below and above is not None else None


def asked(query: Query, metric: str) -> Iterator[Query]:
    """The question about the metric, and the same under each condition that it can be asked under."""
    whole = query.with_(metrics=(metric,))
    yield whole
    for column, value in CONDITIONS:
        narrowed = whole.with_condition(column, value)
        try:
            check(narrowed, RULES)
        except QueryError:
            continue
        yield narrowed


@pytest.mark.parametrize("metric", METRICS)
def test_the_rows_behind_a_number_are_the_number(snapshot: Snapshot, metric: str) -> None:
    period = ALL.with_(since=at("09:10:30"), until=at("11:00:00"), zone="Asia/Kathmandu")
    for query in (ALL.with_(metrics=(metric,)), *asked(period, metric)):
        value = answer(snapshot, query, RULES).item()
        assert number_of(snapshot, query, metric) == pytest.approx(value), query


@pytest.mark.parametrize("metric", [name for name in METRICS if is_attributable(METRICS[name].formula(RULES))])
def test_wherever_time_counts_its_rows_are_the_number(snapshot: Snapshot, metric: str) -> None:
    for attribution in ATTRIBUTIONS:
        period = ALL.with_(since=at("09:10:30"), until=at("10:21:00"), attribution=attribution)
        for query in asked(period, metric):
            value = answer(snapshot, query, RULES).item()
            assert number_of(snapshot, query, metric) == pytest.approx(value), query


@pytest.mark.parametrize("metric", METRICS)
def test_either_side_of_a_number_has_rows_of_its_own(snapshot: Snapshot, metric: str) -> None:
    """What a passport tells of its sides is what their lists say, in whatever parts the list can be shown."""
    found = passport(snapshot, ALL, metric, RULES)
    formula = METRICS[metric].formula(RULES)
    sides = [found.above] + ([found.below] if found.below else [])
    for side, part in zip(sides, APART if found.below else ("",), strict=True):
        rows = evidence(snapshot, ALL, metric, formula, RULES, part).collect().to_dicts()
        assert recounted(side.measure, rows, ABOVE) == pytest.approx(side.value)
        assert len([row for row in rows if row[ABOVE] is not None]) == side.rows
    if found.below and found.parts == TOGETHER:
        heights = [evidence(snapshot, ALL, metric, formula, RULES, part).collect().height for part in TOGETHER]
        assert heights == [found.below.rows, found.above.rows, found.below.rows - found.above.rows]


@pytest.mark.parametrize("metric", ["conversations", "service_level", "total_talk_time", "average_queue_time"])
def test_the_rows_of_each_group_are_its_number(snapshot: Snapshot, metric: str) -> None:
    query = Query((metric,), ("agent_name", "hour"), zone="Europe/Madrid")
    for name, hour, value in answer(snapshot, query, RULES).rows():
        group = query.with_condition("agent_name", name).with_condition("hour", hour).with_(by=())
        assert number_of(snapshot, group, metric) == pytest.approx(value)


CUSTOM = "conversations.conversation_measure_1"


@pytest.mark.parametrize(
    "metric", [f"{statistic}.{CUSTOM}" for statistic in ("average", "median", "total", "count", "p90")]
)
def test_the_rows_behind_numbers_that_integrations_write_are_the_number(snapshot: Snapshot, metric: str) -> None:
    for query in asked(ALL, metric):
        value = answer(snapshot, query, RULES).item()
        assert number_of(snapshot, query, metric) == pytest.approx(value), query


questions = st.builds(
    Query,
    st.just(("conversations",)),
    since=st.sampled_from((None, at("00:00:00").replace(month=6))),
    until=st.sampled_from((None, at("00:00:00").replace(month=10, day=26))),
    zone=st.sampled_from(("UTC", "Europe/Madrid", "customer")),
    where=st.just(()),
    attribution=st.sampled_from((None, *ATTRIBUTIONS)),
)


def check_any_day(query: Query, narrowed: int, segments: list[Row], conversations: list[Row]) -> None:
    """Every metric, in all and under one condition."""
    frames = {
        SEGMENTS: pl.LazyFrame([row | {"ended_at": ended_at(row)} for row in segments], schema=SEGMENTS.schema),
        CONVERSATIONS: pl.LazyFrame(conversations, schema=CONVERSATIONS.schema),
    }
    with TemporaryDirectory() as home:
        snapshot = committed(Path(home), frames)
        for one, metrics in _together(query, narrowed).items():
            values = answer(snapshot, one.with_(metrics=tuple(metrics)), RULES).row(0, named=True)
            for metric in metrics:
                assert number_of(snapshot, one, metric) == pytest.approx(values[metric]), (metric, one)


def _together(query: Query, narrowed: int) -> dict[Query, list[str]]:
    """The questions of a day, each with the metrics that it can be asked of: one answer tells them all."""
    every: dict[Query, list[str]] = {}
    for metric in METRICS:
        ways = list(_askable(query, metric))
        for one in ways[:1] + ways[1 + narrowed :][:1]:
            every.setdefault(one.with_(metrics=query.metrics), []).append(metric)
    return every


def _askable(query: Query, metric: str) -> Iterator[Query]:
    try:
        yield from asked(query, metric)
    except QueryError:
        return


any_day = given(questions, st.integers(0, len(CONDITIONS) - 1), segment_rows, conversation_rows)


@settings(deadline=None, max_examples=examples(10, 300))
@any_day
def test_on_any_day_the_rows_behind_every_number_are_the_number(
    query: Query, narrowed: int, segments: list[Row], conversations: list[Row]
) -> None:
    check_any_day(query, narrowed, segments, conversations)


def rows_of(snapshot: Snapshot, metric: str, part: str = "", number: int = 1) -> pl.DataFrame:
    formula = METRICS[metric].formula(RULES)
    table = METRICS[metric].tables[0]
    return page(evidence(snapshot, ALL, metric, formula, RULES, part), table, formula, number)


def test_one_conversation_in_two_rows_counts_in_the_first(snapshot: Snapshot) -> None:
    """Mary and Josh both talked in c1."""
    rows = rows_of(snapshot, "conversations").filter(conversation_id="c1")
    assert rows.select("agent_name", ABOVE).rows() == [("Josh", 0), ("Mary", 1)]


def test_a_ratio_tells_of_each_row_on_which_sides_it_counts(snapshot: Snapshot) -> None:
    """In time c1 and c6; c2 was late, c4 gave up; c3 is a short abandon and on neither side."""
    rows = rows_of(snapshot, "service_level").sort("conversation_id")
    assert rows.select("conversation_id", ABOVE, BELOW).rows() == [
        ("c1", 1, 1),
        ("c2", None, 1),
        ("c4", None, 1),
        ("c6", 1, 1),
    ]
    parts = [set(rows_of(snapshot, "service_level", part)["conversation_id"]) for part in TOGETHER]
    assert parts == [{"c1", "c2", "c4", "c6"}, {"c1", "c6"}, {"c2", "c4"}]


def test_what_weighs_most_comes_first_and_counts_by_time(snapshot: Snapshot) -> None:
    assert rows_of(snapshot, "total_talk_time")[ABOVE].to_list() == [540_000, 200_000, 120_000, 100_000, 60_000]
    assert rows_of(snapshot, "segments_abandoned")["conversation_id"].to_list() == ["c11", "c6", "c4", "c3"]


def test_pages_cut_the_list_without_gap_or_overlap(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.evidence.PAGE_ROWS", 2)
    pages = [rows_of(snapshot, "total_talk_time", number=number)[ABOVE].to_list() for number in (1, 2, 3, 4)]
    assert pages == [[540_000, 200_000], [120_000, 100_000], [60_000], []]


def test_the_csv_has_every_row_with_what_it_counts_and_masks_on_request(snapshot: Snapshot) -> None:
    formula = METRICS["unique_customers"].formula(RULES)
    rows = evidence(snapshot, ALL, "unique_customers", formula, RULES, "")
    shown, masked = (as_csv(rows, SEGMENTS, formula, zone="Europe/Madrid", is_masked=is_masked) for is_masked in (0, 1))
    found = pl.read_csv(shown, try_parse_dates=False)
    assert found.columns == ["segment_id", *columns_of(SEGMENTS, formula), ABOVE]
    assert (found[ABOVE].sum(), found["customer_id"].n_unique()) == (6, 6)
    assert found["started_at"].max() == "2026-03-02T12:40:07.000+01:00"
    assert "bob" not in set(pl.read_csv(masked)["customer_id"])
