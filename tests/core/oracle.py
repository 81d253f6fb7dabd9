"""The metrics once more, in plain Python: loops over dicts, written from the definitions and not from the engine."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.settings import Settings

Row = dict[str, Any]
Value = float | None


def talked(row: Row) -> bool:
    return row["kind"] == "Conversation" and row["abandoned"] == "No" and row["agent_id"] is not None


def gave_up(row: Row) -> bool:
    return row["kind"] == "Conversation" and row["abandoned"] == "Yes" and row["abandoned_phase"] != "Voicemail"


def offered(row: Row) -> bool:
    return talked(row) or gave_up(row)


def follow_up(row: Row) -> bool:
    asked = row["abandoned"] == "Follow-Up" or (row["abandoned"] == "Yes" and row["abandoned_phase"] == "Voicemail")
    return row["kind"] == "Conversation" and asked


def transferred(row: Row) -> bool:
    return talked(row) and row["followed_by"] in ("Cold Transfer", "Warm Transfer")


def held(row: Row) -> bool:
    return talked(row) and row["hold_time_ms"] is not None and row["hold_time_ms"] > 0


def inbound(row: Row) -> bool:
    return row["direction"] == "Inbound"


def inbound_answer(row: Row) -> bool:
    return inbound(row) and row["is_handled"]


def ids(rows: Iterable[Row], holds: Callable[[Row], bool], column: str = "conversation_id") -> int:
    return len({row[column] for row in rows if holds(row) and row[column] is not None})


def known(rows: Iterable[Row], holds: Callable[[Row], bool], column: str) -> list[int]:
    return [row[column] for row in rows if holds(row) and row[column] is not None]


def mean(values: list[int]) -> Value:
    return sum(values) / len(values) if values else None


def added(values: list[int]) -> Value:
    return sum(values) if values else None


def p90(values: list[int]) -> Value:
    """As the standard library cuts: linear between neighbours, ends included."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=10, method="inclusive")[-1]


def ratio(above: float, below: int) -> Value:
    return above / below if below else None


def service_level(rows: list[Row], rules: Settings) -> Value:
    in_time = subject = 0
    for row in rows:
        if not inbound(row) or not (row["is_handled"] or row["is_abandoned"]):
            continue
        wait = row["abandon_time_ms"]
        if not row["is_handled"] and wait is not None and wait <= rules.short_abandon_s * 1000:
            continue
        subject += 1
        answer = row["speed_of_answer_ms"]
        in_time += row["is_handled"] and answer is not None and answer < rules.answer_within_s * 1000
    return ratio(in_time, subject)


def short_abandons(rows: list[Row], rules: Settings) -> int:
    waits = known(rows, lambda row: row["is_abandoned"] and not row["is_handled"], "abandon_time_ms")
    return sum(wait <= rules.short_abandon_s * 1000 for wait in waits)


OPEN: dict[str, Callable[[datetime], bool]] = {
    "": lambda _: True,
    "Mon-Fri 09:00-18:00": lambda at: at.weekday() < 5 and 9 <= at.hour < 18,
    "Sat 10:30-14:00; Sun 20:00-24:00": lambda at: (
        (at.weekday() == 5 and "10:30" <= f"{at:%H:%M}" < "14:00") or (at.weekday() == 6 and at.hour >= 20)
    ),
    "Sun-Tue 22:00-06:00": lambda at: (
        (at.weekday() in (6, 0, 1) and at.hour >= 22) or (at.weekday() in (0, 1, 2) and at.hour < 6)
    ),
    "08:00-22:00": lambda at: 8 <= at.hour < 22,
}
"""Texts of opening hours, each once more as a person would say it of a wall clock."""


def came(row: Row) -> bool:
    return bool(row["is_handled"] or row["is_abandoned"])


def came_with(rows: list[Row], column: str) -> int:
    return sum(came(row) and row[column] is not None for row in rows)


def outside_hours(rows: list[Row], rules: Settings) -> list[Row]:
    house = ZoneInfo(rules.time_zone)
    return [row for row in rows if came(row) and not OPEN[rules.opening_hours](row["started_at"].astimezone(house))]


def awake(rows: list[Row], rules: Settings) -> int:
    placed = [(row["started_at"], clock) for row in rows if (clock := clock_of(row, "customer"))]
    return sum(OPEN[rules.waking_hours](at.astimezone(clock)) for at, clock in placed)


