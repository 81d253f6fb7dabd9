"""One day from nothing: its contacts, its roster, the switchboard, and the events in the platform's words."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.agents import attributes, staff
from sample_data.chance import Ints
from sample_data.days import begins_ms, totals
from sample_data.demand import HOUR_MS, Demand, draw
from sample_data.lives import Life, live
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


def _life(stage: Stage, number: int) -> Life:
    """What happens on the working day with this number."""
    plan, day = stage.plan, stage.plan.dates[number]
    customers, before = int(plan.conversations * 0.55), sum(stage.counts[:number])
    demand = draw(day, plan.until, stage.counts[number], before, stage.known, customers, plan.seed)
    pools = _pools(demand, stage.known, plan.is_small)
    roster = shifts(day, demand, pools, plan)
    first = np.cumsum([0, *(plan.hiring.size(desk) for desk in range(len(centre.DESKS)))])
    agents = [int(first[shift.desk]) + shift.rank for shift in roster]
    board = Switchboard(demand, pools.tolist(), roster, plan.is_small)
    board.run()
    return live(describe(demand, stage.known, plan.seed), roster, agents, board)


def _end_of_data(events: pl.DataFrame, until: date) -> int:
    """The last afternoon's busiest moment: an export is made in the middle of things, so some tasks are open."""
    noon = begins_ms(until) + 10 * HOUR_MS
    step = pl.col("event").replace_strict(
        {"task.created": 1, "task.completed": -1, "task.canceled": -1}, default=0, return_dtype=pl.Int64
    )
    open_tasks = events.sort("at", maintain_order=True).select("at", opened=step.cum_sum())
    afternoon = open_tasks.filter(pl.col("at").is_between(noon, noon + 6 * HOUR_MS))
    return int(afternoon.sort("opened", "at", descending=[True, False])["at"][0]) if afternoon.height else noon


def simulate(stage: Stage, number: int) -> Iterator[pl.DataFrame]:
    """The events of the working day with this number, sorted by time, in batches; see `words.tell`.

    The data end on the afternoon of the last day.
    """
    life = _life(stage, number)
    if number == stage.plan.days - 1:
        end = _end_of_data(life.events, stage.plan.until)
        life = life._replace(events=life.events.filter(pl.col("at") <= end))
    return tell(life, stage.agents_on(number), stage.plan.seed)
