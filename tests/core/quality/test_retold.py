"""Contacts that two sources tell of: found by hand and in whole exports; counted once when the copies are left out."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.correct import correct
from core.corrections import EXCLUDE, CorrectionsFile, new_correction
from core.ingest import ingest
from core.quality import Finding
from core.quality.twins import A_TIME, AN_ID
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.sources import Reading
from core.store.workspace import Workspace
from sample_data.platforms import cdr, queue_log
from sample_data.platforms.story import Call, tell
from tests.callbacks import taken_in
from tests.core.quality.planted import CALL, CUSTOMER, EVERYTHING, THREE, Told, asterisk, clean_day, of, vendor
from tests.core.sources.exports import FILES
from tests.stories import answered
from tests.story import at


def found(workspace: Workspace, check: str = "told_once", query: Query = EVERYTHING) -> Finding | None:
    return next((one for one in of(workspace, query).findings if one.check.name == check), None)


def pairs(workspace: Workspace, query: Query = EVERYTHING) -> list[tuple[Any, ...]]:
    """Copy, twin, what and seconds apart."""
    finding = found(workspace, query=query)
    rows = finding.rows if finding else pl.DataFrame(schema={})
    told = ("conversation_id", "twin_id", "what")
    return [(*(row[name] for name in told), row["amount_ms"] / 1000) for row in rows.iter_rows(named=True)]


def copies(finding: Finding | None) -> list[str]:
    """The conversations that the page's button leaves out."""
    return finding.rows["conversation_id"].unique(maintain_order=True).to_list() if finding else []


def leave_out(workspace: Workspace, *ids: str) -> None:
    CorrectionsFile(workspace.files).add(new_correction(EXCLUDE, "Ana Ruiz", "Told twice", conversations=ids))
    correct(workspace)


def ids_of(workspace: Workspace) -> list[str]:
    return (
        workspace.snapshot().scan(CONVERSATIONS).select("conversation_id").collect()["conversation_id"].sort().to_list()
    )


def test_a_vendors_export_beside_the_platforms_events_is_found_and_left_out_counts_once(tmp_path: Path) -> None:
    workspace, _ = taken_in(tmp_path / "w", *clean_day())
    vendor(tmp_path / "w", *THREE, ("09:50:00", "Eva", "+14155550177"))
    assert pairs(workspace) == [
        ("odd:V-0000000", "WT2", A_TIME, 2.0),
        ("odd:V-0000001", "WT4", A_TIME, 0.0),
        ("odd:V-0000002", "WT5", A_TIME, 9.0),
    ]
    finding = found(workspace)
    assert finding
    assert (finding.count, finding.volume, finding.conversations, finding.severity) == (3, 10, 3, "high")
    assert finding.share == pytest.approx(0.3)
    assert [(str(day), count) for day, count in finding.days.iter_rows()] == [("2026-03-02", 3)]
    assert finding.where["platform"] == (("odd", 3),)
    assert finding.where["file_name"] == (("vendor.csv", 3),)
    leave_out(workspace, "odd:V-0000000")
    assert copies(found(workspace)) == ["odd:V-0000001", "odd:V-0000002"], "the others are found as before"
    leave_out(workspace, *copies(found(workspace)))
    assert ids_of(workspace) == ["WT1", "WT2", "WT3", "WT4", "WT5", "WT6", "odd:V-0000003"]
    assert pairs(workspace) == []


def test_filters_and_periods_narrow_the_copies_and_not_what_they_are_compared_with(tmp_path: Path) -> None:
    vendor(tmp_path / "w", *THREE)
    # Whoever comes first, the platform tells more.
    workspace, _ = taken_in(tmp_path / "w", *clean_day())
    assert [pair[0] for pair in pairs(workspace, EVERYTHING.with_(until=at("10:00:00")))] == [
        "odd:V-0000000",
        "odd:V-0000001",
    ]
    assert len(pairs(workspace, EVERYTHING.with_(since=at("09:10:01"), until=at("09:10:03")))) == 1
    leave_out(workspace, "WT2")
    assert copies(found(workspace)) == ["odd:V-0000001", "odd:V-0000002"], "what has no other telling left is no copy"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (THREE[:2], "two may be chance"),
        (tuple((clock, who, "anonymous") for clock, who, _ in THREE), "whoever hides the number is nobody else"),
        (tuple((clock, who, "+14155550179") for clock, who, _ in THREE), "another customer"),
        (tuple((f"1{clock[1:]}", who, number) for clock, who, number in THREE), "at another time"),
        ((*THREE, *((f"12:{minute}:00", "Ana", "+14155550179") for minute in range(10, 60))), "a share by chance"),
    ],
)
def test_what_may_be_chance_is_no_finding(tmp_path: Path, rows: tuple[Told, ...], why: str) -> None:
    # The platform tells of many more calls of that day: three of them are no considerable share of it.
    others = [one for number in range(10, 30) for one in answered(f"WX{number}", f"14:{number}:00", "Ana", **CUSTOMER)]
    workspace, _ = taken_in(tmp_path / "w", *clean_day(), *others)
    vendor(tmp_path / "w", *rows)
    assert pairs(workspace) == [], why


def test_one_source_with_two_calls_of_one_customer_at_once_is_no_finding(tmp_path: Path) -> None:
    again = [
        one
        for number, clock in enumerate(("09:10", "09:30", "10:40"))
        for one in answered(f"WX{number}", f"{clock}:00", "Eva", **CUSTOMER)
    ]
    workspace, _ = taken_in(tmp_path / "w", *clean_day(), *again)
    assert pairs(workspace) == []


