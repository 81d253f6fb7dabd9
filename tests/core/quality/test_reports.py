"""Files of counts: clean ones give no finding, and each fault that is planted gives just the rows that it is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.correct import correct
from core.corrections import EXCLUDE, CorrectionsFile, new_correction
from core.ingest import ingest
from core.intervals.keep import keep
from core.intervals.read import read_intervals
from core.intervals.roles import END, Counting
from core.quality import Quality, agreement
from core.schema.tables import INTERVALS
from core.settings import Settings
from core.sources import Reading
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.core.intervals.counted import Row, typed
from tests.core.quality.planted import EVERYTHING, clean_day, of
from tests.story import event

HOURLY = Counting("Twilio", "hourly", "UTC", "hour")
DAY = datetime(2026, 3, 2, tzinfo=UTC)
Found = dict[str, list[tuple[Any, ...]]]


def hour(clock: int, queue: str, offered: int, handled: int, abandoned: int, **more: Any) -> Row:
    """An hour of a queue on the clean day."""
    counts = {"offered_count": offered, "handled_count": handled, "abandoned_count": abandoned}
    return {"started_at": DAY + timedelta(hours=clock), "queue_name": queue} | counts | more


CLEAN = (
    # Ana answers WT1, WT2 and WT4 in Support, WT3 gives up; WT1 is handed on to Billing at 09:03.
    hour(9, "Support", 4, 3, 1),
    hour(9, "Billing", 1, 1, 0),
    hour(10, "Billing", 1, 1, 0),
)
"""What the platform's report of the clean day says, but for WT6, who gives up in Support at ten fifty."""


def counted(home: Path, *rows: Row, counting: Counting = HOURLY) -> Workspace:
    """A workspace with rows of a file of counts besides what it has."""
    workspace = Workspace(home)
    staged, refused = read_intervals(typed(*rows), counting, "f")
    assert refused.is_empty(), refused
    with workspace.write() as change:
        keep(change, staged, f"load of {counting.profile}")
        change.commit("counts")
    return workspace


def both(home: Path, *rows: Row, counting: Counting = HOURLY) -> Workspace:
    """The clean day's events and a report of it."""
    taken_in(home, *clean_day())
    return counted(home, *rows, counting=counting)


def rows_of(quality: Quality, *names: str) -> Found:
    """Check → of each row its queue, when, what, and the columns asked for."""
    return {
        one.check.name: [
            (row["queue_name"], f"{row['at']:%d %H:%M}", row["what"], *(row[name] for name in names))
            for row in one.rows.sort("at", "queue_name", "what").iter_rows(named=True)
        ]
        for one in quality.findings
    }


SIDES = ("reported_count", "counted_count", "position")


def test_a_report_that_says_what_the_events_tell_gives_no_finding(tmp_path: Path) -> None:
    quality = of(both(tmp_path / "w", *CLEAN))
    assert rows_of(quality) == {}
    assert quality.verdict == "sound"


def test_each_count_that_differs_from_the_events_is_found_with_both_numbers_and_its_line(tmp_path: Path) -> None:
    workspace = both(tmp_path / "w", hour(9, "Support", 6, 5, 1), hour(9, "Billing", 1, 0, 1), CLEAN[2])
    assert rows_of(of(workspace), *SIDES) == {
        "reports_agree": [
            ("Billing", "02 09:00", "abandoned", 1, 0, 2),
            ("Billing", "02 09:00", "handled", 0, 1, 2),
            ("Support", "02 09:00", "handled", 5, 3, 1),
            ("Support", "02 09:00", "offered", 6, 4, 1),
        ]
    }
    finding = of(workspace).findings[0]
    assert (finding.volume, round(finding.share * 3)) == (3, 2), "two of three intervals, whatever differs in them"


