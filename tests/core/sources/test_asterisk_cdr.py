"""Asterisk's call detail records: hand-made calls, the change of the clocks, and the samples against plain Python."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.loads import uncertain_times
from core.schema.tables import CONVERSATIONS, LOADS, SEGMENTS
from core.store.snapshot import Snapshot
from sample_data.platforms.cdr import FILE
from tests.core.sources.exports import conversation, counted, figures, plain, refused, rows, segments, take_in

MADRID = "Europe/Madrid"
NOON = 1772452800  # 2026-03-02T12:00:00Z, 13:00 in Madrid
TABLE = "freepbx-cdr.csv"


def record(**changes: str) -> list[str]:
    """A call of 160 seconds, 120 of them answered, from outside to an extension."""
    told = dict.fromkeys(FILE, "") | {
        "src": "+12125550101",
        "dst": "101",
        "dcontext": "ext-local",
        "clid": '"Ann, ""Boss"" Lee" <+12125550101>',
        "channel": "PJSIP/trunk-0000000a",
        "dstchannel": "PJSIP/mary-0000000b",
        "lastapp": "Dial",
        "lastdata": "PJSIP/mary,30",
        "start": "2026-03-02 13:00:00",
        "answer": "2026-03-02 13:00:40",
        "end": "2026-03-02 13:02:40",
        "duration": "160",
        "billsec": "120",
        "disposition": "ANSWERED",
        "amaflags": "DOCUMENTATION",
        "uniqueid": f"{NOON}.1",
    }
    return list((told | changes).values())


def master(*records: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(records)
    return text.getvalue().encode()


def only(folder: Path, zone: str = MADRID, **changes: str) -> dict[str, object]:
    return rows(take_in(folder, master(record(**changes)), zone=zone), CONVERSATIONS)[0]


def test_an_answered_call(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, master(record()), zone=MADRID)
    assert segments(snapshot, f"{NOON}.1") == [
        ("Queue", None, None, 40.0, None, None, None, None),
        ("Conversation", None, "PJSIP/mary", 40.0, 40.0, 120.0, None, 0.0),
    ]
    row = conversation(snapshot, f"{NOON}.1")
    assert (row["platform"], row["direction"], row["outcome"]) == ("Asterisk", "Inbound", "ANSWERED")
    assert row["started_at"] == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert row["customer_phone"] == "+12125550101"


@pytest.mark.parametrize(
    ("changes", "is_abandoned", "missed"),
    [
        ({"disposition": "NO ANSWER", "billsec": "0"}, True, 1),
        ({"disposition": "BUSY", "billsec": "0"}, True, 1),
        ({"lastapp": "Queue", "lastdata": "sales,t,,,300", "dstchannel": ""}, True, 0),
        ({"lastapp": "BackGround", "lastdata": "welcome", "dstchannel": ""}, False, 0),
    ],
)
def test_calls_without_an_answer(tmp_path: Path, changes: dict[str, str], is_abandoned: bool, missed: int) -> None:
    row = only(tmp_path, **changes)
    assert (row["is_abandoned"], row["is_handled"], row["missed_count"]) == (is_abandoned, False, missed)


def test_a_call_through_a_queue_names_it_and_knows_no_ringing(tmp_path: Path) -> None:
    row = only(tmp_path, lastapp="Queue", lastdata="sales,t,,,300")
    assert (row["queue_name"], row["ring_time_ms"], row["talk_time_ms"]) == ("sales", None, 120_000)


def test_a_call_that_ends_in_voicemail_is_a_follow_up(tmp_path: Path) -> None:
    row = only(tmp_path, lastapp="VoiceMail", lastdata="101@default,u", dstchannel="")
    assert (row["is_follow_up"], row["abandoned_phase"], row["is_handled"]) == (True, "Voicemail", False)


@pytest.mark.parametrize(
    ("src", "dst", "direction"),
    [("101", "+12125550101", "Outbound"), ("101", "102", "Internal"), ("+12125550101", "101", "Inbound")],
)
def test_the_direction_is_told_by_extensions(tmp_path: Path, src: str, dst: str, direction: str) -> None:
    assert only(tmp_path, src=src, dst=dst)["direction"] == direction


def test_the_agent_of_an_outbound_call_is_who_called(tmp_path: Path) -> None:
    called = {"channel": "PJSIP/mary-0000000b", "dstchannel": "PJSIP/trunk-0000000a"}
    row = only(tmp_path, src="101", dst="+12125550101", **called)
    assert (row["agent_name"], row["customer_phone"], row["ring_time_ms"]) == ("PJSIP/mary", "+12125550101", 40_000)


@pytest.mark.parametrize(
    ("written", "uniqueid", "hour"),
    [
        ("2026-10-25 01:30:00", "", 23),  # summer time
        ("2026-10-25 02:30:00", "", 0),  # twice: the first without anything that tells
        ("2026-10-25 02:30:00", f"{int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp())}.1", 0),
        ("2026-10-25 02:30:00", f"{int(datetime(2026, 10, 25, 1, 30, tzinfo=UTC).timestamp())}.1", 1),
        ("2026-10-25 03:30:00", "", 2),  # winter time
        ("2026-07-01 12:30:00", "", 10),
        ("2026-07-01 12:30:00", f"{int(datetime(2026, 7, 1, 12, 30, tzinfo=UTC).timestamp())}.1", 12),  # usegmtime
        ("2026-07-01 12:30:00", f"pbx-{int(datetime(2026, 7, 1, 9, 50, tzinfo=UTC).timestamp())}.1", 10),
    ],
)
def test_local_times_across_the_change_of_the_clocks(tmp_path: Path, written: str, uniqueid: str, hour: int) -> None:
    row = only(tmp_path, start=written, uniqueid=uniqueid)
    started, ended = row["started_at"], row["ended_at"]
    assert isinstance(started, datetime)
    assert isinstance(ended, datetime)
    assert (started.hour, started.minute, (ended - started).total_seconds()) == (hour, 30, 160.0)


@pytest.mark.parametrize(
    ("start", "end", "duration", "began", "is_told"),
    [
        ("02:50", "03:10", "1200", "01:50", False),
        ("02:50", "03:10", "4800", "00:50", False),
        ("02:50", "02:10", "1200", "00:50", False),
        ("02:10", "02:20", "600", "00:10", True),  # both hours would do
        ("01:50", "02:10", "1200", "23:50", False),
    ],
)
def test_without_unique_ids_the_end_tells_which_hour_is_meant(
    tmp_path: Path, start: str, end: str, duration: str, began: str, is_told: bool
) -> None:
    told = {"start": f"2026-10-25 {start}:00", "end": f"2026-10-25 {end}:00", "duration": duration}
    snapshot = take_in(tmp_path, master(record(**told, uniqueid="")[:16]), zone=MADRID)
    row = rows(snapshot, CONVERSATIONS)[0]
    assert f"{row['started_at']:%H:%M}" == began
    assert (row["ended_at"] - row["started_at"]).total_seconds() == int(duration)
    uncertain = uncertain_times(snapshot, [rows(snapshot, LOADS)[0]["load_id"]])
    assert list(uncertain.values()) == ([{("repeated_hour", "2026-10-25"): 1}] if is_told else [])


def test_of_several_loads_each_has_its_own_uncertain_times(tmp_path: Path) -> None:
    twice = {"start": "2026-10-25 02:10:00", "end": "2026-10-25 02:20:00", "duration": "600"}
    files = [
        [record(**twice, uniqueid="")[:16]],
        [record(start="2025-10-26 02:10:00", end="2025-10-26 02:20:00", duration="600", uniqueid="")[:16]],
        [record()],
        [record(**twice, uniqueid="", src=f"+1212555010{digit}")[:16] for digit in (2, 3)],
    ]
    snapshot = take_in(tmp_path, *(master(*file) for file in files), zone=MADRID)
    ids = [load["load_id"] for load in sorted(rows(snapshot, LOADS), key=lambda load: load["load_number"])]
    assert uncertain_times(snapshot, ids) == {
        ids[0]: {("repeated_hour", "2026-10-25"): 1},
        ids[1]: {("repeated_hour", "2025-10-26"): 1},
        ids[3]: {("repeated_hour", "2026-10-25"): 2},
    }
    assert uncertain_times(snapshot, ids[2:3]) == uncertain_times(snapshot, []) == {}


def test_the_clocks_jump_costs_a_call_no_hour(tmp_path: Path) -> None:
    row = only(tmp_path, start="2026-03-29 01:59:00", end="2026-03-29 03:01:40", uniqueid="")
    assert (row["queue_time_ms"], row["talk_time_ms"]) == (40_000, 120_000)


def test_records_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    content = master(record(), record(start="2026-03-29 02:30:00", uniqueid="x"), record(start=""), record()[:12])
    snapshot = take_in(tmp_path, content, zone=MADRID)
    assert [(position, reason) for position, reason, _ in refused(snapshot)] == [
        (2, "unreadable timestamp"),
        (3, "no timestamp"),
        (4, "wrong number of fields"),
    ]
    assert counted(snapshot) == [(4, 1, 0, 3)]


def test_the_same_record_twice_counts_once(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, master(record()), master(record(), record(uniqueid=f"{NOON}.2")), zone=MADRID)
    assert counted(snapshot) == [(1, 1, 0, 0), (2, 1, 1, 0)]
    assert len(rows(snapshot, CONVERSATIONS)) == 2


@pytest.mark.parametrize("forms", [("Master.csv", TABLE), (TABLE, "Master.csv")])
def test_the_same_calls_in_both_forms_count_once(tmp_path: Path, forms: tuple[str, str]) -> None:
    both = take_in(tmp_path, *map(plain, forms), zone=MADRID)
    count = len(records())
    assert counted(both) == [(count, count, 0, 0), (count, 0, count, 0)]
    (tmp_path / "alone").mkdir()
    alone = take_in(tmp_path / "alone", plain(TABLE), zone=MADRID)
    assert rows(both, SEGMENTS) == rows(alone, SEGMENTS)


def test_old_files_without_unique_ids_are_read_too(tmp_path: Path) -> None:
    short = master(*(record(start=f"2026-03-02 13:0{minute}:00")[:16] for minute in range(3)))
    assert [row["talk_time_ms"] for row in rows(take_in(tmp_path, short, zone=MADRID), CONVERSATIONS)] == [120_000] * 3


def records() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(plain(TABLE).decode())))


@pytest.fixture(scope="module", params=["Master.csv", TABLE])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("cdr"), plain(request.param), zone=MADRID)


def test_the_samples_sums_are_the_platforms_own(sample: Snapshot) -> None:
    answered = [each for each in records() if each["disposition"] == "ANSWERED" and each["dstchannel"]]
    assert figures(sample, "talk_time_ms") == {"talk_time_ms": 1000 * sum(int(each["billsec"]) for each in answered)}
    waits = sum(int(each["duration"]) - int(each["billsec"]) for each in answered)
    talks = [row for row in rows(sample, SEGMENTS) if row["agent_id"]]
    assert sum(row["queue_time_ms"] for row in talks) == 1000 * waits


def test_the_samples_outcomes_are_those_of_the_records(sample: Snapshot) -> None:
    found = {row["conversation_id"]: row for row in rows(sample, CONVERSATIONS)}
    assert set(found) == {each["linkedid"] for each in records()}
    handled = {each["linkedid"] for each in records() if each["disposition"] == "ANSWERED" and each["dstchannel"]}
    assert {one for one, row in found.items() if row["is_handled"]} == handled
    mailed = {each["linkedid"] for each in records() if each["lastapp"] == "VoiceMail"}
    assert {one for one, row in found.items() if row["is_follow_up"]} == mailed != set()
    queued = {each["linkedid"] for each in records() if each["lastapp"] == "Queue" and not each["dstchannel"]}
    outbound = {each["linkedid"] for each in records() if each["disposition"] == "NO ANSWER"}
    assert {one for one, row in found.items() if row["is_abandoned"]} == queued | outbound


def test_the_samples_begin_when_their_unique_ids_say(sample: Snapshot) -> None:
    for row in rows(sample, CONVERSATIONS):
        began = datetime.fromtimestamp(int(row["conversation_id"].partition(".")[0]), UTC)
        assert row["started_at"] == began
