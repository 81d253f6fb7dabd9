"""What became of the corrections that end statuses of agents, and which of agents' time they took away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import polars as pl

from core.corrections import Correction, Mistake, applied_in
from core.corrections.mistake import mistake
from core.horizon import end_of
from core.pipeline.ended import ENDED_BY, STATUS_KEY, ending
from core.pipeline.kinds import STATUS, STATUS_NOW
from core.pipeline.life_cycle import STATUS_EVENTS
from core.pipeline.statuses import follow_agents
from core.schema.column import INSTANT
from core.schema.tables import AGENTS, CORRECTIONS, EVENTS, SEGMENTS, WORKLOAD
from core.store.snapshot import Snapshot
from core.workload import LONGEST_OPEN, stretches

ENDS, NEEDLESS, UNKNOWN = "ends", "needless", "unknown"
"""The status ends by the correction; it ends no later by itself, or by another correction; there is no such status."""

NEVER = datetime.max.replace(tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)
FREED_FROM, FREED_UNTIL, OF = "freed from", "freed until", "correction_id"


@dataclass(frozen=True)
class StatusEnd:
    """What became of one correction.

    Args:
        state: one of the above.
        agent_name, activity: of the status; None where it is not known, or not told.
        told_end: when the status ends by what its events tell; None while they tell no end.
        unknown: what is not known, and the way out; None unless that is the state.
    """

    state: str
    agent_name: str | None = None
    activity: str | None = None
    told_end: datetime | None = None
    unknown: Mistake | None = None


def status_ends(snapshot: Snapshot, corrections: Sequence[Correction]) -> dict[str, StatusEnd]:
    """Of each correction that ends a status what becomes of it on this version's events, by its id."""
    ends = ending(corrections)
    if not ends:
        return {}
    told = {(row["agent_id"], row["started_at"]): row for row in _told(snapshot, ends).iter_rows(named=True)}
    agents = snapshot.scan(AGENTS).filter(pl.col("agent_id").is_in([one.agent_id for one in ends])).select("agent_id")
    known = set(agents.collect()["agent_id"])
    found: dict[str, StatusEnd] = {}
    for one in ends:
        row = told.get((one.agent_id, one.started_at))
        if row is None:
            found[one.id] = StatusEnd(UNKNOWN, unknown=_unknown(snapshot, one, is_known=one.agent_id in known))
            continue
        # Of several for one status the first of those holds that tell the earliest end.
        same = [each for each in ends if (each.agent_id, each.started_at) == (one.agent_id, one.started_at)]
        end = row["ended_at"]
        is_it = min(same, key=_end) is one and (end is None or _end(one) < end)
        found[one.id] = StatusEnd(ENDS if is_it else NEEDLESS, row["agent_name"], row["activity"], end)
    return found


@lru_cache(maxsize=8)
def applied_ends(snapshot: Snapshot) -> dict[str, StatusEnd]:
    """The same of the corrections that a version was made with; kept while the data stay the same."""
    return status_ends(snapshot, applied_in(snapshot.scan(CORRECTIONS)))


def longest_statuses(snapshot: Snapshot, agent_id: str, most: int, with_: datetime | None = None) -> pl.DataFrame:
    """The statuses of an agent that last longest: `started_at`, `activity`, `ended_at`, `length_ms`, of each start one.

    Those that are still on last until the end of the data and have no end; the longest first.

    Args:
        most: so many at most.
        with_: the beginning of one that is among them, however short it is.
    """
    rows = snapshot.scan(SEGMENTS).filter(pl.col("kind").is_in((STATUS, STATUS_NOW)), pl.col("agent_id") == agent_id)
    length = pl.coalesce("ended_at", pl.lit(end_of(snapshot), INSTANT)) - pl.col("started_at")
    told = rows.select("started_at", "activity", "ended_at", length_ms=length.dt.total_milliseconds())
    order = told.sort("length_ms", "started_at", descending=[True, False])
    each = order.unique("started_at", keep="first", maintain_order=True).with_row_index("place")
    is_among = (pl.col("place") < most) | (pl.col("started_at") == pl.lit(with_, INSTANT)).fill_null(value=False)
    return each.filter(is_among).drop("place").collect()


def with_told_ends(segments: pl.LazyFrame, ended: pl.DataFrame) -> pl.LazyFrame:
    """Rows of SEGMENTS with statuses as they are without the correction that has ended them.

    Args:
        ended: `agent_id`, `started_at` and `told_end` of statuses, null for one that is still on.
    """
    is_ended = pl.col("ended_by") == ENDED_BY
    told = segments.join(ended.lazy().select(*STATUS_KEY, "told_end"), on=STATUS_KEY, how="left")
    is_open = is_ended & pl.col("told_end").is_null()
    return told.with_columns(
        ended_at=pl.when(is_ended).then("told_end").otherwise("ended_at"),
        kind=pl.when(is_open).then(pl.lit(STATUS_NOW)).otherwise("kind"),
    ).drop("told_end")


