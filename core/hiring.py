"""Where to hire: the customers of each place beside the agents who work there."""

from dataclasses import dataclass

import polars as pl

from core.answer import answer, rows_behind
from core.clock import local
from core.geo.facts import of_country
from core.geo.gazetteer import WITH_STATES
from core.geo.sites import find_sites
from core.geo.towns import town_key
from core.plan import expression_of
from core.query import Query
from core.schema.tables import AGENTS
from core.settings import Settings
from core.store.snapshot import Snapshot

LEVELS = {
    "country": ("country",),
    "state": ("country", "state"),
    "city": ("country", "state", "city"),
    "time_zone": ("time_zone",),
}
"""What places are compared by: the columns that name one; the last is null where the place is not known so finely.

States are those of the United States and Canada: elsewhere a town does not tell the agents' one.
"""

OFFERED, WORK = "conversations_offered", "total_handling_time"


@dataclass(frozen=True)
class Hiring:
    """Customers and agents by place.

    Args:
        places: one row a place that has any of them, the largest gap first: the columns of its level, `offered`,
            `handling_time_ms` (null without handled segments), `share_of_volume`, `agents`, `share_of_agents`, `gap`
            (share of volume − share of agents), `offered_per_agent` (null without agents), `hours` (of the agents' own
            day, 0 to 23, in which those who are there answered). Shares are of those whose place is known, null when
            there are none.
        sites: one row a text of AGENTS.location, those with most agents first: `location`, `agents`, what it was taken
            for (`country`, `state`, `city`, `time_zone`), `reason` (null when it was found).
        offered_elsewhere: conversations of customers whose place is not known at this level.
        agents_elsewhere: active agents whose place is not known at this level.
    """

    places: pl.DataFrame
    sites: pl.DataFrame
    offered_elsewhere: int
    agents_elsewhere: int


def hiring(snapshot: Snapshot, query: Query, level: str, settings: Settings) -> Hiring:
    """Compare where the customers are with where the active agents are.

    Shares on either side are of those whose place is known, so that each side adds up to one. Conditions on region,
    country, state, city and time zone narrow the agents too; all others narrow the conversations alone.

    Args:
        query: period and conditions; its metrics and groups are not looked at.
        level: one of `LEVELS`.
    """
    asked = query.with_(metrics=(OFFERED, WORK), by=(), sort=None, limit=None)
    compared = asked.with_condition("country", *WITH_STATES) if level == "state" else asked
    agents = _agents(snapshot, asked, settings)
    located = agents.drop_nulls(level).with_columns(_place(level))
    known = _offered(snapshot, compared.with_condition(level, None, op="not in"), settings)
    places = (
        _volume(snapshot, compared, level, settings)
        .join(_staff(located, level), on="place", how="full", coalesce=True)
        .join(_hours(snapshot, asked, located, settings), on="place", how="left")
        .with_columns(pl.coalesce(name, f"{name}_right").alias(name) for name in LEVELS[level])
    )
    return Hiring(
        _compared(places, level, known, located.height),
        _sites(agents),
        _offered(snapshot, asked, settings) - known,
        agents.height - located.height,
    )


def _agents(snapshot: Snapshot, query: Query, settings: Settings) -> pl.DataFrame:
    """One row an active agent within the question's places: `agent_id` and what the location was taken for."""
    active = snapshot.scan(AGENTS).filter(pl.col("agent_state") == "Active").select("agent_id", "location").collect()
    placed = active.join(find_sites(active["location"]), on="location", nulls_equal=True).with_columns(
        region=of_country("region"), area_code=pl.lit(None, pl.String)
    )
    narrowing = [
        one.holds(expression_of(one.column, query, settings), pl.String)
        for one in query.where
        if one.column in ("region", "country", "state", "city", "time_zone")
    ]
    return (placed.filter(*narrowing) if narrowing else placed).sort("agent_id")


def _place(level: str) -> pl.Expr:
    """What two spellings of a place have in common, in one text."""
    if level == "city":
        return town_key(pl.col("country"), pl.col("state"), pl.col("city")).alias("place")
    return pl.concat_str(LEVELS[level], separator=" ").alias("place")


def _offered(snapshot: Snapshot, query: Query, settings: Settings) -> int:
    return int(answer(snapshot, query.with_(metrics=(OFFERED,)), settings).item())


def _volume(snapshot: Snapshot, query: Query, level: str, settings: Settings) -> pl.DataFrame:
    """One row a place with customers: `place`, its columns, `offered`, `handling_time_ms`."""
    keys = LEVELS[level]
    answers = answer(snapshot, query.with_(by=keys), settings).drop_nulls(level).with_columns(_place(level))
    if level == "city":
        answers = answers.with_columns(state=pl.when(pl.col("country").is_in(WITH_STATES)).then("state"))
    # A conversation has one customer and so one place: what spellings of a town have together is their sum.
    return (
        answers.sort(OFFERED, *keys, descending=[True, *(False for _ in keys)])
        .group_by("place", maintain_order=True)
        .agg(
            pl.col(keys).first(),
            offered=pl.col(OFFERED).sum(),
            handling_time_ms=pl.when(pl.col(WORK).is_not_null().any()).then(pl.col(WORK).sum()),
        )
    )


def _staff(located: pl.DataFrame, level: str) -> pl.DataFrame:
    """One row a place with agents: `place`, its columns, `agents`."""
    return located.group_by("place").agg(pl.col(LEVELS[level]).min(), agents=pl.len().cast(pl.Int64))


def _hours(snapshot: Snapshot, query: Query, located: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One row a place: the `hours` of the day, on the agents' own clocks, in which those who are there answered."""
    talks = rows_behind(snapshot, query, "segments", settings).select("agent_id", "started_at")
    hour = local(pl.col("started_at"), pl.col("time_zone")).dt.hour().cast(pl.Int64)
    return (
        talks.join(located.lazy().select("agent_id", "place", "time_zone").drop_nulls(), on="agent_id")
        .group_by("place")
        .agg(hours=hour.unique().sort())
        .collect()
    )


def _compared(places: pl.DataFrame, level: str, known: int, located: int) -> pl.DataFrame:
    """The rows as `Hiring` shows them."""
    offered, agents = pl.col("offered").fill_null(0), pl.col("agents").fill_null(0)
    share_of_volume = offered / known if known else pl.lit(None, pl.Float64)
    share_of_agents = agents / located if located else pl.lit(None, pl.Float64)
    return places.select(
        *LEVELS[level],
        offered=offered,
        handling_time_ms="handling_time_ms",
        share_of_volume=share_of_volume,
        agents=agents,
        share_of_agents=share_of_agents,
        gap=share_of_volume - share_of_agents,
        offered_per_agent=pl.when(agents > 0).then(offered / agents),
        hours=pl.col("hours").fill_null(pl.lit([], pl.List(pl.Int64))),
    ).sort("gap", "offered", *LEVELS[level], descending=[True, True, *(False for _ in LEVELS[level])], nulls_last=True)


def _sites(agents: pl.DataFrame) -> pl.DataFrame:
    """One row a text: how many agents have it, and what it was taken for."""
    told = ("location", "country", "state", "city", "time_zone", "reason")
    counted = agents.group_by(told).agg(agents=pl.len().cast(pl.Int64))
    return counted.sort("agents", "location", descending=[True, False], nulls_last=True).select(
        "location", "agents", *told[1:]
    )
