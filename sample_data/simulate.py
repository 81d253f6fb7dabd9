"""One day from nothing: its contacts, its roster, the switchboard, and the events in the platform's words."""

from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.agents import attributes, staff
from sample_data.days import calendar, totals
from sample_data.demand import Demand, draw
from sample_data.lives import live
from sample_data.people import describe
from sample_data.places import places
from sample_data.queueing import Switchboard
from sample_data.roster import Hiring, scale_for, shifts
from sample_data.words import tell


class Plan(NamedTuple):
    """What is to be generated; the same plan gives the same events."""

    conversations: int
    seed: int
    until: date
    days: int
    ramp: float

    @property
    def dates(self) -> list[date]:
        """The working days, oldest first."""
        return calendar(self.until, self.days)

    @property
    def hiring(self) -> Hiring:
        """How large the centre is."""
        return Hiring(scale_for(self.conversations / self.days), self.dates[0], self.days)


class Stage(NamedTuple):
    """What all days share: the places, the agents, and how many conversations come on each day."""

    plan: Plan
    known: pl.DataFrame
    agents: pl.DataFrame
    counts: list[int]


def prepare(plan: Plan) -> Stage:
    """Set the stage once for all days."""
    agents = staff(plan.hiring, plan.seed)
    agents = agents.with_columns(worker_attributes=attributes(agents))
    counts = totals(plan.conversations, plan.dates, plan.ramp, plan.seed).tolist()
    return Stage(plan, places(plan.conversations > 60_000), agents, counts)


def _pools(demand: Demand, known: pl.DataFrame) -> list[int]:
    """The pool that serves each contact; calls out to Spanish speakers are made by the Spanish desk."""
    pool = np.array([queue.pool for queue in centre.QUEUES])[demand.queue]
    spanish = (known["language"] == "es").to_numpy()[demand.place]
    return np.where((demand.queue == centre.OUTBOUND) & spanish, centre.ES, pool).tolist()


def simulate(stage: Stage, number: int) -> pl.DataFrame:
    """The events of the working day with this number, sorted by time; see `words.tell`."""
    plan, day = stage.plan, stage.plan.dates[number]
    demand = draw(
        day,
        plan.until,
        stage.counts[number],
        sum(stage.counts[:number]),
        stage.known,
        int(plan.conversations * 0.55),
        plan.seed,
    )
    pools = _pools(demand, stage.known)
    roster = shifts(day, demand, np.array(pools), plan.hiring, plan.seed)
    first = np.cumsum([0, *(plan.hiring.size(desk) for desk in range(len(centre.DESKS)))])
    agents = [int(first[shift.desk]) + shift.rank for shift in roster]
    board = Switchboard(demand, pools, roster)
    board.run()
    return tell(live(demand, describe(demand, stage.known, plan.seed), roster, agents, board), stage.agents, plan.seed)
