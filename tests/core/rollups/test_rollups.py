"""Rollups: the same answers as from the rows, whatever is asked, and after whatever change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.answer import answer
from core.errors import QueryError
from core.metrics import METRICS, named
from core.query import Query
from core.rollups import roll_up, serving
from core.rollups.cube import CUBES, SOURCE, repeats
from core.rollups.measures import column_of, kept_measures
from core.rollups.slots import Days, Quarters, fits, minutes_of
from core.rollups.spread import BOUND
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS, TABLES
from core.settings import RegionRule, Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

RULES = Settings(time_zone="Europe/Madrid")
PART_ROWS = 2_000
"""Small, so that many conversations lie in two parts."""

KEPT = [name for name, metric in METRICS.items() if {table.name for table in metric.tables} <= CUBES.keys()]
RANKED = [name for name in KEPT if name.startswith(("median_", "p90_", "p95_"))]
DIMENSIONS = sorted({name for cube in CUBES["SEGMENTS"] for name in cube.names})
GRAINS = ["hour", "day", "week", "month", "hour_of_day", "weekday"]
VALUES = {
    "channel": ("voice", "chat"),
    "direction": ("Inbound",),
    "queue_name": ("Support", "Sales", None),
    "country": ("US", "ES"),
    "weekday": (1, 2, 6),
    "hour_of_day": (9, 10, 11, 17),
}


@pytest.fixture(scope="module")
def rolled(sample: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample's tables in many small parts, with cubes."""
    workspace = Workspace(tmp_path_factory.mktemp("rolled") / "workspace", part_rows=PART_ROWS)
    with workspace.write() as change:
        for table in (SEGMENTS, CONVERSATIONS, ATTRIBUTES):
            change.append(table, sample.scan(table))
        roll_up(change, RULES, from_rows=0)
        return change.commit("the sample in small parts")


def of_rows(snapshot: Snapshot) -> Snapshot:
    """The same version without its cubes."""
    tables = {name: parts for name, parts in snapshot.manifest.tables.items() if name in TABLES}
    return replace(snapshot, manifest=replace(snapshot.manifest, tables=tables))


def is_served(snapshot: Snapshot, query: Query, rules: Settings = RULES) -> bool:
    """Whether cubes answer all of a question."""
    measures = {one for name in query.metrics for one in named(name, rules).formula(rules).measures()}
    return all(serving(snapshot, one.table, [one], query, rules) for one in measures)


@st.composite
def questions(draw: st.DrawFn) -> Query:
    """Questions that cubes can answer wholly, in part or not at all."""
    first, last = datetime(2026, 6, 20, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)
    edges = sorted(
        draw(st.lists(st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None)), max_size=2, unique=True))
    )
    moments = [edge.replace(tzinfo=UTC) for edge in edges]
    query = Query(
        tuple(draw(st.lists(st.sampled_from(KEPT), min_size=1, max_size=3, unique=True))),
        tuple(draw(st.lists(st.sampled_from([*DIMENSIONS, *GRAINS]), max_size=2, unique=True))),
        since=moments[0] if moments else None,
        until=moments[1] if len(moments) > 1 else None,
        zone=draw(st.sampled_from([None, "America/New_York", "Asia/Kolkata"])),
        attribution=draw(st.sampled_from([None, "started"])),
    )
    for column in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=2, unique=True)):
        query = query.with_condition(column, *VALUES[column])
    return query


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=questions())
def test_cubes_and_rows_give_the_same_answer(rolled: Snapshot, query: Query) -> None:
    try:
        expected = answer(of_rows(rolled), query, RULES)
    except QueryError:
        return
    assert_frame_equal(answer(rolled, query, RULES), expected)


