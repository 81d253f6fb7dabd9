"""The invented centre: Brisa Home, a maker of household appliances that does not exist. Its queues, sites and words."""

from typing import NamedTuple

WORKSPACE = "Brisa Home (sample)"
CENTRE_NUMBERS = {"en": "+18005550199", "es": "+18005550188"}


class Queue(NamedTuple):
    """A waiting line: who serves it, and to which queue a caller moves after waiting `overflow_s` seconds."""

    name: str
    pool: int
    overflow_s: int = 0
    overflow_to: int = -1


EN, ES, SENIOR, MESSAGING, MAIL = range(5)
QUEUES = (
    Queue("Support EN", EN, 75, 10),
    Queue("Support ES", ES, 75, 10),
    Queue("Sales", EN, 60, 10),
    Queue("Billing", EN),
    Queue("Returns", EN),
    Queue("VIP", SENIOR, 20, 0),
    Queue("Tech L2", SENIOR),
    Queue("Messaging EN", MESSAGING),
    Queue("Messaging ES", MESSAGING),
    Queue("E-mail", MAIL),
    Queue("Support Overflow", SENIOR),
    Queue("Outbound", EN),
)
SUPPORT_EN, SUPPORT_ES, SALES, BILLING, RETURNS, VIP, TECH, CHAT_EN, CHAT_ES, E_MAIL, OVERFLOW, OUTBOUND = range(12)
WORKFLOWS = ("Voice", "Messaging", "E-mail", "Outbound")

CHANNELS = ("voice", "chat", "sms", "whatsapp", "email")
VOICE, CHAT, SMS, WHATSAPP, MAIL_CHANNEL = range(5)

ACTIVITIES = ("Offline", "Available", "Unavailable", "Break", "Lunch", "Training", "Meeting", "Back Office")
OFFLINE, AVAILABLE, UNAVAILABLE, BREAK, LUNCH, TRAINING, MEETING, BACK_OFFICE = range(8)


class Desk(NamedTuple):
    """A team at a site that serves one pool: its shifts begin at these local hours and last `hours`."""

    pool: int
    site: str
    zone: str
    culture: str
    team: str
    department: str
    starts: tuple[float, ...]
    hours: float
    size: int


DESKS = (
    Desk(EN, "Tampa", "America/New_York", "en", "Support North", "Customer Care", (8, 10, 12), 8, 11),
    Desk(EN, "Denver", "America/Denver", "en", "Support West", "Customer Care", (9, 11), 8, 7),
    Desk(EN, "Dublin", "Europe/Dublin", "en", "Support Europe", "Customer Care", (8, 9, 11), 8, 6),
    Desk(EN, "Manila", "Asia/Manila", "ph", "Support Night", "Customer Care", (6,), 6, 4),
    Desk(ES, "Madrid", "Europe/Madrid", "es", "Soporte Iberia", "Customer Care", (8, 9.5, 11), 8, 7),
    Desk(ES, "Bogotá", "America/Bogota", "es", "Soporte Américas", "Customer Care", (8, 10, 12), 8, 6),
    Desk(SENIOR, "Tampa", "America/New_York", "in", "Senior Desk", "Technical Support", (8, 11), 8, 5),
    Desk(SENIOR, "Madrid", "Europe/Madrid", "de", "Senior Desk Europe", "Technical Support", (9, 10), 8, 4),
    Desk(MESSAGING, "Madrid", "Europe/Madrid", "fr", "Messaging Europe", "Digital", (8, 10), 8, 4),
    Desk(MESSAGING, "Tampa", "America/New_York", "af", "Messaging Americas", "Digital", (8, 11, 13), 8, 5),
    Desk(MESSAGING, "Manila", "Asia/Manila", "ph", "Messaging Night", "Digital", (6,), 6, 3),
)
SLOTS = {EN: 1, ES: 1, SENIOR: 1, MESSAGING: 3}
SMALL = 400
"""Conversations a day below which every agent takes calls, messages and mail: a desk each would stand idle."""


def pool_of(pool: int, is_small: bool) -> int:
    """Who really serves a pool: in a small centre all but the senior desk are one."""
    return EN if is_small and pool in (ES, MESSAGING) else pool


def seats(desk: Desk, is_small: bool) -> list[tuple[int, int]]:
    """What an agent of the desk can take at the same time: (pool, how many)."""
    if is_small:
        return [(pool_of(desk.pool, is_small), 1), (MESSAGING, 2), (MAIL, 1)]
    mail = [(MAIL, 1)] if desk.pool in (EN, ES) else []
    return [(desk.pool, SLOTS[desk.pool]), *mail]
