"""A job as it is told to others: what it does, how far it has come, and what became of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.progress import Progress
from core.pull.wanted import Wanted
from core.sources.reading import Reading

INGEST, REFRESH, REBUILD, SEND, PULL, CORRECT = "ingest", "refresh", "rebuild", "send", "pull", "correct"
"""What jobs do: take in files, take in what waits in the feeds, work the model out again, send a report now,
lay corrections over the model, back-fill."""

REPROCESS = "reprocess"
"""Another one: read all landed files again and make every table anew."""

RUNNING, DONE, STOPPED, FAILED, BROKEN = "running", "done", "stopped", "failed", "broken"
"""How a job stands: at work; done; stopped by somebody; ended by what its message says; ended with its process."""

TOLD_MOST = 200
"""Files of a job that are told one by one at most; of more, how many they are."""


@dataclass(frozen=True)
class Task:
    """What a job is to do.

    Args:
        kind: INGEST, REFRESH, REBUILD, SEND, PULL or CORRECT.
        paths: the files and folders of an ingest.
        names: what files are called where that is not their own name.
        schedule: name of the one whose report is sent.
        reading: what the files do not say themselves; null for the house's way.
        wanted: what a back-fill asks for.
        file_id: the one landed file that is to be read in another way than before.
    """

    kind: str
    paths: tuple[Path, ...] = ()
    names: Mapping[Path, str] = field(default_factory=dict)
    schedule: str = ""
    reading: Reading | None = None
    wanted: Wanted | None = None
    file_id: str = ""

    def as_json(self) -> str:
        """As text, to be read by `from_json` in another process."""
        names = {str(path): name for path, name in self.names.items()}
        paths = [str(path) for path in self.paths]
        told = {"kind": self.kind, "paths": paths, "names": names, "schedule": self.schedule, "file_id": self.file_id}
        apart = {"reading": self.reading and self.reading.as_json(), "wanted": self.wanted and self.wanted.as_json()}
        return json.dumps(told | apart)

    @classmethod
    def from_json(cls, text: str) -> "Task":
        """The task that was written so."""
        told = json.loads(text)
        names = {Path(path): name for path, name in told["names"].items()}
        paths = tuple(Path(path) for path in told["paths"])
        reading = Reading.from_json(told["reading"]) if told["reading"] else None
        wanted = Wanted.from_json(told["wanted"]) if told["wanted"] else None
        return cls(told["kind"], paths, names, told["schedule"], reading, wanted, told.get("file_id", ""))


@dataclass(frozen=True)
class Job:
    """One job, as everybody sees it.

    Args:
        id: its own.
        kind: INGEST, REFRESH, REBUILD, SEND, PULL or CORRECT.
        state: RUNNING, DONE, STOPPED, FAILED or BROKEN.
        started_at, told_at: UTC; when it began, and when it last said something.
        progress: how far it has come.
        is_stopping: somebody has asked it to stop.
        loads: rows of LOADS without their instants, the first TOLD_MOST.
        failures: file name and message of files that could not be read, the first TOLD_MOST.
        files, failed: how many loads and failures there are in all.
        kept: new events.
        version: the version of the workspace that shows it; null unless it is done.
        problem: what ended it, where it failed.
        is_busy: what ended it is that somebody else was writing.
    """

    id: str
    kind: str
    state: str
    started_at: datetime
    told_at: datetime
    progress: Progress = field(default_factory=Progress)
    is_stopping: bool = False
    loads: tuple[dict[str, Any], ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    files: int = 0
    failed: int = 0
    kept: int = 0
    version: int | None = None
    problem: str = ""
    is_busy: bool = False

    @classmethod
    def new(cls, kind: str) -> "Job":
        """A job that begins now."""
        now = datetime.now(UTC)
        return cls(uuid4().hex, kind, RUNNING, now, now)

    @property
    def seconds_left(self) -> float | None:
        """Until the end, as seen from now; null where it cannot be known, or has turned out to be wrong."""
        if self.progress.seconds_left is None:
            return None
        left = self.progress.seconds_left - (datetime.now(UTC) - self.told_at).total_seconds()
        return left if left > 0 else None

    def as_json(self) -> str:
        """As text, to be read by `from_json`."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Job":
        """The job that was written so.

        Raises:
            ValueError, KeyError, TypeError: the text is no job, or one of another version of this program.
        """
        told = json.loads(text)
        instants = {name: datetime.fromisoformat(told[name]) for name in ("started_at", "told_at")}
        failures = tuple((name, message) for name, message in told["failures"])
        known = {"progress": Progress(**told["progress"]), "loads": tuple(told["loads"]), "failures": failures}
        return cls(**told | instants | known)
