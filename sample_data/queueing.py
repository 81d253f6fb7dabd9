"""A day at the switchboard: contacts meet agents, first come first served.

Exact are: one voice contact at a time for each agent, two or three messaging ones and one e-mail beside; the longest
idle agent is offered first; waits, abandons and overflow follow from who is free. Approximate are: a contact that
moves to another queue may be served before one that came there a moment earlier; a caller who is transferred to an
agent gets the longest idle one of the desk; days know nothing of each other (nobody is on shift between them).

This is the one place that walks through contacts one by one: whether a caller waits depends on all callers before.
"""

import heapq
from typing import Any

from sample_data import centre
from sample_data.demand import COLD, COLD_WORKER, INBOUND, NEVER_MS, NEW_TASK, WARM, WARM_WORKER, Demand
from sample_data.roster import Shift

ANSWERED, ABANDONED, CALLBACK, VOICEMAIL, RETURNED, EXPIRED = range(6)
ACCEPTED, TIMED_OUT, REJECTED, CANCELED, RESCINDED = range(5)
RING_LIMIT_MS = 20_000
_SECOND = 1_000
LEG = ("row", "leg", "task", "mode", "queue", "entered", "moved", "moved_to", "left", "result", "initiator", "answer")
OFFER = ("row", "leg", "task", "queue", "agent", "created", "ended", "status", "wrapped", "done")
AWAY = ("agent", "activity", "start", "end")
Row = list[int]


