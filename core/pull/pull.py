"""One turn of a back-fill: some windows are fetched, taken in together, and noted as done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from core.errors import AtalayaError, Cancelled
from core.ingest import Ingested, ingest
from core.progress import OnProgress, Progress
from core.pull.client import client_for
from core.pull.resource import EventsResource
from core.pull.wanted import Wanted
from core.pull.windows import FOLDER, Window, left, mark
from core.store.files import refused
from core.store.workspace import Workspace

ENOUGH_EVENTS = 100_000
ENOUGH_S = 120.0
"""With so many events, or after so long, what is fetched is taken in: a turn is short, and others come in between."""

FETCHED = f"{FOLDER}/fetched"
"""Where the answers of a turn are until they are taken in; there is one pull at a time, as there is one job."""

FETCHING_SHARE = 0.6
STEP_S = 0.25
"""While it waits for another try it looks so often whether it has been stopped (seconds)."""


def pull(workspace: Workspace, wanted: Wanted, on_progress: OnProgress | None = None) -> Ingested:
    """Fetch the next windows that are not done, and take them in; `left` tells whether there are more.

    What breaks off costs the window at hand: those fetched before it are taken in and noted. An event that comes a
    second time counts as a duplicate.

    Args:
        on_progress: told how far it is; raises `Cancelled` to stop it.

    Raises:
        AtalayaError: the platform refuses or does not answer; what came before is taken in.
        DefinitionError: credentials are missing.
        Cancelled: it was stopped; the windows of this turn are asked for again the next time.
        StoreError: the workspace's disk refused.
    """
    advance = on_progress or (lambda _: None)
    windows = left(workspace, wanted)
    turn = _Turn(len(windows))
    began = datetime.now(UTC)
    path = workspace.files.path(FETCHED)
    try:
        client = client_for(workspace.home, wanted)
        problem = _fetch(client, wanted, windows, turn, path, advance)
        done = _take_in(workspace, path, _name(windows), turn, advance)
        if turn.windows:
            mark(workspace, wanted, windows[: turn.windows], began)
    finally:
        path.unlink(missing_ok=True)
    if problem:
        raise problem
    return done


@dataclass
class _Turn:
    """How far a turn has come: whole windows, and events of all that was fetched."""

    asked: int
    windows: int = 0
    events: int = 0
    began: float = field(default_factory=monotonic)

    @property
    def is_enough(self) -> bool:
        return self.events >= ENOUGH_EVENTS or monotonic() - self.began >= ENOUGH_S

    @property
    def progress(self) -> Progress:
        share = FETCHING_SHARE * self.windows / max(self.asked, 1)
        seconds = monotonic() - self.began
        return Progress("fetching", "records", self.events, share=share, seconds=seconds, rows=self.events)


def _name(windows: Sequence[Window]) -> str:
    since = windows[0][0] if windows else datetime.now(UTC)
    return f"twilio-{since:%Y%m%dT%H%M%SZ}.json"


def _fetch(
    client: object, wanted: Wanted, windows: Sequence[Window], turn: _Turn, path: Path, advance: OnProgress
) -> AtalayaError | None:
    """Write what the platform tells into a file, window by window; what ended it early, if anything did."""

    def wait(seconds: float) -> None:
        until = monotonic() + seconds
        while (rest := until - monotonic()) > 0:
            advance(turn.progress)
            sleep(min(STEP_S, rest))

    resource = EventsResource(client, wanted.workspace_sid, wait)
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            for window in windows:
                _write(resource, window, file, turn, advance)
                turn.windows += 1
                if turn.is_enough:
                    break
    except Cancelled:
        raise
    except OSError as problem:
        raise refused(path, problem) from problem
    except AtalayaError as problem:
        return problem
    return None


def _write(resource: EventsResource, window: Window, file: BinaryIO, turn: _Turn, advance: OnProgress) -> None:
    advance(turn.progress)
    for page in resource.pages(window):
        if page.events:
            # A line break in JSON is only ever space between tokens; a page a line is what sources read.
            file.write(page.text.replace("\r", " ").replace("\n", " ").encode() + b"\n")
        turn.events += page.events
        advance(turn.progress)


def _take_in(workspace: Workspace, path: Path, name: str, turn: _Turn, advance: OnProgress) -> Ingested:
    if not turn.events:
        return Ingested([], [], workspace.snapshot().version)

    def further(progress: Progress) -> None:
        advance(replace(progress, share=FETCHING_SHARE + (1 - FETCHING_SHARE) * progress.share))

    done = ingest(workspace, [path], further, {path: name})
    if done.failures:
        raise AtalayaError(f"What Twilio answered cannot be read. {done.failures[0][1]}")
    return done
