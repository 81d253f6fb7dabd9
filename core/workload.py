"""Workload: where agents' time goes, worked out of SEGMENTS whenever it is asked; no table holds it.

```
status    ├──── Available ─────────────┼── Break ──┤
talk            ├── chat 1 ──────┤
talk                      ├── chat 2 ────────┤
stretches ├─0───┼───1─────┼──2───┼─1───┼─1─────┼─0─┤      parallel conversations
```

A stretch ends wherever an activity or a conversation begins or ends, so each millisecond of an agent is in one stretch
at most: busy time is a union by construction, however many conversations overlap. What a stretch says depends only on
the segments that cover it: a period, and each slice of it, gives the same sums alone as within a longer one.
"""

from datetime import datetime, timedelta

import polars as pl

from core.horizon import end_of
from core.metrics.rows import HAS_AGENT, KIND, OUTBOUND, STATUS
from core.pipeline.ended import ENDED_BY
from core.schema.column import INSTANT
from core.schema.tables import SEGMENTS, WORKLOAD
from core.slices import ENDED_AT, LENGTH, STARTED_AT, clipped, sliced
from core.store.snapshot import Snapshot

LONGEST_OPEN = timedelta(hours=24)
"""No offer rings longer, and no conversation whose end was never heard of occupies its agent longer than this."""

AGENT_APART = 2**64
"""More than there are instants: an agent's number times this, plus an instant, orders by agent and then by time."""

_TALK = KIND.is_in(("Conversation", "Conversation in Progress")) & HAS_AGENT
_OF_AGENT = ("platform", "agent_id", "agent_name", "handling_team_name", "handling_department_name", "activity")


def read_stretches(snapshot: Snapshot, since: datetime | None = None, until: datetime | None = None) -> pl.LazyFrame:
    """Rows of WORKLOAD for what of agents' time lies in the period, in no promised order; without one, for all time."""
    # An offer that begins to ring in the period may be answered after it.
    segments = snapshot.scan(SEGMENTS, until=until + LONGEST_OPEN if until else None)
    return cut_stretches(stretches(segments, end_of(snapshot), since, until), since, until)


def stretches(
    segments: pl.LazyFrame, end: datetime | None, since: datetime | None = None, until: datetime | None = None
) -> pl.LazyFrame:
    """Cut each agent's time where an activity or a conversation begins or ends.

    A status makes the activity, and who the agent was then: where several hold (they should not), the one that began
    last. A conversation keeps its agent busy from the answer to the end of wrap-up, an outbound one from when it rings.
    Offers that are missed or rejected and corrupted segments keep nobody busy. Without a status there is no activity;
    where nothing is known of an agent there is no stretch.

    Args:
        segments: rows of SEGMENTS, in any order.
        end: the last instant known: what is in progress lasts until then, conversations for `LONGEST_OPEN` at most;
            None leaves out what is in progress. No status that a correction ends lasts longer either.
        since, until: only segments that overlap this period are looked at. Stretches that reach beyond it may be cut
            there by segments that do not: cut them at the period.

    Returns:
        Rows of WORKLOAD, in no promised order; none without length.
    """
    spans = _spans(segments, end, since, until).collect()
    edges = _edges(spans)
    covered = (
        spans.select("span", "is_busy")
        .join(_first_and_last(edges), on="span")
        .select("span", "is_busy", edge=pl.int_ranges("first", "last"))
        .explode("edge")
    )
    told = covered.group_by("edge").agg(
        pl.col("is_busy").sum().cast(pl.Int64).alias("parallel_conversations"), pl.col("span").max()
    )
    rows = told.join(_gaps(edges), on="edge").join(spans.select("span", *_OF_AGENT), on="span")
    length = pl.col("end") - pl.col("begin")
    return WORKLOAD.conform(
        rows.lazy().with_columns(
            started_at=pl.col("begin").cast(INSTANT),
            ended_at=pl.col("end").cast(INSTANT),
            stretch_ms=length,
            parallel_ms=length * pl.col("parallel_conversations"),
        )
    )


