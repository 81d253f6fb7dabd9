"""Reported numbers once more, in plain Python: loops over rows, written from the definitions."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Value = float | None


def added(column: str) -> Callable[[list[Row]], Value]:
    """The sum of what is told; nothing where nobody tells it."""

    def of(rows: list[Row]) -> Value:
        told = [row[column] for row in rows if row[column] is not None]
        return sum(told) if told else None

    return of


def weighted(column: str, volume: str) -> Callable[[list[Row]], Value]:
    """Every contact weighs the same: each interval's average counts as often as the interval had contacts."""

    def of(rows: list[Row]) -> Value:
        both = [row for row in rows if row[column] is not None and row[volume] is not None]
        contacts = sum(row[volume] for row in both)
        averages = [(row[column] / row[volume], row[volume]) for row in both if row[volume]]
        odd = sum(row[column] for row in both if not row[volume])
        return (sum(average * times for average, times in averages) + odd) / contacts if contacts else None

    return of


VALUES: dict[str, Callable[[list[Row]], Value]] = {
    "reported_offered": added("offered_count"),
    "reported_handled": added("handled_count"),
    "reported_abandoned": added("abandoned_count"),
    "reported_flowed_out": added("flowed_out_count"),
    "reported_abandon_rate": weighted("abandoned_count", "offered_count"),
    "reported_service_level": weighted("answered_within_count", "answerable_count"),
    "reported_average_speed_of_answer": weighted("answer_wait_ms", "handled_count"),
    "reported_average_abandon_time": weighted("abandon_wait_ms", "abandoned_count"),
    "reported_average_handling_time": weighted("handling_ms", "handled_count"),
    "reported_average_talk_time": weighted("talk_ms", "handled_count"),
    "reported_average_hold_time": weighted("hold_ms", "handled_count"),
    "reported_average_wrap_up_time": weighted("wrap_up_ms", "handled_count"),
    "reported_total_handling_time": added("handling_ms"),
}
METRICS = set(VALUES)
