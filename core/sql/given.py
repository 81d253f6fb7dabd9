"""What a statement can ask of where it stands: the beginning and the end of the period, and the time zone."""

from datetime import UTC, datetime

from core.scope import Scope

NAMES = ("since", "until", "zone")
"""Written `:since`, `:until` and `:zone` in a statement."""

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def given_of(scope: Scope) -> tuple[tuple[str, str], ...]:
    """What stands for the period and the zone of a scope; see `given_between`."""
    return given_between(*scope.instants(), scope.zone)


def given_between(since: datetime | None, until: datetime | None, zone: str) -> tuple[tuple[str, str], ...]:
    """Name → SQL for each of `NAMES`; without a bound, the first or the last moment that there can be.

    Args:
        since, until: aware instants.
        zone: an IANA zone that exists.
    """
    named = dict(zip(NAMES, (_moment(since or FIRST), _moment(until or LAST), f"'{zone}'"), strict=True))
    return tuple(named.items())


def _moment(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"CAST('{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z' AS TIMESTAMPTZ)"
