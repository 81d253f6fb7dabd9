"""Laws: corrections and loads in any order make the same tables; what is undone has never been."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.corrections import CLOSE, END_STATUS, EXCLUDE, MERGE, RELABEL, Correction
from core.pipeline.refresh import MEMORY_GB, refresh
from core.pipeline.unique import sift
from core.schema.tables import (
    AGENTS,
    ATTRIBUTES,
    CONVERSATIONS,
    CORRECTIONS,
    CUSTOMERS,
    EVENTS,
    EXCLUDED,
    SEGMENTS,
    TASKS,
)
from core.store.workspace import Workspace
from tests.core.pipeline.strategies import AGENTS as NAMES
from tests.core.pipeline.strategies import QUEUES, Event, days
from tests.story import DAY
from tests.thorough import examples

MADE = (SEGMENTS, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS, TASKS, EXCLUDED, CORRECTIONS)
AT = datetime(2026, 3, 3, tzinfo=UTC)

Tables = dict[str, pl.DataFrame]


def step(
    workspace: Workspace,
    events: Sequence[Event],
    corrections: Sequence[Correction],
    number: int,
    memory_gb: float = MEMORY_GB,
) -> None:
    """One load (or none) through the same steps as an ingest, while these corrections hold."""
    folder = workspace.home / "given" / str(number)
    folder.mkdir(parents=True)
    staged = pl.DataFrame(list(events), schema=EVENTS.schema).with_columns(load_id=pl.lit(f"L{number}"))
    staged.write_parquet(folder / "0.parquet")
    with workspace.write() as change:
        sifted = sift(change, [folder / "0.parquet"]) if events else None
        news, gone = (sifted.news, sifted.gone) if sifted else (EVENTS.empty().lazy(), None)
        refresh(change, news, memory_gb=memory_gb, corrections=corrections, gone=gone)
        change.commit("test")


def tables_of(workspace: Workspace) -> Tables:
    snapshot = workspace.snapshot()
    return {table.name: snapshot.scan(table).sort(table.key).collect() for table in MADE}


def after(steps: Sequence[tuple[Sequence[Event], Sequence[Correction]]], memory_gb: float = MEMORY_GB) -> Tables:
    """All tables after these loads, each with the corrections that held then."""
    with TemporaryDirectory() as home:
        workspace = Workspace(Path(home))
        for number, (events, corrections) in enumerate(steps):
            step(workspace, events, corrections, number, memory_gb)
        return tables_of(workspace)


def assert_same(one: Tables, other: Tables) -> None:
    for name, rows in one.items():
        assert_frame_equal(rows, other[name])


@st.composite
def corrections(draw: st.DrawFn, number: int) -> Correction:
    """A correction that means something on such a day, now and then of the same values as another."""
    kind = draw(st.sampled_from((RELABEL, RELABEL, MERGE, EXCLUDE, CLOSE, END_STATUS)))
    what: dict[str, Any] = {}
    if kind == END_STATUS:
        # When statuses of such days begin, be they told by their own event or by the one after them.
        began_at = DAY + timedelta(milliseconds=draw(st.sampled_from((0, 0, 1_000, 60_000, 61_000, 900_000, 960_000))))
        lasts = timedelta(milliseconds=draw(st.sampled_from((1, 30_000, 60_000, 10_000_000))))
        what = {"agent_id": draw(st.sampled_from(NAMES)), "started_at": began_at, "ended_at": began_at + lasts}
    elif kind == MERGE:
        customers = ("+14155550100", "+34911232323", "c1", "WT1", "one")
        some = draw(st.lists(st.sampled_from(customers), min_size=2, max_size=3, unique=True))
        what = {"customers": tuple(some), "into": draw(st.sampled_from(("one", "two")))}
    else:
        what = dict(draw(st.sampled_from(SELECTIONS)))
    if kind == RELABEL:
        what = {**what, **draw(st.sampled_from(RELABELS))}
    if kind == CLOSE and draw(st.booleans()):
        what["closed_at"] = DAY + timedelta(hours=draw(st.integers(0, 40)))
    return Correction(f"c{number}", kind, "Ana", AT, "because", **what)


SELECTIONS: list[dict[str, Any]] = [
    {"conversations": ("WT0", "WT1")},
    {"conversations": ("WT2",)},
    {"where": (("queue_name", (QUEUES[0],)),)},
    {"where": (("queue_name", ("L3", "")),)},
    {"where": (("agent_name", (NAMES[0], "")), ("direction", ("Inbound",)))},
    {"where": (("conversations.conversation_attribute_1", ("1", "gold")),)},
    {"where": (("customer_id", ("one", "c1")),)},
    {"since": DAY + timedelta(minutes=20), "until": DAY + timedelta(minutes=40)},
]
RELABELS: list[dict[str, Any]] = [
    {"column": "queue_name", "was": "L1", "to": "L3"},
    {"column": "queue_name", "was": "L3", "to": "L2"},
    {"column": "queue_name", "to": "L4"},
    {"column": "direction", "to": "Outbound"},
    {"column": "direction", "was": "Outbound", "to": "Inbound"},
    {"column": "agent_name", "was": NAMES[0], "to": "zoe"},
    {"column": "handling_team_name", "was": "L2", "to": "T"},
    {"column": "outcome", "was": "", "to": "sold"},
    {"column": "outcome", "to": "lost"},
    {"column": "language", "to": "es"},
    {"column": "conversations.conversation_attribute_1", "was": "1", "to": "gold"},
    {"column": "conversations.conversation_attribute_1", "to": "7"},
]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Event], list[tuple[list[Event], list[Correction]]]]:
    """A day, and the same in several steps: some bring events, and each has corrections of its own."""
    events = draw(days(5))
    pool = [draw(corrections(number)) for number in range(draw(st.integers(1, 5)))]
    loads: list[list[Event]] = [[] for _ in range(draw(st.integers(2, 4)))]
    for event in draw(st.permutations(events)):
        loads[draw(st.integers(0, len(loads) - 1))].append(event)
    held = [draw(st.permutations(draw(st.lists(st.sampled_from(pool), unique=True)))) for _ in loads]
    return events, list(zip(loads, held, strict=True))


def check_history(history: tuple[list[Event], list[tuple[list[Event], list[Correction]]]]) -> None:
    events, steps = history
    assert_same(after(steps), after([(events, steps[-1][1])]))


@settings(max_examples=examples(20, 300), deadline=None)
@given(histories())
def test_loads_and_corrections_in_any_order_make_the_same_tables(
    history: tuple[list[Event], list[tuple[list[Event], list[Correction]]]],
) -> None:
    check_history(history)


@settings(max_examples=examples(6, 60), deadline=None)
@given(histories())
def test_a_conversation_at_a_time_makes_the_same_tables(
    history: tuple[list[Event], list[tuple[list[Event], list[Correction]]]],
) -> None:
    _, steps = history
    assert_same(after(steps, memory_gb=4e-6), after(steps))


@settings(max_examples=examples(12, 200), deadline=None)
@given(days(5), st.data())
def test_what_is_undone_leaves_the_tables_as_they_were_and_none_is_lost(
    events: list[Event], data: st.DataObject
) -> None:
    some = [data.draw(corrections(number)) for number in range(3)]
    with TemporaryDirectory() as home:
        workspace = Workspace(Path(home))
        step(workspace, events, [], 0)
        before = tables_of(workspace)
        step(workspace, [], some, 1)
        corrected = tables_of(workspace)
        step(workspace, [], [], 2)
        assert_same(before, tables_of(workspace))
    kept, out = corrected["CONVERSATIONS"]["conversation_id"], corrected["EXCLUDED"]["conversation_id"]
    assert sorted([*kept, *out]) == sorted(before["CONVERSATIONS"]["conversation_id"])
    assert set(corrected["SEGMENTS"]["conversation_id"].drop_nulls()).isdisjoint(out)
    assert set(corrected["ATTRIBUTES"]["conversation_id"]).isdisjoint(out)
    assert corrected["AGENTS"].equals(before["AGENTS"])