def test_an_hour_without_any_event_of_a_known_queue_is_compared_too(tmp_path: Path) -> None:
    workspace = both(tmp_path / "w", *CLEAN[:2], hour(10, "Billing", 1, 1, 0), hour(10, "Support", 0, 0, 0))
    assert rows_of(of(workspace), *SIDES) == {
        # WT6 gives up at ten fifty, and the report knows of nobody.
        "reports_agree": [("Support", "02 10:00", "abandoned", 0, 1, 4), ("Support", "02 10:00", "offered", 0, 1, 4)]
    }


@pytest.mark.parametrize(
    "row",
    [
        hour(8, "Support", 9, 9, 0),
        hour(11, "Support", 9, 9, 0),
        hour(9, "Sales", 9, 9, 0),
        hour(9, "Support", 9, 9, 0, agent_name="Ana"),
        hour(9, "Support", 9, 9, 0, channel="chat"),
    ],
    ids=[
        "before the first event",
        "after the last",
        "a queue that events do not know",
        "an agent's",
        "no such channel",
    ],
)
def test_what_the_events_cannot_tell_is_not_compared(tmp_path: Path, row: Row) -> None:
    assert rows_of(of(both(tmp_path / "w", row))) == {}


def test_another_platform_and_counting_at_the_end_are_not_compared(tmp_path: Path) -> None:
    other = Counting("Avaya", "other", "UTC", "hour")
    assert rows_of(of(both(tmp_path / "w", hour(9, "Support", 9, 9, 0), counting=other))) == {}


def test_rows_of_one_channel_are_held_against_that_channel(tmp_path: Path) -> None:
    workspace = both(tmp_path / "w", hour(9, "Support", 5, 3, 1, channel="voice", direction="Inbound"))
    assert rows_of(of(workspace), *SIDES) == {"reports_agree": [("Support", "02 09:00", "offered", 5, 4, 1)]}


def test_where_the_house_leaves_a_conversation_out_nothing_is_compared(tmp_path: Path) -> None:
    workspace = both(tmp_path / "w", *CLEAN)
    CorrectionsFile(workspace.files).add(new_correction(EXCLUDE, "Ana Ruiz", "A test", conversations=("WT2",)))
    correct(workspace)
    assert rows_of(of(workspace)) == {}


def test_of_a_wait_that_is_still_open_only_that_it_was_offered_is_compared(tmp_path: Path) -> None:
    waiting = [
        event("09:50:00", "task.created", "WT7", attributes={"from": "+14155550172"}),
        event("09:50:00", "task-queue.entered", "WT7", queue="Support"),
    ]
    taken_in(tmp_path / "w", *sorted([*clean_day(), *waiting], key=lambda one: one["occurred_at"]))
    workspace = counted(tmp_path / "w", hour(9, "Support", 5, 4, 1))
    assert rows_of(of(workspace)) == {}


def test_reported_and_counted_are_told_per_queue_with_their_difference(tmp_path: Path) -> None:
    workspace = both(tmp_path / "w", hour(9, "Support", 6, 5, 1), *CLEAN[1:])
    told = agreement(workspace.snapshot(), EVERYTHING, Settings())
    names = ("queue_name", "intervals", "differing", "reported_offered", "counted_offered", "offered_difference")
    assert told.select(names).rows() == [("Support", 1, 1, 6, 4, 2), ("Billing", 2, 0, 2, 2, 0)]
    assert told["handled_difference"].to_list() == [2, 0]


LAWS: dict[str, tuple[Row, Found]] = {
    "all three are told and do not add up": (
        hour(9, "Sales", 10, 6, 2, flowed_out_count=1),
        {"reports_add_up": [("Sales", "02 09:00", "fewer ended than offered", 10, 9, 1)]},
    ),
    "what is not told may be the rest": (hour(9, "Sales", 10, 6, 2), {}),
    "talk and wrap-up are longer than handling": (
        # 3 × 100 s and 3 × 20 s in 3 × 100 s: 60 s too much, of which three contacts explain 6 s.
        hour(9, "Sales", 3, 3, 0, talk_ms=300_000, wrap_up_ms=60_000, handling_ms=300_000),
        {"reported_times": [("Sales", "02 09:00", "parts longer than the whole", None, None, 1)]},
    ),
    "rounding is no fault": (
        hour(9, "Sales", 3, 3, 0, talk_ms=300_000, wrap_up_ms=60_000, handling_ms=354_000),
        {},
    ),
    "talk time may have the holds in it": (
        hour(9, "Sales", 3, 3, 0, talk_ms=300_000, hold_ms=90_000, wrap_up_ms=60_000, handling_ms=360_000),
        {},
    ),
    "time of nobody": (
        hour(9, "Sales", 2, 0, 2, talk_ms=5_000),
        {"reported_times": [("Sales", "02 09:00", "time of nobody", None, None, 1)]},
    ),
}


