"""The stages against a plain state machine, on tasks that Hypothesis makes, whole and with events missing."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pipeline.model import build_model
from core.schema.tables import EVENTS
from tests.core.pipeline.oracle import Row, Task
from tests.core.pipeline.strategies import Event, tasks

SHOWN = ("kind", "started_at", "ended_at", "queue_time_ms", "ring_time_ms", "talk_time_ms", "wrap_up_time_ms")


def staged(story: list[Event]) -> list[Row]:
    """The segments that the stages cut, as the oracle writes them."""
    segments = build_model(pl.LazyFrame(story, schema=EVENTS.schema)).segments
    return sorted(segments.select(SHOWN).collect().rows(), key=repr)


@st.composite
def torn(draw: st.DrawFn) -> list[Event]:
    """A task with up to three of its events missing."""
    story = draw(tasks(0))
    missing = draw(st.sets(st.integers(0, len(story) - 1), max_size=3))
    return [event for number, event in enumerate(story) if number not in missing]


def walked(story: list[Event]) -> list[Row]:
    of_task = [event for event in story if event["task_id"]]
    return Task(of_task).segments() if of_task else []


@settings(max_examples=40, deadline=None)
@given(torn())
def test_the_stages_cut_what_a_walk_through_the_events_writes_down(story: list[Event]) -> None:
    assert staged(story) == walked(story)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(torn())
def test_the_stages_cut_what_many_more_walks_write_down(story: list[Event]) -> None:
    assert staged(story) == walked(story)
