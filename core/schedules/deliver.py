"""Run a schedule once: make its report, remember it, send it, and log each step before the next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.errors import AtalayaError
from core.ledger import kept_files
from core.ledger.log import BEGUN, ENDED, FAILED, PARTLY, SENDING, SENT, TRIED, Run, alone, read_log, write_line
from core.ledger.publish import remember
from core.schedules.due import Due
from core.schedules.make import make, parcel_of
from core.schedules.schedule import Schedule, Schedules
from core.sending import WAITS_S, Destination, Parcel, Tried, send
from core.store.workspace import Workspace

Tell = Callable[[str], None]
BEGUN_MOST = 3
"""A run that was broken off so often is not begun once more: what it does may be what ends the process."""

WAIT_FOR_OTHERS_S = 600.0
"""Another run may be waiting between its tries; so long this one waits for it."""


@dataclass(frozen=True)
class Means:
    """How a run goes about it.

    Args:
        sleep: waits so many seconds between two tries; what it raises breaks the run off, to be taken up again.
        tell: says what happens, a line each.
        waits_s: between tries (seconds).
    """

    sleep: Callable[[float], None]
    tell: Tell = lambda _: None
    waits_s: tuple[float, ...] = WAITS_S


def deliver(workspace: Workspace, due: Due, schedules: Schedules, why: str, means: Means) -> Run:
    """Make and send; what becomes of it.

    A run that was begun before goes on: who has the report does not get it again, and who may have it gets the same
    files under the same message id.

    Args:
        why: DUE or NOW, for a run that is fresh.

    Raises:
        Busy: somebody else is sending for too long.
        StoreError: the log cannot be written.
    """
    files = workspace.files
    with alone(files, WAIT_FOR_OTHERS_S):
        known = read_log(files).runs.get(due.run)
        if known and known.ended_at:
            return known
        _begin(workspace, due, known.why if known else why, known, means.tell)
        if known and known.begins >= BEGUN_MOST:
            state, problem = FAILED, f"It was begun {known.begins} times and ended each time before it was done."
        else:
            state, problem = _made_and_sent(workspace, due, means)
        write_line(files, ENDED, run=due.run, state=state, problem=problem)
        means.tell(f"{due.run}: {state}{f'; {problem}' if problem else ''}")
        log = read_log(files)
        kept_files.prune(files, log, schedules.keep_files)
        return log.runs[due.run]


def _made_and_sent(workspace: Workspace, due: Due, means: Means) -> tuple[str, str]:
    """How it ended, and what went wrong with the report itself."""
    files = workspace.files
    try:
        problem = _make(workspace, due)
    except AtalayaError as trouble:
        return FAILED, str(trouble)
    except Exception as trouble:
        # Whatever one report runs into must not keep the others from being sent.
        return FAILED, f"{type(trouble).__name__}: {trouble}"
    run = read_log(files).runs[due.run]
    parcel = parcel_of(due.schedule, run, kept_files.content_of(files, run) or {})
    for destination in due.schedule.to:
        _send(workspace, due, destination, parcel, means)
    return _state(read_log(files).runs[due.run], due), problem


def due_at_once(schedule: Schedule, now: datetime) -> Due:
    """A run that is made now because somebody wants it, whenever the schedule is due."""
    return Due(schedule, now, id=f"{schedule.name}-now-{now:%Y%m%dT%H%M%S%fZ}")


def _begin(workspace: Workspace, due: Due, why: str, known: Run | None, tell: Tell) -> None:
    one = due.schedule
    if known:
        tell(f"{due.run}: taken up again; it was begun {known.begun_at:%Y-%m-%d %H:%M} UTC and did not end")
    else:
        missed = f"; {due.missed} earlier ones were missed and are not made up for" if due.missed else ""
        tell(f"{due.run}: due {due.at:%Y-%m-%d %H:%M} UTC{missed}")
    write_line(
        workspace.files,
        BEGUN,
        run=due.run,
        schedule=one.name,
        notebook=one.notebook,
        why=why,
        due=due.at,
        missed=due.missed,
        language=one.language,
    )


def _make(workspace: Workspace, due: Due) -> str:
    """Make the report, unless it was made when the run was begun first; which cells of it cannot be shown."""
    files = workspace.files
    run = read_log(files).runs[due.run]
    if run.is_made and kept_files.content_of(files, run) is not None:
        return ""
    made = make(workspace, due.schedule, due.at)
    remember(files, due.run, made.published)
    return made.problems


def _send(workspace: Workspace, due: Due, destination: Destination, parcel: Parcel, means: Means) -> None:
    files, name = workspace.files, destination.name
    before = read_log(files).runs[due.run].to.get(name)
    left = tuple(one for one in destination.recipients if not before or one not in before.delivered)
    if before and before.last_try:
        means.tell(f"{due.run}: {name}: a try was broken off; {', '.join(before.last_try)} may get it twice")

    def begin(number: int, recipients: tuple[str, ...]) -> None:
        told = {"run": due.run, "to": name, "kind": destination.kind, "try": number}
        write_line(files, SENDING, **told, recipients=recipients, key=parcel.key(name))

    def end(number: int, tried: Tried) -> None:
        told = {"run": due.run, "to": name, "kind": destination.kind, "try": number}
        write_line(
            files,
            TRIED,
            **told,
            delivered=tried.delivered,
            later=tried.later,
            never=tried.never,
            is_uncertain=tried.is_uncertain,
        )
        for recipient, problem in {**tried.later, **tried.never}.items():
            means.tell(f"{due.run}: {name}: {recipient}: {problem}")

    if left:
        send(
            destination,
            parcel,
            left,
            workspace.home,
            on_begin=begin,
            on_end=end,
            sleep=means.sleep,
            waits_s=means.waits_s,
        )


def _state(run: Run, due: Due) -> str:
    """How a run ended, by who has the report."""
    wanted = {(one.name, recipient) for one in due.schedule.to for recipient in one.recipients}
    has = {(name, recipient) for name, one in run.to.items() for recipient in one.delivered}
    if wanted <= has:
        return SENT
    return PARTLY if wanted & has else FAILED
