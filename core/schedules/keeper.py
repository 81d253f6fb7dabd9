"""The keeper: makes what is due, and sleeps to the next time; one at a time per workspace."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from threading import Event
from types import FrameType

from core.errors import AtalayaError, Busy, Cancelled
from core.ledger.log import DUE, NOW, SENT, Run, read_log
from core.schedules.deliver import Means, deliver, due_at_once
from core.schedules.due import due_now, meet, next_of
from core.schedules.file import ScheduleFile
from core.schedules.text import Read
from core.sending import WAITS_S
from core.store.lock import hold
from core.store.workspace import Workspace

LOCK = "schedule.lock"
CALM_S = 1.0
LOOK_EVERY_S = 5.0
"""So often the keeper looks whether the file or the clock has changed."""

Tell = Callable[[str], None]


class Keeper:
    """Keeps the schedules of one workspace.

    Args:
        tell: says what happens, a line each.
        waits_s: between tries to send (seconds).
        look_every_s: so often it looks whether something has changed (seconds).
    """

    def __init__(
        self,
        workspace: Workspace,
        tell: Tell,
        *,
        waits_s: tuple[float, ...] = WAITS_S,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._workspace = workspace
        self._tell = tell
        self._look_every_s = look_every_s
        self._stopped = Event()
        self._means = Means(self._sleep, tell, waits_s)
        self._mistakes: tuple[str, ...] = ()

    def stop(self) -> None:
        """Let it end before its next step."""
        self._stopped.set()

    def once(self) -> bool:
        """Make what is due now; whether everything went well.

        Raises:
            Busy: another keeper is at work.
            Cancelled: it was stopped.
        """
        with self._alone():
            read = self._read()
            return all([self._make_due(read), not read.mistakes])

    def keep(self) -> None:
        """Make what is due whenever it is, until it is stopped.

        Raises:
            Busy: another keeper is at work.
        """
        with self._alone(), _listening(self.stop):
            announced = trouble = ""
            while not self._stopped.is_set():
                try:
                    read = self._read()
                    self._make_due(read)
                    announced, trouble = self._announce(read, announced), ""
                except Cancelled:
                    break
                except AtalayaError as problem:
                    # A disk that is full or rules that cannot be read: what is due stays due.
                    if str(problem) != trouble:
                        trouble = str(problem)
                        self._tell(trouble)
                self._stopped.wait(self._look_every_s)
            self._tell("Stopped; what has been begun and not ended goes on with the next start.")

    def run(self, name: str) -> Run:
        """Make one schedule now, whenever it is due, paused or not.

        Raises:
            DefinitionError, UnknownName: as `ScheduleFile.schedule`.
            Busy: somebody else is sending for too long.
            Cancelled: it was stopped.
        """
        file = ScheduleFile(self._workspace.files)
        schedule = file.schedule(name)
        due = due_at_once(schedule, datetime.now(UTC))
        return deliver(self._workspace, due, file.read().schedules, NOW, self._means)

    def _read(self) -> Read:
        """The file; its mistakes are told when they are new."""
        read = ScheduleFile(self._workspace.files).read()
        told = tuple(map(str, read.mistakes))
        if told != self._mistakes:
            self._mistakes = told
            for mistake in told:
                self._tell(mistake)
        return read

    def _make_due(self, read: Read) -> bool:
        files, schedules = self._workspace.files, read.schedules
        meet(files, read_log(files), schedules.all)
        zone = self._workspace.house.time_zone
        went_well = True
        for due in list(due_now(read_log(files), schedules.all, zone, datetime.now(UTC))):
            self._check()
            went_well &= is_well(deliver(self._workspace, due, schedules, DUE, self._means))
        return went_well

    def _announce(self, read: Read, announced: str) -> str:
        """Say what comes next, when that is news."""
        zone, now = self._workspace.house.time_zone, datetime.now(UTC)
        coming = [(at, one.name) for one in read.schedules.all if (at := next_of(one, zone, now))]
        told = f"Next: {min(coming)[1]} at {min(coming)[0]:%Y-%m-%d %H:%M} UTC" if coming else "Nothing is due, ever."
        if told != announced:
            self._tell(told)
        return told

    def _sleep(self, seconds: float) -> None:
        self._stopped.wait(seconds)
        self._check()

    def _check(self) -> None:
        if self._stopped.is_set():
            raise Cancelled("Stopped; what has been begun and not ended goes on with the next start.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Whoever looks whether a keeper is at work has the lock for a moment.
        try:
            handle = hold(self._workspace.home / LOCK, CALM_S)
        except Busy as problem:
            raise Busy(f"Another scheduler is at work on this workspace. {problem}") from problem
        try:
            yield
        finally:
            os.close(handle)


def is_well(run: Run) -> bool:
    """Whether everybody has the whole report."""
    return run.state == SENT and not run.problem


def coming(read: Read, house_zone: str, now: datetime, most: int) -> list[tuple[datetime, str]]:
    """The next due times of all schedules together, in order: when (UTC), and of which schedule."""

    def times(name: str) -> Iterator[tuple[datetime, str]]:
        one, after = next(one for one in read.schedules.all if one.name == name), now
        while at := next_of(one, house_zone, after):
            yield at, name
            after = at + timedelta(seconds=1)

    return list(islice(merge(*(times(one.name) for one in read.schedules.all)), most))


@contextmanager
def _listening(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and the system end the keeper after what it is at; a second Ctrl-C ends it at once."""
    asked = Event()

    def hear(number: int, _frame: FrameType | None) -> None:
        if asked.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.set()
        stop()

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
