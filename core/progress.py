"""Progress of long work: which step it is at, how much of it is done, how fast it goes and how long it will take."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp
from time import monotonic

WEIGHTS = {"landing": 2, "verifying": 2, "reading": 50, "checking": 10, "modelling": 32, "storing": 6}
"""How long the steps take beside each other, between what a first load of a million events took from Parquet (reading
41, checking 12, modelling 41) and of a third of a million from packed JSON (77, 6 and 14). What is left after the step
at hand is judged by them, until that is at work itself and its own speed counts."""

UNITS = {
    "landing": "bytes",
    "verifying": "bytes",
    "reading": "records",
    "checking": "records",
    "modelling": "conversations",
    "storing": "",
}
"""What each step counts; what the last one does cannot be counted."""

INGEST_STEPS = ("landing", "reading", "checking", "modelling", "storing")
REPROCESS_STEPS = ("verifying", "reading", "checking", "modelling", "storing")
REBUILD_STEPS = ("modelling", "storing")

RECENT_S = 10.0
"""The speed is that of so many seconds: long enough to be steady over batches, short enough to tell a change."""

KNOWN_AFTER_S = 1.5
KNOWN_FROM_SHARE = 0.03
"""Before so long, and before so much is done, nobody can say how long it will take."""

CALM_S = 4.0
"""The time at which it will end is moved to a new guess over so many seconds, so that it does not jump about."""


@dataclass(frozen=True)
class Progress:
    """How far long work has come.

    Args:
        step: `waiting` for another writer, one of WEIGHTS, or `done`.
        unit: what the step counts: `bytes`, `records`, `conversations`, or nothing.
        done: how many of them are done.
        total: of how many; null as long as that cannot be known.
        is_guess: the total is estimated from the part of a file of text that has been read.
        rate: units a second of late; of all records when it is done; null until it can be measured.
        share: how much of the whole work is done, 0 to 1; never falls.
        seconds: since the beginning.
        seconds_left: until the end; null until it can be known.
        file: the file being landed or read.
        file_number, files: which one of how many.
        rows: records read so far.
    """

    step: str = "waiting"
    unit: str = ""
    done: int = 0
    total: int | None = None
    is_guess: bool = False
    rate: float | None = None
    share: float = 0.0
    seconds: float = 0.0
    seconds_left: float | None = None
    file: str = ""
    file_number: int = 0
    files: int = 0
    rows: int = 0


OnProgress = Callable[[Progress], None]
"""Told about progress as often as there is some; may raise `Cancelled` to stop the work."""


class Meter:
    """Makes progress out of counts: the one who works tells what is done, this adds speed, share and time left.

    Args:
        tell: who is told.
        steps: the steps of this work, in their order.
        clock: seconds that only go forward.
        rows: the records that all of it is about, where they are known from the beginning.
    """

    def __init__(
        self, tell: OnProgress, steps: Sequence[str], clock: Callable[[], float] = monotonic, rows: int = 0
    ) -> None:
        self._tell = tell
        self._steps = tuple(steps)
        self._clock = clock
        self._began = clock()
        self._recent: deque[tuple[float, int]] = deque()
        self._ends_at: float | None = None
        self._judged_at = self._began
        self.now = Progress(rows=rows)

    def begin(self, step: str, total: int | None = None) -> None:
        """Enter the next step.

        Args:
            total: how many of its units there are, where that is known.
        """
        self._recent = deque([(self._clock(), 0)])
        self.now = replace(self.now, step=step, unit=UNITS[step], is_guess=False, file="", file_number=0)
        self.advance(0, total)

    def advance(self, done: int, total: int | None = None, **told: str | int) -> None:
        """So many units of the step are done.

        Args:
            total: of how many; null when nobody knows.
            told: what else of `Progress` is known by now: the file, its number, the records.
        """
        now = self._clock()
        self._note(now, done)
        share = self._share(done, total)
        self.now = replace(
            self.now,
            done=done,
            total=total,
            rate=self._rate(),
            share=share,
            seconds=now - self._began,
            seconds_left=self._left(now, done, total, share),
            **told,  # type: ignore[arg-type]
        )
        self._tell(self.now)

    def modelled(self, done: int, total: int) -> None:
        """So many conversations are modelled, of so many; with the last one storing begins."""
        if self.now.step != "storing":
            if self.now.step != "modelling":
                self.begin("modelling", total)
            self.advance(done, total)
        if done >= total or self.now.step == "storing":
            self.store()

    def store(self) -> None:
        """What is made is being written; told as often as one likes, so that the work can still be stopped."""
        if self.now.step != "storing":
            self.begin("storing")
        else:
            self.advance(0)

    def end(self) -> None:
        """All is done; the speed is that of all records over the whole time."""
        seconds = self._clock() - self._began
        rows = self.now.rows
        rate = rows / seconds if seconds and rows else None
        self.now = replace(
            self.now, step="done", unit="records", done=rows, total=rows, rate=rate, share=1.0, seconds=seconds
        )
        self.now = replace(self.now, seconds_left=0.0, file="", file_number=0)
        self._tell(self.now)

    def _note(self, now: float, done: int) -> None:
        self._recent.append((now, done))
        while len(self._recent) > 2 and now - self._recent[1][0] >= RECENT_S:
            self._recent.popleft()

    def _rate(self) -> float | None:
        (since, before), (until, after) = self._recent[0], self._recent[-1]
        return (after - before) / (until - since) if until > since and after > before else None

    def _share(self, done: int, total: int | None) -> float:
        before, own = self._weights()
        part = min(1.0, done / total) if total else 0.0
        return max(self.now.share, (before + own * part) / self._weight())

    def _left(self, now: float, done: int, total: int | None, share: float) -> float | None:
        """The rest of this step at its own speed, the later ones at the pace of the whole; calmed."""
        seconds = now - self._began
        if seconds < KNOWN_AFTER_S or share < KNOWN_FROM_SHARE:
            return None
        before, own = self._weights()
        pace = seconds / (share * self._weight())
        rate = self._rate()
        step = max(0, total - done) / rate if total and rate else own * pace
        left = step + (self._weight() - before - own) * pace
        change = 1 - exp(-(now - self._judged_at) / CALM_S)
        self._judged_at = now
        self._ends_at = now + left if self._ends_at is None else self._ends_at + change * (now + left - self._ends_at)
        return max(0.0, self._ends_at - now)

    def _weights(self) -> tuple[int, int]:
        """Of the steps before this one, and of this one."""
        at = self._steps.index(self.now.step)
        return sum(WEIGHTS[step] for step in self._steps[:at]), WEIGHTS[self.now.step]

    def _weight(self) -> int:
        return sum(WEIGHTS[step] for step in self._steps)
