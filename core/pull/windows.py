"""How far a back-fill has come: a small text file in the workspace names the spans of time that are done."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from core.errors import StoreError
from core.pull.wanted import Wanted
from core.store.files import Files
from core.store.workspace import Workspace

FOLDER = "pulled"
WINDOW = timedelta(hours=1)
SETTLED = timedelta(minutes=10)
"""What is younger may not be complete yet on the platform's side; it is asked for again the next time."""

Window = tuple[datetime, datetime]
"""From when to when; UTC."""


def left(workspace: Workspace, wanted: Wanted) -> list[Window]:
    """What is still to be pulled, oldest first, in windows of an hour at most.

    Raises:
        StoreError: the file that says what is done is damaged.
    """
    done = [] if wanted.is_again else _joined(_told(workspace.files, wanted, "done"))
    return [window for gap in _gaps((wanted.since, wanted.until), done) for window in _hours(gap)]


def reached(workspace: Workspace, wanted: Wanted) -> datetime:
    """Up to when the last turn has fetched, settled or not.

    Raises:
        StoreError: as `left`.
    """
    return max((until for _, until in _told(workspace.files, wanted, "reached")), default=wanted.since)


def mark(workspace: Workspace, wanted: Wanted, windows: Sequence[Window], now: datetime) -> None:
    """Note that these are done, as far as they have settled.

    Args:
        now: when they were asked for; UTC.

    Raises:
        StoreError: the file is damaged, or the disk refused.
    """
    settled = [(since, min(until, now - SETTLED)) for since, until in windows if since < now - SETTLED]
    done = _joined([*_told(workspace.files, wanted, "done"), *settled])
    spans = {"done": done, "reached": windows[-1:]}
    told = {name: [[since.isoformat(), until.isoformat()] for since, until in some] for name, some in spans.items()}
    hidden = f"{FOLDER}/.{wanted.workspace_sid}"
    workspace.files.delete(hidden)
    with workspace.files.new(hidden) as file:
        file.write(json.dumps(told, indent=1).encode())
    workspace.files.move(hidden, _name(wanted))


def _name(wanted: Wanted) -> str:
    return f"{FOLDER}/twilio-{wanted.workspace_sid}.json"


def _told(files: Files, wanted: Wanted, what: str) -> list[Window]:
    name = _name(wanted)
    if not files.facts(name):
        return []
    try:
        return [(_moment(since), _moment(until)) for since, until in json.loads(files.read(name))[what]]
    except (ValueError, KeyError, TypeError) as problem:
        raise StoreError(
            f"{files.path(name)} is damaged ({problem!r}); remove it: all is asked for again then, nothing is doubled."
        ) from problem


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _joined(windows: Iterable[Window]) -> list[Window]:
    """The same spans, in order, without overlaps."""
    joined: list[Window] = []
    for since, until in sorted(windows):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        elif since < until:
            joined.append((since, until))
    return joined


def _gaps(span: Window, done: list[Window]) -> list[Window]:
    """What of a span is not done."""
    at, end = span
    gaps = []
    for since, until in done:
        if at < since:
            gaps.append((at, min(since, end)))
        at = max(at, until)
    gaps.append((at, end))
    return [(since, until) for since, until in gaps if since < until]


def _hours(gap: Window) -> list[Window]:
    since, end = gap
    windows = []
    while since < end:
        until = min(since.replace(minute=0, second=0, microsecond=0) + WINDOW, end)
        windows.append((since, until))
        since = until
    return windows
