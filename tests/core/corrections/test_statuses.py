"""A status that never ends is ended by a correction: what follows, what comes later, and the way back."""

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.affected import Affected, affected, counts_agents_time
from core.answer import answer
from core.correct import correct
from core.corrections import END_STATUS, EXCLUDE, Correction, CorrectionsFile, WrongCorrection
from core.horizon import end_of
from core.ingest import ingest
from core.preview_status import preview_status
from core.query import Query
from core.rebuild import rebuild
from core.reprocess import reprocess
from core.schema.tables import SEGMENTS, TABLES
from core.settings import Settings
from core.status_ends import ENDS, NEEDLESS, UNKNOWN, applied_ends, status_ends
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.callbacks import lines, taken_in
from tests.core import workload_oracle
from tests.core.corrections.made import correction
from tests.core.quality.planted import of, told
from tests.stories import answered
from tests.story import at, event

RULES = Settings()
NAMES = ("logged_in_time", "available_time", "busy_time", "idle_time", "offline_time", "occupancy", "utilisation")
STORED = [table for table in TABLES.values() if not table.made_of]


def change(clock: str, activity: str, agent: str = "Ana") -> dict[str, Any]:
    return event(clock, "worker.activity.update", agent=agent, activity=activity, activity_id=f"WA {activity}")


LOST = [
    change("09:00:00.250", "Available"),
    *answered("WT1", "10:00:00", "Ana"),
    *answered("WT2", "18:30:00", "Ana"),
    change("08:00:00", "Available", "Ben"),
    change("12:00:00", "Break", "Ben"),
    change("13:00:00", "Offline", "Ben"),
    *answered("WT3", "+1 09:00:00", "Ben"),
]
"""Ana comes and is never heard to leave, though she talks in the evening; the data go on for a day."""

BACK = change("+1 08:30:00", "Break")
END = correction(
    END_STATUS, agent_id="Ana", started_at=at("09:00:00.250"), ended_at=at("17:00:00"), why="She left at five"
)


def tables(workspace: Workspace) -> dict[str, pl.DataFrame]:
    snapshot = workspace.snapshot()
    return {
        table.name: snapshot.scan(table).sort(table.key).collect() for table in STORED if table.name != "CORRECTIONS"
    }


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, rows in one.items():
        assert_frame_equal(rows, other[name])


def with_(workspace: Workspace, *corrections: Correction) -> Snapshot:
    CorrectionsFile(workspace.files).add(*corrections)
    correct(workspace)
    return workspace.snapshot()


def more(workspace: Workspace, *events: dict[str, Any]) -> Snapshot:
    path = workspace.home.parent / f"more {events[0]['event_id']}.ndjson"
    path.write_text(lines(events))
    assert not ingest(workspace, [path]).failures
    return workspace.snapshot()


def statuses(snapshot: Snapshot, agent: str = "Ana") -> list[tuple[datetime, datetime | None, str, str, int | None]]:
    rows = snapshot.scan(SEGMENTS).filter(pl.col("kind").str.starts_with("Agent Status"), pl.col("agent_id") == agent)
    told = rows.sort("started_at").select("started_at", "ended_at", "ended_by", "kind", "activity_time_ms")
    return told.collect().rows()


def faults(workspace: Workspace) -> dict[str, list[str]]:
    """What the checks of statuses find."""
    return {name: rows for name, rows in told(of(workspace)).items() if name.startswith("statuses_")}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return taken_in(tmp_path / "workspace", *LOST)[0]


def test_the_status_ends_rebuilds_keep_it_and_undone_every_row_is_as_before(workspace: Workspace) -> None:
    before = tables(workspace)
    assert faults(workspace) == {"statuses_end": ["Ana: Available"]}
    ended = with_(workspace, END)
    length = (at("17:00:00") - at("09:00:00.250")) // timedelta(milliseconds=1)
    assert statuses(ended) == [(at("09:00:00.250"), at("17:00:00"), "correction", "Agent Status", length)]
    assert faults(workspace) == {}
    now = tables(workspace)
    assert [name for name in before if not before[name].equals(now[name])] == ["SEGMENTS"]
    for again in (rebuild, reprocess):
        again(workspace)
        assert_same(now, tables(workspace))
    CorrectionsFile(workspace.files).undo("c", "Ben", "She stayed")
    correct(workspace)
    assert_same(before, tables(workspace))


