"""Reports of Flex Insights: the published example, how lengths and times are written, and the sample."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.loads import uncertain_times
from core.schema.tables import CONVERSATIONS, LOADS, SEGMENTS
from core.store.snapshot import Snapshot
from tests.core.sources.exports import conversation, counted, figures, plain, refused, rows, segments, take_in

NAME = "flex-insights.csv"
MADRID = "Europe/Madrid"


def report(*records: dict[str, str]) -> bytes:
    text = io.StringIO()
    names = list(dict.fromkeys(name for record in records for name in record))
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def row(segment: str, kind: str, clock: str, **more: str) -> dict[str, str]:
    told = {"Segment": segment, "Conversation": "c1", "Kind": kind, "Date": "2026-03-02", "Time": clock}
    return told | {name.replace("_", " "): value for name, value in more.items()}


PUBLISHED = (
    row("s1", "Queue", "07:21:33", Queue="L1", Queue_Time="01:11", Abandoned="No"),
    row(
        "s2",
        "Conversation",
        "07:22:44",
        Queue="L1",
        Agent="John Doe",
        Queue_Time="01:11",
        Ring_Time="0:04",
        Talk_Time="2:17",
        Abandoned="No",
        Followed_By="Cold Transfer",
    ),
    row("s3", "Queue", "07:25:01", Queue="L2", Queue_Time="0:03", Abandoned="Yes", Abandon_Time="0:03"),
    row("s4", "Missed Conversation", "07:25:02", Queue="L2", Agent="Alba Perez", Ring_Time="0:02", Talk_Time="0:00"),
    row("s5", "Conversation", "07:25:04", Queue="L2", Queue_Time="0:03", Abandoned="Yes", Abandon_Time="0:03"),
)


def test_the_published_example_comes_back_as_it_was(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, report(*PUBLISHED))
    assert segments(snapshot, "c1") == [
        ("Queue", "L1", None, 71.0, None, None, None, None),
        ("Conversation", "L1", "John Doe", 71.0, 4.0, 137.0, None, 0.0),
        ("Queue", "L2", None, 3.0, None, None, None, None),
        ("Missed Conversation", "L2", "Alba Perez", None, 2.0, 0.0, None, None),
        ("Conversation", "L2", None, 3.0, None, None, None, None),
    ]
    found = conversation(snapshot, "c1")
    assert (found["is_lost_in_transfer"], found["transfer_count"], found["platform"]) == (True, 1, "Flex Insights")


def test_a_report_of_conversations_alone_knows_their_waits(tmp_path: Path) -> None:
    found = conversation(take_in(tmp_path, report(PUBLISHED[1])), "c1")
    assert (found["queue_time_ms"], found["speed_of_answer_ms"], found["is_in_progress"]) == (71_000, 71_000, False)


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [("137", 137_000), ("2:17", 137_000), ("0:02:17", 137_000), ("1h 02:17", 3_737_000), ("12.5", 12_500)],
)
def test_how_lengths_may_be_written(tmp_path: Path, written: str, milliseconds: int) -> None:
    told = row("s1", "Conversation", "09:00:00", Agent="Mary", Talk_Time=written)
    assert conversation(take_in(tmp_path, report(told)), "c1")["talk_time_ms"] == milliseconds


@pytest.mark.parametrize(
    ("when", "hour"),
    [
        ({"Date": "2026-03-02", "Time": "09:30:00"}, 8),
        ({"Date": "03/02/2026", "Time": "09:30"}, 8),
        ({"Date": "Mar 2, 2026", "Time": "9:30:00 PM"}, 20),
        ({"Date": "2026-03-02", "Time in Seconds": "34200"}, 8),
        ({"Date": "2026-03-02", "Time in Seconds": "9h 30:00"}, 8),
        ({"Date": "2026-07-02", "Time": "09:30:00"}, 7),
        ({"Date": "2026-10-25", "Time": "02:30:00"}, 0),
    ],
)
def test_how_times_may_be_written(tmp_path: Path, when: dict[str, str], hour: int) -> None:
    told = {"Segment": "s1", "Kind": "Conversation", "Agent": "Mary", "Talk Time": "60"} | when
    ((found),) = rows(take_in(tmp_path, report(told), zone=MADRID), CONVERSATIONS)
    assert (found["answered_at"].hour, found["answered_at"].minute) == (hour, 30)


def test_who_asked_for_a_callback_and_got_it_is_a_follow_up_and_handled(tmp_path: Path) -> None:
    asked = {"Queue": "L1", "Abandoned": "Follow-Up", "Queue_Time": "0:45", "Abandon_Time": "0:45"}
    served = {"Queue": "L1", "Abandoned": "No", "Queue_Time": "0:21", "Agent": "Ana Vega", "Outcome": "Resolved"}
    given = (
        row("s1", "Queue", "10:00:00", **asked),
        row("s2", "Conversation", "10:00:45", Abandoned_Phase="Callback Request", **asked),
        row("s3", "Queue", "10:05:00", Queue="L1", Abandoned="No", Queue_Time="0:21"),
        row("s4", "Missed Conversation", "10:05:01", Queue="L1", Agent="Alba Perez", Ring_Time="0:04"),
        row("s5", "Conversation", "10:05:21", Ring_Time="0:05", Talk_Time="2:00", Wrap_Up_Time="0:10", **served),
    )
    snapshot = take_in(tmp_path, report(*given))
    told = conversation(snapshot, "c1")
    assert (told["is_follow_up"], told["abandoned_phase"], told["is_abandoned"]) == (True, "Callback Request", False)
    assert (told["is_handled"], told["outcome"], told["agent_name"]) == (True, "Resolved", "Ana Vega")
    assert (told["queue_time_ms"], told["speed_of_answer_ms"], told["talk_time_ms"]) == (66_000, 21_000, 120_000)
    assert (told["queue_count"], told["missed_count"], told["is_in_progress"]) == (2, 1, False)
    assert (told["started_at"].minute, told["ended_at"]) == (0, datetime(2026, 3, 2, 10, 7, 31, tzinfo=UTC))


def test_of_an_hour_that_comes_twice_the_first_is_taken_and_told(tmp_path: Path) -> None:
    times = [{"Date": "2026-10-25", "Time": at} for at in ("01:59:00", "02:30:00", "03:00:00")]
    given = [row(f"s{number}", "Queue", "", Queue="L1") | at for number, at in enumerate(times)]
    snapshot = take_in(tmp_path, report(*given), zone=MADRID)
    began = [f"{each['started_at']:%H:%M}" for each in rows(snapshot, SEGMENTS, "started_at")]
    assert began == ["23:59", "00:30", "02:00"]
    load = rows(snapshot, LOADS)[0]["load_id"]
    assert uncertain_times(snapshot, [load]) == {load: {("repeated_hour", "2026-10-25"): 1}}


def test_agents_teams_holds_and_statuses(tmp_path: Path) -> None:
    talk = row(
        "s1",
        "Conversation",
        "09:00:00",
        Agent="Mary",
        Handling_Team="Day",
        Talk_Time="120",
        Hold_Time="25",
        Wrap_Up_Time="30",
        Outcome="Sold",
        Customer="+12125550101",
        Conversation_Attribute_1="Repair",
    )
    status = {"Segment": "s2", "Kind": "Agent Status", "Date": "2026-03-02", "Agent": "Mary", "Activity": "Break"}
    later = status | {"Segment": "s3", "Time": "09:20:00", "Activity": "Available", "Kind": "Agent Status in Progress"}
    snapshot = take_in(tmp_path, report(talk, status | {"Time": "09:10:00"}, later))
    found = conversation(snapshot, "c1")
    assert (found["hold_time_ms"], found["wrap_up_time_ms"], found["handling_team_name"]) == (25_000, 30_000, "Day")
    assert (found["outcome"], found["customer_phone"]) == ("Sold", "+12125550101")
    stays = [
        (each["activity"], each["activity_time_ms"])
        for each in rows(snapshot, SEGMENTS, "started_at")
        if each["activity"]
    ]
    assert stays == [("Break", 600_000), ("Available", None)]


def test_a_segment_in_progress_is_finished_by_a_later_report(tmp_path: Path) -> None:
    yet = row("s1", "Conversation in Progress", "09:00:00", Agent="Mary", Queue_Time="20")
    done = row("s1", "Conversation", "09:00:00", Agent="Mary", Queue_Time="20", Talk_Time="60")
    snapshot = take_in(tmp_path, report(yet), report(done))
    assert conversation(snapshot, "c1")["talk_time_ms"] == 60_000
    assert counted(snapshot) == [(1, 1, 0, 0), (1, 1, 0, 0)]


def test_rows_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    good = row("s1", "Conversation", "09:00:00", Agent="Mary", Talk_Time="60")
    bad = (
        row("s2", "", "09:00:00"),
        row("s3", "Queue", "25:99"),
        good | {"Segment": "s4", "Date": "", "Time": ""},
        good | {"Talk Time": "soon"},
    )
    snapshot = take_in(tmp_path, report(good, *bad))
    assert [(position, reason) for position, reason, _ in refused(snapshot)] == [
        (2, "no event type"),
        (3, "unreadable timestamp"),
        (4, "no timestamp"),
        (5, "unreadable duration"),
    ]


def records() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(plain(NAME).decode())))


def total(name: str, kind: str = "Conversation", only_agents: bool = True) -> int:
    """The report's own lengths in milliseconds, added up."""
    found = [one[name] for one in records() if one["Kind"] == kind and one[name] and (one["Agent"] or not only_agents)]
    parts = [[int(part) for part in text.split(":")] for text in found]
    return sum(1000 * (hours * 3600 + minutes * 60 + seconds) for hours, minutes, seconds in parts)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("insights"), plain(NAME), zone=MADRID)


