"""When a schedule is due: cron's five fields on the clock of a zone, days with 23 or 25 hours among them.

As Debian's cron has it: what is due at a time that a clock change leaves out is due where the clock goes on; what is
due at a time that comes twice is due once, at the first. A pattern with `*` for minutes or hours goes by what passes,
so that an hourly one is due each hour of a day of 25.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

FIELDS = 5
COUNT_MOST = 1_000
"""Missed times are counted up to here."""


def check_cron(cron: str) -> str:
    """What is wrong with a pattern, in English as its parser tells it; empty when nothing is."""
    if len(cron.split()) != FIELDS:
        return f"{len(cron.split())} fields"
    try:
        next(CronSim(cron, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as problem:
        return str(problem)
    except StopIteration:
        return "never"
    return ""


def next_due(cron: str, zone: str, after: datetime) -> datetime:
    """The first time that is due after a moment, UTC."""
    return next(_due(cron, zone, after))


def last_due(cron: str, zone: str, after: datetime, until: datetime) -> tuple[datetime | None, int]:
    """The newest time that is due after one moment and not after another; and how many are, up to `COUNT_MOST`.

    Returns:
        UTC; None and 0 when there is none.
    """
    newest = _newest(cron, zone, until)
    if newest is None or newest <= after:
        return None, 0
    due = (moment for moment in _due(cron, zone, after))
    return newest, sum(1 for _ in islice(_until(due, newest), COUNT_MOST))


def _newest(cron: str, zone: str, until: datetime) -> datetime | None:
    """Looked for in steps that grow, so that what is due each minute costs as little as what is due once a year."""
    for back in (timedelta(hours=2), timedelta(days=2), timedelta(days=63), timedelta(days=732), timedelta(days=3000)):
        found = None
        for moment in _until(_due(cron, zone, until - back), until):
            found = moment
        if found:
            return found
    return None


def _until(due: Iterator[datetime], until: datetime) -> Iterator[datetime]:
    for moment in due:
        if moment > until:
            return
        yield moment


def _due(cron: str, zone: str, after: datetime) -> Iterator[datetime]:
    """All times after a moment, UTC, each once and in order."""
    # Begun a little earlier: within an hour that comes twice the parser would begin at its first pass.
    last = after
    for local in CronSim(cron, (after - timedelta(hours=3)).astimezone(ZoneInfo(zone))):
        moment = local.astimezone(UTC)
        if moment > last:
            last = moment
            yield moment