def loop(snapshot: Snapshot, ends: list[Correction]) -> list[dict[str, Any]]:
    """The stretches of agents' time by plain loops, corrections laid over what the events alone tell."""
    rows = snapshot.scan(SEGMENTS).collect().to_dicts()
    for row in rows:
        for one in ends:
            is_it = row["kind"].startswith("Agent Status") and row["agent_id"] == one.agent_id
            if is_it and row["started_at"] == one.started_at and (row["ended_at"] or one.ended_at) >= one.ended_at:
                row |= {"ended_at": one.ended_at, "kind": "Agent Status"}
    return list(workload_oracle.stretches(rows, end_of(snapshot)))


@pytest.mark.parametrize("back", [False, True], ids=["never heard again", "back the next day"])
def test_agents_time_is_what_loops_find(workspace: Workspace, back: bool) -> None:
    """By the hour and by activity: after five o'clock Ana's talk is work in no activity."""
    before = more(workspace, BACK) if back else workspace.snapshot()
    corrections = [
        END,
        correction(END_STATUS, id="b", agent_id="Ben", started_at=at("08:00:00"), ended_at=at("11:30:00")),
    ]
    pieces = workload_oracle.slices(loop(before, corrections))
    now = with_(workspace, *corrections)
    asked = Query(NAMES, by=("agent_name", "activity", "hour_of_day", "day"), zone="UTC")
    found = {row[:4]: dict(zip(NAMES, row[4:], strict=True)) for row in answer(now, asked, RULES).rows()}

    def group(row: dict[str, Any]) -> tuple[Any, ...]:
        moment = row["started_at"]
        return row["agent_name"], row["activity"], moment.hour, moment.date()

    wanted = {
        key: {name: value for name, value in workload_oracle.values(rows, [], RULES).items() if name in NAMES}
        for key, rows in workload_oracle.groups(pieces, group).items()
    }
    assert found == wanted
    assert ("Ana", "Available", 17, at("00:00:00").date()) not in found
    assert found["Ana", None, 18, at("00:00:00").date()]["busy_time"] > 0


PERIODS = [
    (None, None),
    *((at(f"{hour:02}:00:00"), at(f"{hour + 1:02}:00:00")) for hour in (8, 16, 17, 18)),
    (at("+1 08:00:00"), at("+1 09:00:00")),
    (at("+1 09:00:00"), at("+1 11:00:00")),
]
FILTERS = [{}, {"agent_name": "Ben"}, {"activity": "Available"}, {"activity": None}, {"activity": "Break"}]


@pytest.mark.parametrize("back", [False, True], ids=["never heard again", "back the next day"])
def test_it_is_told_of_the_questions_whose_agents_time_it_changes_and_of_no_other(
    workspace: Workspace, back: bool
) -> None:
    before = more(workspace, BACK) if back else workspace.snapshot()
    now = with_(workspace, END)
    seen = set()
    for (since, until), filters, hour in product(PERIODS, FILTERS, (None, 18)):
        query = Query(("activity_time", "busy_time"), since=since, until=until, zone="UTC")
        for column, value in (filters | ({"hour_of_day": hour} if hour else {})).items():
            query = query.with_condition(column, value)
        was, new = (answer(one, query, RULES).row(0) for one in (before, now))
        assert affected(now, query, RULES) == (Affected(ended=1, ids=("c",)) if was != new else Affected()), query
        seen.add(was != new)
    assert seen == {True, False}
    of_a_queue = Query(("conversations_offered",)).with_condition("queue_name", "Support")
    assert affected(now, of_a_queue, RULES).ended == 1, "agents' time has no queue, and is shown without that filter"
    assert not affected(now, of_a_queue, RULES, of_agents=False)
    assert [counts_agents_time([name], RULES) for name in ("occupancy", "conversations")] == [True, False]


