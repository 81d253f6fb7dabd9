"""Laws: whatever order events arrive in, however often and in however many loads, the model is the same."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.pipeline.refresh import MEMORY_GB, refresh
from core.pipeline.unique import sift
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, EVENTS, SEGMENTS, TASKS
from core.store.workspace import Workspace
from tests.core.pipeline.strategies import Event, days
from tests.thorough import examples

MODEL = (SEGMENTS, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS, TASKS)


def take_in(workspace: Workspace, events: Sequence[Event], load: int, memory_gb: float = MEMORY_GB) -> None:
    """One load of events, through the same steps as an ingest."""
    folder = workspace.home / "given" / str(load)
    folder.mkdir(parents=True)
    staged = pl.DataFrame(list(events), schema=EVENTS.schema).with_columns(load_id=pl.lit(f"L{load}"))
    staged.write_parquet(folder / "0.parquet")
    with workspace.write() as change:
        sifted = sift(change, [folder / "0.parquet"])
        refresh(change, sifted.news, memory_gb=memory_gb, gone=sifted.gone)
        change.commit("test")


def model_of(loads: Sequence[Sequence[Event]], memory_gb: float = MEMORY_GB) -> dict[str, pl.DataFrame]:
    """All tables of the model after these loads, sorted by their keys."""
    with TemporaryDirectory() as home:
        workspace = Workspace(Path(home))
        for number, events in enumerate(loads):
            take_in(workspace, events, number, memory_gb)
        snapshot = workspace.snapshot()
        return {table.name: snapshot.scan(table).sort(table.key).collect() for table in MODEL}


@st.composite
def splits(draw: st.DrawFn, most: int = 5) -> tuple[list[Event], list[list[Event]]]:
    """A day of at most so many tasks, and the same day in up to four loads, shuffled, with some events twice."""
    events = draw(days(most))
    count = draw(st.integers(2, 4))
    twice = draw(st.lists(st.sampled_from(events), max_size=3)) if events else []
    loads: list[list[Event]] = [[] for _ in range(count)]
    for event in draw(st.permutations(events + twice)):
        loads[draw(st.integers(0, count - 1))].append(event)
    return events, loads


OTHERWISE = (
    {},
    {"task_id": None},
    {"task_id": "WT0"},
    {"task_id": "WT9"},
    {"agent_id": None},
    {"agent_id": "ana"},
    {"agent_id": "zoe"},
    {"agent_name": "Zoe"},
    {"agent_attributes": None},
    {"task_attributes": None},
    {"call_id": None},
)
"""What a copy of an event may tell otherwise."""


@st.composite
def contradicted(draw: st.DrawFn) -> tuple[list[Event], list[list[Event]]]:
    """A small day of which some events are told again in another way, and all of it in up to four loads, shuffled."""
    events = draw(days(3))
    for event in draw(st.lists(st.sampled_from(events), max_size=6)) if events else []:
        later = timedelta(milliseconds=draw(st.sampled_from((-1000, -250, 0, 1, 500))))
        copy = event | draw(st.sampled_from(OTHERWISE)) | {"occurred_at": event["occurred_at"] + later}
        events = [*events, copy]
    loads: list[list[Event]] = [[] for _ in range(draw(st.integers(2, 4)))]
    for event in draw(st.permutations(events)):
        loads[draw(st.integers(0, len(loads) - 1))].append(event)
    return events, loads


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, rows in one.items():
        assert_frame_equal(rows, other[name])


@settings(max_examples=examples(8, 200), deadline=None)
@given(splits())
def test_many_loads_in_any_order_make_the_same_model_as_one(split: tuple[list[Event], list[list[Event]]]) -> None:
    whole, loads = split
    assert_same(model_of([whole]), model_of(loads))


@settings(max_examples=examples(4, 200), deadline=None)
@given(splits(most=15))
def test_many_loads_of_longer_days_make_the_same_model_as_one(split: tuple[list[Event], list[list[Event]]]) -> None:
    whole, loads = split
    assert_same(model_of([whole]), model_of(loads))


@settings(max_examples=examples(12, 400), deadline=None)
@given(contradicted())
def test_copies_that_contradict_each_other_make_the_same_model_in_any_loads(
    split: tuple[list[Event], list[list[Event]]],
) -> None:
    whole, loads = split
    assert_same(model_of([whole]), model_of(loads))
