"""Asterisk's queue_log: hand-made lines as conversations and statuses, and the sample against a plain Python loop."""

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from core.answer import answer
from core.loads import uncertain_times
from core.pipeline.life_cycle import KNOWN_TYPES
from core.query import Query
from core.schema.tables import CONVERSATIONS, LOADS, SEGMENTS
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.core.sources.exports import (
    conversation,
    counted,
    events_of,
    figures,
    plain,
    refused,
    rows,
    segments,
    take_in,
)

NAME = "queue_log"
NOON = 1772452800  # 2026-03-02T12:00:00Z
CALL = f"{NOON}.7"


def log(*lines: str) -> bytes:
    """Lines whose first field is seconds after noon."""
    split = (line.partition("|") for line in lines)
    return "".join(f"{NOON + int(at)}|{rest}\n" for at, _, rest in split).encode()


ANSWERED = (
    f"10|{CALL}|sales|NONE|ENTERQUEUE||+12125550101|1",
    f"32|{CALL}|sales|PJSIP/josh|RINGNOANSWER|15000",
    f"50|{CALL}|sales|PJSIP/mary|CONNECT|40|{NOON}.8|6",
    f"170|{CALL}|sales|PJSIP/mary|COMPLETECALLER|40|120|1",
)


def test_an_answered_call_with_an_offer_that_was_missed(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, log(*ANSWERED))
    assert segments(snapshot, CALL) == [
        ("Queue", "sales", None, 40.0, None, None, None, None),
        ("Missed Conversation", "sales", "PJSIP/josh", None, 15.0, 0.0, None, None),
        ("Conversation", "sales", "PJSIP/mary", 40.0, 6.0, 120.0, None, 0.0),
    ]
    row = conversation(snapshot, CALL)
    assert (row["platform"], row["channel"], row["direction"]) == ("Asterisk", "voice", "Inbound")
    assert (row["customer_phone"], row["outcome"]) == ("+12125550101", "COMPLETECALLER")
    assert row["answered_at"] == datetime(2026, 3, 2, 12, 0, 50, tzinfo=UTC)


def test_lines_without_a_ringing_time_leave_it_unknown(tmp_path: Path) -> None:
    old = (ANSWERED[0], f"50|{CALL}|sales|SIP/mary|CONNECT|40", f"170|{CALL}|sales|SIP/mary|COMPLETEAGENT|40|120")
    row = conversation(take_in(tmp_path, log(*old)), CALL)
    assert (row["ring_time_ms"], row["talk_time_ms"], row["speed_of_answer_ms"]) == (None, 120_000, 40_000)


@pytest.mark.parametrize(
    ("verb", "is_abandoned"),
    [
        ("ABANDON|1|1|80", True),
        ("EXITWITHTIMEOUT|1|1|80", False),
        ("EXITEMPTY|1|1|80", False),
        ("EXITWITHKEY|1|1|1|80", False),
    ],
)
def test_how_a_call_leaves_a_queue_without_an_answer(tmp_path: Path, verb: str, is_abandoned: bool) -> None:
    row = conversation(take_in(tmp_path, log(ANSWERED[0], f"90|{CALL}|sales|NONE|{verb}")), CALL)
    assert (row["is_abandoned"], row["is_handled"], row["is_in_progress"]) == (is_abandoned, False, False)
    assert (row["queue_time_ms"], row["outcome"]) == (80_000, verb.partition("|")[0])


def test_a_call_that_goes_on_into_another_queue_is_one_conversation(tmp_path: Path) -> None:
    onward = (
        ANSWERED[0],
        f"40|{CALL}|sales|NONE|EXITWITHTIMEOUT|1|1|30",
        f"41|{CALL}|repairs|NONE|ENTERQUEUE||+12125550101|1",
        f"61|{CALL}|repairs|PJSIP/mary|CONNECT|20|{NOON}.8|2",
        f"71|{CALL}|repairs|PJSIP/mary|COMPLETEAGENT|20|10|1",
    )
    row = conversation(take_in(tmp_path, log(*onward)), CALL)
    assert (row["queue_name"], row["last_queue_name"], row["queue_time_ms"]) == ("sales", "repairs", 50_000)
    assert (row["speed_of_answer_ms"], row["talk_time_ms"], row["is_abandoned"]) == (20_000, 10_000, False)


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("TRANSFER|700|from-internal|40|100|1", "Cold Transfer"),
        ("BLINDTRANSFER|700|from-internal|40|100|1", "Cold Transfer"),
        ("ATTENDEDTRANSFER|BRIDGE|b-7|40|100|1", "Warm Transfer"),
    ],
)
def test_a_transfer_ends_the_talk_and_begins_no_wait(tmp_path: Path, verb: str, name: str) -> None:
    snapshot = take_in(tmp_path, log(*ANSWERED[:3], f"150|{CALL}|sales|PJSIP/mary|{verb}"))
    row = conversation(snapshot, CALL)
    assert (row["transfer_count"], row["talk_time_ms"], row["queue_count"]) == (1, 100_000, 1)
    assert [each["followed_by"] for each in rows(snapshot, SEGMENTS) if each["kind"] == "Conversation"] == [name]