def test_an_event_that_tells_an_earlier_end_wins_and_makes_the_correction_needless(workspace: Workspace) -> None:
    with_(workspace, END)
    late = change("16:30:00", "Offline")
    now = more(workspace, late)
    assert [row[:3] for row in statuses(now)] == [
        (at("09:00:00.250"), at("16:30:00"), "worker.activity.update"),
        (at("16:30:00"), None, None),
    ]
    end = applied_ends(now)["c"]
    assert (end.state, end.told_end, end.agent_name, end.activity) == (NEEDLESS, at("16:30:00"), "Ana", "Available")
    assert affected(now, Query(NAMES), RULES) == Affected()
    CorrectionsFile(workspace.files).undo("c", "Ben", "Needless")
    before = tables(workspace)
    correct(workspace)
    assert_same(before, tables(workspace))


def test_an_event_that_tells_a_later_end_leaves_the_correction_standing(workspace: Workspace) -> None:
    with_(workspace, END)
    now = more(workspace, BACK)
    assert [row[:3] for row in statuses(now)] == [
        (at("09:00:00.250"), at("17:00:00"), "correction"),
        (at("+1 08:30:00"), None, None),
    ]
    assert (applied_ends(now)["c"].state, applied_ends(now)["c"].told_end) == (ENDS, at("+1 08:30:00"))
    assert faults(workspace) == {}, "no hole between the end that people know and the next change"


def test_of_several_ends_the_earliest_holds_and_none_lasts_longer_than_the_data(workspace: Workspace) -> None:
    beyond = END.with_(id="beyond", ended_at=at("+9 00:00:00"))
    now = with_(workspace, beyond)
    last = end_of(now)
    assert answer(now, Query(("logged_in_time",)).with_condition("agent_id", "Ana"), RULES).item() == (
        last - at("09:00:00.250")
    ) // timedelta(milliseconds=1)
    assert affected(now, Query(NAMES), RULES) == Affected(), "nothing is counted otherwise yet"
    now = with_(workspace, END, END.with_(id="later", ended_at=at("18:00:00")))
    assert {name: end.state for name, end in applied_ends(now).items()} == {
        "beyond": NEEDLESS,
        "c": ENDS,
        "later": NEEDLESS,
    }
    assert statuses(now)[0][1] == at("17:00:00")


def test_the_preview_is_what_the_correction_then_does(workspace: Workspace) -> None:
    before = workspace.snapshot()
    found = preview_status(before, END, RULES)
    assert (found.end.state, found.end.told_end) == (ENDS, None)
    now = with_(workspace, END)
    asked = Query(tuple(one.metric for one in found.numbers)).with_condition("agent_id", "Ana")
    assert "logged_in_time" in asked.metrics
    assert tuple(one.before for one in found.numbers) == answer(before, asked, RULES).row(0)
    assert tuple(one.after for one in found.numbers) == answer(now, asked, RULES).row(0)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"agent_id": "Anna"}, r"no agent Anna is known"),
        ({"started_at": at("09:00:00")}, r"2026-03-02T09:00:00.000Z.* the nearest began at 2026-03-02T09:00:00.250Z"),
    ],
)
def test_what_names_no_status_is_told_with_the_way_out_and_changes_nothing(
    workspace: Workspace, what: dict[str, Any], words: str
) -> None:
    before = tables(workspace)
    end = status_ends(with_(workspace, END.with_(**what)), [END.with_(**what)])["c"]
    assert end.state == UNKNOWN
    assert end.unknown is not None
    with pytest.raises(WrongCorrection, match=words):
        raise WrongCorrection(end.unknown)
    assert_same(before, tables(workspace))


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"ended_at": at("09:00:00")}, "not after started_at"),
        ({"agent_id": " "}, "agent_id is missing"),
        ({"ended_at": None}, "ended_at is missing"),
        ({"conversations": ("WT1",)}, "conversations says nothing"),
        ({"kind": EXCLUDE, "conversations": ("WT1",)}, "agent_id says nothing"),
    ],
)
def test_what_contradicts_itself_is_refused(what: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongCorrection, match=words):
        END.with_(**what)
