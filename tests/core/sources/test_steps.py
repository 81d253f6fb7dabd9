"""Records that tell a whole story become several events, and are counted as the records that they are."""

from datetime import UTC, datetime, timedelta

import polars as pl

from core.sources.batch import NO_TIME
from core.sources.reading import Reading
from core.sources.records import Records, counted
from core.sources.source import Source
from core.sources.steps import Step, unfold_steps
from core.sources.translation import translated

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANSWERED = BEGAN + timedelta(seconds=12)

CALLS = pl.DataFrame(
    {
        "key": ["A", "B"],
        "record": [0, 1],
        "task_id": ["A", "B"],
        "began": [BEGAN, BEGAN],
        "answered": [ANSWERED, None],
    },
    schema_overrides={"began": pl.Datetime("ms", "UTC"), "answered": pl.Datetime("ms", "UTC")},
)
STEPS = (
    Step("task.created", pl.col("began"), "created"),
    Step("reservation.accepted", pl.col("answered"), "answer", {"reservation_id": pl.col("task_id") + ":1"}),
)


def test_a_record_gives_an_event_for_each_step_that_it_tells_of() -> None:
    events = unfold_steps(CALLS, STEPS)
    told = events.select("record", "event_id", "event_type", "occurred_at", "reservation_id").rows()
    assert told == [
        (0, "A:created", "task.created", BEGAN, None),
        (0, "A:answer", "reservation.accepted", ANSWERED, "A:1"),
        (1, "B:created", "task.created", BEGAN, None),
    ]


def test_a_record_with_a_fault_gives_no_event_and_the_others_keep_their_positions() -> None:
    fields = pl.DataFrame({"id": ["A", "broken", "B"]})

    def translate(_fields: pl.DataFrame, _reading: Reading) -> pl.DataFrame:
        events = unfold_steps(CALLS.with_columns(record=pl.Series([0, 2])), STEPS)
        fault = pl.DataFrame({"record": [1, 1], "reason": [NO_TIME, NO_TIME], "detail": ["-", "-"]})
        return pl.concat([events, fault], how="diagonal_relaxed")

    source = Source("calls", "Some platform", "id", (), lambda _: True, translate, lambda _: True)
    batch = translated(Records(fields, counted(11, 3)), source, "f1", Reading())
    assert batch.events["position"].to_list() == [11, 11, 13]
    assert batch.events["platform"].unique().to_list() == ["Some platform"]
    assert batch.rejected.select("position", "reason", "raw").rows() == [(12, NO_TIME, '{"id":"broken"}')]
    assert batch.rows_in == 3
