"""The last refresh, as everybody is told of it: when, what came of it, and how far one that is at work is."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from core.errors import StoreError
from core.live.look import FOLDER
from core.progress import OnProgress, Progress
from core.store.files import put_whole, refused
from core.store.lock import is_held
from core.store.workspace import Workspace

FILE, LOCK, LEASE = "refresh.json", "refresh.lock", "lock"
TOLD_EVERY_S = 0.5
LASTING = 2
"""What has gone wrong so often passes not by itself."""


@dataclass(frozen=True)
class Refresh:
    """One refresh.

    Args:
        began_at: UTC.
        ended_at: UTC; null while it is at work, or when it was ended together with its process.
        is_at_work: somebody is refreshing now.
        progress: how far it has come.
        files: files that were taken in.
        kept: records that told of something new.
        problem: what ended it, where it failed.
        unpacked: why landed files could not be packed, since that has been so; empty when they could.
        failed_packings: how many refreshes could not, one after the other.
    """

    began_at: datetime
    ended_at: datetime | None = None
    is_at_work: bool = False
    progress: Progress = field(default_factory=Progress)
    files: int = 0
    kept: int = 0
    problem: str = ""
    unpacked: str = ""
    failed_packings: int = 0

    @property
    def trouble(self) -> str:
        """What keeps going wrong beside what was taken in, and is told when it did twice; empty else."""
        if self.failed_packings < LASTING:
            return ""
        return (
            f"Landed files of earlier days are not packed: {self.unpacked} Nothing is lost, and each refresh tries "
            "again; meanwhile they stay many small files."
        )


def last_refresh(workspace: Workspace) -> Refresh | None:
    """The refresh that is at work, or the last one; null when there was none.

    Raises:
        StoreError: the workspace cannot be read.
    """
    path = _path(workspace)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        ended = datetime.fromisoformat(told["ended_at"]) if told["ended_at"] else None
        known = {"began_at": datetime.fromisoformat(told["began_at"]), "progress": Progress(**told["progress"])}
        last = Refresh(**told | known | {"ended_at": ended})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    except OSError as problem:
        raise refused(path, problem) from problem
    return replace(last, is_at_work=ended is None and is_held(path.with_name(LOCK)))


def is_followed(workspace: Workspace) -> bool:
    """Whether somebody takes in by itself what comes: a server, or `atalaya refresh --follow`.

    Raises:
        StoreError: the workspace cannot be read.
    """
    lease = lease_of(workspace)
    return lease.exists() and is_held(lease)


def lease_of(workspace: Workspace) -> Path:
    """The file that the one who follows the feeds holds locked."""
    return workspace.home / FOLDER / LEASE


class Teller:
    """Writes how a refresh goes; only for the one who holds its lock. What cannot be written stops no refresh."""

    def __init__(self, workspace: Workspace, show: OnProgress) -> None:
        self._path = _path(workspace)
        self._show = show
        self._told_at = 0.0
        before = last_refresh(workspace)
        kept = {"unpacked": before.unpacked, "failed_packings": before.failed_packings} if before else {}
        self._now = Refresh(datetime.now(UTC), **kept)  # type: ignore[arg-type]  # one a text, one a number

    def tell(self, progress: Progress) -> None:
        """How far it has come; may raise what the one who is shown it raises."""
        self._now = replace(self._now, progress=progress)
        if monotonic() - self._told_at >= TOLD_EVERY_S:
            self._put()
        self._show(progress)

    def end(self, files: int = 0, kept: int = 0, problem: str = "") -> None:
        """What came of it."""
        self._now = replace(self._now, ended_at=datetime.now(UTC), files=files, kept=kept, problem=problem)
        self._put()

    def packed(self, problem: str = "") -> None:
        """How it went to pack landed files: what keeps failing is told by its first problem, as long as it does."""
        times = self._now.failed_packings + 1 if problem else 0
        if times != self._now.failed_packings:
            self._now = replace(
                self._now, failed_packings=times, unpacked=(self._now.unpacked or problem) if times else ""
            )
            self._put()

    def _put(self) -> None:
        self._told_at = monotonic()
        with suppress(StoreError):
            put_whole(self._path, json.dumps(asdict(self._now), default=str))


def _path(workspace: Workspace) -> Path:
    return workspace.home / FOLDER / FILE
