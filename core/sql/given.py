"""What a statement can ask of where it stands: the beginning and the end of the period, and the time zone."""

from datetime import datetime

from core.scope import Scope

NAMES = ("since", "until", "zone")
"""Written `:since`, `:until` and `:zone` in a statement."""


def given_of(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Name → SQL for each of `NAMES`; of all time, the first and the last moment that there can be."""
    since, until = scope.instants()
    return (
        ("since", _moment(since or datetime.min)),
        ("until", _moment(until or datetime(9999, 12, 31))),
        ("zone", f"'{scope.zone}'"),
    )


def _moment(moment: datetime) -> str:
    return f"CAST('{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z' AS TIMESTAMPTZ)"
