"""Custom attributes once more, in plain Python: loops over rows, written from the definitions."""

from collections.abc import Callable
from statistics import median
from typing import Any

from core.settings import Settings
from tests.core import meanings as row_is
from tests.core.meanings import Row
from tests.core.oracle import Value, mean, p90, ratio


def scores(attributes: list[Row], rules: Settings) -> list[float]:
    return numbers(attributes, rules.satisfaction_key)


def numbers(attributes: list[Row], key: str) -> list[float]:
    return [row["number"] for row in attributes if row["key"] == key and row["number"] is not None]


def satisfied_rate(attributes: list[Row], rules: Settings) -> Value:
    given = scores(attributes, rules)
    return ratio(sum(score >= rules.satisfied_from for score in given), len(given))


def response_rate(attributes: list[Row], conversations: list[Row], rules: Settings) -> Value:
    """All attributes there are, whatever group the conversations are of."""
    answered = {
        row["conversation_id"]
        for row in attributes
        if row["key"] == rules.satisfaction_key and row["number"] is not None
    }
    done = [row for row in conversations if row_is.handled_to_the_end(row)]
    return ratio(sum(row["conversation_id"] in answered for row in done), len(done))


OF_ATTRIBUTES: dict[str, Callable[[list[Row], Settings], Value]] = {
    "attribute_values": lambda rows, _: len(rows),
    "conversations_with_attribute": lambda rows, _: len({row["conversation_id"] for row in rows}),
    "customer_satisfaction": lambda rows, rules: mean(scores(rows, rules)),
    "satisfied_rate": satisfied_rate,
    "satisfaction_answers": lambda rows, rules: len(scores(rows, rules)),
}
METRICS = {*OF_ATTRIBUTES, "satisfaction_response_rate"}

STATISTICS: dict[str, Callable[[list[Any]], Value]] = {
    "average": mean,
    "total": lambda values: sum(values) if values else None,
    "median": lambda values: median(values) if values else None,
    "p90": p90,
    "count": len,
}
"""Of a custom measure: the number out of the values."""
