"""Times that the clock showed twice, or never: every instant is worked out by hand, in UTC.

In Madrid summer time (UTC+2) ends on 25 October 2026 at 03:00, which becomes 02:00 (UTC+1).
"""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.profiles.preview import preview
from core.profiles.reading import read_profile
from core.schema.tables import EVENTS as EVENT_ROWS
from core.schema.tables import INTERVALS
from core.settings import Settings
from core.store.workspace import Workspace
from tests.core.profiles.conftest import conversations, take_in

CALLS = """
platform = "Old"
time_zone = "{zone}"
[columns]
id = "id"
start = "start"
queue_entry = "entry"
answer = "answer"
end = "end"
agent_name = "agent"
[columns.wait_time]
from = "wait"
style = "seconds"
[columns.talk_time]
from = "talk"
style = "seconds"
[columns.total_time]
from = "total"
style = "seconds"
"""
COLUMNS = ("id", "start", "entry", "answer", "end", "agent", "wait", "talk", "total")


def call(workspace: Workspace, tmp_path: Path, zone: str = "Europe/Madrid", **told: str) -> dict[str, Any]:
    """The one call that a file tells of; times on one day, that of the change of the clocks."""
    row = {"id": "1", "agent": "Ann", **told}
    file = tmp_path / "calls.csv"
    file.write_text(",".join(COLUMNS) + "\n" + ",".join(row.get(name, "") for name in COLUMNS) + "\n")
    take_in(workspace, file, read_profile(CALLS.format(zone=zone), "calls"))
    return conversations(workspace).row(0, named=True)


def spans(row: dict[str, Any]) -> tuple[str, str]:
    return f"{row['started_at']:%H:%M}", f"{row['ended_at']:%H:%M}"


def on(day: str, **times: str) -> dict[str, str]:
    return {name: f"{day} {time}" if ":" in time else time for name, time in times.items()}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"start": "02:50", "end": "02:10"}, ("00:50", "01:10")),  # else it would end before it began
        ({"start": "02:10", "end": "02:20", "talk": "600"}, ("00:10", "00:20")),  # both fit: the first
        ({"start": "02:10", "end": "02:20", "talk": "4200"}, ("00:10", "01:20")),  # 70 minutes
        ({"start": "01:50", "end": "02:10", "total": "1200"}, ("23:50", "00:10")),  # 20 minutes
        ({"start": "01:50", "end": "02:10", "total": "4800"}, ("23:50", "01:10")),  # 80 minutes
        ({"start": "02:50", "end": "03:10", "talk": "1200"}, ("01:50", "02:10")),  # 20 minutes
        ({"start": "02:50", "end": "03:10", "talk": "4800"}, ("00:50", "02:10")),  # 80 minutes
        ({"start": "02:50", "end": "03:10"}, ("00:50", "02:10")),  # nothing tells: the first
        ({"start": "02:50", "answer": "02:55", "end": "02:10", "wait": "300", "talk": "900"}, ("00:50", "01:10")),
        ({"start": "02:50", "answer": "02:05", "end": "02:25", "wait": "900", "talk": "1200"}, ("00:50", "01:25")),
        ({"start": "02:30", "answer": "02:35", "end": "03:05", "wait": "300", "talk": "1800"}, ("01:30", "02:05")),
        ({"start": "02:50", "wait": "60", "talk": "60"}, ("00:50", "00:52")),
    ],
)
def test_the_reading_that_a_row_bears_out_is_taken(
    workspace: Workspace, tmp_path: Path, told: dict[str, str], expected: tuple[str, str]
) -> None:
    assert spans(call(workspace, tmp_path, **on("2026-10-25", **told))) == expected