SEGMENTS: dict[str, Callable[[list[Row]], Value]] = {
    "conversations": lambda rows: ids(rows, talked),
    "conversations_offered": lambda rows: ids(rows, offered),
    "conversations_inbound": lambda rows: ids(rows, lambda row: offered(row) and inbound(row)),
    "conversations_outbound": lambda rows: ids(rows, lambda row: offered(row) and row["direction"] == "Outbound"),
    "segments": lambda rows: sum(map(talked, rows)),
    "unique_customers": lambda rows: ids(rows, offered, "customer_id"),
    "conversations_abandoned": lambda rows: ids(rows, gave_up),
    "abandon_rate": lambda rows: ratio(ids(rows, gave_up), ids(rows, offered)),
    "average_abandon_time": lambda rows: mean(known(rows, gave_up, "abandon_time_ms")),
    "follow_ups": lambda rows: ids(rows, follow_up),
    "average_queue_time": lambda rows: mean(known(rows, talked, "queue_time_ms")),
    "p90_queue_time": lambda rows: p90(known(rows, talked, "queue_time_ms")),
    "average_handling_time": lambda rows: mean(known(rows, talked, "handling_time_ms")),
    "p90_handling_time": lambda rows: p90(known(rows, talked, "handling_time_ms")),
    "average_talk_time": lambda rows: mean(known(rows, talked, "talk_time_ms")),
    "average_hold_time": lambda rows: ratio(sum(known(rows, held, "hold_time_ms")), ids(rows, held)),
    "average_wrap_up_time": lambda rows: mean(known(rows, talked, "wrap_up_time_ms")),
    "total_handling_time": lambda rows: added(known(rows, talked, "handling_time_ms")),
    "total_talk_time": lambda rows: added(known(rows, talked, "talk_time_ms")),
    "total_hold_time": lambda rows: added(known(rows, talked, "hold_time_ms")),
    "total_wrap_up_time": lambda rows: added(known(rows, talked, "wrap_up_time_ms")),
    "transfers": lambda rows: sum(map(transferred, rows)),
    "transfer_rate": lambda rows: ratio(ids(rows, transferred), ids(rows, talked)),
    "missed_offers": lambda rows: sum(row["kind"] == "Missed Conversation" for row in rows),
    "rejected_offers": lambda rows: sum(row["kind"] == "Rejected Conversation" for row in rows),
}
CONVERSATIONS: dict[str, Callable[[list[Row], Settings], Value]] = {
    "conversations_in_progress": lambda rows, _: sum(row["is_in_progress"] for row in rows),
    "conversations_lost_in_transfer": lambda rows, _: sum(row["is_handled"] and row["is_abandoned"] for row in rows),
    "short_abandons": short_abandons,
    "service_level": service_level,
    "average_speed_of_answer": lambda rows, _: mean(known(rows, inbound_answer, "speed_of_answer_ms")),
    "p90_speed_of_answer": lambda rows, _: p90(known(rows, inbound_answer, "speed_of_answer_ms")),
    "outside_hours": lambda rows, rules: len(outside_hours(rows, rules)),
    "outside_hours_rate": lambda rows, rules: ratio(len(outside_hours(rows, rules)), sum(map(came, rows))),
    "outside_hours_awake": lambda rows, rules: awake(outside_hours(rows, rules), rules),
    "outside_hours_awake_rate": lambda rows, rules: ratio(
        awake(outside_hours(rows, rules), rules),
        sum(came(row) and clock_of(row, "customer") is not None for row in rows),
    ),
    "conversations_by_start": lambda rows, _: sum(map(came, rows)),
    "placed_rate": lambda rows, _: ratio(came_with(rows, "country"), sum(map(came, rows))),
    "conversations_unplaced": lambda rows, _: came_with(rows, "place_reason"),
    "place_conflicts": lambda rows, _: came_with(rows, "place_conflict"),
}


def value(metric: str, segments: list[Row], conversations: list[Row], rules: Settings) -> Value:
    """The metric over all these rows."""
    if metric in SEGMENTS:
        return SEGMENTS[metric](segments)
    return CONVERSATIONS[metric](conversations, rules)


DAYS = ("day", "week", "month", "quarter", "year", "hour_of_day", "weekday")


def clock_of(row: Row, zone: str) -> ZoneInfo | None:
    """The zone's clock, or the one of the row's customer; None when that is not known."""
    try:
        return ZoneInfo(row["time_zone"] or "nowhere" if zone == "customer" else zone)
    except ZoneInfoNotFoundError:
        return None


def group_of(row: Row, name: str, zone: str) -> Any:
    """The row's group by a column or a time grain; a grain up to the hour as the instant at which it begins.

    On the customer's clock: as what the clock showed then, labelled UTC.
    """
    minutes = {"quarter_hour": 15, "half_hour": 30, "hour": 60}
    clock = clock_of(row, zone)
    if clock is None:
        return None if name in (*minutes, *DAYS) else row[name]
    local: datetime = row["started_at"].astimezone(clock)
    day = local.date()
    if name in minutes and zone == "customer":
        shown = local.replace(tzinfo=UTC, fold=0, second=0, microsecond=0)
        return shown - timedelta(minutes=shown.minute % minutes[name])
    if name in minutes:
        # Steps back on the local clock, whose offset at that instant (kept by timedelta) is still the same.
        into = timedelta(minutes=local.minute % minutes[name], seconds=local.second, microseconds=local.microsecond)
        return row["started_at"] - into
    cuts: dict[str, Callable[[], Any]] = {
        "day": lambda: day,
        "week": lambda: day - timedelta(days=day.weekday()),
        "month": lambda: day.replace(day=1),
        "quarter": lambda: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": lambda: day.replace(month=1, day=1),
        "hour_of_day": lambda: local.hour,
        "weekday": lambda: day.isoweekday(),
    }
    return cuts[name]() if name in cuts else row[name]


def groups(rows: list[Row], by: tuple[str, ...], zone: str) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by their groups."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(group_of(row, name, zone) for name in by), []).append(row)
    return found
