"""Twilio's call logs: hand-made calls and legs, how they may be written, and the sample against a plain Python loop."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot
from tests.core.sources.exports import conversation, counted, figures, plain, refused, rows, segments, take_in

NAME = "twilio-calls.json.gz"


def clock(time: str) -> str:
    return f"Mon, 02 Mar 2026 {time} +0000"


def call(sid: str, made: str, ended: str | None, duration: str | None, **more: Any) -> dict[str, Any]:
    """A call from a customer to the centre."""
    return {
        "sid": sid,
        "parent_call_sid": None,
        "account_sid": "AC1",
        "from": "+12125550101",
        "to": "+18005550100",
        "direction": "inbound",
        "status": "completed",
        "date_created": clock(made),
        "start_time": clock(made),
        "end_time": clock(ended) if ended else None,
        "duration": duration,
        **more,
    }


def leg(sid: str, made: str, ended: str | None, duration: str | None, **more: Any) -> dict[str, Any]:
    told = {"parent_call_sid": "CA1", "direction": "outbound-dial", "from": "+18005550100", "to": "client:mary"}
    return call(sid, made, ended, duration, **(told | more))


CALLED = call("CA1", "09:00:00", "09:05:00", "300")
ANSWERED = leg("CA3", "09:00:30", "09:05:00", "260", start_time=clock("09:00:40"))
MISSED = leg("CA2", "09:00:10", "09:00:28", "0", status="no-answer", to="client:josh")


def page(*calls: dict[str, Any]) -> bytes:
    return json.dumps({"first_page_uri": "/Calls.json?Page=0", "end": 1, "calls": list(calls)}).encode()


def test_a_call_with_a_leg_that_was_missed_and_one_that_was_answered(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, page(ANSWERED, MISSED, CALLED))
    assert segments(snapshot, "CA1") == [
        ("Queue", None, None, 40.0, None, None, None, None),
        ("Missed Conversation", None, "client:josh", None, 18.0, 0.0, None, None),
        ("Conversation", None, "client:mary", 40.0, 10.0, 260.0, None, 0.0),
    ]
    row = conversation(snapshot, "CA1")
    assert (row["platform"], row["direction"], row["customer_phone"]) == ("Twilio", "Inbound", "+12125550101")


def test_a_second_agent_after_the_first_is_a_transfer_and_its_wait_counts(tmp_path: Path) -> None:
    first = leg("CA3", "09:00:30", "09:02:00", "80")
    missed = leg("CA4", "09:02:02", "09:02:10", "0", status="no-answer", to="client:josh")
    second = leg("CA5", "09:02:12", "09:05:00", "160", to="client:ann")
    snapshot = take_in(tmp_path, page(second, missed, first, CALLED))
    assert segments(snapshot, "CA1") == [
        ("Queue", None, None, 40.0, None, None, None, None),
        ("Conversation", None, "client:mary", 40.0, 10.0, 80.0, None, 0.0),
        ("Queue", None, None, 20.0, None, None, None, None),
        ("Missed Conversation", None, "client:josh", None, 8.0, 0.0, None, None),
        ("Conversation", None, "client:ann", 20.0, 8.0, 160.0, None, 0.0),
    ]
    row = conversation(snapshot, "CA1")
    assert (row["transfer_count"], row["queue_time_ms"], row["is_abandoned"]) == (1, 60_000, False)


@pytest.mark.parametrize(("ended", "status"), [("09:04:00", "completed"), (None, "in-progress")])
def test_an_agent_who_joins_a_talk_is_no_transfer(tmp_path: Path, ended: str | None, status: str) -> None:
    long = leg("CA3", "09:00:30", ended, "200" if ended else None, start_time=clock("09:00:40"), status=status)
    short = leg("CA4", "09:01:00", "09:02:00", "50", to="client:josh")
    third = leg("CA5", "09:03:00", "09:03:50", "40", to="client:ann")
    row = conversation(take_in(tmp_path, page(third, short, long, CALLED)), "CA1")
    assert (row["transfer_count"], row["queue_time_ms"]) == (0, 40_000)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("no-answer", "Missed Conversation"), ("busy", "Rejected Conversation"), ("canceled", "Missed Conversation")],
)
def test_legs_that_nobody_answered(tmp_path: Path, status: str, kind: str) -> None:
    snapshot = take_in(tmp_path, page(CALLED, MISSED | {"status": status}))
    assert [each[0] for each in segments(snapshot, "CA1")] == ["Queue", kind]
    row = conversation(snapshot, "CA1")
    assert (row["is_handled"], row["is_abandoned"], row["is_in_progress"]) == (False, False, False)


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed", "canceled"])
def test_a_call_that_never_came_about_is_given_up(tmp_path: Path, status: str) -> None:
    out = {"direction": "outbound-api", "from": "+18005550100", "to": "+12125550101", "status": status}
    row = conversation(take_in(tmp_path, page(CALLED | out)), "CA1")
    assert (row["is_abandoned"], row["direction"], row["customer_phone"]) == (True, "Outbound", "+12125550101")


def test_a_call_from_an_agents_browser_is_outbound_and_names_whom_it_was_begun_by(tmp_path: Path) -> None:
    dialled = leg("CA3", "09:00:05", "09:05:00", "280", to="+12125550101")
    browser = CALLED | {"from": "client:mary", "to": "+12125550101"}
    row = conversation(take_in(tmp_path, page(browser, dialled)), "CA1")
    assert (row["direction"], row["initiated_by"], row["agent_name"]) == ("Outbound", "client:mary", "telephone")
    assert row["talk_time_ms"] == 280_000


def test_calls_that_go_on_are_finished_by_a_later_page(tmp_path: Path) -> None:
    going = (CALLED | {"end_time": None, "status": "in-progress", "duration": None},)
    yet = leg("CA3", "09:00:30", None, None, start_time=clock("09:00:40"), status="in-progress")
    (tmp_path / "open").mkdir()
    assert conversation(take_in(tmp_path / "open", page(*going, yet)), "CA1")["is_in_progress"]
    row = conversation(take_in(tmp_path, page(*going, yet), page(CALLED, ANSWERED)), "CA1")
    assert (row["is_in_progress"], row["talk_time_ms"]) == (False, 260_000)


def titled(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split("_"))


@pytest.mark.parametrize("spell", [str, titled, lambda name: titled(name).replace(" ", "")])
def test_a_table_may_spell_the_properties_as_it_likes(tmp_path: Path, spell: Any) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, [spell(name) for name in CALLED])
    writer.writeheader()
    writer.writerows({spell(name): value for name, value in each.items()} for each in (CALLED, ANSWERED))
    snapshot = take_in(tmp_path, text.getvalue().encode())
    assert conversation(snapshot, "CA1")["talk_time_ms"] == 260_000


def test_lines_of_a_bulk_export_are_read_too(tmp_path: Path) -> None:
    instants = ("date_created", "start_time", "end_time")
    iso = [
        each | {name: f"2026-03-02T{each[name][17:25]}Z" for name in instants} for each in (CALLED, ANSWERED, MISSED)
    ]
    snapshot = take_in(tmp_path, "\n".join(map(json.dumps, iso)).encode())
    assert conversation(snapshot, "CA1")["speed_of_answer_ms"] == 40_000


def test_calls_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    undated = CALLED | {"sid": "CA8", "date_created": None, "start_time": None}
    snapshot = take_in(tmp_path, page(CALLED, undated, CALLED | {"sid": "CA9", "end_time": "later"}))
    assert refused(snapshot) == [(2, "no timestamp", ""), (3, "unreadable timestamp", "later")]
    assert counted(snapshot) == [(3, 1, 0, 2)]


def test_a_page_fetched_twice_changes_nothing(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, page(CALLED, ANSWERED), page(ANSWERED, CALLED))
    assert counted(snapshot) == [(2, 2, 0, 0), (2, 0, 2, 0)]


def records() -> list[dict[str, Any]]:
    return [each for line in plain(NAME).decode().splitlines() for each in json.loads(line)["calls"]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("calls"), plain(NAME))


def test_the_samples_sums_are_the_platforms_own(sample: Snapshot) -> None:
    talks = [each for each in records() if each["parent_call_sid"] and each["status"] == "completed"]
    assert figures(sample, "talk_time_ms") == {"talk_time_ms": 1000 * sum(int(each["duration"]) for each in talks)}
    found = rows(sample, SEGMENTS)
    missed = sum(each["status"] in ("no-answer", "canceled") for each in records() if each["parent_call_sid"])
    assert sum(each["kind"] == "Missed Conversation" for each in found) == missed > 0


def test_the_samples_outcomes_are_those_of_the_calls(sample: Snapshot) -> None:
    roots = {each["sid"]: each for each in records() if not each["parent_call_sid"]}
    found = {row["conversation_id"]: row for row in rows(sample, CONVERSATIONS)}
    assert set(found) == set(roots)
    legs = [each for each in records() if each["parent_call_sid"]]
    handled = {each["parent_call_sid"] for each in legs if each["status"] == "completed"}
    assert {sid for sid, row in found.items() if row["is_handled"]} == handled
    unanswered = {sid for sid, each in roots.items() if each["status"] == "no-answer"}
    assert {sid for sid, row in found.items() if row["is_abandoned"]} == unanswered != set()
    going = {sid for sid, each in roots.items() if each["status"] == "in-progress"}
    assert {sid for sid, row in found.items() if row["is_in_progress"]} == going != set()