def test_calls_at_the_end_of_the_log_are_still_going_on(tmp_path: Path) -> None:
    second = f"60|{NOON}.9|sales|NONE|ENTERQUEUE||anonymous|1"
    snapshot = take_in(tmp_path, log(*ANSWERED[:3], second))
    found = rows(snapshot, CONVERSATIONS, "started_at")
    assert [(row["is_in_progress"], row["answered_at"] is None) for row in found] == [(True, False), (True, True)]


def test_a_log_that_begins_in_the_middle_knows_the_wait_all_the_same(tmp_path: Path) -> None:
    told = {row["kind"]: row for row in rows(take_in(tmp_path, log(*ANSWERED[2:])), SEGMENTS)}
    assert told["Queue"]["queue_time_ms"] == 40_000
    assert told["Conversation"]["talk_time_ms"] == 120_000


def test_members_come_pause_and_go(tmp_path: Path) -> None:
    day = (
        "0|REALTIME|sales|PJSIP/mary|ADDMEMBER|",
        "0|REALTIME|repairs|PJSIP/mary|ADDMEMBER|",
        "100|NONE|sales|PJSIP/mary|PAUSE|Lunch",
        "100|NONE|NONE|PJSIP/mary|PAUSEALL|Lunch",
        "160|NONE|NONE|PJSIP/mary|UNPAUSEALL|",
        "200|NONE|NONE|PJSIP/mary|PAUSEALL",
        "230|REALTIME|sales|PJSIP/mary|REMOVEMEMBER|",
    )
    snapshot = take_in(tmp_path, log(*day))
    told = [(row["activity"], row["activity_time_ms"]) for row in rows(snapshot, SEGMENTS, "started_at")]
    assert told == [
        ("Available", 100_000),
        ("Lunch", 60_000),
        ("Available", 40_000),
        ("Paused", 30_000),
        ("Offline", None),
    ]
    assert counted(snapshot) == [(7, 5, 2, 0)]


def test_lines_beside_the_calls_are_kept_and_known(tmp_path: Path) -> None:
    lines = ("0|NONE|NONE|NONE|QUEUESTART|", f"5|{CALL}|sales|NONE|DID|18005550100", "6|NONE|NONE|NONE|CONFIGRELOAD|")
    snapshot = take_in(tmp_path, log(*lines, *ANSWERED))
    kept = events_of(snapshot, ["queue-log.aside"])
    assert kept["task_reason"].to_list() == ["QUEUESTART", "DID", "CONFIGRELOAD"]
    assert json.loads(kept["extra"][1])["data1"] == "18005550100"
    assert len(rows(snapshot, CONVERSATIONS)) == 1
    assert set(events_of(snapshot)["event_type"]) <= KNOWN_TYPES


def test_other_verbs_are_kept_as_events_of_an_unknown_type(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, log(f"5|{CALL}|sales|NONE|AGENTDUMP|", *ANSWERED))
    kept = events_of(snapshot, set(events_of(snapshot)["event_type"]) - KNOWN_TYPES)
    assert kept.select("event_type", "task_reason").rows() == [("queue-log.line", "AGENTDUMP")]