def test_the_samples_sums_are_the_platforms_own(sample: Snapshot) -> None:
    names = {"talk_time_ms": "Talk Time", "wrap_up_time_ms": "Wrap Up Time", "hold_time_ms": "Hold Time"}
    assert figures(sample, *names) == {ours: total(theirs) for ours, theirs in names.items()}
    waits = [each for each in rows(sample, SEGMENTS) if each["kind"] == "Queue"]
    assert sum(each["queue_time_ms"] or 0 for each in waits) == total("Queue Time", "Queue", only_agents=False)
    lost = sum(each["abandon_time_ms"] or 0 for each in waits)
    assert lost == total("Abandon Time", "Queue", only_agents=False) > 0


def test_the_samples_segments_are_those_of_the_report(sample: Snapshot) -> None:
    found: list[dict[str, Any]] = [each for each in rows(sample, SEGMENTS) if each["conversation_id"]]
    assert Counter(each["kind"] for each in found) == Counter(one["Kind"] for one in records())
    answers = {each["segment_id"]: each["started_at"] for each in found if each["reservation_id"]}
    assert len(answers) == sum(bool(one["Agent"]) for one in records())
    assert records()[0]["Date"] + records()[0]["Time"] == "2026-10-1902:44:42"
    assert min(each["started_at"] for each in found) == datetime(2026, 10, 19, 0, 44, 42, tzinfo=UTC)
