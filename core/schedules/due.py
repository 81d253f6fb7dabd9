"""What is due: for each schedule the times that have come since its last run, of which only the newest is made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from core.ledger.log import DUE, OPEN, SEEN, Log, write_line
from core.schedules.schedule import Schedule
from core.schedules.times import last_due, next_due
from core.store.files import Files


@dataclass(frozen=True)
class Due:
    """One run that is to be made.

    Args:
        schedule: of which.
        at: when it was due (UTC).
        missed: so many times before it were due too, and are passed over.
        id: of the run, where that does not follow from the time: it was begun before, or somebody wants it now.
    """

    schedule: Schedule
    at: datetime
    missed: int = 0
    id: str = ""

    @property
    def run(self) -> str:
        """Id of the run: the same for the same time of the same schedule, so that it is not made twice."""
        return self.id or f"{self.schedule.name}-{self.at:%Y%m%dT%H%MZ}"


def meet(files: Files, log: Log, schedules: Iterable[Schedule]) -> bool:
    """Note the schedules that are new, or due at other times than before; whether there was any.

    What was due before a schedule was met is not due: nobody asked for it then.
    """
    unknown = [one for one in schedules if log.seen.get(one.name, ("",))[0] != one.rhythm]
    for one in unknown:
        write_line(files, SEEN, schedule=one.name, rhythm=one.rhythm)
    return bool(unknown)


def due_now(log: Log, schedules: Iterable[Schedule], house_zone: str, now: datetime) -> Iterator[Due]:
    """The runs to make now, runs that were begun and have not ended first.

    Args:
        house_zone: for schedules that name none.
        now: UTC.
    """
    known = {one.name: one for one in schedules}
    for run in log.runs.values():
        if run.state == OPEN and run.schedule in known:
            yield Due(known[run.schedule], run.due, run.missed, run.id)
    for one in known.values():
        if not one.is_paused and (fresh := _fresh(log, one, house_zone, now)):
            yield fresh


def next_of(schedule: Schedule, house_zone: str, now: datetime) -> datetime | None:
    """When it is due next (UTC); None while it is paused."""
    return None if schedule.is_paused else next_due(schedule.cron, schedule.zone or house_zone, now)


def _fresh(log: Log, schedule: Schedule, house_zone: str, now: datetime) -> Due | None:
    rhythm, since = log.seen.get(schedule.name, ("", now))
    if rhythm != schedule.rhythm:
        return None
    made = [run.due for run in log.runs.values() if run.schedule == schedule.name and run.why == DUE]
    after = max([since, *made])
    at, count = last_due(schedule.cron, schedule.zone or house_zone, after, now)
    return Due(schedule, at, count - 1) if at else None