def cut_stretches(
    rows: pl.LazyFrame, since: datetime | None = None, until: datetime | None = None, *, on_grid: bool = False
) -> pl.LazyFrame:
    """What of each stretch lies within the period; on the grid of `core.slices`, one row a slice.

    Args:
        rows: rows of WORKLOAD.

    Returns:
        Rows of WORKLOAD, whose lengths add up to those of the stretches within the period.
    """
    pieces = (sliced if on_grid else clipped)(rows, pl.col("started_at"), pl.col("ended_at"), since, until)
    return WORKLOAD.conform(
        pieces.with_columns(
            started_at=STARTED_AT,
            ended_at=ENDED_AT,
            stretch_ms=LENGTH,
            parallel_ms=pl.col(LENGTH) * pl.col("parallel_conversations"),
        )
    )


def _spans(
    segments: pl.LazyFrame, end: datetime | None, since: datetime | None, until: datetime | None
) -> pl.LazyFrame:
    """Segments that say something of an agent's time, with begin and end in milliseconds since 1970.

    They are numbered so that, of those that cover an instant, the highest tells the activity and who the agent was:
    statuses after conversations, and the later begun after the earlier.
    """
    last = pl.lit(end, INSTANT)
    ring = pl.min_horizontal(pl.col("ring_time_ms").fill_null(0), LONGEST_OPEN // timedelta(milliseconds=1))
    rings = pl.when(_TALK & OUTBOUND).then(pl.duration(milliseconds=ring)).otherwise(pl.duration())
    open_end = (
        pl.when(KIND == "Agent Status in Progress")
        .then(last)
        .when(KIND == "Conversation in Progress")
        .then(pl.min_horizontal(last, pl.col("started_at") + LONGEST_OPEN))
    )
    # A correction may end a status later than the data do; of time that is not there yet nobody counts any.
    known_end = pl.when(pl.col("ended_by") == ENDED_BY).then(pl.min_horizontal("ended_at", last)).otherwise("ended_at")
    known = segments.filter(STATUS | _TALK, pl.col("agent_id").is_not_null()).select(
        *("segment_id", "started_at", "platform", "agent_id", "agent_name"),
        *("handling_team_name", "handling_department_name"),
        activity=pl.when(STATUS).then("activity"),
        is_busy=~STATUS,
        begin=pl.col("started_at") - rings,
        end=pl.coalesce(known_end, open_end),
    )
    within = [pl.col("end") > since] if since else []
    within += [pl.col("begin") < until] if until else []
    return (
        known.filter(pl.col("begin") < pl.col("end"), *within)
        .with_columns(pl.col("begin", "end").dt.epoch("ms"))
        .sort(pl.col("is_busy").not_(), "started_at", "segment_id")
        .drop("segment_id", "started_at")
        .with_row_index("span")
    )


def _edges(spans: pl.DataFrame) -> pl.DataFrame:
    """Both ends of each span, in order; `edge` numbers the different instants of each agent."""
    # Agent and instant in one whole number: sorting by it takes a fifth of the time that it takes to sort by both.
    agent = pl.col("agent_id").cast(pl.Categorical).to_physical().cast(pl.Int128) * AGENT_APART
    begins, ends = (spans.select("span", at=name, mark=agent + pl.col(name)) for name in ("begin", "end"))
    marks = pl.concat([begins, ends]).sort("mark")
    return marks.select("span", "at", edge=pl.col("mark").rle_id().cast(pl.Int64))


def _first_and_last(edges: pl.DataFrame) -> pl.DataFrame:
    """Of each span the edges at which it begins and ends."""
    return edges.group_by("span").agg(first=pl.col("edge").min(), last=pl.col("edge").max())


def _gaps(edges: pl.DataFrame) -> pl.DataFrame:
    """From each edge to the next one; what lies between two agents is covered by no span."""
    instants = edges.unique("edge").sort("edge").select("edge", begin="at")
    return instants.with_columns(end=pl.col("begin").shift(-1))
