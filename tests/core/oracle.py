"""The metrics once more, in plain Python: loops over dicts, written from the definitions and not from the engine."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.settings import Settings
from tests.core import meanings as row_is
from tests.core import outcome_oracle
from tests.core.meanings import Meaning, Row

Value = float | None


def ids(rows: Iterable[Row], holds: Meaning, column: str = "conversation_id") -> int:
    return len({row[column] for row in rows if holds(row) and row[column] is not None})


def known(rows: Iterable[Row], holds: Meaning, column: str) -> list[int]:
    return [row[column] for row in rows if holds(row) and row[column] is not None]


def mean(values: list[int]) -> Value:
    return sum(values) / len(values) if values else None


def added(values: list[int]) -> Value:
    return sum(values) if values else None


def cut(values: list[int], parts: int) -> Value:
    """The last cut into so many parts, as the standard library does it: linear between neighbours, ends included."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=parts, method="inclusive")[-1]


def p90(values: list[int]) -> Value:
    return cut(values, 10)


def p95(values: list[int]) -> Value:
    return cut(values, 20)


def middle(values: list[int]) -> Value:
    return median(values) if values else None


def longest(values: list[int]) -> Value:
    return max(values, default=None)


def ratio(above: float, below: int) -> Value:
    return above / below if below else None


def target_ms(row: Row, rules: Settings, key: str) -> int:
    """The queue's, else the channel's, else the house's."""
    found = getattr(rules, key)
    for own, name in ((rules.channels, row["channel"]), (rules.queues, row["queue_name"])):
        for rule in own:
            if rule.name == name and getattr(rule, key) is not None:
                found = getattr(rule, key)
    return int(found) * 1000


def fate(row: Row, rules: Settings) -> set[str]:
    """What a service level asks of an inbound conversation that was answered or given up; nothing of any other."""
    if not row_is.inbound(row) or not (row["is_handled"] or row["is_abandoned"]):
        return set()
    answer, gave_up = row["speed_of_answer_ms"], row["abandon_time_ms"]
    target, short = (target_ms(row, rules, key) for key in ("answer_within_s", "short_abandon_s"))
    if row["is_handled"]:
        return {"answered", "in time"} if answer is not None and answer < target else {"answered"}
    known = gave_up is not None
    told = {
        "early": known and gave_up < target,
        "short": known and gave_up <= short,
        "shorter": known and gave_up < short,
    }
    return {"gave up", *(name for name, holds in told.items() if holds)}


NOT_SUBJECT = {
    "short_abandons_left_out": {"short"},
    "flex_insights": {"short"},
    "stat_server": {"shorter"},
    "abandons_left_out": {"gave up"},
    "early_abandons_left_out": {"early"},
}
MET_TOO = {"short_abandons_met": {"short"}, "early_abandons_met": {"early"}, "flex_insights": {"early"}}


def subject(rows: list[Row], rules: Settings, variant: str) -> list[set[str]]:
    fates = [fate(row, rules) for row in rows]
    return [one for one in fates if one and not one & NOT_SUBJECT.get(variant, set())]


def met(rows: list[Row], rules: Settings, variant: str) -> int:
    return sum(bool(one & {"in time", *MET_TOO.get(variant, set())}) for one in subject(rows, rules, variant))


def service_level(rows: list[Row], rules: Settings) -> Value:
    variant = rules.service_level_variant
    return ratio(met(rows, rules, variant), len(subject(rows, rules, variant)))


def short_abandons(rows: list[Row], rules: Settings) -> int:
    gave_up = [row for row in rows if row["is_abandoned"] and not row["is_handled"]]
    waits = [(row["abandon_time_ms"], target_ms(row, rules, "short_abandon_s")) for row in gave_up]
    return sum(wait is not None and wait <= short for wait, short in waits)


def repeat_contacts(rows: list[Row], rules: Settings) -> int:
    since = (timedelta(milliseconds=time) for time in known(rows, row_is.came, "since_last_contact_ms"))
    return sum(time <= timedelta(days=rules.repeat_within_days) for time in since)


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


def counted(rows: list[Row], holds: Meaning) -> int:
    return sum(map(holds, rows))


def share(rows: list[Row], above: Meaning, below: Meaning) -> Value:
    return ratio(counted(rows, above), counted(rows, below))


def came_with(rows: list[Row], column: str) -> int:
    return sum(row_is.came(row) and row[column] is not None for row in rows)


def is_open(row: Row, rules: Settings) -> bool:
    """By the house's clock: the queue's hours and holidays where it has its own, else the house's."""
    at = row["started_at"].astimezone(ZoneInfo(rules.time_zone))
    hours, holidays = rules.opening_hours, rules.holidays
    for queue in rules.queues:
        if queue.name == row["queue_name"]:
            hours = hours if queue.opening_hours is None else queue.opening_hours
            holidays = holidays if queue.holidays is None else queue.holidays
    return OPEN[hours](at) and at.date() not in holidays


