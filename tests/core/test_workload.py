"""Where agents' time goes: traps by name, plain Python loops on days that Hypothesis makes, sums that add up."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import selectors
from polars.testing import assert_frame_equal

from core.answer import aggregate, answer, rows_behind, totals
from core.errors import DefinitionError, QueryError, StoreError
from core.export import export
from core.grains import GRAINS
from core.horizon import horizon
from core.metrics import METRICS, describe
from core.query import ATTRIBUTIONS, Query
from core.schema.tables import CONVERSATIONS, SEGMENTS, WORKLOAD
from core.settings import Settings
from core.settings_text import read_settings, settings_text
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from core.workload import cut_stretches, read_stretches, stretches
from tests.core import oracle, workload_oracle
from tests.core.days import ZONES
from tests.core.metrics.pencil import JOSH, MARY, Row, at, frames, pencil_day, seconds, segment, status
from tests.thorough import examples

RULES = Settings()
NAMES = tuple(name for name in METRICS if name in workload_oracle.METRICS)
SUMS = tuple(name for name in NAMES if METRICS[name].unit == "ms")
OF_SEGMENTS_TOO = "handled_segments_per_logged_in_hour"
OF_WORKLOAD = tuple(name for name in NAMES if len(METRICS[name].tables) == 1)
S = 1000


def talk(clock: str, who: Row, lasts: int, **more: Any) -> Row:
    """A chat of so many seconds."""
    return segment(clock, f"chat at {clock}", "ana", "Sales", **who, **seconds(talk=lasts)) | more


def asked(rows: list[Row], *names: str, **query: Any) -> list[tuple[Any, ...]]:
    """The answer over these segments."""
    return aggregate(frames(rows, []), Query(names, **query), query.get("rules", RULES)).rows()


def test_two_chats_at_once_are_one_busy_stretch_with_two_conversations() -> None:
    """09:00 to 09:30 available; chats 09:05 to 09:15 and 09:10 to 09:25: busy 20 of 30 minutes, with 25 of work."""
    rows = [
        status("09:00:00", MARY, "Available", 1800),
        talk("09:05:00", MARY, 600),
        talk("09:10:00", MARY, 900),
    ]
    names = ("busy_time", "idle_time", "occupancy", "utilisation", "concurrency")
    assert asked(rows, *names) == [(1200 * S, 600 * S, 2 / 3, 2 / 3, 1500 / 1200)]
    by_number = asked(rows, "activity_time", by=("parallel_conversations",))
    assert by_number == [(0, 600 * S), (1, 900 * S), (2, 300 * S)]


def test_a_change_of_status_in_mid_talk_divides_the_talk_between_the_activities() -> None:
    rows = [
        status("09:00:00", MARY, "Available", 600),
        status("09:10:00", MARY, "Break", 600),
        talk("09:05:00", MARY, 600),
    ]
    assert asked(rows, "busy_time", "idle_time", by=("activity",)) == [
        ("Available", 300 * S, 300 * S),
        ("Break", 300 * S, None),
    ]
    assert asked(rows, "occupancy", "utilisation") == [(600 / 900, 600 / 1200)]


def test_work_while_offline_counts_for_occupancy_and_not_for_utilisation() -> None:
    """Mary goes offline five minutes before her only talk is over: she worked ten minutes of ten."""
    rows = [
        status("09:00:00", MARY, "Available", 300),
        status("09:05:00", MARY, "Offline", 3600),
        talk("09:00:00", MARY, 600),
    ]
    names = ("occupancy", "utilisation", "busy_time", "logged_in_time", "offline_time")
    assert asked(rows, *names) == [(1.0, 1.0, 600 * S, 300 * S, 3600 * S)]


def test_a_talk_over_midnight_belongs_to_both_days() -> None:
    night = [
        status("23:30:00", MARY, "Available", 3600),
        talk("23:50:00", MARY, 1200, started_at=at("23:50:00")),
    ]
    assert asked(night, "busy_time", "idle_time", by=("day",)) == [
        (date(2026, 3, 2), 600 * S, 1200 * S),
        (date(2026, 3, 3), 600 * S, 1200 * S),
    ]


def test_of_a_talk_that_began_before_the_period_what_lies_in_it_counts() -> None:
    rows = [status("08:00:00", MARY, "Available", 7200), talk("08:50:00", MARY, 1200)]
    period = {"since": at("09:00:00"), "until": at("09:30:00")}
    assert asked(rows, "busy_time", "logged_in_time", "occupancy", **period) == [(600 * S, 1800 * S, 1 / 3)]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_a_whole_local_day_has_as_many_hours_as_its_clocks_say(day: str, hours: int) -> None:
    first = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=2)
    rows = [status("09:00:00", MARY, "Available", 5 * 86_400) | {"started_at": first}]
    days = dict(asked(rows, "logged_in_time", by=("day",), zone="Europe/Madrid"))
    assert days[date.fromisoformat(day)] == hours * 3600 * S
    by_hour = asked(rows, "logged_in_time", by=("day", "hour"), zone="Europe/Madrid")
    assert [time for one, _, time in by_hour if one == date.fromisoformat(day)] == [3600 * S] * hours


def test_an_agent_without_any_status_is_busy_but_has_no_occupancy() -> None:
    rows = [talk("09:00:00", MARY, 600)]
    names = ("busy_time", "concurrency", "occupancy", "utilisation", "activity_time", "agents_logged_in")
    assert asked(rows, *names) == [(600 * S, 1.0, None, None, None, 0)]


def test_an_idle_agent_has_an_occupancy_of_zero_and_not_none() -> None:
    assert asked([status("09:00:00", MARY, "Available", 600)], "occupancy", "utilisation", "concurrency") == [
        (0.0, 0.0, None)
    ]


def test_a_status_that_holds_lasts_until_the_end_of_the_data() -> None:
    """Josh's talk at ten is the last thing heard of."""
    rows = [status("09:00:00", MARY, "Available"), talk("10:00:00", JOSH, 60)]
    assert asked(rows, "available_time", by=("agent_name",)) == [("Mary", 3600 * S)]