@pytest.mark.parametrize(
    "by", [(), ("day",), ("queue_name",), ("country",), ("agent_name",), ("weekday", "hour_of_day")]
)
def test_the_numbers_of_a_dashboard_come_from_cubes(rolled: Snapshot, by: tuple[str, ...]) -> None:
    query = Query(("conversations_offered", "abandon_rate", "service_level", "average_handling_time"), by)
    query = query.with_condition("channel", "voice").with_condition("direction", "Inbound")
    assert is_served(rolled, query)
    assert_frame_equal(answer(rolled, query, RULES), answer(of_rows(rolled), query, RULES))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Query(("segments",), ("quarter_hour",)), id="a grain shorter than a slot"),
        pytest.param(Query(("segments",), ("hour",), zone="Asia/Kathmandu"), id="a clock beside the slots"),
        pytest.param(Query(("segments",), ("hour_of_day",), zone="customer"), id="each customer's clock"),
        pytest.param(Query(("segments",), ("city",)), id="a column that no cube keeps apart"),
        pytest.param(Query(("segments",), ("queue_name", "agent_name")), id="two that no cube keeps apart together"),
        pytest.param(Query(("unique_customers",)), id="customers counted apart"),
        pytest.param(
            Query(("segments",), since=datetime(2026, 9, 1, tzinfo=UTC), until=datetime(2026, 9, 1, 6, tzinfo=UTC)),
            id="a few hours",
        ),
    ],
)
def test_what_cubes_cannot_tell_comes_from_the_rows(rolled: Snapshot, query: Query) -> None:
    assert not is_served(rolled, query)
    assert_frame_equal(answer(rolled, query, RULES), answer(of_rows(rolled), query, RULES))


def test_another_threshold_is_not_answered_with_the_old_one(rolled: Snapshot) -> None:
    query, other = Query(("service_level",), ("queue_name",)), replace(RULES, answer_within_s=7)
    assert is_served(rolled, query)
    assert not is_served(rolled, query, other)
    assert_frame_equal(answer(rolled, query, other), answer(of_rows(rolled), query, other))


def test_own_regions_are_told_from_the_rows(rolled: Snapshot) -> None:
    query = Query(("segments",), ("region",))
    rules = replace(RULES, regions=(RegionRule("Iberia", "ES"),))
    assert is_served(rolled, query)
    assert not is_served(rolled, query, rules)


def test_conversations_that_lie_in_two_parts_are_counted_once(rolled: Snapshot) -> None:
    straddling = rolled.scan(repeats(SEGMENTS)).filter(pl.col("straddler").is_not_null()).collect()
    assert straddling["straddler"].n_unique() > 2
    assert straddling[SOURCE].n_unique() > 2
    query = Query(("conversations_offered", "conversations"))
    assert answer(rolled, query, RULES).rows() == answer(of_rows(rolled), query, RULES).rows()


def stored(snapshot: Snapshot, table: Table) -> pl.DataFrame:
    """What the cubes of a version say all together, wherever the parts begin."""
    cube = CUBES[table.name][0]
    keys = ["started_at", *cube.names]
    measures = [column_of(one, cube.slots(RULES.time_zone)) for one in kept_measures(table, RULES) if one.kind != "max"]
    rows = snapshot.scan(cube.table(measures)).collect()
    return rows.group_by(keys).agg(pl.col(measures).sum()).sort(keys)


@pytest.mark.parametrize("seed", range(3))
def test_cubes_follow_what_changes(rolled: Snapshot, tmp_path: Path, seed: int) -> None:
    workspace = Workspace(tmp_path / "workspace", part_rows=PART_ROWS)
    segments = rolled.scan(SEGMENTS).collect()
    ids = segments["conversation_id"].drop_nulls().unique().sort().sample(fraction=1, shuffle=True, seed=seed)
    thirds = [ids.gather_every(3, offset) for offset in range(3)]
    moved = segments.filter(pl.col("conversation_id").is_in(thirds[0].head(50).implode()))
    late = moved.with_columns(pl.col("started_at") + timedelta(hours=3))
    for third in thirds:
        with workspace.write() as change:
            change.append(SEGMENTS, segments.filter(pl.col("conversation_id").is_in(third.implode())))
            roll_up(change, RULES, from_rows=0)
            change.commit("a third")
    with workspace.write() as change:
        change.replace(SEGMENTS, "conversation_id", thirds[0].head(50), late)
        roll_up(change, RULES, from_rows=0)
        piecewise = change.commit("late")
    with Workspace(tmp_path / "other").write() as change:
        change.append(SEGMENTS, piecewise.scan(SEGMENTS))
        roll_up(change, RULES, from_rows=0)
        at_once = change.commit("at once")
    assert_frame_equal(stored(piecewise, SEGMENTS), stored(at_once, SEGMENTS))
    query = Query(("conversations", "conversations_offered"), ("day",))
    assert_frame_equal(answer(piecewise, query, RULES), answer(of_rows(at_once), query, RULES))


