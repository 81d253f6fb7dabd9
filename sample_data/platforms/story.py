"""What happened in a small centre in ten days, told without any platform's words."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sample_data.places import read_csv

ZONE = ZoneInfo("Europe/Madrid")
FIRST_DAY = datetime(2026, 10, 19, tzinfo=ZONE)
DAYS = 9
"""Through the Sunday on which summer time ends."""

QUEUES = ("Sales", "Repairs", "Invoices")
SHARE_OF_HOUR = (0, 0, 1, 0, 0, 0, 0, 1, 4, 9, 11, 10, 8, 6, 6, 8, 9, 8, 6, 3, 2, 1, 0, 0)
AGENTS_OF_A_DAY = 5
MINUTE = 60_000
LAST_CALLS = 4
"""Calls that come shortly before the export is made, so that some are still going on."""


@dataclass
class Offer:
    """One agent's phone rang, from `since` until `until`; times are epoch milliseconds."""

    agent: int
    since: int
    until: int
    is_answered: bool


@dataclass
class Talk:
    """An agent and the customer, and the work after it; null times where the export ends in the middle."""

    agent: int
    since: int
    until: int | None
    wrapped: int | None
    holds: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Visit:
    """One wait in a queue: who was offered the call, who took it, and how it left (`how` once it did)."""

    queue: int
    entered: int
    left: int | None
    how: str | None
    offers: list[Offer] = field(default_factory=list)
    talk: Talk | None = None


@dataclass
class Call:
    """One contact: inbound through an IVR, or outbound; `number` is the customer's."""

    index: int
    started: int
    number: str
    direction: str
    visits: list[Visit]
    ended: int | None
    hung_up: str
    topic: str
    language: str

    @property
    def talks(self) -> list[Talk]:
        """All talks, in order."""
        return [visit.talk for visit in self.visits if visit.talk]


@dataclass(frozen=True)
class Agent:
    """One agent: a name, a short login, a team."""

    name: str
    login: str
    team: str


def agents() -> list[Agent]:
    """The agents, by number; invented names."""
    rows = {row["culture"]: row for row in read_csv("names.csv")}
    named = [
        (rows[culture]["given"].split()[place], rows[culture]["family"].split()[-1 - place])
        for place in range(4)
        for culture in ("es", "en")
    ]
    plain = str.maketrans("ÁÉÍÓÚáéíóúñÑ", "AEIOUaeiounN")
    return [
        Agent(f"{given} {family}", f"{given[0]}{family}".lower().translate(plain), ("Day", "Evening")[place % 2])
        for place, (given, family) in enumerate(named)
    ]


@dataclass
class Centre:
    """Who is free from when on, as the story goes on."""

    chance: Random
    free: list[int]
    ends: int
    quantum: int

    def span(self, mean_s: float) -> int:
        """A length of time around a mean, in milliseconds, as exact as the platform counts."""
        return self.whole(1000 * mean_s * math.exp(self.chance.gauss(0, 0.6)))

    def whole(self, milliseconds: float) -> int:
        """Rounded up to what the platform counts in."""
        return math.ceil(milliseconds / self.quantum) * self.quantum


def tell(seed: int, calls: int, quantum: int = 1) -> list[Call]:
    """The calls in the order in which they began.

    Args:
        seed: the same seed tells the same story.
        calls: how many.
        quantum: milliseconds of which all times are multiples.
    """
    chance = Random(seed)
    ends = int((FIRST_DAY + timedelta(days=DAYS)).timestamp() * 1000) - 7 * 3600 * 1000
    centre = Centre(chance, [0] * len(agents()), ends, quantum)
    last = [ends - centre.whole(chance.randrange(1, 4 * MINUTE)) for _ in range(LAST_CALLS)]
    starts = sorted([*(_start(chance, ends, quantum) for _ in range(calls - LAST_CALLS)), *last])
    return [_call(centre, index, started) for index, started in enumerate(starts)]


def _start(chance: Random, ends: int, quantum: int) -> int:
    while True:
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        if day.weekday() > 4 and chance.random() < 0.6:
            continue
        hour = chance.choices(range(24), SHARE_OF_HOUR)[0]
        at = day.replace(hour=hour).astimezone(UTC) + timedelta(milliseconds=chance.randrange(60 * MINUTE))
        milliseconds = int(at.timestamp() * 1000) // quantum * quantum
        if milliseconds < ends:
            return milliseconds


def _call(centre: Centre, index: int, started: int) -> Call:
    chance = centre.chance
    direction = "outbound" if chance.random() < 0.12 else "inbound"
    customer = chance.randrange(140)
    call = Call(
        index,
        started,
        f"+1{(212, 305, 415, 713, 813)[customer % 5]}55501{customer % 100:02}",
        direction,
        [],
        None,
        chance.choices(("customer", "agent"), (7, 3))[0],
        chance.choice(("Delivery", "Repair", "Invoice", "Warranty", "Advice")),
        chance.choice(("es", "es", "en")),
    )
    begin: Callable[[Centre, Call], None] = _dial if direction == "outbound" else _queue_up
    begin(centre, call)
    return _cut(centre, call)