class Switchboard:
    """The state of one day; `run` fills legs (waits), offers (reservations) and away (unplanned absences)."""

    def __init__(self, demand: Demand, pools: list[int], roster: list[Shift], is_small: bool) -> None:
        self.demand = {name: values.tolist() for name, values in vars(demand).items()}
        self.pools = pools
        self.is_small = is_small
        self.legs: list[Row] = []
        self.offers: list[Row] = []
        self.away: list[Row] = []
        self.later: list[tuple[int, int, tuple[Any, ...]]] = []
        self.idle: list[list[tuple[int, int]]] = [[] for _ in range(5)]
        self.windows: list[list[tuple[int, int]]] = []
        self.agent_of: list[int] = []
        self.pool_of: list[int] = []
        self.window: list[int] = []
        self.blocked = [0] * len(roster)
        for agent, shift in enumerate(roster):
            self._seat(agent, shift)
        for heap in self.idle:
            heapq.heapify(heap)

    def _seat(self, agent: int, shift: Shift) -> None:
        """Open the agent's slots, in the windows between the breaks."""
        edges = [shift.start, *(edge for _, start, end in shift.breaks for edge in (start, end)), shift.end]
        windows = [(edges[i] + 3 * _SECOND, edges[i + 1]) for i in range(0, len(edges), 2)]
        seats = centre.seats(centre.DESKS[shift.desk], self.is_small)
        slots = [(pool, place) for pool, many in seats for place in range(many)]
        for where, place in slots:
            self.idle[where].append((windows[0][0] + place * _SECOND, len(self.agent_of)))
            self.agent_of.append(agent)
            self.pool_of.append(where)
            self.windows.append(windows)
            self.window.append(0)

    def earliest(self, pool: int, at: int) -> int:
        """When the first agent of the pool can be offered something that comes `at`; brings her slot to the top."""
        heap = self.idle[pool]
        while heap:
            free, slot = heap[0]
            when = free if free > at else at
            windows = self.windows[slot]
            if when >= self.blocked[self.agent_of[slot]] and when <= windows[self.window[slot]][1]:
                return when
            begin = max(free, self.blocked[self.agent_of[slot]])
            while self.window[slot] < len(windows) and max(begin, at) > windows[self.window[slot]][1]:
                self.window[slot] += 1
            if self.window[slot] == len(windows):
                heapq.heappop(heap)
                self.window[slot] -= 1
            else:
                heapq.heapreplace(heap, (max(begin, windows[self.window[slot]][0]), slot))
        return NEVER_MS

    def run(self) -> None:
        """Serve the whole day."""
        queue, patience, direction = self.demand["queue"], self.demand["patience"], self.demand["direction"]
        for row, at in enumerate(self.demand["at"]):
            while self.later and self.later[0][0] <= at:
                self._serve(*heapq.heappop(self.later)[2])
            limit = at + patience[row] if direction[row] == INBOUND else NEVER_MS
            self._serve(row, 0, 0, 0, queue[row], self.pools[row], at, limit, -1, -1)
        while self.later:
            self._serve(*heapq.heappop(self.later)[2])

    def _serve(
        self,
        row: int,
        leg: int,
        task: int,
        mode: int,
        queue: int,
        pool: int,
        at: int,
        limit: int,
        initiator: int,
        slot1: int,
    ) -> None:
        """One wait in a queue, from entering it to the answer or the end of patience."""
        ask = self.demand["follow_up"][row]
        moved, moved_to, entered = 0, -1, queue
        when = self.earliest(pool, at)
        if self.demand["direction"][row] != INBOUND:
            if when == NEVER_MS:
                return  # nobody is left to dial: this one is never begun
            at = when
        if mode > NEW_TASK and at + 60 * _SECOND < when < NEVER_MS:
            at = when - 20 * _SECOND  # calls back are placed when somebody will soon be there to make them
        overflow, other = centre.QUEUES[queue][2:4]
        if other >= 0 and when > at + overflow * _SECOND and limit > at + overflow * _SECOND and not leg:
            there = self._served_by(other)
            then = self.earliest(there, at + overflow * _SECOND)
            if then < when:
                moved, moved_to, pool, queue, when = at + overflow * _SECOND, other, there, other, then
        if ask and not leg and when > at + 45 * _SECOND and limit > at + 40 * _SECOND and not moved:
            end = at + (30 + row * 7 % 10) * _SECOND
            self.legs.append([row, leg, task, mode, entered, at, 0, -1, end, CALLBACK + ask - 1, initiator, -1])
            back = end + (1_200 + row * 997 % 4_000) * _SECOND
            self._later(back, (row, 1, 1, 5 + ask, centre.SUPPORT_EN if pool != centre.ES else centre.SUPPORT_ES, pool))
            return
        state = [row, leg, task, mode, entered, at, moved, moved_to, 0, ABANDONED, initiator, -1]
        self._offer(state, queue, pool, when, limit, slot1)

    def _served_by(self, queue: int) -> int:
        pool = centre.QUEUES[queue].pool
        return pool if pool == centre.MESSAGING else centre.pool_of(pool, self.is_small)

    def _later(
        self, at: int, what: tuple[int, ...], limit: int = NEVER_MS, initiator: int = -1, slot: int = -1
    ) -> None:
        heapq.heappush(self.later, (at, what[0], (*what, at, limit, initiator, slot)))

    def _offer(self, state: Row, queue: int, pool: int, when: int, limit: int, slot1: int) -> None:
        """Offer to one agent after the other until one answers or the customer gives up."""
        row, leg, task = state[0], state[1], state[2]
        trouble, first = self.demand["misses"][row] if not leg else int(row % 13 == 5), self.demand
        ring = first["ring2" if leg else "ring"][row]
        heap = self.idle[pool]
        while when <= limit and when < NEVER_MS:
            _, slot = heapq.heappop(heap)
            created = when + 150 + row * 31 % 700
            agent = self.agent_of[slot]
            length = ring if not trouble else RING_LIMIT_MS if trouble != 2 else ring
            offer = [row, leg, task, queue, agent, created, created + length, ACCEPTED, -1, -1]
            if created + length > limit:
                offer[6:8] = [max(limit, created), CANCELED]
                self.offers.append(offer)
                heapq.heappush(heap, (offer[6] + _SECOND, slot))
                limit = offer[6]
                break
            self.offers.append(offer)
            if not trouble:
                self._answer(state, len(self.offers) - 1, slot, pool, slot1)
                return
            self._turn_down(offer, slot, heap, trouble == 2)
            trouble = 1 if trouble == 3 else 0
            when = self.earliest(pool, offer[6] + 200)
        self._give_up(state, limit, slot1)

    def _turn_down(self, offer: Row, slot: int, heap: list[tuple[int, int]], rejected: bool) -> None:
        """An agent lets it ring or rejects; who lets it ring is set to Unavailable for a while."""
        offer[7] = REJECTED if rejected else TIMED_OUT
        agent, end = offer[4], offer[6]
        if rejected:
            heapq.heappush(heap, (end + 8 * _SECOND, slot))
            return
        back = min(end + (90 + offer[0] % 200) * _SECOND, self.windows[slot][self.window[slot]][1])
        if back > end + _SECOND:
            self.away.append([agent, centre.UNAVAILABLE, end, back])
            self.blocked[agent] = back
        heapq.heappush(heap, (max(back, end), slot))

    def _give_up(self, state: Row, limit: int, slot1: int) -> None:
        """The customer leaves, or a consulting agent takes the customer back, or nobody is left to read the mail."""
        mode, initiator = state[3], state[10]
        state[8], state[9] = limit, ABANDONED
        if limit >= NEVER_MS // 2:
            state[8], state[9] = state[5] + 86_400_000, EXPIRED
        if slot1 >= 0 and mode in (WARM, WARM_WORKER):
            state[9] = RETURNED
            self._release(initiator, slot1, limit + 40 * _SECOND)
        self.legs.append(state)

    def _release(self, initiator: int, slot: int, wrapped: int) -> None:
        """The agent who consulted is done with the customer."""
        offer = self.offers[initiator]
        offer[8] = wrapped
        offer[9] = wrapped + self.demand["wrap"][offer[0]]
        heapq.heappush(self.idle[self.pool_of[slot]], (offer[9] + 2 * _SECOND, slot))

    def _answer(self, state: Row, number: int, slot: int, pool: int, slot1: int) -> None:
        """The agent answers; what follows is known now, except how a transfer ends."""
        row, leg, mode = state[0], state[1], state[3]
        offer, demand = self.offers[number], self.demand
        answered = offer[6]
        state[8], state[9], state[11] = answered, ANSWERED, number
        self.legs.append(state)
        if demand["has_twin"][row] and not leg:
            self._twin(offer, pool)
        outbound = demand["direction"][row] != INBOUND
        talk, wrap = demand["talk2" if leg else "talk"][row], demand["wrap2" if leg else "wrap"][row]
        if outbound and demand["is_unanswered"][row]:
            offer[6:8] = [offer[5] + 25 * _SECOND + row % 9_000, CANCELED]
            state[8], state[9], state[11] = offer[6], ABANDONED, -1
            heapq.heappush(self.idle[pool], (offer[6] + 4 * _SECOND, slot))
            return
        wrapped = answered + talk
        if slot1 >= 0:
            self._release(state[10], slot1, answered + (25 + row % 40) * _SECOND)
        way = demand["transfer"][row] if not leg else 0
        if way and not (mode or outbound):
            held = self._transfer(row, way, wrapped, number, slot)
            if held:
                return
        offer[8], offer[9] = wrapped, wrapped + wrap
        heapq.heappush(self.idle[pool], (offer[9] + 2 * _SECOND, slot))

    def _transfer(self, row: int, way: int, at: int, number: int, slot: int) -> bool:
        """Send the customer on; true when the agent stays on the line until the other answers."""
        queue = self.demand["target"][row]
        there = self._served_by(queue)
        patience = self.demand["patience2"][row]
        # Agents see the other desk: few send a customer to where nobody will answer soon.
        if self.earliest(there, at) > at + 60 * _SECOND and row % 12:
            return False
        if way == NEW_TASK:
            self._later(at + 2 * _SECOND, (row, 1, 1, way, queue, there), at + 2 * _SECOND + patience)
            return False
        if way in (COLD_WORKER, WARM_WORKER) and self.earliest(there, at) > at:
            way = COLD if way == COLD_WORKER else WARM
        limit = at + (patience if way in (COLD, COLD_WORKER) else 75 * _SECOND)
        warm = way in (WARM, WARM_WORKER)
        self._later(at, (row, 1, 0, way, queue, there), limit, number, slot if warm else -1)
        return warm

    def _twin(self, offer: Row, pool: int) -> None:
        """A second agent was offered the same contact and was slower."""
        heap, created, answered = self.idle[pool], offer[5], offer[6]
        if self.earliest(pool, created) == created and self.agent_of[heap[0][1]] != offer[4]:
            _, slot = heapq.heappop(heap)
            twin = [*offer[:4], self.agent_of[slot], created, answered + 40, RESCINDED, -1, -1]
            self.offers.append(twin)
            heapq.heappush(heap, (answered + 2 * _SECOND, slot))
