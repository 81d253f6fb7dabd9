"""Rows into events: nothing is lost, whatever the cells hold; what is kept becomes attributes."""

import json
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from core.profiles import Mapped, Profile, batches, preview
from core.profiles.batches import batch_of
from core.schema.tables import ATTRIBUTES, SEGMENTS
from core.sources.batch import NO_ID, REASONS, UNKNOWN_VALUE, Batch
from core.sources.records import counted
from core.store.landing import Landed
from core.store.workspace import Workspace
from core.tabular import Rows
from tests.core.profiles.conftest import HOUSE, conversations, take_in
from tests.thorough import examples

CALLS = Profile(
    "calls",
    platform="Old",
    time_zone="UTC",
    columns=(
        ("id", Mapped(("Id",))),
        ("start", Mapped(("Start",), style="ymd")),
        ("answer", Mapped(("Answer",), style="ymd")),
        ("end", Mapped(("End",), style="ymd")),
        ("wait_time", Mapped(("Wait",), style="seconds")),
        ("talk_time", Mapped(("Talk",), style="h:m:s")),
        ("status", Mapped(("Status",), values=(("ok", "handled"), ("gone", "abandoned")))),
        ("agent_name", Mapped(("Agent",))),
        ("customer_phone", Mapped(("Phone",))),
    ),
    keep=("*",),
)
HEADER = ("Id", "Start", "Answer", "End", "Wait", "Talk", "Status", "Agent", "Phone", "Note", "^.*$", "queue")


def rows_of(*records: dict[str, str | None]) -> Rows:
    """Rows of the file, as a table would read them."""
    columns = {name: [record.get(name) or None for record in records] for name in HEADER}
    fields = pl.DataFrame(columns, schema=dict.fromkeys(HEADER, pl.String))
    return Rows(fields, counted(2, len(records)), rows_read=len(records))


def read(*records: dict[str, str | None], profile: Profile = CALLS) -> Batch:
    return batch_of(rows_of(*records), profile, "file", "UTC")


def row(number: int = 1, **cells: str) -> dict[str, str | None]:
    known = {"Id": str(number), "Start": "2026-03-02T09:00:00", "Wait": "20", "Talk": "0:01:00", "Status": "ok"}
    return {**known, **cells}


CELL = st.one_of(
    st.none(),
    st.sampled_from(
        ("", "-", "ok", "gone", "20", "-3", "0:00:10", "1e400", "2026-03-02", "NaN", "1;2", "\u0000", '"', "٣")
    ),
    st.sampled_from(
        ("2026-03-02T09:00:00", "2026-03-02 09:00:30", "2026-03-02T10:00:00+05:00", "9999-99-99", "0", "1")
    ),
    st.text(max_size=8),
)


@settings(max_examples=examples(25, 300), deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEADER, CELL)), min_size=1, max_size=6))
def test_any_row_gives_events_or_a_reason_and_never_both(records: list[dict[str, str | None]]) -> None:
    batch = read(*records)
    kept, refused = set(batch.events["position"]), set(batch.rejected["position"])
    assert batch.rows_in == len(records)
    assert kept | refused == set(range(2, len(records) + 2))
    assert not kept & refused
    assert set(batch.rejected["reason"]) <= set(REASONS)
    assert batch.events["occurred_at"].null_count() == batch.events["event_id"].null_count() == 0
    assert read(*records).events.equals(batch.events)


def test_a_row_without_an_id_is_named_by_its_content() -> None:
    first, again, other = row(Id=""), row(Id=""), row(Id="", Note="x")
    tasks = read(first, again, other).events.filter(pl.col("event_type") == "task.created")["task_id"].to_list()
    assert tasks[0] == tasks[1] != tasks[2]
    assert all(task.startswith("Old:") for task in tasks)


def test_equal_rows_without_an_id_are_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Start,Talk\n2026-03-02T09:00:00,60\n2026-03-02T09:00:00,60\n2026-03-02T09:05:00,60\n")
    profile = Profile("p", columns=(("start", Mapped(("Start",))), ("talk_time", Mapped(("Talk",)))))
    seen = preview(path, profile, HOUSE)
    assert (seen.rows_in, seen.kept, seen.duplicates, seen.rejected) == (3, 2, 1, 0)
    assert seen.kpis["conversations"] == 2


def test_an_answered_row_without_an_agent_is_handled_by_an_unknown_one() -> None:
    events = read(row()).events
    assert set(events["agent_id"].drop_nulls()) == {"unknown"}
    assert "reservation.completed" in events["event_type"]


def test_an_unknown_word_is_refused_with_it() -> None:
    batch = read(row(Status="strange"))
    assert batch.rejected.select("reason", "detail").row(0) == (UNKNOWN_VALUE, "status: strange")
    assert json.loads(batch.rejected["raw"][0])["Status"] == "strange"


def test_what_no_column_of_ours_tells_is_kept_with_the_event() -> None:
    plain = CALLS.with_(keep=())
    batch = read(row(Note="a", queue="b"), profile=plain)
    assert json.loads(batch.events["extra"].drop_nulls()[0]) == {"Note": "a", "queue": "b"}
    assert batch.unknown_fields == {"Note": 1, "queue": 1}
    assert read(row(Note="a")).unknown_fields == {}


def test_a_contradiction_is_noted_with_the_event() -> None:
    batch = read(row(End="2026-03-02T09:10:00", Answer="2026-03-02T09:00:20"))
    assert json.loads(batch.events["extra"].drop_nulls()[0])["disagrees"] == "talk_time"


