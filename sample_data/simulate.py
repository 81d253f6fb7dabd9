"""One day from nothing: its contacts, its roster, the switchboard, and the events in the platform's words."""

from typing import NamedTuple

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.agents import attributes, staff
from sample_data.chance import Ints
from sample_data.days import totals
from sample_data.demand import Demand, draw
from sample_data.lives import live
from sample_data.people import describe
from sample_data.places import places
from sample_data.queueing import Switchboard
from sample_data.roster import Plan, shifts
from sample_data.words import tell


class Stage(NamedTuple):
    """What all days share: the places, the agents, and how many conversations come on each day."""

    plan: Plan
    known: pl.DataFrame
    agents: pl.DataFrame
    counts: list[int]

    @property
    def change(self) -> int:
        """Number of the day from which a few agents are in another team."""
        return int(self.plan.days * 0.6)

    def agents_on(self, number: int) -> pl.DataFrame:
        """The agents with their attributes of that day."""
        name = "later_attributes" if number >= self.change else "worker_attributes"
        return self.agents.with_columns(worker_attributes=name)


def prepare(plan: Plan) -> Stage:
    """Set the stage once for all days."""
    agents = staff(plan.hiring, plan.seed)
    agents = agents.with_columns(worker_attributes=attributes(agents), later_attributes=attributes(agents, later=True))
    counts = totals(plan.conversations, plan.dates, plan.ramp, plan.seed).tolist()
    return Stage(plan, places(plan.conversations > 60_000), agents, counts)


def _pools(demand: Demand, known: pl.DataFrame, is_small: bool) -> Ints:
    """The pool that serves each contact; calls out to Spanish speakers are made by the Spanish desk."""
    pool = np.array([queue.pool for queue in centre.QUEUES])[demand.queue]
    spanish = (known["language"] == "es").to_numpy()[demand.place]
    pool = np.where((demand.queue == centre.OUTBOUND) & spanish, centre.ES, pool)
    return np.where((pool == centre.ES) & is_small, centre.EN, pool)


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
    pools = _pools(demand, stage.known, plan.is_small)
    roster = shifts(day, demand, pools, plan)
    first = np.cumsum([0, *(plan.hiring.size(desk) for desk in range(len(centre.DESKS)))])
    agents = [int(first[shift.desk]) + shift.rank for shift in roster]
    board = Switchboard(demand, pools.tolist(), roster, plan.is_small)
    board.run()
    return tell(
        live(describe(demand, stage.known, plan.seed), roster, agents, board),
        stage.agents_on(number),
        plan.seed,
    )