@lru_cache(maxsize=8)
def freed_time(snapshot: Snapshot) -> pl.DataFrame:
    """The stretches of agents' time that would be others without the corrections that end statuses.

    Returns:
        Rows of WORKLOAD, as they are and as they would be, that overlap or touch what a correction took away; with
        `correction_id`, `freed from` and `freed until`, which say what that is. Of statuses that would still be on it
        ends with the data.
    """
    end = end_of(snapshot) or NEVER
    told = applied_ends(snapshot)
    rows = [
        (one.id, one.agent_id, one.started_at, one.ended_at, told[one.id].told_end)
        for one in ending(applied_in(snapshot.scan(CORRECTIONS)))
        if told[one.id].state == ENDS
    ]
    schema = pl.Schema({OF: pl.String(), "agent_id": pl.String(), "started_at": INSTANT, FREED_FROM: INSTANT})
    schema["told_end"] = INSTANT
    ended = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.coalesce("told_end", pl.lit(end, INSTANT)).alias(FREED_UNTIL)
    )
    ended = ended.filter(pl.col(FREED_FROM) < pl.col(FREED_UNTIL))
    first, last = ended[FREED_FROM].min(), ended[FREED_UNTIL].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return WORKLOAD.empty().join(ended.drop("started_at", "told_end"), on="agent_id")
    agents = ended["agent_id"].unique().implode()
    segments = snapshot.scan(SEGMENTS, until=last + LONGEST_OPEN).filter(pl.col("agent_id").is_in(agents))
    both = [stretches(one, end, first, last + MOMENT) for one in (segments, with_told_ends(segments, ended))]
    touched = pl.concat(both).join(ended.lazy().drop("started_at", "told_end"), on="agent_id")
    return touched.filter(
        pl.col("started_at") < pl.col(FREED_UNTIL), pl.col("ended_at") >= pl.col(FREED_FROM)
    ).collect()


def _told(snapshot: Snapshot, ends: Sequence[Correction]) -> pl.DataFrame:
    """The statuses that these corrections name, as their events tell them; of two that begin together the longer."""
    wanted = pl.DataFrame(
        [(one.agent_id, one.started_at) for one in ends],
        schema={"agent_id": pl.String, "started_at": INSTANT},
        orient="row",
    ).unique()
    first, last = wanted.select(first=pl.col("started_at").min(), last=pl.col("started_at").max()).row(0)
    stored = snapshot.scan(SEGMENTS, first, last + MOMENT).filter(pl.col("kind").is_in((STATUS, STATUS_NOW)))
    there = stored.select(STATUS_KEY).join(wanted.lazy(), on=STATUS_KEY, how="semi").unique().collect()
    since = there.lazy().group_by("agent_id").agg(pl.col("started_at").min().alias("since"))
    changes = snapshot.scan(EVENTS, since=first).filter(pl.col("event_type").is_in(STATUS_EVENTS))
    # From the beginning of an agent's first of them on: it is told by its own change, or by the one after it.
    within = changes.join(since, on="agent_id").filter(pl.col("occurred_at") >= pl.col("since")).drop("since")
    statuses = follow_agents(within, since.select("agent_id").clear())
    rows = statuses.join(there.lazy(), on=STATUS_KEY, how="semi").sort("ended_at", "segment_id", nulls_last=True)
    return rows.unique(STATUS_KEY, keep="last", maintain_order=True).collect()


def _unknown(snapshot: Snapshot, one: Correction, *, is_known: bool) -> Mistake:
    """What is not known of the status that a correction names: its agent, or when it began."""
    if not is_known:
        return mistake("status_agent", "agent_id", agent=one.agent_id)
    rows = snapshot.scan(SEGMENTS).filter(
        pl.col("kind").is_in((STATUS, STATUS_NOW)), pl.col("agent_id") == one.agent_id
    )
    apart = (pl.col("started_at") - pl.lit(one.started_at, INSTANT)).dt.total_milliseconds().abs()
    nearest = rows.select("started_at", apart=apart).sort("apart", "started_at").head(1).collect()["started_at"]
    began = {"agent": one.agent_id, "began": _written(one.started_at)}
    if nearest.is_empty():
        return mistake("status_none", "agent_id", agent=one.agent_id)
    return mistake("status_start", "started_at", nearest=_written(nearest.item()), **began)


def _written(moment: datetime | None) -> str:
    """An instant as the file of corrections has it, with its milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else ""


def _end(one: Correction) -> datetime:
    return one.ended_at or NEVER
