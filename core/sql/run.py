"""Run a question in a process of its own: it can be watched, is ended in time, and takes nobody down with it."""

import signal
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore, Thread
from time import monotonic

from core.errors import Cancelled
from core.sql.question import Answer, Limits, Question
from core.sql.refusal import Refusal
from core.store.snapshot import Snapshot

CODE = Path(__file__).parents[2]
ANSWERED, REFUSED = b"A", b"R"
AT_ONCE = 3
"""Questions of one server that are worked on at the same time; each may take its memory."""

_places = BoundedSemaphore(AT_ONCE)


class Running:
    """A question that is being answered.

    Args:
        question: what is asked.

    Raises:
        Refusal: as many as may be are being answered already.
    """

    def __init__(self, question: Question) -> None:
        if not _places.acquire(blocking=False):
            raise Refusal("busy", most=AT_ONCE)
        self._question = question
        self._since = monotonic()
        self._is_cancelled = self._is_late = False
        self._told = b""
        try:
            self._process = _begin()
        except OSError as problem:
            _places.release()
            raise Refusal("engine", message=str(problem)) from problem
        self._reader = Thread(target=self._read, name="sql", daemon=True)
        self._reader.start()

    @property
    def seconds(self) -> float:
        """How long it has been at work."""
        return monotonic() - self._since

    def is_done(self, wait_s: float = 0.0) -> bool:
        """Whether there is an answer, or none will come."""
        self._reader.join(wait_s)
        return not self._reader.is_alive()

    def cancel(self) -> None:
        """End it at once."""
        self._is_cancelled = True
        self._process.kill()

    def answer(self) -> Answer:
        """Wait for the answer.

        Raises:
            Refusal: the statement is not run, took too much, or could not be answered.
            Cancelled: somebody ended it.
        """
        self._reader.join()
        if self._is_cancelled:
            raise Cancelled("Cancelled; nothing was changed.")
        if self._is_late:
            raise Refusal("time", most=self._question.limits.seconds)
        kind, told = self._told[:1], self._told[1:]
        if kind == ANSWERED:
            return Answer.from_bytes(told)
        if kind == REFUSED:
            raise Refusal.from_dict(_read_refusal(told))
        raise self._broken()

    def _broken(self) -> Refusal:
        """Of a process that ended without a word: what most likely ended it."""
        code = self._process.returncode
        if code in (-signal.SIGABRT, -signal.SIGKILL):
            return Refusal("memory", most=self._question.limits.memory_mb)
        if code == -signal.SIGSEGV:
            return Refusal("deep", most=0)
        return Refusal("broken", code=code)

    def _read(self) -> None:
        """Hand over the question and collect the answer, in a thread of its own."""
        try:
            words = self._question.to_json().encode()
            self._told, _ = self._process.communicate(words, timeout=self._question.limits.seconds)
        except subprocess.TimeoutExpired:
            self._is_late = True
            self._process.kill()
            self._process.communicate()
        finally:
            _places.release()


def start_sql(
    snapshot: Snapshot,
    text: str,
    *,
    given: tuple[tuple[str, str], ...] = (),
    is_masked: bool = True,
    limits: Limits | None = None,
) -> Running:
    """Begin to answer a statement on a snapshot.

    Args:
        given: what `:name` stands for in it; see `core.sql.given.given_of`.
        is_masked: whether personal data is hidden.

    Raises:
        Refusal: as many as may be are being answered already.
    """
    return Running(
        Question(snapshot.files.root.absolute(), snapshot.version, text, given, is_masked, limits or Limits())
    )


def run_sql(
    snapshot: Snapshot,
    text: str,
    *,
    given: tuple[tuple[str, str], ...] = (),
    is_masked: bool = True,
    limits: Limits | None = None,
) -> Answer:
    """The answer to a statement; as `start_sql`, waiting for it.

    Raises:
        Refusal: the statement is not run, took too much, or could not be answered; `told` says why and where.
    """
    running = start_sql(snapshot, text, given=given, is_masked=is_masked, limits=limits)
    try:
        return running.answer()
    except BaseException:
        running.cancel()
        raise


def _begin() -> "subprocess.Popen[bytes]":
    """A session of its own: Ctrl-C in the server's terminal is not meant for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "core.sql"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=CODE,
        start_new_session=True,
    )


def _read_refusal(told: bytes) -> dict[str, object]:
    import json

    read = json.loads(told)
    if not isinstance(read, dict):
        raise TypeError(read)
    return read
