"""Origins: each field leads to the events that gave it, and had these been otherwise, so had the field."""

from datetime import timedelta

import polars as pl
import pytest

from core.dossier import Dossier, find
from core.origins import WHOLE, origins
from core.pipeline.model import build_model
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, EVENTS, SEGMENTS
from core.store.snapshot import Snapshot
from tests.callbacks import taken_in
from tests.stories import answered, given_up, transferred_call
from tests.thorough import examples

OF_ALL = ("segment_order", "conversation_segments", "since_last_contact_ms", "until_next_contact_ms", "is_in_progress")
"""What no event gives: made of all segments, of other conversations, or of what has not happened."""

NOTHING = (None, False, 0, "unknown")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    named = {"conversations": {"handling_team_name": "Gold", "outcome": "sold"}, "customers": {"country": "ES"}}
    stories = [
        *transferred_call(),
        *given_up("WT2", "10:00:00", "10:00:40", **{"from": "+14155550171"}),
        *answered("WT3", "11:00:00", "Ana", **named),
    ]
    workspace, done = taken_in(tmp_path_factory.mktemp("origins") / "workspace", *stories)
    assert not done.failures
    return workspace.snapshot()


def found(snapshot: Snapshot, wanted: str) -> tuple[Dossier, pl.DataFrame]:
    one = find(snapshot, wanted)
    assert one is not None
    return one, origins(one.facts, one.segments, one.events)


def told(snapshot: Snapshot, wanted: str, row: int, field: str) -> list[tuple[str, str, str]]:
    """Type and time of the events that gave a field, and where in them it stands."""
    one, given = found(snapshot, wanted)
    rows = given.filter(pl.col("row") == row, pl.col("field") == field).join(one.events, on="event_id", how="left")
    clock = pl.col("occurred_at").dt.to_string("%H:%M:%S")
    return rows.sort("occurred_at").select("event_type", clock, "told_in").rows()


AT = "occurred_at"
CREATED, ENTERED, ACCEPTED = "reservation.created", "task-queue.entered", "reservation.accepted"
WRAPUP, COMPLETED = "reservation.wrapup", "reservation.completed"


@pytest.mark.parametrize(
    ("wanted", "row", "field", "events"),
    [
        ("WT1", WHOLE, "started_at", [("task.created", "09:00:00", AT)]),
        ("WT1", WHOLE, "answered_at", [(ACCEPTED, "09:00:25", AT)]),
        ("WT1", WHOLE, "ended_at", [(COMPLETED, "09:06:10", AT)]),
        ("WT1", WHOLE, "customer_name", [("task.completed", "09:06:10", "task_attributes.customers.name")]),
        ("WT1", WHOLE, "speed_of_answer_ms", [(ENTERED, "09:00:00", AT), (ACCEPTED, "09:00:25", AT)]),
        ("WT1", WHOLE, "transfer_count", [("task.transfer-initiated", "09:03:00", "event_type")]),
        ("WT1", WHOLE, "missed_count", [("reservation.timeout", "09:00:20", AT)]),
        (
            "WT1",
            WHOLE,
            "hold_time_ms",
            [("participant.hold", "09:01:00", AT), ("participant.unhold", "09:01:30", AT)],
        ),
        ("WT1", 2, "ring_time_ms", [(CREATED, "09:00:05", AT), ("reservation.timeout", "09:00:20", AT)]),
        ("WT1", 3, "started_at", [(ACCEPTED, "09:00:25", AT)]),
        ("WT1", 3, "talk_time_ms", [(ACCEPTED, "09:00:25", AT), (WRAPUP, "09:03:00", AT)]),
        ("WT1", 3, "wrap_up_time_ms", [(WRAPUP, "09:03:00", AT), (COMPLETED, "09:03:10", AT)]),
        ("WT1", 3, "agent_name", [(ACCEPTED, "09:00:25", "agent_name")]),
        ("WT1", 3, "followed_by", [("task.transfer-initiated", "09:03:00", "transfer_mode")]),
        ("WT1", 4, "queue_name", [("task.transfer-initiated", "09:03:00", "queue_name")]),
        ("WT1", 5, "queue_time_ms", [("task.transfer-initiated", "09:03:00", AT), (ACCEPTED, "09:03:30", AT)]),
        ("WT2", WHOLE, "is_abandoned", [("task.canceled", "10:00:40", AT)]),
        ("WT2", WHOLE, "abandon_time_ms", [(ENTERED, "10:00:00", AT), ("task.canceled", "10:00:40", AT)]),
        ("WT2", WHOLE, "outcome", [("task.canceled", "10:00:40", "task_reason")]),
        ("WT2", WHOLE, "country", [("task.canceled", "10:00:40", "task_attributes.from")]),
        ("WT3", WHOLE, "country", [("task.completed", "11:00:55", "task_attributes.customers.country")]),
        ("WT3", WHOLE, "outcome", [("task.completed", "11:00:55", "task_attributes.conversations.outcome")]),
        (
            "WT3",
            2,
            "handling_team_name",
            [("task.completed", "11:00:55", "task_attributes.conversations.handling_team_name")],
        ),
        ("WT3", WHOLE, "is_abandoned", []),
        ("WT3", WHOLE, "since_last_contact_ms", []),
    ],
)
def test_a_field_leads_to_the_events_that_gave_it(
    snapshot: Snapshot, wanted: str, row: int, field: str, events: list[tuple[str, str, str]]
) -> None:
    assert told(snapshot, wanted, row, field) == events


