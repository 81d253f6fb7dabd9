"""What conversations came to, once more in plain Python: written from the definitions and not from the engine."""

from datetime import timedelta

from core.settings import Settings
from tests.core import meanings as row_is
from tests.core.meanings import Row

Value = float | None


def _within(milliseconds: int | None, rules: Settings) -> bool:
    return milliseconds is not None and timedelta(milliseconds=milliseconds) <= timedelta(days=rules.repeat_within_days)


def _share(above: list[Row], below: list[Row]) -> Value:
    return len(above) / len(below) if below else None


def _told(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row_is.handled_to_the_end(row) and row["outcome"] is not None]


def conversations_with_outcome(rows: list[Row], _: Settings) -> Value:
    return sum(row_is.came(row) and row["outcome"] is not None for row in rows)


def resolved_rate(rows: list[Row], rules: Settings) -> Value:
    told = _told(rows) if rules.resolved_outcomes else []
    return _share([row for row in told if row["outcome"] in rules.resolved_outcomes], told)


def first_contact_resolution(rows: list[Row], rules: Settings) -> Value:
    handled = _told(rows) if rules.resolved_outcomes else list(filter(row_is.handled_to_the_end, rows))
    first = [
        row
        for row in handled
        if not _within(row["since_last_contact_ms"], rules)
        and row["data_ends_at"] - row["started_at"] > timedelta(days=rules.repeat_within_days)
    ]
    stayed = [row for row in first if not _within(row["until_next_contact_ms"], rules)]
    resolved = [row for row in stayed if not rules.resolved_outcomes or row["outcome"] in rules.resolved_outcomes]
    return _share(resolved, first)


UNDER_RULES = {
    "conversations_with_outcome": conversations_with_outcome,
    "resolved_rate": resolved_rate,
    "first_contact_resolution": first_contact_resolution,
}
