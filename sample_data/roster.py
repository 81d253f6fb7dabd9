"""Who works when: enough shifts for the day's load, taken in rotation by the agents of each desk."""

from datetime import date
from typing import NamedTuple

import numpy as np

from sample_data import centre
from sample_data.chance import Floats, Ints, mix
from sample_data.days import DAY_BEGINS_AT, begins_ms, calendar, offset_hours
from sample_data.demand import Demand

STEP_MS = 1_800_000
_STEPS = 48
_PART_TIME = (4, 5)
_BUSY = (0.76, 0.76, 0.74, 0.38)
_SMALL_RESERVE = 1.45
_LEAST_GAIN = {False: 0.5, True: 0.4}
_MINUTE = 60_000


class Shift(NamedTuple):
    """One agent's working day: when it begins and ends, and the breaks planned in it (activity, start, end)."""

    desk: int
    rank: int
    start: int
    end: int
    breaks: tuple[tuple[int, int, int], ...]


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
    def is_small(self) -> bool:
        """Whether the centre is too small for desks that do one thing only."""
        return self.conversations / self.days < centre.SMALL

    @property
    def fits_in_memory(self) -> bool:
        """Whether several days can be held at once; if not, a day is written and forgotten."""
        return self.conversations < 200_000

    @property
    def hiring(self) -> "Hiring":
        """How large the centre is."""
        return Hiring(max(1, int(np.ceil(self.conversations / self.days / 900))), self.dates[0], self.days)


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


def _needed(busy: Floats, pool: int, is_small: bool) -> Floats:
    """Agents to plan: the load, and a reserve that grows with its square root; a small desk is never left alone."""
    if is_small:
        busy = np.convolve(busy, np.full(5, 0.2), "same")
        open_hours = np.isin(np.arange(_STEPS), np.arange(2, 46)) & (pool == centre.EN)
        return np.maximum(np.ceil(busy / 0.8 + _SMALL_RESERVE * np.sqrt(busy)), open_hours)
    each = busy / centre.SLOTS[pool]
    return np.where(busy > 0.02, np.ceil(each / _BUSY[pool] + 0.5 * np.sqrt(each)), 0)


def _cover(day: date, pool: int, is_small: bool) -> list[tuple[int, int, int]]:
    """Every shift that could be planned: desk, first and last half hour of the day."""
    found = []
    for number, desk in enumerate(centre.DESKS):
        for start in desk.starts if centre.pool_of(desk.pool, is_small) == pool else ():
            first = round(((start - offset_hours(day, desk.zone) - DAY_BEGINS_AT) % 24) * 2)
            lengths = (desk.hours, *_PART_TIME) if is_small else (desk.hours,)
            found += [(number, first, min(first + round(hours * 2), 46)) for hours in lengths]
    return found


def _plan(
    day: date, pool: int, needed: Floats, duty: dict[int, list[int]], plan: Plan
) -> list[tuple[int, int, int, int]]:
    """Add the shift that fills the largest gap until none fills enough of its hours: (desk, first, last, how many)."""
    gap, planned = needed.copy(), []
    choices = _cover(day, pool, plan.is_small)
    left = {desk: len(duty[desk]) for desk, _, _ in choices}
    while True:
        gains = [
            np.minimum(np.maximum(gap[first:last], 0), 1).sum() / (last - first) if left[desk] > 0 else 0
            for desk, first, last in choices
        ]
        best = int(np.argmax(gains))
        if gains[best] < _LEAST_GAIN[plan.is_small]:
            return planned
        desk, first, last = choices[best]
        many = max(1, min(left[desk], int(np.median(gap[first:last]) * 0.2)))
        left[desk] -= many
        gap[first:last] -= many
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


def shifts(day: date, demand: Demand, pools: Ints, plan: Plan) -> list[Shift]:
    """The shifts of one day, in the order of desks."""
    chance = np.random.default_rng([plan.seed, day.toordinal(), 2])
    found: list[Shift] = []
    used: dict[int, int] = {}
    duty = {desk: _on_duty(day, desk, plan.hiring) for desk in range(len(centre.DESKS))}
    for pool in sorted({centre.pool_of(desk.pool, plan.is_small) for desk in centre.DESKS}):
        needed = _needed(load(day, demand, pools, pool), pool, plan.is_small)
        for desk, first, last, many in _plan(day, pool, needed, duty, plan):
            for _ in range(many):
                rank = duty[desk][used.get(desk, 0)]
                used[desk] = used.get(desk, 0) + 1
                start = begins_ms(day) + first * STEP_MS + int(chance.normal(0, 90_000))
                end = begins_ms(day) + last * STEP_MS + int(chance.normal(0, 120_000))
                found.append(Shift(desk, rank, start, end, _breaks(start, end, day.weekday(), chance)))
    return found