def test_a_conversation_in_progress_is_work_until_the_end_of_the_data_for_a_day_at_most() -> None:
    lost = segment("09:00:00", "c1", "ana", "Sales", "Conversation in Progress", **MARY)
    soon, late = (talk("10:00:00", JOSH, 1, started_at=at("10:00:00") + timedelta(days=days)) for days in (0, 9))
    assert asked([lost, soon], "busy_time", by=("agent_name",))[1] == ("Mary", 3600 * S)
    assert asked([lost, late], "busy_time", by=("agent_name",))[1] == ("Mary", 86_400 * S)


def test_wrap_up_that_overlaps_the_next_talk_is_counted_once() -> None:
    rows = [
        status("09:00:00", MARY, "Available", 1800),
        talk("09:00:00", MARY, 300, wrap_up_time_ms=600 * S),
        talk("09:10:00", MARY, 600),
    ]
    assert asked(rows, "busy_time", "total_handling_time", "occupancy") == [(1200 * S, None, 1200 / 1800)]


def test_ringing_is_work_on_outbound_conversations_only() -> None:
    ringing = {"ring_time_ms": 30 * S}
    inbound = talk("09:00:00", MARY, 60, **ringing)
    outbound = talk("09:10:00", MARY, 60, direction="Outbound", **ringing)
    assert asked([inbound, outbound], "busy_time") == [(150 * S,)]
    before = {"since": at("09:09:00"), "until": at("09:10:00")}
    assert asked([inbound, outbound], "busy_time", **before) == [(30 * S,)]


def test_an_agent_who_changes_team_has_time_in_both_and_talks_follow_the_status() -> None:
    north, south = ({"handling_team_name": name} for name in ("North", "South"))
    rows = [
        status("09:00:00", MARY, "Available", 600) | north,
        status("09:10:00", MARY, "Available", 600) | south,
        talk("09:05:00", MARY, 600, **north),
    ]
    assert asked(rows, "busy_time", "idle_time", by=("handling_team_name",)) == [
        ("North", 300 * S, 300 * S),
        ("South", 300 * S, 300 * S),
    ]


def test_missed_offers_and_corrupted_segments_keep_nobody_busy() -> None:
    rows = [
        status("09:00:00", MARY, "Available", 600),
        segment("09:01:00", "c1", "ana", "Sales", "Missed Conversation", **MARY, **seconds(ring=30, talk=0)),
        segment("09:02:00", "c2", "ana", "Sales", "Corrupted Conversation Segment", **MARY, ended_at=at("09:05:00")),
    ]
    assert asked(rows, "idle_time", "busy_time") == [(600 * S, None)]