@pytest.mark.parametrize(
    ("zone", "day", "told", "expected"),
    [
        ("America/New_York", "2026-11-01", {"start": "01:50", "end": "01:10"}, ("05:50", "06:10")),
        ("America/New_York", "2026-11-01", {"start": "01:50", "end": "02:05", "talk": "900"}, ("06:50", "07:05")),
        # 02:00 +11:00 becomes 01:30 +10:30
        ("Australia/Lord_Howe", "2026-04-05", {"start": "01:55", "end": "01:40"}, ("14:55", "15:10")),
        ("Australia/Lord_Howe", "2026-04-05", {"start": "01:50", "end": "02:05", "talk": "900"}, ("15:20", "15:35")),
        # 24:00 -03:00 becomes 23:00 -04:00
        ("America/Santiago", "2026-04-04", {"start": "23:50", "end": "23:10"}, ("02:50", "03:10")),
    ],
)
def test_so_it_is_wherever_clocks_go_back(
    workspace: Workspace, tmp_path: Path, zone: str, day: str, told: dict[str, str], expected: tuple[str, str]
) -> None:
    assert spans(call(workspace, tmp_path, zone, **on(day, **told))) == expected


def test_a_wait_across_the_change_is_as_long_as_the_row_says(workspace: Workspace, tmp_path: Path) -> None:
    times = on("2026-10-25", start="02:50", answer="02:05", end="02:25", wait="900", talk="1200")
    row = call(workspace, tmp_path, **times)
    assert (row["speed_of_answer_ms"], row["talk_time_ms"]) == (900_000, 1_200_000)


@pytest.mark.parametrize(
    ("day", "end", "expected"),
    [("2026-10-24", "03:10", "25 02:10"), ("2026-10-24", "01:10", "24 23:10"), ("2026-03-28", "03:10", "29 01:10")],
)
def test_a_call_over_midnight_ends_by_the_clock_of_the_next_day(
    workspace: Workspace, tmp_path: Path, day: str, end: str, expected: str
) -> None:
    profile = """
    time_zone = "Europe/Madrid"
    [columns.start]
    from = "day"
    time_from = "began"
    [columns.end]
    from = "day"
    time_from = "ended"
    """
    file = tmp_path / "calls.csv"
    file.write_text(f"day,began,ended\n{day},23:50,{end}\n")
    take_in(workspace, file, read_profile(profile, "calls"))
    assert f"{conversations(workspace)['ended_at'][0]:%d %H:%M}" == expected


def test_what_nothing_decides_is_told_before_it_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    rows = ("02:50,03:10,", "02:50,03:10,1200", "02:10,02:10,", "04:00,04:10,")
    told = [f"2026-10-25 {start},2026-10-25 {end},{talk}" for start, end, talk in (row.split(",") for row in rows)]
    never = "2026-03-29 02:30,2026-03-29 03:40,"
    file.write_text("\n".join(["start,end,talk", *told, never]) + "\n")
    profile = 'time_zone = "Europe/Madrid"\n[columns]\nstart = "start"\nend = "end"\ntalk_time = "talk"\n'
    found = preview(file, read_profile(profile, "calls"), Settings())
    assert found.clock_changes == {("repeated_hour", "2026-10-25"): 2, ("skipped_hour", "2026-03-29"): 1}
    assert found.kept == 5