def test_kept_columns_are_attributes_under_their_own_names(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "calls.csv"
    path.write_text('Start,Talk,Campaign code,queue,Precio €\n2026-03-02T09:00:00,60,C-7,VIP,"12,50"\n')
    profile = Profile(
        "p", columns=(("start", Mapped(("Start",))), ("talk_time", Mapped(("Talk",)))), keep=("Campaign code", "queue")
    )
    take_in(workspace, path, profile)
    told = workspace.snapshot().scan(ATTRIBUTES).select("key", "value").collect()
    assert dict(told.iter_rows()) == {"conversations.Campaign code": "C-7", "conversations.file_queue": "VIP"}
    assert conversations(workspace)["queue_name"].to_list() == [None]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12), st.text(max_size=20))
def test_any_column_that_is_kept_is_told_as_an_attribute(name: str, value: str) -> None:
    column = f"x{name}"
    cells = {"Start": "2026-03-02T09:00:00", column: value or None}
    fields = pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String))
    profile = Profile("p", columns=(("start", Mapped(("Start",))),), keep=("*",))
    events = batch_of(Rows(fields, counted(2, 1), rows_read=1), profile, "file", "UTC").events
    told = events["task_attributes"].drop_nulls().to_list()
    attributes = json.loads(told[0])["conversations"] if told else {}
    assert attributes == ({column: value} if value else {})


def test_rows_that_are_parts_of_one_conversation_become_one(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "legs.csv"
    path.write_text(
        "Call,Start,Talk,Agent\nc1,2026-03-02T09:00:00,60,Ana\nc1,2026-03-02T09:02:00,30,Ben\nc2,2026-03-02T09:00:00,5,Ana\n"
    )
    names = {"conversation_id": "Call", "start": "Start", "talk_time": "Talk", "agent_name": "Agent"}
    take_in(workspace, path, Profile("legs", columns=tuple((key, Mapped((name,))) for key, name in names.items())))
    rows = conversations(workspace).select("conversation_id", "talk_time_ms", "segment_count").rows()
    assert rows == [("legs:c1", 90_000, 2), ("legs:c2", 5_000, 1)]


def test_ringing_that_is_not_told_is_not_known(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Start,Wait,Talk,Direction\n2026-03-02T09:00:00,20,60,Outbound\n")
    names = {"start": "Start", "wait_time": "Wait", "talk_time": "Talk", "direction": "Direction"}
    take_in(workspace, path, Profile("out", columns=tuple((key, Mapped((name,))) for key, name in names.items())))
    (talk,) = workspace.snapshot().scan(SEGMENTS).filter(pl.col("kind") == "Conversation").collect().to_dicts()
    assert (talk["ring_time_ms"], talk["talk_time_ms"], talk["handling_time_ms"]) == (None, 60_000, 60_000)


def test_a_time_of_day_after_midnight_is_of_the_day_after_the_start(tmp_path: Path) -> None:
    path = tmp_path / "night.csv"
    path.write_text(
        "Day,From,To\n2026-03-02,23:58:00,00:03:00\n2026-03-02,09:00:00,09:05:00\n2026-03-02,09:00:00,08:59:00\n"
    )
    ends = (("start", Mapped(("Day",), ("From",))), ("end", Mapped(("Day",), ("To",))))
    seen = preview(path, Profile("p", columns=ends), HOUSE)
    assert seen.kpis["average_handling_time"] == 300_000
    assert dict(seen.reasons) == {"times out of order": 1}


def test_a_file_without_the_column_that_every_row_needs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("When,Talk\n2026-03-02T09:00:00,60\n")
    landed = Landed("f" * 64, path, path.name, path.stat().st_size)
    with pytest.raises(SourceError, match=r"has no column 'Start'.*it has When, Talk"):
        list(batches(landed, CALLS))


EVENTS = Profile(
    "events",
    kind="events",
    time_zone="UTC",
    columns=(
        ("time", Mapped(("Start",))),
        (
            "event",
            Mapped(
                ("Status",),
                values=(("in", "task-queue.entered"), ("up", "reservation.accepted"), ("bye", "task.completed")),
                otherwise="left out",
            ),
        ),
        ("id", Mapped(("Id",))),
        ("agent_name", Mapped(("Agent",))),
        ("customer_phone", Mapped(("Phone",))),
    ),
)


def test_an_event_says_of_its_call_what_any_row_says() -> None:
    at = "2026-03-02T09:0{}:00"
    batch = read(
        {"Id": "1", "Start": at.format(0), "Status": "in", "Phone": "+34911234567"},
        {"Id": "1", "Start": at.format(1), "Status": "up", "Agent": "Ana"},
        {"Id": "1", "Start": at.format(2), "Status": "bye"},
        {"Id": "", "Start": at.format(2), "Status": "bye"},
        {"Id": "1", "Start": at.format(2), "Status": "music"},
        profile=EVENTS,
    )
    types = batch.events.sort("occurred_at")["event_type"].to_list()
    assert types == ["task-queue.entered", "reservation.taken", "task.completed"]
    assert {json.loads(text)["customers"]["phone"] for text in batch.events["task_attributes"]} == {"+34911234567"}
    assert Counter(batch.rejected["reason"].to_list()) == {NO_ID: 1, "left out by the profile": 1}
