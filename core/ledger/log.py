"""The log of what was sent: one line of JSON for each thing that happened, written down before the next one begins.

`sent/log.jsonl` is only ever added to. A process that is killed leaves at most a torn last line, which is passed over;
the lines before it say how far it came.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.store.files import FileFacts, Files, refused
from core.store.lock import locked

FOLDER = "sent"
LOG = f"{FOLDER}/log.jsonl"
LOCK, HAND_LOCK = f"{FOLDER}/lock", f"{FOLDER}/by-hand.lock"

SEEN, BEGUN, MADE, SENDING, TRIED, ENDED = "seen", "begun", "made", "sending", "tried", "ended"
"""What a line tells: a schedule was met for the first time in this form; a run was begun; its report was made; a try
to send was begun; what became of it; how the run ended."""

SENT, PARTLY, FAILED, OPEN = "sent", "partly", "failed", "open"
"""How a run ended: everybody has it; some have it; nobody has it; it has not ended: at work, or killed."""

DUE, NOW, BY_HAND = "due", "now", "by hand"
"""Why a run was begun: its time had come; somebody ran it now; a report was published by hand, and goes nowhere."""


@dataclass
class Destined:
    """One destination of a run.

    Args:
        name, kind: of the destination.
        delivered: who has it, and since when (UTC).
        failed: who has it not, and why, as of the last try.
        tries: how many there were.
        last_try: who was tried last, while nothing is known of that try.
        is_uncertain: somebody may have got it twice: a try was broken off, and another one followed.
    """

    name: str
    kind: str
    recipients: tuple[str, ...] = ()
    delivered: dict[str, datetime] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    last_try: tuple[str, ...] = ()
    is_uncertain: bool = False


@dataclass
class Run:
    """One run of a schedule, or one report published by hand.

    Args:
        id: its own.
        schedule: name; empty when published by hand.
        notebook: name.
        why: DUE, NOW or BY_HAND.
        due: when it was due; when it was begun, where it was not due at all (UTC).
        begun_at, ended_at: UTC; ended_at is null while it has not.
        missed: how many times before it were due and passed by, because nothing ran then.
        title, period, language: of the report.
        version, committed_at, data_end: of the data; null while no report has been made.
        rules: name of the kept house rules.
        program: which program made it.
        files: name, bytes and SHA-256 of each file.
        to: by name of the destination.
        state: SENT, PARTLY, FAILED or OPEN.
        begins: how many times it was begun; more than once when it was broken off.
        problem: why no report could be made, or which cells of it could not be shown; empty otherwise.
    """

    id: str
    schedule: str
    notebook: str
    why: str
    due: datetime
    begun_at: datetime
    ended_at: datetime | None = None
    missed: int = 0
    title: str = ""
    period: str = ""
    language: str = "en"
    version: int | None = None
    committed_at: datetime | None = None
    data_end: datetime | None = None
    rules: str = ""
    program: str = ""
    files: tuple[dict[str, Any], ...] = ()
    to: dict[str, Destined] = field(default_factory=dict)
    state: str = OPEN
    begins: int = 1
    problem: str = ""

    @property
    def is_made(self) -> bool:
        """Whether there is a report."""
        return self.version is not None

    @property
    def is_published(self) -> bool:
        """Whether anybody has its numbers: it was published by hand, or somebody was sent it or may have been."""
        reached = any(one.delivered or one.last_try or one.is_uncertain for one in self.to.values())
        return self.is_made and (self.why == BY_HAND or reached)


@dataclass(frozen=True)
class Log:
    """What the log says.

    Args:
        runs: by id, in the order in which they were begun.
        seen: by schedule, its rhythm as it was met last, and since when (UTC).
    """

    runs: dict[str, Run]
    seen: Mapping[str, tuple[str, datetime]]

    def last_of(self, schedule: str) -> Run | None:
        """The run of a schedule that was begun last."""
        return next((run for run in reversed(self.runs.values()) if run.schedule == schedule), None)


@contextmanager
def alone(files: Files, wait_s: float = 10.0, lock: str = LOCK) -> Iterator[None]:
    """Nobody else sends meanwhile; with HAND_LOCK, nobody else publishes by hand.

    Raises:
        Busy: somebody else still does after so many seconds.
    """
    _make_folder(files)
    with locked(files.path(lock), wait_s):
        yield


def write_line(files: Files, event: str, /, **told: Any) -> datetime:
    """Add a line; it is on the disk when this returns. The moment that it says (UTC)."""
    now = datetime.now(UTC)
    line = json.dumps({"at": now.isoformat(timespec="milliseconds"), "event": event, **told}, default=_plain)
    add_line(files, LOG, line)
    return now


def add_line(files: Files, name: str, line: str) -> None:
    """Add a line to a file of lines, on a line of its own also where the one before is torn."""
    _make_folder(files)
    path = files.path(name)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            size = os.fstat(handle).st_size
            is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            _write(handle, (("\n" if is_torn else "") + line + "\n").encode("utf-8", "backslashreplace"))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as problem:
        raise refused(path, problem) from problem


def read_lines(files: Files, name: str) -> Iterator[dict[str, Any]]:
    """The lines of a file of JSON lines; those that cannot be read are passed over."""
    if files.facts(name) is None:
        return
    for line in files.read(name).decode("utf-8", "replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told


def read_log(files: Files) -> Log:
    """What the log says now; read once as long as it does not change."""
    facts = files.facts(LOG)
    return _read(files, facts) if facts else Log({}, {})


@lru_cache(maxsize=8)
def _read(files: Files, _facts: FileFacts) -> Log:
    runs: dict[str, Run] = {}
    seen: dict[str, tuple[str, datetime]] = {}
    for told in read_lines(files, LOG):
        try:
            _take(told, runs, seen)
        except (KeyError, ValueError, TypeError, AttributeError):
            continue  # A line of another version of this program says nothing here.
    return Log(runs, seen)


def _take(told: dict[str, Any], runs: dict[str, Run], seen: dict[str, tuple[str, datetime]]) -> None:
    at, event = datetime.fromisoformat(told["at"]), told["event"]
    if event == SEEN:
        seen[told["schedule"]] = (told["rhythm"], at)
        return
    if event == BEGUN:
        run = Run(told["run"], told["schedule"], told["notebook"], told["why"], _moment(told["due"]) or at, at)
        run.missed, run.language = told.get("missed", 0), told.get("language", "en")
        if run.id in runs:
            runs[run.id].begins += 1
        else:
            runs[run.id] = run
        return
    run = runs[told["run"]]
    if event == MADE:
        for name in ("title", "period", "version", "rules", "program"):
            setattr(run, name, told[name])
        run.committed_at, run.data_end = _moment(told["committed_at"]), _moment(told["data_end"])
        run.files = tuple(told["files"])
    elif event in (SENDING, TRIED):
        _take_try(told, at, run)
    elif event == ENDED:
        run.ended_at, run.state, run.problem = at, told["state"], told.get("problem", "")


def _take_try(told: dict[str, Any], at: datetime, run: Run) -> None:
    to = run.to.setdefault(told["to"], Destined(told["to"], told["kind"]))
    if told["event"] == SENDING:
        to.is_uncertain = to.is_uncertain or bool(to.last_try)
        to.recipients = tuple(dict.fromkeys([*to.recipients, *told["recipients"]]))
        to.last_try, to.tries = tuple(told["recipients"]), to.tries + 1
        return
    to.last_try = ()
    to.delivered |= dict.fromkeys(told["delivered"], at)
    to.failed = {one: why for one, why in to.failed.items() if one not in told["delivered"]}
    to.failed |= told["later"] | told["never"]
    to.is_uncertain = to.is_uncertain or bool(told.get("is_uncertain"))


def _write(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _make_folder(files: Files) -> None:
    folder: Path = files.path(FOLDER)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise refused(folder, problem) from problem
