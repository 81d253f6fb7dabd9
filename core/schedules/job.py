"""Send a report now, as a job: it tells how far it is, and can be stopped between its steps."""

from datetime import UTC, datetime
from time import sleep

from core.errors import AtalayaError, Cancelled
from core.ledger.log import ENDED, FAILED, NOW, SENT, read_log, write_line
from core.progress import OnProgress, Progress
from core.schedules.deliver import Means, deliver, due_at_once
from core.schedules.file import ScheduleFile
from core.store.workspace import Workspace

STEP_S = 0.25
"""While it waits for another try it looks so often whether it has been stopped (seconds)."""


def send_now(workspace: Workspace, name: str, advance: OnProgress) -> int:
    """Make and send the report of a schedule, whenever it is due, paused or not.

    Args:
        name: of the schedule.
        advance: told how far it is; raises `Cancelled` to stop it.

    Returns:
        The version of the data that was sent.

    Raises:
        AtalayaError: it did not reach everybody, or not whole; the log tells who has it.
        Cancelled: it was stopped; who has it, has it, and nobody gets it later.
    """
    file = ScheduleFile(workspace.files)
    due = due_at_once(file.schedule(name), datetime.now(UTC))
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        advance(Progress("sending", share=0.1))

    def wait(seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            sleep(STEP_S)
            advance(Progress("sending", share=0.5))

    try:
        run = deliver(workspace, due, file.read().schedules, NOW, Means(wait, tell))
    except Cancelled as stopped:
        if due.run in read_log(workspace.files).runs:
            write_line(workspace.files, ENDED, run=due.run, state=FAILED, problem=str(stopped))
        raise
    if run.state != SENT or run.problem:
        raise AtalayaError(" ".join(told[1:]) or run.problem)
    advance(Progress("done", share=1.0))
    return run.version or 0
