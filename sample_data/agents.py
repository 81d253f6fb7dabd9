"""The people who work at the centre, all invented: names, teams and sites, in a table that shifts point into."""

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.chance import sids, uniform
from sample_data.people import named
from sample_data.roster import Hiring


def staff(hiring: Hiring, seed: int) -> pl.DataFrame:
    """One row an agent: desk, rank, worker_sid, worker_name, worker_attributes (JSON), joined_after, leaves_after."""
    people = pl.DataFrame(
        [
            (
                number,
                rank,
                desk.culture,
                desk.site,
                desk.team,
                desk.department,
                hiring.joined_after(number, rank),
                hiring.leaves_after(number, rank),
            )
            for number, desk in enumerate(centre.DESKS)
            for rank in range(hiring.size(number))
        ],
        schema=["desk", "rank", "culture", "site", "team", "department", "joined_after", "leaves_after"],
        orient="row",
    )
    ids = (people["desk"].to_numpy() * 100_000 + people["rank"].to_numpy()).astype(np.uint64)
    given = named(uniform(ids, 41 + seed), people["culture"], "given")
    family = named(uniform(ids, 42 + seed), people["culture"], "family")
    number = pl.Series(np.arange(1, len(ids) + 1)).cast(pl.String).str.zfill(3)
    return people.with_columns(
        worker_sid=sids("WK", ids, seed, 6),
        worker_name=pl.lit("sample_agent_") + number,
        full_name=given + " " + family,
        email=pl.lit("agent") + number + "@brisa-home.example",
    )


def attributes(people: pl.DataFrame, later: bool = False) -> pl.Series:
    """The agents' attributes as JSON text; `later` tells of a few who have changed their team."""
    text = pl.format(
        '{"full_name":"{}","email":"{}","location":"{}","team_id":"T{}","team_name":"{}","department_id":"D-{}",'
        '"department_name":"{}","role":"{}","manager":"{}","agent_attribute_1":"sample"}'.replace("{", "{{")
        .replace("}", "}}")
        .replace("{{}}", "{}"),
        "full_name",
        "email",
        "site",
        pl.col("desk") + 1,
        "team",
        pl.col("department").str.slice(0, 4).str.to_uppercase(),
        "department",
        pl.when(pl.col("rank") == 0).then(pl.lit("supervisor")).otherwise(pl.lit("agent")),
        pl.col("full_name").first().over("desk"),
    )
    moved = pl.col("team") + " Plus"
    changed = people.with_columns(team=pl.when((pl.col("rank") % 7 == 3) & later).then(moved).otherwise("team"))
    return changed.select(text).to_series()