def test_which_activities_are_available_and_offline_is_the_houses_to_say() -> None:
    rows = [
        status("09:00:00", MARY, "Available", 100),
        status("09:01:40", MARY, "available", 20),
        status("09:02:00", MARY, "Bereit", 300),
        status("09:07:00", MARY, "Offline", 50),
        status("09:07:50", MARY, "Weg", 7),
    ]
    house = Settings(available_activities=("Bereit", "Available"), offline_activities=("Weg",))
    query = Query(("available_time", "logged_in_time", "offline_time"))
    assert aggregate(frames(rows, []), query, house).rows() == [(400 * S, 470 * S, 7 * S)]
    assert aggregate(frames(rows, []), query, RULES).rows() == [(100 * S, 427 * S, 50 * S)]
    told = describe(METRICS["idle_time"], house)
    assert 'activity is one of ("Available", "Bereit") and not (parallel_conversations > 0)' in told
    assert 'activity es uno de ("Weg")' in describe(METRICS["offline_time"], house, "es")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"available_activities": ()}, "available_activities is empty; name one or more"),
        ({"offline_activities": ("",)}, "offline_activities holds an empty text"),
        ({"offline_activities": ("Away", "Available")}, "offline_activities: Available is among the available ones"),
    ],
)
def test_activities_that_cannot_be_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Settings(**given)


def test_segments_per_logged_in_hour_divide_finished_sums() -> None:
    """Mary handles 3 in half an hour, Josh none in an hour and a half: 6 and 0 an hour, but 1.5 in all."""
    rows = [
        status("09:00:00", MARY, "Available", 1800),
        status("09:00:00", JOSH, "Break", 5400),
        *(talk(f"09:0{minute}:00", MARY, 30) for minute in range(3)),
    ]
    assert asked(rows, OF_SEGMENTS_TOO, by=("agent_name",)) == [("Josh", 0.0), ("Mary", 6.0)]
    assert asked(rows, OF_SEGMENTS_TOO) == [(1.5,)]
    assert describe(METRICS[OF_SEGMENTS_TOO], RULES).endswith("\n× 3600000 milliseconds an hour")


def test_a_conversation_of_two_agents_counts_once_per_logged_in_hour_and_once_for_each_of_them() -> None:
    both = [
        segment(f"09:0{number}:00", "c1", "ana", "Sales", **who, **seconds(talk=30))
        for number, who in enumerate((MARY, JOSH))
    ]
    rows = [*both, status("09:00:00", MARY, "Available", 3600), status("09:00:00", JOSH, "Available", 3600)]
    assert asked(rows, "conversations_per_logged_in_hour", OF_SEGMENTS_TOO) == [(0.5, 1.0)]
    by_agent = asked(rows, "conversations_per_logged_in_hour", by=("agent_name",))
    assert by_agent == [("Josh", 1.0), ("Mary", 1.0)]


def test_agents_time_has_no_queue_and_no_customers_clock() -> None:
    with pytest.raises(QueryError, match=r"occupancy cannot be split by queue_name: it counts rows of WORKLOAD"):
        asked([], "occupancy", by=("queue_name",))
    with pytest.raises(QueryError, match="occupancy cannot be asked by hour on the customer's clock"):
        asked([], "occupancy", by=("hour",), zone="customer")


def test_segments_have_no_activity_to_divide_by_that_of_the_hours() -> None:
    """Both tables have such a column, but a segment that was handled never has one: it would be 0 in all of them."""
    with pytest.raises(QueryError, match=r"it counts rows of SEGMENTS and WORKLOAD, which have no activity in common"):
        asked([], OF_SEGMENTS_TOO, by=("activity",))