def test_a_call_that_comes_back_into_its_queue_waits_twice(tmp_path: Path) -> None:
    back = (
        *ANSWERED[:3],
        f"100|{CALL}|sales|PJSIP/mary|BLINDTRANSFER|600|from-internal|40|50|1",
        f"101|{CALL}|sales|NONE|ENTERQUEUE||+12125550101|1",
        f"131|{CALL}|sales|NONE|EXITWITHTIMEOUT|1|1|30",
        f"141|{CALL}|sales|NONE|ENTERQUEUE||+12125550101|1",
        f"161|{CALL}|sales|PJSIP/josh|CONNECT|20|{NOON}.9|4",
        f"191|{CALL}|sales|PJSIP/josh|COMPLETEAGENT|20|30|1",
    )
    snapshot = take_in(tmp_path, log(*back))
    waits = [row["queue_time_ms"] for row in rows(snapshot, SEGMENTS, "started_at") if row["kind"] == "Queue"]
    assert waits == [40_000, 30_000, 20_000]
    row = conversation(snapshot, CALL)
    assert (row["queue_time_ms"], row["talk_time_ms"], row["is_in_progress"]) == (90_000, 80_000, False)


TWICE_THE_SAME = (
    *ANSWERED[:3],
    f"110|{CALL}|sales|PJSIP/mary|BLINDTRANSFER|600|from-internal|40|60|1",
    f"120|{CALL}|sales|NONE|ENTERQUEUE||+12125550101|1",
    f"135|{CALL}|sales|PJSIP/mary|RINGNOANSWER|5000",
    f"150|{CALL}|sales|PJSIP/mary|CONNECT|30|{NOON}.9|4",
    f"170|{CALL}|sales|PJSIP/mary|COMPLETECALLER|30|20|1",
    f"180|{CALL}|sales|NONE|ENTERQUEUE||+12125550101|1",
    f"181|{CALL}|sales|PJSIP/mary|CONNECT|1|{NOON}.10|1",
    f"181|{CALL}|sales|PJSIP/mary|COMPLETEAGENT|1|0|1",
)
MARYS = [(40.0, 60.0), (30.0, 20.0), (1.0, 0.0)]


def marys_talks(snapshot: Snapshot) -> list[tuple[float, float]]:
    """Seconds of wait and of talk."""
    told = segments(snapshot, CALL)
    return [
        (queue, talk) for kind, _, agent, queue, _, talk, *_ in told if (kind, agent) == ("Conversation", "PJSIP/mary")
    ]


def test_the_same_agent_who_takes_a_call_again_has_a_talk_of_its_own(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, log(*TWICE_THE_SAME))
    assert marys_talks(snapshot) == MARYS
    row = conversation(snapshot, CALL)
    assert (row["talk_time_ms"], row["queue_time_ms"], row["segment_count"]) == (80_000, 71_000, 3)
    assert (row["missed_count"], row["transfer_count"], row["is_in_progress"]) == (2, 1, False)


@pytest.mark.parametrize("first", range(3, len(TWICE_THE_SAME)))
def test_so_it_is_when_the_log_goes_on_in_another_file(tmp_path: Path, first: int) -> None:
    files = (log(*TWICE_THE_SAME[:first]), log(*TWICE_THE_SAME[first - 1 :]))
    assert marys_talks(take_in(tmp_path, *files)) == MARYS


def test_a_talk_that_began_after_a_transfer_and_still_lasts_is_in_progress(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, log(*TWICE_THE_SAME[:7]))
    row = conversation(snapshot, CALL)
    assert (row["is_in_progress"], row["talk_time_ms"], row["queue_time_ms"]) == (True, 60_000, 70_000)
    assert segments(snapshot, CALL)[-1][0] == "Conversation in Progress"


def test_a_clock_that_ticks_between_two_lines_and_lines_without_lengths_make_no_talk_of_their_own(
    tmp_path: Path,
) -> None:
    ticked = (*ANSWERED[:3], f"171|{CALL}|sales|PJSIP/mary|COMPLETECALLER|40|120|1")
    (tmp_path / "bare").mkdir()
    bare = (*ANSWERED[:3], f"170|{CALL}|sales|PJSIP/mary|COMPLETECALLER")
    told = [
        marys_talks(take_in(folder, log(*lines))) for folder, lines in ((tmp_path, ticked), (tmp_path / "bare", bare))
    ]
    assert told == [[(40.0, 121.0)], [(40.0, 120.0)]]


