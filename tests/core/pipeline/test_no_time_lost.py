"""Laws: a conversation's segments account for every millisecond, and none is invented."""

from datetime import datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pipeline.model import build_model
from core.schema.tables import EVENTS
from tests.core.pipeline.strategies import Event, shifts, tasks
from tests.story import statuses

OFFERED = pl.col("kind").is_in(("Missed Conversation", "Rejected Conversation"))


def segments_of(story: list[Event]) -> pl.DataFrame:
    return build_model(pl.LazyFrame(story, schema=EVENTS.schema)).segments.collect()


def covered(rows: pl.DataFrame) -> timedelta:
    """Length of the union of the segments' spans."""
    total = timedelta()
    reached: datetime | None = None
    for start, end in rows.sort("started_at").select("started_at", "ended_at").rows():
        begin = start if reached is None else max(start, reached)
        total += max(end - begin, timedelta())
        reached = end if reached is None else max(end, reached)
    return total


@settings(max_examples=30, deadline=None)
@given(tasks(0))
def test_the_segments_of_a_conversation_account_for_every_millisecond(story: list[Event]) -> None:
    rows = segments_of(story)
    waits_and_talks_leave_no_hole_between_the_entry_and_the_end(rows)
    the_facts_of_a_segment_add_up_to_its_length(rows)
    each_talk_carries_the_wait_that_it_ended(rows)


def waits_and_talks_leave_no_hole_between_the_entry_and_the_end(rows: pl.DataFrame) -> None:
    rows = rows.filter(~OFFERED)
    if rows.height and not rows["ended_at"].null_count():
        assert covered(rows) == rows["ended_at"].max() - rows["started_at"].min()


def the_facts_of_a_segment_add_up_to_its_length(rows: pl.DataFrame) -> None:
    rows = rows.with_columns(length=(pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds())
    waits = rows.filter(pl.col("kind") == "Queue")
    talks = rows.filter(pl.col("kind") == "Conversation", pl.col("agent_id").is_not_null())
    offers = rows.filter(OFFERED)
    assert waits["length"].equals(waits["queue_time_ms"])
    assert talks["length"].equals(talks["talk_time_ms"] + talks["wrap_up_time_ms"])
    assert offers["length"].equals(offers["ring_time_ms"])


def each_talk_carries_the_wait_that_it_ended(rows: pl.DataFrame) -> None:
    ended = rows.filter(pl.col("kind") == "Queue", pl.col("ended_by") == "reservation.accepted")
    carried = rows.filter(
        pl.col("kind").is_in(("Conversation", "Conversation in Progress", "Corrupted Conversation Segment"))
    )
    carried = carried.filter(pl.col("agent_id").is_not_null(), pl.col("queue_time_ms").is_not_null())
    assert ended["queue_time_ms"].sort().equals(carried["queue_time_ms"].sort())


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("ana", "bob")).flatmap(shifts))
def test_an_agents_statuses_tile_the_day(story: list[Event]) -> None:
    rows = statuses(*story)
    assert rows["ended_at"].head(rows.height - 1).equals(rows["started_at"].tail(rows.height - 1))
    assert rows["ended_at"].null_count() == (1 if rows.height else 0)