def _dial(centre: Centre, call: Call) -> None:
    """An agent calls a customer, who may not answer."""
    agent = centre.chance.randrange(len(centre.free))
    until = call.started + centre.span(14)
    answers = centre.chance.random() < 0.75
    visit = Visit(
        0, call.started, until, "answered" if answers else "unanswered", [Offer(agent, call.started, until, answers)]
    )
    call.visits.append(visit)
    call.ended = _talk(centre, visit, agent, until) if answers else until


def _queue_up(centre: Centre, call: Call) -> None:
    """Through the menu into a queue, perhaps on into another, perhaps out again without an answer."""
    chance = centre.chance
    entered = call.started + centre.span(18)
    if chance.random() < 0.05:  # hangs up in the menu
        call.ended = entered
        return
    queue = chance.choices(range(len(QUEUES)), (5, 3, 2))[0]
    call.ended = _visit(centre, call, Visit(queue, entered, None, None))


def _visit(centre: Centre, call: Call, visit: Visit) -> int:
    """One wait, with what comes after it; returns when the call was over."""
    chance = centre.chance
    call.visits.append(visit)
    gives_up = visit.entered + centre.whole(1000 * (4 + chance.expovariate(1 / 170)))
    asks = visit.entered + 45_000 if chance.random() < 0.3 else None
    offered = visit.entered
    while True:
        agent = min(chance.sample(range(len(centre.free)), AGENTS_OF_A_DAY), key=centre.free.__getitem__)
        busy = chance.expovariate(1 / 100_000) if chance.random() < 0.4 else 0
        since = max(offered, centre.free[agent]) + centre.whole(400 + busy)
        leaves = min(gives_up, asks or gives_up)
        if since >= leaves:
            break
        answers = chance.random() < 0.9
        until = since + (centre.span(6) if answers else centre.whole(20_000))
        if until >= leaves:
            visit.offers.append(Offer(agent, since, leaves, False))
            break
        visit.offers.append(Offer(agent, since, until, answers))
        if answers:
            return _answer(centre, call, visit, agent, until)
        centre.free[agent] = until + 5 * MINUTE
        offered = until
    visit.left = leaves
    visit.how = "abandoned" if leaves == gives_up else chance.choice(("overflow", "callback", "voicemail"))
    if visit.how == "overflow":
        return _visit(centre, call, Visit((visit.queue + 1) % len(QUEUES), leaves, None, None))
    if visit.how == "callback":
        return _call_back(centre, call, visit)
    return leaves


def _answer(centre: Centre, call: Call, visit: Visit, agent: int, answered: int) -> int:
    """A talk, and with luck no transfer."""
    visit.left, visit.how = answered, "answered"
    ended = _talk(centre, visit, agent, answered)
    if len(call.visits) > 1 or centre.chance.random() > 0.1 or visit.talk is None:
        return ended
    return _visit(centre, call, Visit((visit.queue + 2) % len(QUEUES), ended, None, None))


def _talk(centre: Centre, visit: Visit, agent: int, since: int) -> int:
    chance = centre.chance
    until = since + centre.span(190)
    holds = []
    if chance.random() < 0.22:
        held = since + centre.whole((until - since) * 0.3)
        resumed = held + centre.whole((until - since) * 0.2)
        holds = [(held, resumed)] if resumed < until else []
    wrapped = until + (centre.span(35) if chance.random() < 0.85 else 0)
    visit.talk = Talk(agent, since, until, wrapped, holds)
    centre.free[agent] = wrapped
    return until


def _call_back(centre: Centre, call: Call, asked: Visit) -> int:
    """The agent who is free calls back some minutes later."""
    entered = (asked.left or asked.entered) + 2 * MINUTE
    agent = centre.free.index(min(centre.free))
    since = max(entered, centre.free[agent]) + centre.whole(1_000)
    until = since + centre.span(12)
    visit = Visit(asked.queue, entered, until, "answered", [Offer(agent, since, until, True)])
    call.visits.append(visit)
    return _talk(centre, visit, agent, until)


def _cut(centre: Centre, call: Call) -> Call:
    """Forget what happens after the export was made."""
    now = centre.ends
    call.visits = [visit for visit in call.visits if visit.entered < now]
    for visit in call.visits:
        visit.offers = [offer for offer in visit.offers if offer.until <= now]
        if visit.left is not None and visit.left > now:
            visit.left = visit.how = visit.talk = None
        if visit.talk:
            until, wrapped = visit.talk.until, visit.talk.wrapped
            visit.talk.until = until if until is not None and until <= now else None
            visit.talk.wrapped = wrapped if wrapped is not None and wrapped <= now else None
            visit.talk.holds = [hold for hold in visit.talk.holds if hold[1] <= now]
    if call.ended is not None and call.ended > now:
        call.ended = None
    return call