@pytest.mark.parametrize("fault", LAWS)
def test_a_row_that_contradicts_itself_is_found_and_nothing_else(tmp_path: Path, fault: str) -> None:
    row, expected = LAWS[fault]
    assert rows_of(of(counted(tmp_path / "w", row)), *SIDES) == expected


STORED: dict[str, tuple[dict[str, int], Found]] = {
    "more ended than offered": (
        {"handled_count": 4},
        {"reports_add_up": [("Sales", "02 09:00", "more ended than offered", 4, 5, 1)]},
    ),
    "more in time than there were": (
        {"answered_within_count": 5, "answerable_count": 4},
        {"reports_add_up": [("Sales", "02 09:00", "more in time than there were", 4, 5, 1)]},
    ),
    "time below zero": (
        {"talk_ms": -1},
        {"reported_times": [("Sales", "02 09:00", "time below zero", None, None, 1)]},
    ),
}


@pytest.mark.parametrize("fault", STORED)
def test_what_reading_refuses_is_found_too_when_it_is_stored(tmp_path: Path, fault: str) -> None:
    values, expected = STORED[fault]
    workspace = counted(tmp_path / "w", hour(9, "Sales", 4, 3, 1))
    rows = workspace.snapshot().scan(INTERVALS).collect()
    with workspace.write() as change:
        spoilt = rows.with_columns(pl.lit(value, pl.Int64).alias(name) for name, value in values.items())
        change.replace(INTERVALS, "interval_id", rows["interval_id"], spoilt)
        change.commit("spoilt")
    assert rows_of(of(workspace), *SIDES) == expected


def test_a_day_and_its_hours_from_two_reports_are_found_on_both_sides(tmp_path: Path) -> None:
    counted(tmp_path / "w", hour(9, "Sales", 4, 3, 1), hour(9, "Support", 4, 3, 1))
    workspace = counted(tmp_path / "w", hour(0, "Sales", 8, 7, 1), counting=Counting("Twilio", "daily", "UTC", "day"))
    assert rows_of(of(workspace), "amount_ms") == {
        "reports_once": [("Sales", "02 00:00", "hourly", 3_600_000), ("Sales", "02 09:00", "daily", 3_600_000)]
    }


def weeks(home: Path, *missing: tuple[int, int], queue: str = "Sales", offered: int = 20, last: int = 34) -> Workspace:
    """Five weeks of hours from nine to twelve of two queues on every day; of one, some (day, hour) are missing."""
    rows = [
        hour(day * 24 + clock, name, offered, offered, 0)
        for day in range(35)
        for clock in (9, 10, 11)
        for name in (queue, "Other")
        if name == "Other" or ((day, clock) not in missing and day <= last)
    ]
    return counted(home, *rows)


def test_an_hour_that_a_queue_always_has_is_missing(tmp_path: Path) -> None:
    workspace = weeks(tmp_path / "w", (16, 10))
    # The last row of the queue before it: after 16 days of six rows the first one of the next.
    assert rows_of(of(workspace), "times", "amount_ms", "position") == {
        "reports_complete": [("Sales", "18 10:00", "missing intervals", 1, 3_600_000, 97)]
    }