def outside_hours(rows: list[Row], rules: Settings) -> list[Row]:
    return [row for row in rows if row_is.came(row) and not is_open(row, rules)]


def awake(rows: list[Row], rules: Settings) -> int:
    placed = [(row["started_at"], clock) for row in rows if (clock := clock_of(row, "customer"))]
    return sum(OPEN[rules.waking_hours](at.astimezone(clock)) for at, clock in placed)


Statistic = Callable[[list[int]], Value]
MIDDLES: dict[str, Statistic] = {"average": mean, "median": middle, "p90": p90}
EXTREMES: dict[str, Statistic] = {"p95": p95, "longest": longest}


def times(names: dict[str, Statistic], what: str, column: str, holds: Meaning) -> dict[str, Any]:
    """`average_queue_time` … as functions of the rows."""

    def of(statistic: Statistic) -> Callable[[list[Row]], Value]:
        return lambda rows: statistic(known(rows, holds, column))

    return {f"{name}_{what}": of(statistic) for name, statistic in names.items()}


SEGMENTS: dict[str, Callable[[list[Row]], Value]] = {
    "conversations": lambda rows: ids(rows, row_is.talked),
    "conversations_offered": lambda rows: ids(rows, row_is.offered),
    "conversations_inbound": lambda rows: ids(rows, lambda row: row_is.offered(row) and row_is.inbound(row)),
    "conversations_outbound": lambda rows: ids(
        rows, lambda row: row_is.offered(row) and row["direction"] == "Outbound"
    ),
    "conversations_internal": lambda rows: ids(
        rows, lambda row: row_is.offered(row) and row["direction"] == "Internal"
    ),
    "segments": lambda rows: counted(rows, row_is.talked),
    "unique_customers": lambda rows: ids(rows, row_is.offered, "customer_id"),
    "conversations_per_customer": lambda rows: ratio(
        ids(rows, lambda row: row_is.offered(row) and row["customer_id"] is not None),
        ids(rows, row_is.offered, "customer_id"),
    ),
    "conversations_abandoned": lambda rows: ids(rows, row_is.gave_up),
    "abandon_rate": lambda rows: ratio(ids(rows, row_is.gave_up), ids(rows, row_is.offered)),
    "segments_offered": lambda rows: counted(rows, row_is.offered_to_queue),
    "segments_abandoned": lambda rows: counted(rows, row_is.gave_up_in_queue),
    "segments_abandoned_rate": lambda rows: share(rows, row_is.gave_up_in_queue, row_is.offered_to_queue),
    "follow_ups": lambda rows: ids(rows, row_is.follow_up),
    "voicemails": lambda rows: ids(rows, row_is.voicemail),
    "callback_requests": lambda rows: ids(rows, row_is.callback),
    **times(MIDDLES | {"total": added}, "abandon_time", "abandon_time_ms", row_is.gave_up),
    **times(MIDDLES | EXTREMES | {"total": added}, "queue_time", "queue_time_ms", row_is.talked),
    **times(MIDDLES | EXTREMES | {"total": added}, "ring_time", "ring_time_ms", row_is.talked),
    "queue_overflows": lambda rows: counted(rows, row_is.overflowed),
    "queue_overflow_rate": lambda rows: share(rows, row_is.overflowed, row_is.waited),
    "queue_overflows_received": lambda rows: sum(
        row["kind"] == "Queue" and row["preceded_by"] == "Overflow" for row in rows
    ),
    **times(MIDDLES | {"total": added}, "handling_time", "handling_time_ms", row_is.talked),
    **times(MIDDLES | {"total": added}, "talk_time", "talk_time_ms", row_is.talked),
    **times(MIDDLES, "hold_time", "hold_time_ms", row_is.held),
    **times({"total": added}, "hold_time", "hold_time_ms", row_is.talked),
    **times(MIDDLES | {"total": added}, "wrap_up_time", "wrap_up_time_ms", row_is.talked),
    "conversations_with_hold": lambda rows: ids(rows, row_is.held),
    "hold_rate": lambda rows: ratio(ids(rows, row_is.held), ids(rows, row_is.talked)),
    "transfers": lambda rows: counted(rows, row_is.transferred),
    "transfer_rate": lambda rows: ratio(ids(rows, row_is.transferred), ids(rows, row_is.talked)),
    "cold_transfers": lambda rows: counted(rows, row_is.cold),
    "cold_transfer_rate": lambda rows: ratio(ids(rows, row_is.cold), ids(rows, row_is.talked)),
    "warm_transfers": lambda rows: counted(rows, row_is.warm),
    "warm_transfer_rate": lambda rows: ratio(ids(rows, row_is.warm), ids(rows, row_is.talked)),
    "transfers_to_queue": lambda rows: counted(rows, row_is.went_to("Queue")),
    "transfers_to_queue_rate": lambda rows: share(rows, row_is.went_to("Queue"), row_is.went_to("Queue", "Agent")),
    "transfers_to_agent": lambda rows: counted(rows, row_is.went_to("Agent")),
    "transfers_to_agent_rate": lambda rows: share(rows, row_is.went_to("Agent"), row_is.went_to("Queue", "Agent")),
    "offers": lambda rows: counted(rows, row_is.offer),
    "missed_offers": lambda rows: counted(rows, row_is.missed),
    "missed_offer_rate": lambda rows: share(rows, row_is.missed, row_is.offer),
    "rejected_offers": lambda rows: counted(rows, row_is.rejected),
    "rejected_offer_rate": lambda rows: share(rows, row_is.rejected, row_is.offer),
}
OF_CONVERSATIONS: dict[str, Callable[[list[Row]], Value]] = {
    **times(MIDDLES | EXTREMES, "speed_of_answer", "speed_of_answer_ms", row_is.inbound_answer),
    **times(MIDDLES, "handling_time_per_conversation", "handling_time_ms", row_is.handled_to_the_end),
    **times(MIDDLES, "talk_time_per_conversation", "talk_time_ms", row_is.handled_to_the_end),
    **times(MIDDLES, "hold_time_per_conversation", "hold_time_ms", row_is.held_and_handled),
    **times(MIDDLES, "wrap_up_time_per_conversation", "wrap_up_time_ms", row_is.handled_to_the_end),
    **times(MIDDLES, "first_response_time", "first_response_time_ms", row_is.handled_to_the_end),
    "average_response_time": lambda rows: mean(known(rows, row_is.handled_to_the_end, "average_response_time_ms")),
    "average_focus_time": lambda rows: mean(known(rows, row_is.handled_to_the_end, "focus_time_ms")),
    "conversations_in_progress": lambda rows: sum(row["is_in_progress"] for row in rows),
    "conversations_never_connected": lambda rows: counted(rows, row_is.never_connected),
    "never_connected_rate": lambda rows: share(rows, row_is.never_connected, row_is.came),
    "conversations_lost_in_transfer": lambda rows: counted(rows, row_is.lost),
    "lost_in_transfer_rate": lambda rows: share(rows, row_is.lost, lambda row: bool(row["is_handled"])),
    "conversations_with_failed_transfer": lambda rows: counted(rows, row_is.failed_to_pass_on),
    "failed_transfer_rate": lambda rows: share(rows, row_is.failed_to_pass_on, row_is.passed_on),
    "conversations_by_start": lambda rows: counted(rows, row_is.came),
    "placed_rate": lambda rows: ratio(came_with(rows, "country"), counted(rows, row_is.came)),
    "conversations_unplaced": lambda rows: came_with(rows, "place_reason"),
    "place_conflicts": lambda rows: came_with(rows, "place_conflict"),
}
UNDER_RULES: dict[str, Callable[[list[Row], Settings], Value]] = {
    **outcome_oracle.UNDER_RULES,
    "repeat_contacts": repeat_contacts,
    "repeat_contact_rate": lambda rows, rules: ratio(repeat_contacts(rows, rules), counted(rows, row_is.came)),
    "short_abandons": short_abandons,
    "short_abandon_rate": lambda rows, rules: ratio(short_abandons(rows, rules), counted(rows, row_is.came)),
    "service_level": service_level,
    "outside_hours": lambda rows, rules: len(outside_hours(rows, rules)),
    "outside_hours_rate": lambda rows, rules: ratio(len(outside_hours(rows, rules)), sum(map(row_is.came, rows))),
    "outside_hours_awake": lambda rows, rules: awake(outside_hours(rows, rules), rules),
    "outside_hours_awake_rate": lambda rows, rules: ratio(
        awake(outside_hours(rows, rules), rules),
        sum(row_is.came(row) and clock_of(row, "customer") is not None for row in rows),
    ),
}


def value(metric: str, segments: list[Row], conversations: list[Row], rules: Settings) -> Value:
    """The metric over all these rows."""
    if metric in SEGMENTS:
        return SEGMENTS[metric](segments)
    if metric in OF_CONVERSATIONS:
        return OF_CONVERSATIONS[metric](conversations)
    return UNDER_RULES[metric](conversations, rules)


METRICS = {*SEGMENTS, *OF_CONVERSATIONS, *UNDER_RULES}


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
    """All rows of a table by their groups, each with when the last of all began."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    last = max((row["started_at"] for row in rows), default=None)
    for row in rows:
        group = tuple(group_of(row, name, zone) for name in by)
        found.setdefault(group, []).append(row | {"data_ends_at": last})
    return found
