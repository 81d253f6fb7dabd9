"""Restated statuses: those that new changes of activity, or other corrections, make other than they were."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import polars as pl

from core.corrections import Correction
from core.pipeline.ended import ended_statuses
from core.pipeline.kinds import STATUS, STATUS_NOW
from core.pipeline.life_cycle import STATUS_EVENTS
from core.pipeline.statuses import follow_agents
from core.pipeline.unique import COPIES_WITHIN
from core.schema.column import INSTANT
from core.schema.tables import AGENTS, EVENTS, SEGMENTS
from core.store.transaction import Transaction

STEPS = (timedelta(days=4), timedelta(days=32), None)
"""How far from the new changes their neighbours are looked for, at last everywhere: most are a few hours away."""

MOMENT = timedelta(milliseconds=1)


def restate(change: Transaction, news: pl.LazyFrame, corrections: Sequence[Correction], ended: pl.DataFrame) -> None:
    """Replace the agents' statuses from the last change before the earliest new one to the first after the latest.

    A new event may have taken the place of a copy that told another time; both are looked for a day further.

    Args:
        change: the open transaction, with AGENTS as they were before the news.
        news: the new rows of EVENTS, and those that went.
        corrections: those that hold, laid over what the events tell.
        ended: as `otherwise_ended`: statuses that are looked at as if they began by a new change.
    """
    moment = pl.col("occurred_at")
    agents = _concerned(change, news, ended)
    if agents.is_empty():
        return
    known = agents.join(change.scan(AGENTS).select("agent_id").collect(), on="agent_id", how="semi")
    spans = agents.join(_last_before(change, known), on="agent_id", how="left").join(
        _first_after(change, known), on="agent_id", how="left"
    )
    until = spans["until"].max() if not spans["until"].null_count() else None
    changes = change.scan(
        EVENTS,
        since=spans.select(pl.coalesce("since", "begin").min()).item(),
        until=until + MOMENT if isinstance(until, datetime) else None,
    ).filter(_is_change())
    again = changes.join(spans.lazy(), on="agent_id").filter(
        pl.col("since").is_null() | (moment >= pl.col("since")), pl.col("until").is_null() | (moment <= pl.col("until"))
    )
    told = follow_agents(again, spans.filter(pl.col("since").is_not_null()).select("agent_id").lazy())
    statuses = ended_statuses(told, corrections)
    # The change at which a span ends begins a status that is as it was.
    within = statuses.join(spans.lazy().select("agent_id", "until"), on="agent_id").filter(
        pl.col("until").is_null() | (pl.col("started_at") < pl.col("until"))
    )
    stale = _stale(change, spans.join(known, on="agent_id", how="semi"))
    first, last = stale["started_at"].min(), stale["started_at"].max()
    change.replace(
        SEGMENTS,
        "segment_id",
        stale["segment_id"],
        within.drop("until"),
        since=first if isinstance(first, datetime) else None,
        until=last + MOMENT if isinstance(last, datetime) else None,
    )


def _concerned(change: Transaction, news: pl.LazyFrame, ended: pl.DataFrame) -> pl.DataFrame:
    """The agents of new changes, or of statuses that end otherwise now, and from when (`begin`) to when (`end`)."""
    moment = pl.col("occurred_at")
    # Of an agent who was not known all is new, and of one who is not known yet there is nothing.
    of_known = ended.lazy().join(change.scan(AGENTS).select("agent_id"), on="agent_id", how="semi")
    return (
        pl.concat([news.filter(_is_change()).select("agent_id", "occurred_at"), of_known])
        .group_by("agent_id")
        .agg((moment.min() - COPIES_WITHIN).alias("begin"), (moment.max() + COPIES_WITHIN).alias("end"))
        .collect()
    )


def _is_change() -> pl.Expr:
    return pl.col("event_type").is_in(STATUS_EVENTS) & pl.col("agent_id").is_not_null()


def _last_before(change: Transaction, agents: pl.DataFrame) -> pl.DataFrame:
    """`agent_id` and `since`: the agent's last change before `begin`, where there is one."""

    def look(step: timedelta | None, left: pl.DataFrame) -> pl.DataFrame:
        first, last = left.select(first=pl.col("begin").min(), last=pl.col("begin").max()).row(0)
        rows = _changes(change, left, first - step if step else None, last)
        before = rows.filter(pl.col("occurred_at") < pl.col("begin"))
        return before.group_by("agent_id").agg(pl.col("occurred_at").max().alias("since")).collect(engine="streaming")

    return _step_by_step(agents, "since", look)


def _first_after(change: Transaction, agents: pl.DataFrame) -> pl.DataFrame:
    """`agent_id` and `until`: the agent's first change after `end`, where there is one."""

    def look(step: timedelta | None, left: pl.DataFrame) -> pl.DataFrame:
        first, last = left.select(first=pl.col("end").min(), last=pl.col("end").max()).row(0)
        rows = _changes(change, left, first, last + step if step else None)
        after = rows.filter(pl.col("occurred_at") > pl.col("end"))
        return after.group_by("agent_id").agg(pl.col("occurred_at").min().alias("until")).collect(engine="streaming")

    return _step_by_step(agents, "until", look)


def _step_by_step(
    agents: pl.DataFrame, name: str, look: Callable[[timedelta | None, pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """What is found of each agent, looked for further away only for those of whom nothing was found nearby."""
    found = [pl.DataFrame(schema={"agent_id": pl.String, name: INSTANT})]
    for step in STEPS:
        left = agents.join(pl.concat(found), on="agent_id", how="anti")
        if left.is_empty():
            break
        found.append(look(step, left))
    return pl.concat(found)


def _changes(change: Transaction, agents: pl.DataFrame, since: datetime | None, until: datetime | None) -> pl.LazyFrame:
    events = change.scan(EVENTS, since=since, until=until)
    return events.filter(_is_change()).select("agent_id", "occurred_at").join(agents.lazy(), on="agent_id")


def _stale(change: Transaction, spans: pl.DataFrame) -> pl.DataFrame:
    """`segment_id` and `started_at` of the statuses in these spans, as they are stored."""
    since = spans["since"].min() if not spans["since"].null_count() else None
    until = spans["until"].max() if not spans["until"].null_count() else None
    stored = change.scan(SEGMENTS, since=since, until=until)  # type: ignore[arg-type]
    started = pl.col("started_at")
    return (
        stored.filter(pl.col("kind").is_in((STATUS, STATUS_NOW)))
        .select("segment_id", "agent_id", "started_at")
        .join(spans.lazy(), on="agent_id")
        .filter(
            pl.col("since").is_null() | (started >= pl.col("since")),
            pl.col("until").is_null() | (started < pl.col("until")),
        )
        .select("segment_id", "started_at")
        .collect(engine="streaming")
    )
