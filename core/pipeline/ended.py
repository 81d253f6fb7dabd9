"""Statuses of agents that a correction ends: what their events tell, with the ends that people know laid over it.

```
told by events     ├── Available ──────────────── … ──────────────┼── Break ──┤
with a correction  ├── Available ──┤  (nothing is known)          ├── Break ──┤
```
An end that the platform tells and that comes no later than the correction's is the true one, whenever it is heard of.
"""

from collections.abc import Sequence

import polars as pl

from core.corrections import END_STATUS, Correction
from core.pipeline.kinds import STATUS
from core.pipeline.spans import ms
from core.schema.column import INSTANT

ENDED_BY = "correction"
"""The `ended_by` of a status that a correction ends: no event's type."""

STATUS_KEY = ("agent_id", "started_at")
_ENDS_AT = "corrected end"


def ending(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Those that end a status, in their order."""
    return tuple(one for one in corrections if one.kind == END_STATUS)


def ended_statuses(statuses: pl.LazyFrame, corrections: Sequence[Correction]) -> pl.LazyFrame:
    """The statuses, each over at the earliest end that corrections tell of it, where no event tells an earlier one.

    Args:
        statuses: as `follow_agents` makes them.
        corrections: those that hold, of any kind.
    """
    ends = ending(corrections)
    if not ends:
        return statuses
    told = pl.DataFrame(
        [(one.agent_id, one.started_at, one.ended_at) for one in ends],
        schema={"agent_id": pl.String, "started_at": INSTANT, _ENDS_AT: INSTANT},
        orient="row",
    )
    earliest = told.group_by(STATUS_KEY).agg(pl.col(_ENDS_AT).min()).lazy()
    names = statuses.collect_schema().names()
    ends_at = pl.col(_ENDS_AT)
    is_ended = (ends_at.is_not_null() & (pl.col("ended_at").is_null() | (pl.col("ended_at") > ends_at))).alias(
        "is ended"
    )
    laid = statuses.join(earliest, on=STATUS_KEY, how="left").with_columns(is_ended)
    now = pl.col("is ended")
    return (
        laid.with_columns(
            ended_at=pl.when(now).then(ends_at).otherwise("ended_at"),
            ended_by=pl.when(now).then(pl.lit(ENDED_BY)).otherwise("ended_by"),
            kind=pl.when(now).then(pl.lit(STATUS)).otherwise("kind"),
        )
        .with_columns(activity_time_ms=ms("ended_at", "started_at"))
        .select(names)
    )


def otherwise_ended(before: Sequence[Correction], now: Sequence[Correction]) -> pl.DataFrame:
    """`agent_id` and `occurred_at`, the beginning, of statuses that other corrections end now, or at another time."""
    was, new = ({(one.agent_id, one.started_at, one.ended_at) for one in ending(some)} for some in (before, now))
    rows = [(agent, started_at) for agent, started_at, _ in was ^ new]
    return pl.DataFrame(rows, schema={"agent_id": pl.String, "occurred_at": INSTANT}, orient="row")
