"""Who works when: enough shifts for the day's load, taken in rotation by the agents of each desk."""

from datetime import date
from typing import NamedTuple

import numpy as np

from sample_data import centre
from sample_data.chance import Floats, Ints, mix
from sample_data.days import DAY_BEGINS_AT, begins_ms, offset_hours
from sample_data.demand import Demand

STEP_MS = 1_800_000
_STEPS = 48
_BUSY = (0.8, 0.8, 0.72, 0.66)
_MINUTE = 60_000


class Shift(NamedTuple):
    """One agent's working day: when it begins and ends, and the breaks planned in it (activity, start, end)."""

    desk: int
    rank: int
    start: int
    end: int
    breaks: tuple[tuple[int, int, int], ...]


class Hiring(NamedTuple):
    """How large the desks are: `scale` times their size; the last third joins by and by over `days` days."""

    scale: int
    first_day: date
    days: int

    def size(self, desk: int) -> int:
        """Agents that the desk ever has."""
        return centre.DESKS[desk].size * self.scale

    def joined_after(self, desk: int, rank: int) -> int:
        """Days from the first day until this agent joins; 0 for those who were there before."""
        founders = (self.size(desk) * 2 + 2) // 3
        late = self.size(desk) - founders
        return 0 if rank < founders else int((rank - founders + 1) * self.days * 0.7 / (late + 1))

    def leaves_after(self, desk: int, rank: int) -> int:
        """Days from the first day until this agent leaves: one of the first desk does."""
        return int(self.days * 0.8) if desk == 0 and rank == 2 else 10**6


def load(day: date, demand: Demand, pools: Ints, pool: int) -> Floats:
    """Agents that the pool's contacts keep busy in each half hour of the day."""
    rows = pools == pool
    work = (demand.talk + demand.wrap + demand.ring)[rows] / STEP_MS
    busy = np.bincount((demand.at[rows] - begins_ms(day)) // STEP_MS, work, _STEPS)[:_STEPS]
    return np.convolve(busy, [0.15, 0.35, 0.35, 0.15], "same")


def _needed(busy: Floats, pool: int) -> Floats:
    """Agents to plan: the load, and a reserve that grows with its square root."""
    each = busy / centre.SLOTS[pool]
    return np.where(busy > 0.02, np.ceil(each / _BUSY[pool] + 0.35 * np.sqrt(each)), 0)


def _cover(day: date, pool: int) -> list[tuple[int, int, int]]:
    """Every shift that could be planned: desk, first and last half hour of the day."""
    found = []
    for number, desk in enumerate(centre.DESKS):
        for start in desk.starts if desk.pool == pool else ():
            first = round(((start - offset_hours(day, desk.zone) - DAY_BEGINS_AT) % 24) * 2)
            found.append((number, first, min(first + round(desk.hours * 2), 46)))
    return found


def _plan(day: date, pool: int, needed: Floats, hiring: Hiring) -> list[tuple[int, int, int, int]]:
    """Add the shift that fills the largest gap until none fills half of its hours: (desk, first, last, how many)."""
    gap, left, planned = needed.copy(), {}, []
    choices = _cover(day, pool)
    while True:
        gains = [
            np.minimum(np.maximum(gap[first:last], 0), 1).sum() / (last - first) if left.get(desk, 1) > 0 else 0
            for desk, first, last in choices
        ]
        best = int(np.argmax(gains))
        if gains[best] < 0.5:
            return planned
        desk, first, last = choices[best]
        left.setdefault(desk, len(_on_duty(day, desk, hiring)))
        many = max(1, min(left[desk], int(np.median(gap[first:last]) * 0.2)))
        left[desk] -= many
        gap[first:last] -= many
        if left[desk] >= 0:
            planned.append((desk, first, last, many))


def _on_duty(day: date, desk: int, hiring: Hiring) -> list[int]:
    """The desk's agents who can work on the day, in the order of the rota: five days of seven."""
    since = (day - hiring.first_day).days
    ranks = np.arange(hiring.size(desk))
    turn = mix((ranks + desk * 1_000_003 + day.toordinal() // 7 * 7_919).astype(np.uint64), 5)
    free = (turn % np.uint64(7)).astype(np.int64)
    here = [
        hiring.joined_after(desk, rank) <= since < hiring.leaves_after(desk, rank)
        and day.weekday() not in (free[rank], (free[rank] + 1) % 7)
        for rank in ranks.tolist()
    ]
    order = np.argsort(mix(ranks.astype(np.uint64), day.toordinal() * 31 + desk), kind="stable")
    return [int(rank) for rank in order if here[rank]]


def _breaks(start: int, end: int, weekday: int, chance: np.random.Generator) -> tuple[tuple[int, int, int], ...]:
    """Break, lunch and break; now and then a training, on Wednesdays a team meeting."""
    length, draws = end - start, chance.random(6)
    plan = [
        (centre.BREAK, 0.24 + 0.04 * draws[0], 15),
        (centre.LUNCH, 0.46 + 0.08 * draws[1], 30 + 15 * draws[2]),
        (centre.BREAK, 0.74 + 0.05 * draws[3], 15),
    ]
    if draws[4] < 0.09:
        plan.append((centre.TRAINING, 0.08, 45))
    if weekday == 2 and draws[5] < 0.6:
        plan.append((centre.MEETING, 0.62, 30))
    return tuple(
        (activity, start + int(length * share), start + int(length * share + minutes * _MINUTE))
        for activity, share, minutes in sorted(plan, key=lambda entry: entry[1])
    )


def shifts(day: date, demand: Demand, pools: Ints, hiring: Hiring, seed: int) -> list[Shift]:
    """The shifts of one day, in the order of desks."""
    chance = np.random.default_rng([seed, day.toordinal(), 2])
    found: list[Shift] = []
    used: dict[int, int] = {}
    duty = {desk: _on_duty(day, desk, hiring) for desk in range(len(centre.DESKS))}
    for pool in centre.SLOTS:
        for desk, first, last, many in _plan(day, pool, _needed(load(day, demand, pools, pool), pool), hiring):
            for _ in range(many):
                rank = duty[desk][used.get(desk, 0)]
                used[desk] = used.get(desk, 0) + 1
                start = begins_ms(day) + first * STEP_MS + int(chance.normal(0, 90_000))
                end = begins_ms(day) + last * STEP_MS + int(chance.normal(0, 120_000))
                found.append(Shift(desk, rank, start, end, _breaks(start, end, day.weekday(), chance)))
    return found


def scale_for(conversations_a_day: float) -> int:
    """How many times the centre of `centre.DESKS` is needed for that many conversations a day."""
    return max(1, int(np.ceil(conversations_a_day / 900)))
