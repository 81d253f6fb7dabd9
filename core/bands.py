"""Bands: one day of each agent, as stretches of activity with the conversations on top of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from core.horizon import horizon
from core.lending import lent
from core.metrics.rows import HAS_AGENT, KIND
from core.query import Condition, dtype_of
from core.schema.lent import AGENT_NOW
from core.schema.tables import SEGMENTS, WORKLOAD
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.workload import LONGEST_OPEN, cut_stretches, read_stretches

ACTIVITY, TALK, WRAP_UP = "activity", "talk", "wrap-up"
OF_AGENTS = ("platform", "agent_name", "handling_team_name", "handling_department_name", *AGENT_NOW)
"""The columns by which agents can be chosen: their time has no channel, no queue and no customer."""


@dataclass(frozen=True)
class Day:
    """One day of the agents.

    Args:
        bands: one row a stretch: `agent_id`, `agent_name`, `kind` (`ACTIVITY`, `TALK` or `WRAP_UP`), `activity` (null
            where none is known, and of talks), `conversation_id` (of talks), `started_at`, `ended_at`, both within the
            day; by agent's name, activities first, then in order of time.
        agents: `agent_id` and `agent_name` of those who were there, by name.
        away: how many more agents were known that day, but never there.
    """

    bands: pl.DataFrame
    agents: pl.DataFrame
    away: int


def day_of_agents(
    snapshot: Snapshot, since: datetime, until: datetime, where: Iterable[Condition], rules: Settings
) -> Day:
    """What each agent did between two instants, as wide apart as a day: 23, 24 or 25 hours.

    Whoever was only offline, and handled nothing, was not there. What is in progress lasts to the end of the data.

    Args:
        where: conditions on agents; those on other columns are left out of account.
    """
    chosen = [one for one in where if one.column in OF_AGENTS]
    activities = _activities(snapshot, since, until, chosen)
    talks = _talks(snapshot, since, until).join(activities.select("agent_id").unique(), on="agent_id", how="semi")
    bands = pl.concat([activities, talks], how="diagonal").collect()
    here = bands.filter(~_is_away(rules)).select("agent_id").unique()
    known = bands.filter(pl.col("kind") == ACTIVITY).sort("started_at").group_by("agent_id", maintain_order=True)
    named = known.agg(pl.col("agent_name").last())
    agents = named.join(here, on="agent_id", how="semi").sort("agent_name", "agent_id", nulls_last=True)
    rank = pl.col("kind").replace_strict({ACTIVITY: 0, TALK: 1, WRAP_UP: 2}, return_dtype=pl.Int32)
    shown = bands.drop("agent_name").join(agents, on="agent_id")
    return Day(
        shown.sort("agent_name", "agent_id", rank, "started_at", "conversation_id", nulls_last=True).select(
            *("agent_id", "agent_name", "kind", "activity", "conversation_id", "started_at", "ended_at")
        ),
        agents,
        named.height - agents.height,
    )


def told(day: Day, rules: Settings) -> pl.DataFrame:
    """The day in numbers, one row an agent who was there, by name.

    Returns:
        `agent_id`, `agent_name`, `began_at` and `left_at` (the first and the last instant that was not offline),
        `conversations` (how many different ones), `talk_ms` and `wrap_up_ms`, in which what overlaps counts twice.
    """
    length = (pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds()
    return (
        day.bands.filter(~_is_away(rules))
        .group_by("agent_id", "agent_name")
        .agg(
            began_at=pl.col("started_at").min(),
            left_at=pl.col("ended_at").max(),
            conversations=pl.col("conversation_id").drop_nulls().n_unique().cast(pl.Int64),
            talk_ms=length.filter(pl.col("kind") == TALK).sum(),
            wrap_up_ms=length.filter(pl.col("kind") == WRAP_UP).sum(),
        )
        .sort("agent_name", "agent_id", nulls_last=True)
    )


def _is_away(rules: Settings) -> pl.Expr:
    """A band of an agent who was offline, or of whom no status is known."""
    return (pl.col("kind") == ACTIVITY) & pl.col("activity").is_in(rules.offline_activities).fill_null(True)


def _activities(snapshot: Snapshot, since: datetime, until: datetime, chosen: list[Condition]) -> pl.LazyFrame:
    """Stretches of one activity, however many conversations were handled in them."""
    stretches = cut_stretches(read_stretches(snapshot, since, until), since, until)
    lendable = lent(stretches, WORKLOAD, [one.column for one in chosen], snapshot.scan)
    kept = lendable.filter(one.holds(pl.col(one.column), dtype_of(one.column)) for one in chosen)
    ordered = (kept if chosen else lendable).sort("agent_id", "started_at")
    is_new = pl.struct("agent_id", "activity").rle_id()
    gap = (pl.col("started_at") != pl.col("ended_at").shift(1)).fill_null(True).cum_sum()
    return (
        ordered.with_columns(stretch=is_new, gap=gap)
        .group_by("agent_id", "stretch", "gap")
        .agg(
            pl.col("agent_name").last(),
            pl.col("activity").first(),
            pl.col("started_at").min(),
            pl.col("ended_at").max(),
        )
        .drop("stretch", "gap")
        .with_columns(kind=pl.lit(ACTIVITY))
    )


def _talks(snapshot: Snapshot, since: datetime, until: datetime) -> pl.LazyFrame:
    """Talks and the work after them, cut at the ends of the day."""
    known = horizon(snapshot)
    end = pl.lit(known.end if known else None, SEGMENTS.schema["ended_at"])
    open_end = pl.min_horizontal(end, pl.col("started_at") + LONGEST_OPEN)
    talks = (
        snapshot.scan(SEGMENTS, since - LONGEST_OPEN, until)
        .filter(KIND.is_in(("Conversation", "Conversation in Progress")), HAS_AGENT)
        .select(
            *("agent_id", "conversation_id", "started_at"),
            over_at=pl.coalesce("ended_at", open_end),
            talked_until=pl.coalesce(
                pl.col("started_at") + pl.duration(milliseconds="talk_time_ms"), "ended_at", open_end
            ),
        )
    )
    parts = pl.concat(
        [
            talks.select("agent_id", "conversation_id", "started_at", ended_at="talked_until", kind=pl.lit(TALK)),
            talks.select(
                "agent_id", "conversation_id", started_at="talked_until", ended_at="over_at", kind=pl.lit(WRAP_UP)
            ),
        ]
    )
    within = parts.with_columns(pl.col("started_at").clip(since), pl.col("ended_at").clip(upper_bound=until))
    return within.filter(pl.col("started_at") < pl.col("ended_at"))
