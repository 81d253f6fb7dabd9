"""Unfold records that tell a whole story into the events of which it is made, one row a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from core.schema.column import INSTANT
from core.schema.tables import EVENTS

RECORD = "record"
KEY = "key"
"""Names the record for good, whatever file it stands in: the ids of its events begin with it."""

PROVENANCE = ("platform", "source", "file_id", "position", "load_id")
TOLD = tuple(name for name in EVENTS.schema if name not in PROVENANCE)
"""What a source says of an event."""


@dataclass(frozen=True)
class Step:
    """One thing that records tell of.

    Args:
        event_type: what it is called among our events.
        at: the instant at which it happened; a record in which that is null does not tell of it.
        name: completes the event's id; of two steps of one record each has its own.
        facts: columns of EVENTS that this step sets in its own way.
    """

    event_type: str
    at: pl.Expr
    name: str
    facts: Mapping[str, pl.Expr] = field(default_factory=dict)


def unfold_steps(records: pl.DataFrame, steps: Sequence[Step]) -> pl.DataFrame:
    """The events that records tell of.

    Args:
        records: one row a record: `key`, `record` (its row among the fields; several rows may be of one record), and
            whatever columns of EVENTS all its steps share.
        steps: what may have happened.

    Returns:
        Rows of EVENTS without provenance, plus `record`: by record, the steps in the order in which they are given.
    """
    shared = [name for name in TOLD if name in records.columns]
    told = [_events(records.lazy(), step, shared, number) for number, step in enumerate(steps)]
    events = pl.concat(told).sort(RECORD, "row", "step", maintain_order=True)
    return events.select(RECORD, *TOLD).collect()


def _events(records: pl.LazyFrame, step: Step, shared: Sequence[str], number: int) -> pl.LazyFrame:
    facts = {name: pl.col(name) for name in shared} | dict(step.facts)
    facts |= {
        "event_id": pl.concat_str(KEY, pl.lit(f":{step.name}")),
        "event_type": pl.lit(step.event_type),
        "occurred_at": pl.col("→at"),
    }
    told = records.with_row_index("row").with_columns(step.at.cast(INSTANT).alias("→at"))
    return told.filter(pl.col("→at").is_not_null()).select(
        pl.col(RECORD).cast(pl.Int64),
        "row",
        pl.lit(number).alias("step"),
        *(facts.get(name, pl.lit(None)).cast(EVENTS.schema[name]).alias(name) for name in TOLD),
    )