def test_a_day_that_is_missing_is_one_finding_and_two_days_apart_are_two(tmp_path: Path) -> None:
    workspace = weeks(tmp_path / "w", *((16, clock) for clock in (9, 10, 11)), (20, 9))
    assert rows_of(of(workspace), "times", "amount_ms") == {
        "reports_complete": [
            ("Sales", "18 09:00", "missing intervals", 3, 10_800_000),
            ("Sales", "22 09:00", "missing intervals", 1, 3_600_000),
        ]
    }


def test_a_queue_that_stops_while_its_report_goes_on(tmp_path: Path) -> None:
    workspace = weeks(tmp_path / "w", last=32)
    assert rows_of(of(workspace), "times") == {"reports_complete": [("Sales", "04 09:00", "ends before its report", 6)]}


@pytest.mark.parametrize(
    ("missing", "offered"),
    [([(16, 10)], 5), ([(9, 10), (16, 10)], 20)],
    ids=["few contacts may be none by chance", "a time that it does not always have"],
)
def test_what_chance_or_habit_explains_is_no_fault(
    tmp_path: Path, missing: list[tuple[int, int]], offered: int
) -> None:
    assert rows_of(of(weeks(tmp_path / "w", *missing, offered=offered))) == {}


def test_holidays_are_quiet_and_the_period_and_the_queue_say_what_is_looked_at(tmp_path: Path) -> None:
    workspace = weeks(tmp_path / "w", (16, 10))
    day = DAY + timedelta(days=16)
    assert rows_of(of(workspace, rules=Settings(holidays=(day.date(),)))) == {}
    assert rows_of(of(workspace, EVERYTHING.with_(since=day + timedelta(days=1)))) == {}
    assert set(rows_of(of(workspace, EVERYTHING.with_(since=day, until=day + timedelta(days=1))))) == {
        "reports_complete"
    }
    assert rows_of(of(workspace, EVERYTHING.with_condition("queue_name", "Other"))) == {}


PROFILE = """
kind = "intervals"
platform = "Twilio"
time_zone = "UTC"
interval = "hour"
{more}
[form]
kind = "csv"
delimiter = ";"
header_row = 1

[columns.started_at]
from = "Start"
style = "ymd"

[columns.queue]
from = "Queue"

[columns.offered]
from = "Offered"

[columns.handled]
from = "Handled"

[columns.abandoned]
from = "Abandoned"
"""


def from_file(home: Path, more: str = "") -> Workspace:
    """The clean day, and a file whose second row differs from it by one contact."""
    taken_in(home, *clean_day())
    file = home.with_suffix(".csv")
    lines = (
        "Start;Queue;Offered;Handled;Abandoned",
        "2026-03-02 09:00;Billing;1;1;0",
        "2026-03-02 09:00;Support;5;4;1",
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace(home)
    done = ingest(workspace, [file], reading=Reading("UTC", PROFILE.format(more=more), "queues"))
    assert not done.failures
    return workspace


def test_a_row_tells_its_file_and_its_line(tmp_path: Path) -> None:
    assert rows_of(of(from_file(tmp_path / "w")), "file_name", "position") == {
        "reports_agree": [
            ("Support", "02 09:00", "handled", "w.csv", 3),
            ("Support", "02 09:00", "offered", "w.csv", 3),
        ]
    }


def test_a_file_that_counts_contacts_where_they_end_is_bound_by_no_law_of_one_interval(tmp_path: Path) -> None:
    assert rows_of(of(from_file(tmp_path / "w", f'counted_at = "{END}"'))) == {}


def test_events_are_not_late_because_counts_of_a_later_time_came_before(tmp_path: Path) -> None:
    workspace = counted(tmp_path / "w", hour(9, "Support", 4, 3, 1))
    file = tmp_path / "counts.csv"
    file.write_text("Start;Queue;Offered;Handled;Abandoned\n2026-03-20 09:00;Support;1;1;0\n", encoding="utf-8")
    assert not ingest(workspace, [file], reading=Reading("UTC", PROFILE.format(more=""), "queues")).failures
    taken_in(tmp_path / "w", *clean_day())
    assert "in_time" not in rows_of(of(workspace))