def test_activities_are_read_from_the_settings_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('available_activities = ["Bereit", "Available"]\noffline_activities = []\n', encoding="utf-8")
    house = read_settings(file)
    assert (house.available_activities, house.offline_activities) == (("Available", "Bereit"), ())
    file.write_text(settings_text(house), encoding="utf-8")
    assert read_settings(file) == house
    file.write_text('available_activities = "Bereit"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"available_activities is 'Bereit'; give an array such as"):
        read_settings(file)


# Around the end of summer time in Europe; agents' statuses and talks of up to some hours, overlapping as they like.
_NOON = datetime(2026, 10, 24, 12, tzinfo=UTC)
_moments = st.integers(0, 24 * 3_600_000).map(lambda offset: _NOON + timedelta(milliseconds=offset))
_moments |= st.integers(0, 96).map(lambda quarter: _NOON + quarter * timedelta(minutes=15))
_lengths = st.none() | st.integers(0, 6 * 3_600_000) | st.sampled_from((0, 1, 900_000))
_KINDS = ("Agent Status", "Agent Status", "Conversation", "Conversation", "Agent Status in Progress")


@st.composite
def _rows(draw: st.DrawFn) -> list[Row]:
    def row(number: int) -> Row:
        kind = draw(st.sampled_from((*_KINDS, "Conversation in Progress", "Missed Conversation")))
        begin, lasts = draw(_moments), draw(_lengths)
        agent = draw(st.sampled_from(("WK1", "WK1", "WK2", None)))
        return dict.fromkeys(SEGMENTS.schema) | {
            "segment_id": f"s{number:02}",
            "conversation_id": None if kind.startswith("Agent") else f"c{number // 2}",
            "kind": kind,
            "started_at": begin,
            "ended_at": None if lasts is None else begin + timedelta(milliseconds=lasts),
            "agent_id": agent,
            "agent_name": agent and draw(st.sampled_from(("Mary", "Josh", None))),
            "handling_team_name": draw(st.sampled_from(("North", "South"))),
            "activity": draw(st.sampled_from(("Available", "Break", "Offline", None)))
            if kind.startswith("Agent")
            else None,
            "direction": draw(st.sampled_from(("Inbound", "Outbound"))),
            "ring_time_ms": draw(st.sampled_from((None, 0, 20_000, 3_600_000, 90_000_000))),
            "abandoned": draw(st.sampled_from(("No", "No", "Yes"))),
        }

    return [row(number) for number in range(draw(st.integers(0, 14)))]


_GROUPINGS = ((), ("agent_name",), ("handling_team_name",), *((grain,) for grain in GRAINS), ("agent_name", "hour"))
_periods = st.tuples(_moments, _moments).filter(lambda ends: ends[0] < ends[1]) | st.just((None, None))
_END = _NOON + timedelta(hours=20)


def _frames(rows: list[Row]) -> dict[Any, pl.LazyFrame]:
    parts = pl.LazyFrame(rows, schema=SEGMENTS.schema)
    return {SEGMENTS: parts, CONVERSATIONS: CONVERSATIONS.empty().lazy(), WORKLOAD: stretches(parts, _END)}


def _check(rows: list[Row], by: tuple[str, ...], zone: str, ends: tuple[Any, Any], rules: Settings) -> None:
    since, until = ends
    query = Query(NAMES, by, since, until, zone)
    result = aggregate(_frames(rows), query, rules).with_columns(selectors.datetime().dt.convert_time_zone("UTC"))
    told = {tuple(row[name] for name in by): row for row in result.to_dicts()}
    cut = workload_oracle.slices(workload_oracle.stretches(rows, _END), since, until)
    within = [row for row in rows if (not since or row["started_at"] >= since)]
    within = [row for row in within if (not until or row["started_at"] < until)]
    time_of, segments_of = (oracle.groups(some, by, zone) for some in (cut, within))
    for group in told.keys() | time_of.keys() | segments_of.keys():
        expected = workload_oracle.values(time_of.get(group, []), segments_of.get(group, []), rules)
        if group in told:
            assert {name: told[group][name] for name in NAMES} == pytest.approx(expected), group
        else:
            assert not any(expected.values()), f"{group} is missing"


HOUSE = Settings(available_activities=("Available", "Break"))


@settings(max_examples=examples(250, 3_000), deadline=None)
@given(
    rows=_rows(),
    by=st.sampled_from(_GROUPINGS),
    zone=st.sampled_from(ZONES),
    ends=_periods,
    rules=st.sampled_from((RULES, HOUSE)),
)
def test_engine_and_loops_agree_on_agents_time(
    rows: list[Row], by: tuple[str, ...], zone: str, ends: tuple[Any, Any], rules: Settings
) -> None:
    _check(rows, by, zone, ends, rules)


@settings(max_examples=40, deadline=None)
@given(rows=_rows(), zone=st.sampled_from(ZONES), ends=_periods)
def test_groups_and_slices_add_up_to_the_whole_to_the_millisecond(
    rows: list[Row], zone: str, ends: tuple[Any, Any]
) -> None:
    since, until = ends
    day = _frames(rows)
    whole = aggregate(day, Query(SUMS, (), since, until, zone), RULES).row(0)
    splits = [*((grain,) for grain in GRAINS), ("activity",), ("parallel_conversations",), ("agent_name", "hour")]
    for by in splits:
        groups = aggregate(day, Query(SUMS, by, since, until, zone), RULES)
        added = groups.select(pl.col(name).sum() for name in SUMS).row(0)
        assert added == tuple(time or 0 for time in whole), by
    lengths = pl.col("stretch_ms", "parallel_ms").sum()
    pieces, parts = (cut_stretches(day[WORKLOAD], since, until, on_grid=grid) for grid in (True, False))
    assert_frame_equal(pieces.select(lengths).collect(), parts.select(lengths).collect())


@settings(max_examples=40, deadline=None)
@given(rows=_rows(), ends=_periods)
def test_a_period_alone_is_what_it_is_within_all_time_and_arrival_order_changes_nothing(
    rows: list[Row], ends: tuple[Any, Any]
) -> None:
    parts, turned = (pl.LazyFrame(some, schema=SEGMENTS.schema) for some in (rows, rows[::-1]))
    lengths = [*WORKLOAD.by_name]
    alone = cut_stretches(stretches(turned, _END, *ends), *ends, on_grid=True)
    within = cut_stretches(stretches(parts, _END), *ends, on_grid=True)
    keys = [name for name in lengths if not name.endswith(("_at", "_ms"))]
    added = [some.group_by(keys).agg(pl.col("stretch_ms", "parallel_ms").sum()).sort(keys) for some in (alone, within)]
    assert_frame_equal(added[0].collect(), added[1].collect())


@settings(max_examples=40, deadline=None)
@given(rows=_rows())
def test_no_millisecond_of_an_agent_is_in_two_stretches_and_shares_are_shares(rows: list[Row]) -> None:
    told = _frames(rows)[WORKLOAD].sort("agent_id", "started_at").collect()
    gap = told["started_at"].shift(-1) - told["ended_at"]
    same = told["agent_id"].shift(-1) == told["agent_id"]
    assert gap.filter(same).dt.total_milliseconds().ge(0).all()
    assert told.select(pl.col("stretch_ms") > 0).to_series().all()
    groups = aggregate(_frames(rows), Query(("occupancy", "utilisation"), ("agent_name", "hour")), RULES)
    for name in ("occupancy", "utilisation"):
        assert groups[name].drop_nulls().is_between(0, 1).all()


@pytest.mark.slow
def test_agents_time_of_the_sample_is_what_loops_over_its_segments_find(sample: Snapshot) -> None:
    # Over the last days, in which conversations and statuses are still going on.
    known = horizon(sample)
    assert known
    since, zone = known.end - timedelta(days=5), "America/New_York"
    rows = (
        sample.scan(SEGMENTS).filter(pl.col("ended_at").is_null() | (pl.col("ended_at") > since)).collect().to_dicts()
    )
    cut = workload_oracle.slices(workload_oracle.stretches(rows, known.end), since)
    within = [row for row in rows if row["started_at"] >= since]
    for by in ((), ("agent_name",), ("handling_team_name",), ("day", "hour_of_day")):
        time_of, segments_of = (oracle.groups(some, by, zone) for some in (cut, within))
        told = answer(sample, Query(NAMES, by, since=since, zone=zone), RULES).to_dicts()
        assert told
        for row in told:
            group = tuple(row[name] for name in by)
            expected = workload_oracle.values(time_of.get(group, []), segments_of.get(group, []), RULES)
            assert {name: row[name] for name in NAMES} == pytest.approx(expected), group


def test_a_status_holds_until_the_end_of_data_that_have_no_conversation(tmp_path: Path) -> None:
    """Mary is available from nine on; the last that is known of anybody is that Josh went for a break at ten."""
    statuses = [status("09:00:00", MARY, "Available", None), status("10:00:00", JOSH, "Break", None)]
    with Workspace(tmp_path).write() as change:
        change.append(SEGMENTS, frames(statuses, [])[SEGMENTS])
        quiet = change.commit("statuses")
    told = answer(quiet, Query(("available_time", "idle_time", "logged_in_time")), RULES).rows()
    assert told == [(3_600 * S, 3_600 * S, 3_600 * S)]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The pencil day, committed."""
    with Workspace(tmp_path_factory.mktemp("workspace")).write() as change:
        for table in (SEGMENTS, CONVERSATIONS):
            change.append(table, pencil_day()[table])
        return change.commit("pencil day")


@pytest.mark.parametrize("by", [(), ("agent_name",), ("activity",), ("hour", "agent_name")])
@pytest.mark.parametrize("how", [None, *ATTRIBUTIONS])
def test_a_snapshot_knows_agents_time_as_its_segments_do(snapshot: Snapshot, by: tuple[str, ...], how: str) -> None:
    query = Query(OF_WORKLOAD, by, at("09:10:00"), at("11:20:00"), "Asia/Kathmandu", attribution=how)
    assert_frame_equal(answer(snapshot, query, RULES), aggregate(pencil_day(), query, RULES))


@pytest.mark.parametrize("by", [("agent_name",), ("hour",), ("day",)])
def test_the_total_of_a_table_is_that_of_its_groups(snapshot: Snapshot, by: tuple[str, ...]) -> None:
    query = Query(SUMS, by, since=at("09:10:00"), until=at("11:20:00"))
    added = answer(snapshot, query, RULES).select(pl.col(name).sum() for name in SUMS)
    assert totals(snapshot, query, RULES).rows() == added.rows()


@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("by", ["agent_name", "hour", "activity"])
def test_the_stretches_behind_a_time_add_up_to_it(snapshot: Snapshot, name: str, by: str) -> None:
    query = Query((name,), (by,), since=at("09:10:00"), until=at("11:20:00"))
    for group, time in answer(snapshot, query, RULES).rows():
        rows = rows_behind(snapshot, query.with_condition(by, group), name, RULES).collect()
        assert set(WORKLOAD.by_name) <= set(rows.columns)
        assert rows["counted_above"].sum() == (time or 0)
        assert rows["started_at"].is_between(at("09:10:00"), at("11:20:00")).all()
        assert by == "hour" or rows["stretch_ms"].equals(rows["counted_above"], check_names=False)


def test_the_stretches_behind_occupancy_tell_which_were_busy(snapshot: Snapshot) -> None:
    rows = rows_behind(snapshot, Query(("occupancy",)), "occupancy", RULES).collect()
    assert rows.filter("counts")["counted_above"].sum() == 2920 * S
    assert rows["counted_below"].sum() == (2920 + 11737) * S
    assert (rows["counts"] == (rows["parallel_conversations"] > 0)).all()


def test_whole_stretches_count_where_they_began_when_that_is_asked_for(snapshot: Snapshot) -> None:
    """Mary was on a break from 09:30 to 10:00, and available and idle from 10:11:58 to 11:10:15."""
    mary = Query(("idle_time",), ("hour",), attribution="started").with_condition("agent_name", "Mary")
    ended = mary.with_(attribution="ended")
    assert answer(snapshot, mary, RULES)["idle_time"].to_list() == [1810 * S, 1130 * S - 0, 4097 * S]
    assert answer(snapshot, ended, RULES)["idle_time"].sum() == 7037 * S


def test_workload_is_stored_nowhere(snapshot: Snapshot) -> None:
    with pytest.raises(StoreError, match="WORKLOAD is not stored: its rows are worked out of SEGMENTS when asked"):
        snapshot.scan(WORKLOAD)


def test_workload_is_exported_as_it_is_worked_out(snapshot: Snapshot, tmp_path: Path) -> None:
    target = tmp_path / "workload.parquet"
    export(snapshot, WORKLOAD, target, file_format="parquet", since=at("09:10:00"), until=at("10:00:00"))
    rows = pl.read_parquet(target)
    assert rows.schema == WORKLOAD.schema
    expected = cut_stretches(read_stretches(snapshot), at("09:10:00"), at("10:00:00")).collect()
    assert rows["stretch_ms"].sum() == expected["stretch_ms"].sum() == 2 * 3000 * S