EVENTS = """
kind = "events"
time_zone = "Europe/Madrid"
[columns]
time = "time"
id = "id"
agent_name = "agent"
[columns.event]
from = "what"
values = { in = "task-queue.entered", talk = "reservation.accepted", bye = "reservation.completed", \
over = "task.completed" }
"""


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (("02:40", "02:55", "02:05", "02:06"), ("00:40", "00:55", "01:05", "01:06")),
        (("02:40", "02:05", "02:06", "02:50"), ("00:40", "01:05", "01:06", "01:50")),
        (("01:40", "02:05", "02:06", "02:06"), ("23:40", "00:05", "00:06", "00:06")),
        # Rows in another order than that of time tell nothing: the first of both.
        (("02:40", "02:30", "02:35", "02:10"), ("00:40", "00:30", "00:35", "00:10")),
    ],
)
def test_events_of_a_call_are_kept_in_order(
    workspace: Workspace, tmp_path: Path, times: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    file = tmp_path / "events.csv"
    other = "2026-10-25 02:59,8,in,"
    rows = [f"2026-10-25 {at},7,{what},Ann" for at, what in zip(times, ("in", "talk", "bye", "over"), strict=True)]
    file.write_text("\n".join(["time,id,what,agent", other, *rows]) + "\n")
    take_in(workspace, file, read_profile(EVENTS, "events"))
    events = workspace.snapshot().scan(EVENT_ROWS).filter(pl.col("task_id").str.ends_with(":7")).collect()
    order = ["task-queue.entered", "reservation.taken", "reservation.completed", "task.completed"]
    told = {row["event_type"]: f"{row['occurred_at']:%H:%M}" for row in events.to_dicts()}
    assert tuple(told[each] for each in order) == expected


def test_a_file_that_begins_with_the_newest_is_read_from_its_end(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    steps = ("over", "bye", "talk", "in")
    calls = {"8": ("03:40", "03:35", "03:20", "03:10"), "7": ("02:06", "02:05", "02:55", "02:40")}
    calls["6"] = ("02:50", "02:45", "02:20", "02:10")  # both readings keep its order: the first
    rows = [
        f"2026-10-25 {at},{one},{what},Ann"
        for one, times in calls.items()
        for at, what in zip(times, steps, strict=True)
    ]
    file.write_text("\n".join(["time,id,what,agent", *rows]) + "\n")
    take_in(workspace, file, read_profile(EVENTS, "events"))
    events = workspace.snapshot().scan(EVENT_ROWS).sort("occurred_at").collect()
    told = {
        each: [f"{at:%H:%M}" for at in events.filter(pl.col("task_id").str.ends_with(f":{each}"))["occurred_at"]]
        for each in calls
    }
    assert told == {
        "8": ["02:10", "02:20", "02:35", "02:40"],
        "7": ["00:40", "00:55", "01:05", "01:06"],
        "6": ["00:10", "00:20", "00:45", "00:50"],
    }


COUNTS = """
kind = "intervals"
time_zone = "Europe/Madrid"
{length}
[columns]
started_at = "from"
{end}
queue = "queue"
offered = "offered"
handled = "handled"
"""


@pytest.mark.parametrize(
    ("length", "end", "shown"),
    [('interval = "hour"', "", ""), ("", 'ended_at = "to"', "2026-10-25 03:00"), ("", 'ended_at = "to"', "02:59")],
)
def test_an_interval_told_twice_is_both_hours(
    workspace: Workspace, tmp_path: Path, length: str, end: str, shown: str
) -> None:
    file = tmp_path / "counts.csv"
    to = f"2026-10-25 {shown}" if len(shown) == 5 else shown or "2026-10-25 03:00"
    rows = [f"2026-10-25 02:00,{to},{queue},{count},{count}" for count in (3, 5) for queue in ("a", "b")]
    file.write_text("\n".join(["from,to,queue,offered,handled", *rows]) + "\n")
    take_in(workspace, file, read_profile(COUNTS.format(length=length, end=end), "counts"))
    found = workspace.snapshot().scan(INTERVALS).sort("started_at", "queue_name").collect()
    told = [
        (f"{row['started_at']:%H:%M}", row["length_ms"], row["queue_name"], row["offered_count"])
        for row in found.to_dicts()
    ]
    hour = 3_600_000
    assert told == [
        ("00:00", hour, "a", 3),
        ("00:00", hour, "b", 3),
        ("01:00", hour, "a", 5),
        ("01:00", hour, "b", 5),
    ]


def test_counts_that_begin_with_the_newest_are_read_from_their_end(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    shown = ("04:00", "03:00", "02:00", "02:00", "01:00")
    rows = [f"2026-10-25 {at},{queue},{5 - hour},1" for hour, at in enumerate(shown) for queue in ("a", "b")]
    file.write_text("\n".join(["from,queue,offered,handled", *rows]) + "\n")
    take_in(workspace, file, read_profile(COUNTS.format(length='interval = "hour"', end=""), "counts"))
    found = workspace.snapshot().scan(INTERVALS).filter(pl.col("queue_name") == "b").sort("started_at").collect()
    assert found["offered_count"].to_list() == [1, 2, 3, 4, 5]
