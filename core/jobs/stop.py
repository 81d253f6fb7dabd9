"""Being asked to stop: by Ctrl-C, by the system, or on the workspace's board."""

import os
import signal
from collections.abc import Callable
from threading import Event, Thread, current_thread, main_thread
from types import FrameType, TracebackType
from typing import Self

from core.errors import Cancelled
from core.progress import Progress

LOOK_EVERY_S = 0.25


class Stop:
    """While it is entered, whoever asks the work to stop is heard; it does where it tells its progress next.

    Nothing is broken off in the middle of a step's smallest part: what is being written is written or is not there.
    Only a second Ctrl-C ends it at once.

    Args:
        is_asked: whether it has been asked from elsewhere.
        on_asked: called once when a person or the system asks; it must not write to buffered streams.
    """

    def __init__(self, is_asked: Callable[[], bool], on_asked: Callable[[], None] | None = None) -> None:
        self._is_asked_elsewhere = is_asked
        self._on_asked = on_asked or (lambda: None)
        self._asked, self._left = Event(), Event()
        self._has_begun = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        if current_thread() is main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._hear)
        Thread(target=self._look, name="job-stop", daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._left.set()
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def check(self, progress: Progress) -> None:
        """Go on, or stop.

        Raises:
            Cancelled: somebody has asked.
        """
        self._has_begun = True
        # When all is done, it is too late: it is there.
        if self._asked.is_set() and progress.step != "done":
            raise _stopped()

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if self._asked.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._asked.set()
        self._on_asked()
        # Still waiting for another writer, which tells no progress: nothing is under way that could be torn.
        if not self._has_begun:
            raise _stopped()

    def _look(self) -> None:
        while not self._left.wait(LOOK_EVERY_S):
            if self._is_asked_elsewhere():
                if self._before and not self._has_begun:
                    os.kill(os.getpid(), signal.SIGTERM)
                self._asked.set()
                return


def _stopped() -> Cancelled:
    return Cancelled("Stopped; the workspace is as it was before.")
