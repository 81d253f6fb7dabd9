"""Where commands write: answers to standard output, everything else to standard error."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from core.progress import Progress
    from core.store.workspace import Workspace

DONE, PROBLEM, USAGE, BUSY, FOUND, STOPPED = 0, 1, 2, 3, 4, 130
"""Exit codes: done; a problem with data or question; not understood; another process is writing; a check found what
is as grave as asked for; stopped."""

LINE_EVERY_S = 10.0
LINE_EVERY_SHARE = 0.1
LINE_NOT_BEFORE_S = 1.0
"""Where nobody watches: a line each ten seconds or each tenth of the work, but not two within a second."""

DRAWN_EVERY_S = 0.1


def say(text: str) -> None:
    """One line of the answer."""
    sys.stdout.write(f"{text}\n")


def tell(text: str) -> None:
    """One line beside the answer."""
    sys.stderr.write(f"{text}\n")


def tell_stopping() -> None:
    """Say that Ctrl-C was heard; it may come while a line is being written, so no stream of Python's is used."""
    os.write(2, b"\natalaya: stopping; what has been done is undone. Ctrl-C once more ends it at once.\n")


def open_workspace(arguments: Namespace) -> "Workspace":
    """The workspace given by --workspace, else by ATALAYA_HOME, else `workspace` in the current folder."""
    from core.store.workspace import Workspace, workspace_home

    return Workspace(Path(arguments.workspace).expanduser() if arguments.workspace else workspace_home())


class ProgressLine:
    """Progress in a terminal: one line that is replaced while a person watches, else a line now and then.

    Args:
        stream: where it goes; standard error by default.
        clock: seconds that only go forward.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._is_watched = self._stream.isatty()
        self._told_at = clock()
        self._told_share = 0.0
        self._step = ""

    def show(self, progress: "Progress") -> None:
        """Say it, when it is time to."""
        now = self._clock()
        if progress.step == "done":
            self.clear()
            self._stream.write(f"{_summary(progress)}\n")
        elif self._is_watched:
            if progress.step != self._step or now - self._told_at >= DRAWN_EVERY_S:
                self._told_at = now
                width = get_terminal_size().columns - 1
                self._stream.write(f"\r\x1b[K{told(progress)[:width]}")
        elif self._is_time(now, progress.share):
            self._told_at, self._told_share = now, progress.share
            self._stream.write(f"{told(progress)}\n")
        self._step = progress.step
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, so that others can be written."""
        if self._is_watched and self._step:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _is_time(self, now: float, share: float) -> bool:
        passed = now - self._told_at
        is_tenth = share - self._told_share >= LINE_EVERY_SHARE
        return passed >= LINE_EVERY_S or (is_tenth and passed >= LINE_NOT_BEFORE_S)


def told(progress: "Progress") -> str:
    """Progress in one line: `43 % · reading a.ndjson (1 of 2) · 1,200 of about 3,000 records · 600/s · 3 s left`."""
    if progress.step == "waiting":
        return "waiting for the job that is at work"
    parts = [f"{progress.share:4.0%}".replace("%", " %"), progress.step]
    if progress.file:
        parts[-1] += f" {progress.file} ({progress.file_number:,} of {progress.files:,})"
    if progress.unit:
        parts.append(_counted(progress))
    if progress.unit and progress.rate is not None:
        parts.append(_rate(progress))
    if progress.seconds_left is not None:
        parts.append(f"about {duration(progress.seconds_left)} left")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """Seconds in the two largest units that matter: `8 s`, `2 min 05 s`, `1 h 20 min`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def _counted(progress: "Progress") -> str:
    if progress.unit == "bytes":
        return f"{progress.done / 1e6:,.0f} of {(progress.total or 0) / 1e6:,.0f} MB"
    about = "about " if progress.is_guess else ""
    total = f" of {about}{progress.total:,}" if progress.total is not None else ""
    return f"{progress.done:,}{total} {progress.unit}"


def _rate(progress: "Progress") -> str:
    rate = progress.rate or 0
    return f"{rate / 1e6:,.0f} MB/s" if progress.unit == "bytes" else f"{rate:,.0f}/s"


def _summary(progress: "Progress") -> str:
    speed = f", {progress.rate:,.0f} a second" if progress.rate else ""
    what = f"{progress.done:,} records in" if progress.done else "done in"
    return f"{what} {progress.seconds:,.1f} s{speed}"