def test_the_table_with_a_header_and_local_times_is_the_same(tmp_path: Path) -> None:
    header = "time,callid,queuename,agent,event,data1,data2,data3,data4,data5"
    lines = [line.split("|") for line in ANSWERED]
    clock = [f"2026-03-02 13:00:{at}.000000" if int(at) < 60 else "2026-03-02 13:02:50" for at, *_ in lines]
    table = [",".join([at, *(rest + [""] * 9)[:9]]) for at, (_, *rest) in zip(clock, lines, strict=True)]
    snapshot = take_in(tmp_path, "\n".join([header, *table]).encode(), zone="Europe/Madrid")
    row = conversation(snapshot, CALL)
    assert (row["speed_of_answer_ms"], row["talk_time_ms"]) == (40_000, 120_000)
    assert row["answered_at"] == datetime(2026, 3, 2, 12, 0, 50, tzinfo=UTC)


def test_the_table_in_the_hour_that_comes_twice(tmp_path: Path) -> None:
    came = 1792889700  # 2026-10-25T00:55:00Z, 02:55 in Madrid; at 01:00Z its clock shows 02:00 again
    lines = (
        f"02:55:00,{came}.7,sales,NONE,ENTERQUEUE,,+12125550101,1",
        f"02:01:00,{came}.7,sales,PJSIP/mary,CONNECT,360,{came}.8,6",
        f"02:03:00,{came}.7,sales,PJSIP/mary,COMPLETECALLER,360,120,1",
        "02:30:00,NONE,NONE,PJSIP/mary,PAUSEALL,Lunch,,",
    )
    table = ["time,callid,queuename,agent,event,data1,data2,data3", *(f"2026-10-25 {line}" for line in lines)]
    snapshot = take_in(tmp_path, "\n".join(table).encode(), zone="Europe/Madrid")
    row = conversation(snapshot, f"{came}.7")
    assert row["answered_at"] == datetime(2026, 10, 25, 1, 1, tzinfo=UTC)
    assert (row["speed_of_answer_ms"], row["talk_time_ms"]) == (360_000, 120_000)
    load = rows(snapshot, LOADS)[0]["load_id"]
    assert uncertain_times(snapshot, [load]) == {load: {("repeated_hour", "2026-10-25"): 1}}


def test_lines_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    bad = b"soon|1.1|sales|NONE|ABANDON|1|1|5\n1|1.1|sales|NONE|ABANDON|1|1|5\n"
    nobody = log("5|NONE|sales|NONE|ABANDON|1|1|5", "6|NONE|NONE|NONE|PAUSEALL", "7|1.1|sales")
    snapshot = take_in(tmp_path, log(*ANSWERED) + bad + nobody)
    assert [(position, reason) for position, reason, _ in refused(snapshot)] == [
        (5, "unreadable timestamp"),
        (6, "timestamp outside 2000–2100"),
        (7, "no id of the call or agent"),
        (8, "no id of the call or agent"),
        (9, "no event type"),
    ]
    assert counted(snapshot) == [(9, 4, 0, 5)]


def test_a_log_that_has_grown_adds_only_what_is_new(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, log(*ANSWERED[:3]), log(*ANSWERED))
    assert counted(snapshot) == [(3, 3, 0, 0), (4, 1, 3, 0)]
    assert conversation(snapshot, CALL)["talk_time_ms"] == 120_000


def lines() -> list[list[str]]:
    return [line.split("|") for line in plain(NAME).decode().splitlines()]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("queue_log"), plain(NAME))


def test_the_samples_sums_are_the_platforms_own(sample: Snapshot) -> None:
    connected = [line for line in lines() if line[4] == "CONNECT"]
    over = [line for line in lines() if line[4] in ("COMPLETEAGENT", "COMPLETECALLER")]
    passed_on = [line for line in lines() if line[4].endswith("TRANSFER")]
    spoken = sum(int(line[6]) for line in over) + sum(int(line[8]) for line in passed_on)
    assert figures(sample, "talk_time_ms") == {"talk_time_ms": 1000 * spoken}
    talks = [row for row in rows(sample, SEGMENTS) if row["agent_id"] and row["kind"].startswith("Conversation")]
    assert sum(row["queue_time_ms"] for row in talks) == 1000 * sum(int(line[5]) for line in connected)
    assert sum(row["ring_time_ms"] for row in talks) == 1000 * sum(int(line[7]) for line in connected)
    waited = sum(int(line[7]) for line in lines() if line[4] == "ABANDON")
    assert sum(row["abandon_time_ms"] or 0 for row in rows(sample, CONVERSATIONS)) == 1000 * waited