def test_one_call_id_is_enough(tmp_path: Path) -> None:
    """Twilio's call logs beside TaskRouter, and a vendor's export with the same id: one call, told three times."""
    sid = f"CA{17:032x}"
    workspace, _ = taken_in(tmp_path / "w", *answered("WT0000000001", "00:10:00", "Ana", call_sid=sid, **CUSTOMER))
    call = {"sid": sid, "direction": "inbound", "from": "+14155550172", "to": "+18005550100", "status": "completed"}
    began = "Sun, 01 Mar 2026 23:40:00 +0000"
    told = {"date_created": began, "start_time": began, "end_time": "Mon, 02 Mar 2026 00:10:50 +0000"}
    file = tmp_path / "calls.json"
    file.write_text(json.dumps({"calls": [call | told | {"parent_call_sid": None, "duration": "1850"}], "page": 0}))
    assert not ingest(workspace, [file]).failures
    vendor(tmp_path / "w", ("00:10:00", "Ana", "withheld"), ids=lambda _: sid)
    first = (sid, "WT0000000001", AN_ID, -1800.0)
    assert pairs(workspace, EVERYTHING.with_(until=at("00:00:00"))) == [first], "its twin began after the period"
    assert pairs(workspace) == [
        first,
        (f"odd:{sid}", "WT0000000001", AN_ID, 0.0),
    ]
    leave_out(workspace, *copies(found(workspace)))
    assert ids_of(workspace) == ["WT0000000001"]


def test_a_call_that_log_and_record_give_one_id_is_one_conversation_with_its_parts_told_twice(tmp_path: Path) -> None:
    workspace = asterisk(tmp_path / "w")
    finding = found(workspace, "parts_told_once")
    assert finding
    told = finding.rows.select("conversation_id", "what", pl.col("amount_ms") / 1000).rows()
    assert told == [(CALL, "two waits", 10.0), (CALL, "two talks", 60.0)]
    assert (finding.conversations, finding.volume, finding.severity) == (1, 1, "high")
    of_both = workspace.snapshot().scan(CONVERSATIONS).select("conversation_id", "talk_time_ms").collect().rows()
    assert of_both == [(CALL, 120_000)], "this is what the finding warns of"
    assert pairs(workspace) == []


SEED, CALLS = 7, 320


def both_of_asterisk(folder: Path, number: Callable[[int], int]) -> Workspace:
    """The queue's log and the call detail records of one story; `number` ends the ids of a call in the records."""

    def renamed(told: re.Match[bytes]) -> bytes:
        return b'"%s.%d"' % (told[1], number(int(told[2]) // 2))

    records = re.sub(rb'"(\d{10})\.(\d+)"', renamed, cdr.master(SEED, CALLS))
    workspace = Workspace(folder / "w")
    for name, content in (("queue_log", queue_log.export(SEED, CALLS)), ("Master.csv", records)):
        file = folder / name
        file.write_bytes(content)
        assert not ingest(workspace, [file], reading=Reading("Europe/Madrid")).failures
    return workspace


def told_by_both() -> dict[str, Call]:
    """The calls that end and are in a queue, by the id that the log gives them."""
    inbound = (call for call in tell(SEED, CALLS, 1000) if call.direction == "inbound" and call.visits and call.ended)
    return {f"{call.started // 1000}.{call.index * 3}": call for call in inbound}


def test_asterisks_log_and_records_of_the_same_calls_are_found_by_customer_and_time(tmp_path: Path) -> None:
    workspace = both_of_asterisk(tmp_path, lambda index: 900_000 + index)
    before, finding = ids_of(workspace), found(workspace)
    assert finding
    twin_of = {f"{call.started // 1000}.{900_000 + call.index}": name for name, call in told_by_both().items()}
    named = dict(finding.rows.select("conversation_id", "twin_id").iter_rows())
    assert {copy: twin_of.get(copy) for copy in named} == named
    # Only who leaves the queue some time before the call is over begins and ends elsewhere in the two.
    assert len(named) >= 0.9 * len(twin_of)
    assert found(workspace, "parts_told_once") is None
    leave_out(workspace, *copies(finding))
    assert ids_of(workspace) == sorted(set(before) - named.keys())
    assert pairs(workspace) == []


def test_where_both_bear_the_same_ids_the_parts_are_told_twice_and_the_calls_once(tmp_path: Path) -> None:
    workspace = both_of_asterisk(tmp_path, lambda index: index * 3)
    assert pairs(workspace) == []
    finding = found(workspace, "parts_told_once")
    assert finding
    assert (finding.severity, finding.check.is_excludable) == ("high", False)
    calls = told_by_both()
    assert set(finding.rows["conversation_id"]) <= calls.keys()
    talks = finding.rows.filter(pl.col("what") == "two talks")
    assert set(talks["conversation_id"]) == {name for name, call in calls.items() if call.talks}
    assert talks["task_id"].str.contains(":20").all(), "the log knows better: the records tell it again"


def test_exports_of_six_platforms_together_tell_nothing_twice(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    assert not ingest(workspace, sorted(FILES.iterdir()), reading=Reading("Europe/Madrid")).failures
    assert {one.check.name for one in of(workspace).findings} & {"told_once", "parts_told_once"} == set()
