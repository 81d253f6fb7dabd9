"""Conversations modelled once more from their own events, beside the tables: without corrections, or with others."""

from collections.abc import Sequence
from datetime import timedelta

import polars as pl

from core.corrections import Correction
from core.pipeline.among import among
from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.model import Model, build_model
from core.schema.tables import EVENTS, TASKS
from core.store.snapshot import Snapshot

MOMENT = timedelta(milliseconds=1)


def as_told(
    snapshot: Snapshot, ids: pl.Series, default_country: str = "", corrections: Sequence[Correction] = ()
) -> Model:
    """What the events of whole conversations tell; nothing is stored.

    Args:
        ids: of conversations, excluded ones too.
        default_country: ISO code assumed for numbers written in national form.
        corrections: laid over them, in their order; none for what the events alone say.

    Returns:
        The model of these conversations; what follows from their customer's other ones is null in it.
    """
    tasks = among(snapshot.scan(TASKS), "conversation_id", ids).collect()
    if tasks.is_empty():
        return build_model(EVENTS.empty().lazy(), default_country, None, corrections)
    first, last = tasks.select(pl.col("first_at").min(), pl.col("last_at").max()).row(0)
    of_tasks = among(snapshot.scan(EVENTS, first, last + MOMENT), "task_id", tasks["task_id"])
    is_hold = pl.col("event_type").is_in((HOLD, UNHOLD)) & pl.col("task_id").is_null()
    of_calls = among(snapshot.scan(EVENTS, first).filter(is_hold), "call_id", tasks["call_id"])
    return build_model(pl.concat([of_tasks, of_calls]).collect().lazy(), default_country, None, corrections)