def unexplained(one: Dossier, given: pl.DataFrame) -> set[tuple[str, str]]:
    """Fields that say something and lead nowhere."""
    known = set(given.select("row", "field").iter_rows())
    rows = [(WHOLE, one.facts, CONVERSATIONS)]
    rows += [(segment["segment_order"], segment, SEGMENTS) for segment in one.segments.iter_rows(named=True)]
    return {
        (table.name, name)
        for row, facts, table in rows
        for name in table.by_name
        if facts[name] not in NOTHING and name not in OF_ALL and (row, name) not in known
    }


@pytest.mark.parametrize("wanted", ["WT1", "WT2", "WT3"])
def test_every_field_that_says_something_leads_somewhere(snapshot: Snapshot, wanted: str) -> None:
    assert unexplained(*found(snapshot, wanted)) == set()


@pytest.mark.slow
def test_every_field_of_the_sample_leads_somewhere(sample: Snapshot) -> None:
    every = sample.scan(CONVERSATIONS).select("conversation_id").sort("conversation_id").collect()["conversation_id"]
    ids = every.gather_every(examples(80, 1))
    assert ids.len() > 50
    assert set().union(*(unexplained(*found(sample, wanted)) for wanted in ids)) == set()


TIMES = [name for table in (CONVERSATIONS, SEGMENTS) for name in table.by_name if name.endswith(("_at", "_ms"))]
"""Fields that one event alone can change; a name is often told by many."""


def remade(events: pl.DataFrame) -> dict[tuple[int | str, str], object]:
    """What the pipeline makes of events: by segment (or the whole) and field."""
    model = build_model(EVENTS.conform(events.lazy()))

    def rows(table: Table, made: pl.LazyFrame) -> list[dict[str, object]]:
        return made.select(list(table.by_name)).collect().to_dicts()

    whole = rows(CONVERSATIONS, model.conversations)
    parts = rows(SEGMENTS, model.segments)
    named = [(WHOLE, one) for one in whole] + [(str(one["segment_id"]), one) for one in parts]
    return {(row, name): value for row, one in named for name, value in one.items()}


@pytest.mark.parametrize("wanted", ["WT1", "WT2", "WT3"])
def test_had_the_events_happened_later_the_times_would_be_others(snapshot: Snapshot, wanted: str) -> None:
    one, given = found(snapshot, wanted)
    before = remade(one.events)
    ids = {WHOLE: WHOLE} | dict(one.segments.select("segment_order", "segment_id").iter_rows())
    times = given.filter(pl.col("field").is_in(TIMES), pl.col("told_in") == AT).join(one.events, on="event_id")
    assert times.height > 5
    # What happened in the same moment is moved together: of a queue that is entered at once two events tell the time.
    for moment in times[AT].unique():
        then = pl.when(pl.col(AT) == moment).then(pl.col(AT) + timedelta(milliseconds=10)).otherwise(AT)
        after = remade(one.events.with_columns(then.alias(AT)))
        claims = times.filter(pl.col(AT) == moment).select("row", "field").iter_rows()
        same = [claim for claim in claims if after.get((ids[claim[0]], claim[1])) == before[ids[claim[0]], claim[1]]]
        assert [claim for claim in same if before[ids[claim[0]], claim[1]] not in NOTHING] == [], moment
