"""The stages against a plain state machine, on tasks that Hypothesis makes, whole and with events missing."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pipeline.model import build_model
from core.schema.tables import EVENTS
from tests.core.pipeline.oracle import Row, Task
from tests.core.pipeline.strategies import Event, tasks
from tests.thorough import examples

SHOWN = ("kind", "started_at", "ended_at", "queue_time_ms", "ring_time_ms", "talk_time_ms", "wrap_up_time_ms")
AT_ONCE = 10
"""Tasks that are modelled together: a model of ten takes as long as a model of one, and none may touch another."""

Cut = dict[str, list[Row]]
"""The segments of each task, as the oracle writes them."""


def staged(stories: list[list[Event]]) -> Cut:
    """The segments that the stages cut."""
    events = [event for story in stories for event in story]
    segments = build_model(pl.LazyFrame(events, schema=EVENTS.schema)).segments
    cut: Cut = {}
    for task, *row in segments.select("task_id", *SHOWN).collect().rows():
        cut.setdefault(task, []).append(tuple(row))
    return {task: sorted(rows, key=repr) for task, rows in cut.items()}


def walked(stories: list[list[Event]]) -> Cut:
    """The segments that a walk through each task writes down."""
    tasks_told = ([event for event in story if event["task_id"]] for story in stories)
    cut = {told[0]["task_id"]: Task(told).segments() for told in tasks_told if told}
    return {task: rows for task, rows in cut.items() if rows}


@st.composite
def torn(draw: st.DrawFn, number: int) -> list[Event]:
    """A task with up to three of its events missing."""
    story = draw(tasks(number))
    missing = draw(st.sets(st.integers(0, len(story) - 1), max_size=3))
    return [event for place, event in enumerate(story) if place not in missing]


several = st.tuples(*(torn(number) for number in range(AT_ONCE))).map(list)


@settings(max_examples=examples(10, 300), deadline=None)
@given(several)
def test_the_stages_cut_what_a_walk_through_the_events_writes_down(stories: list[list[Event]]) -> None:
    assert staged(stories) == walked(stories)