def test_a_small_workspace_has_no_cubes_and_one_that_shrinks_loses_them(rolled: Snapshot) -> None:
    workspace = Workspace(rolled.files.root, part_rows=PART_ROWS)
    with workspace.write() as change:
        roll_up(change, RULES)
        assert not any(change.parts(cube.table()) for cubes in CUBES.values() for cube in cubes)


def test_cubes_are_made_again_when_the_house_asks_for_other_measures(rolled: Snapshot) -> None:
    other = replace(RULES, answer_within_s=7)
    with Workspace(rolled.files.root, part_rows=PART_ROWS).write() as change:
        roll_up(change, other, from_rows=0)
        snapshot = change.commit("another threshold")
    query = Query(("service_level",), ("day",))
    assert is_served(snapshot, query, other)
    assert_frame_equal(answer(snapshot, query, other), answer(of_rows(rolled), query, other))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=questions(), names=st.lists(st.sampled_from(RANKED), min_size=1, max_size=3, unique=True))
def test_percentiles_of_many_rows_lie_within_the_bound(rolled: Snapshot, query: Query, names: list[str]) -> None:
    query = query.with_(metrics=tuple(names))
    try:
        exact = answer(rolled, query, RULES)
    except QueryError:
        return
    found = answer(rolled, query, replace(RULES, exact_percentiles_up_to=0))
    assert_frame_equal(found.select(query.by), exact.select(query.by))
    assert_frame_equal(found.select(names), exact.select(names), rel_tol=BOUND * 1.001, check_dtypes=False)


@pytest.mark.parametrize("by", [(), ("day",), ("queue_name",), ("country",), ("weekday", "hour_of_day")])
def test_percentiles_of_many_rows_come_from_spreads(rolled: Snapshot, by: tuple[str, ...]) -> None:
    query = Query(("median_speed_of_answer", "p90_handling_time"), by).with_condition("channel", "voice")
    assert not is_served(rolled, query)
    assert is_served(rolled, query, replace(RULES, exact_percentiles_up_to=0))


@pytest.mark.parametrize(
    ("zone", "since", "until", "whole"),
    [
        pytest.param(
            "Europe/Madrid", "2026-03-28T23:00Z", "2026-03-29T22:00Z", ("2026-03-29", "2026-03-30"), id="23 h"
        ),
        pytest.param("Europe/Madrid", "2026-03-28T23:01Z", "2026-03-31T21:59Z", ("2026-03-30", "2026-03-31"), id="cut"),
        pytest.param(
            "America/Santiago", "2026-09-06T04:00Z", "2026-09-07T03:00Z", ("2026-09-06", "2026-09-07"), id="no midnight"
        ),
        pytest.param(
            "America/Santiago", "2026-04-04T03:00Z", "2026-04-05T04:00Z", ("2026-04-04", "2026-04-05"), id="25 h"
        ),
    ],
)
def test_days_begin_and_end_with_the_houses_clock(zone: str, since: str, until: str, whole: tuple[str, str]) -> None:
    found = Days(zone).whole(datetime.fromisoformat(since), datetime.fromisoformat(until))
    assert found is not None
    assert tuple(str(label.date()) for label in found.labels if label) == whole


def test_hours_of_the_week_are_told_within_their_quarter() -> None:
    moments = [f"2026-{month:02}-{day:02}T22:45:00Z" for month in range(1, 13) for day in (1, 2, 3, 4, 5, 6, 7, 28)]
    rows = pl.DataFrame({"started_at": [datetime.fromisoformat(moment) for moment in moments]})
    slots = Quarters("Europe/Madrid")
    local, label = pl.col("started_at").dt.convert_time_zone("Europe/Madrid"), slots.label()
    same = rows.select(
        *(
            (getattr(local.dt, part)() == getattr(label.dt, part)()).all().alias(part)
            for part in ("year", "quarter", "weekday", "hour")
        )
    )
    assert same.row(0) == (True, True, True, True)


@pytest.mark.parametrize(
    ("zone", "minutes"), [("Europe/Madrid", 60), ("America/St_Johns", 30), ("Asia/Kolkata", 30), ("Asia/Kathmandu", 15)]
)
def test_slots_are_as_long_as_the_clock_allows(zone: str, minutes: int) -> None:
    assert minutes_of(zone).length == minutes


def test_a_clock_that_changes_within_a_slot_is_not_told_by_it() -> None:
    # Until 2011 Gaza's clocks changed one minute after midnight.
    assert fits(60, "Asia/Gaza", (2024, 2024))
    assert not fits(60, "Asia/Gaza", (2010, 2012))
