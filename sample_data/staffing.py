"""Agents come, change their team and go: the events of the staff itself."""

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.chance import Ids, mix, sid, sids
from sample_data.days import begins_ms
from sample_data.simulate import Stage


def _told(stage: Stage, number: int, who: pl.Series, event: str, code: int) -> pl.DataFrame:
    """One event for each of these agents on this day, before the first shift."""
    here = stage.agents_on(number).with_row_index("number").filter(who)
    ids: Ids = mix(here["number"].to_numpy().astype(np.uint64), code)
    early = -3_000_000 if number == 0 else -600_000
    seconds = pl.Series((here["number"].to_numpy().astype(np.int64) * 41_000 + code * 7_000) % 500_000)
    seed = stage.plan.seed
    return here.select(
        at=begins_ms(stage.plan.dates[number]) + early + seconds,
        eventtype=pl.lit(event),
        sid=sids("EV", ids, seed, 16),
        resource_type=pl.lit("worker"),
        worker_sid="worker_sid",
        worker_name="worker_name",
        worker_attributes="worker_attributes",
        worker_activity_sid=pl.lit(sid("WA", 0, seed, 5)),
        worker_activity_name=pl.lit(centre.ACTIVITIES[0]),
    )


def staff_events(stage: Stage, number: int) -> pl.DataFrame:
    """The staff's own events on the working day with this number."""
    agents = stage.agents
    parts = [
        _told(stage, number, agents["joined_after"] == number, "worker.created", 1),
        _told(stage, number, agents["leaves_after"] == number, "worker.deleted", 2),
    ]
    if number == stage.change:
        changed = (agents["rank"] % 7 == 3) & (agents["joined_after"] < number)
        parts.append(_told(stage, number, changed, "worker.attributes.update", 3))
        parts.append(_told(stage, number, changed, "worker.capacity.update", 4))
    return pl.concat(parts)