def test_the_samples_outcomes_are_those_of_the_log(sample: Snapshot) -> None:
    verbs = Counter(line[4] for line in lines())
    found = rows(sample, SEGMENTS)
    kinds = Counter(row["kind"] for row in found)
    assert kinds["Queue"] == verbs["ENTERQUEUE"]
    assert kinds["Missed Conversation"] == verbs["RINGNOANSWER"] + verbs["RINGCANCELED"]
    assert sum(row["abandoned"] == "Yes" and row["kind"] == "Queue" for row in found) == verbs["ABANDON"]
    moved = sum(row["followed_by"] in ("Cold Transfer", "Warm Transfer") for row in found)
    assert moved == verbs["BLINDTRANSFER"] + verbs["ATTENDEDTRANSFER"] > 5
    assert kinds["Conversation in Progress"] == verbs["CONNECT"] - sum(
        verbs[verb] for verb in ("COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "ATTENDEDTRANSFER")
    )


def test_the_samples_lunches_last_as_long_as_they_are_logged(sample: Snapshot) -> None:
    lunches = [row for row in rows(sample, SEGMENTS) if row["activity"] == "Lunch"]
    assert {row["activity_time_ms"] for row in lunches} == {45 * 60 * 1000}
    assert len(lunches) == len({(line[0], line[3]) for line in lines() if line[4] == "PAUSEALL"})


ONWARD = (
    ANSWERED[0],
    f"40|{CALL}|sales|NONE|EXITWITHTIMEOUT|1|1|30",
    f"40|{CALL}|repairs|NONE|ENTERQUEUE||+12125550101|1",
    f"50|{CALL}|repairs|NONE|EXITWITHKEY|2|1|1|10",
    f"90|{CALL}|repairs|NONE|ENTERQUEUE||+12125550101|1",
    f"95|{CALL}|repairs|NONE|EXITEMPTY|1|1|5",
    f"95|{CALL}|sales|NONE|ENTERQUEUE||+12125550101|1",
    f"99|{CALL}|sales|NONE|EXITWITHTIMEOUT|1|1|4",
)
"""Sales → repairs, out by a key and in again, → sales, and out of it for good."""


def led(snapshot: Snapshot) -> list[tuple[object, ...]]:
    """Each wait's queue, what led to it and what came after it."""
    waits = [row for row in rows(snapshot, SEGMENTS, "started_at", "segment_order") if row["kind"] == "Queue"]
    return [(row["queue_name"], row["preceded_by"], row["followed_by"]) for row in waits]


WAITS = [
    ("sales", None, "Overflow"),
    ("repairs", "Overflow", None),
    ("repairs", None, "Overflow"),
    ("sales", "Overflow", None),
]


@pytest.mark.parametrize("files", [(ONWARD,), (ONWARD[:2], ONWARD[2:]), (ONWARD[3:], ONWARD[:3])])
def test_a_call_that_leaves_a_queue_and_next_enters_another_has_overflowed(
    tmp_path: Path, files: tuple[tuple[str, ...], ...]
) -> None:
    assert led(take_in(tmp_path, *(log(*lines) for lines in files))) == WAITS


@pytest.mark.parametrize("ended", [(f"40|{CALL}|sales|NONE|ABANDON|1|1|30",), ANSWERED[1:]])
def test_who_gave_up_or_was_served_and_comes_again_has_not(tmp_path: Path, ended: tuple[str, ...]) -> None:
    again = ONWARD[2].replace("40|", "200|", 1)
    assert [row[1:] for row in led(take_in(tmp_path, log(ANSWERED[0], *ended, again)))] == [(None, None)] * 2


def test_the_samples_overflows_are_the_calls_that_left_one_queue_for_another(sample: Snapshot) -> None:
    own: dict[str, list[list[str]]] = {}
    for line in lines():
        if line[4] == "ENTERQUEUE" or line[4].startswith("EXIT"):
            own.setdefault(line[1], []).append(line)
    moved = Counter(
        now[2]
        for told in own.values()
        for now, after in pairwise(told)
        if now[4].startswith("EXIT") and after[4] == "ENTERQUEUE" and after[2] != now[2]
    )
    asked = answer(sample, Query(("queue_overflows", "queue_overflows_received"), by=("queue_name",)), Settings())
    assert {queue: count for queue, count, _ in asked.rows() if count} == moved
    assert asked["queue_overflows_received"].sum() == moved.total() > 5
