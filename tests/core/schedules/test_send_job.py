"""A report that is sent now, as a job that the page can watch and stop."""

import json
import shutil
from pathlib import Path

import pytest

from core.errors import AtalayaError, Cancelled
from core.jobs import DONE, FAILED, SEND, STOPPED, Task, cancel, job_now, run
from core.ledger.log import SENT, read_log
from core.progress import Progress
from core.store.workspace import Workspace
from tests.core.schedules.test_keeper import SCHEDULE, by_mail, with_notebook, workspace, write
from tests.core.sending.servers import Mailbox, mail_server

__all__ = ["with_notebook", "workspace"]


def test_the_job_sends_the_report_and_says_so(workspace: Workspace) -> None:
    write(workspace, SCHEDULE)
    run(workspace, Task(SEND, schedule="daily"))
    job = job_now(workspace)
    assert job
    assert (job.kind, job.state, job.version) == (SEND, DONE, 1)
    [sent] = read_log(workspace.files).runs.values()
    assert (sent.state, sent.why) == (SENT, "now")


def test_what_did_not_reach_everybody_is_a_failure_that_says_whom(workspace: Workspace) -> None:
    with mail_server(Mailbox({"ana@x.y": ["550 no such user"]})) as mailbox:
        write(workspace, by_mail(mailbox, "ana@x.y"))
        with pytest.raises(AtalayaError, match=r"ana@x\.y: 550"):
            run(workspace, Task(SEND, schedule="daily"))
    job = job_now(workspace)
    assert job
    assert job.state == FAILED


def test_a_stopped_job_is_not_taken_up_again(workspace: Workspace) -> None:
    def stop(progress: Progress) -> None:
        job = job_now(workspace)
        if job and progress.step == "sending" and progress.share == 0.5:
            cancel(workspace, job.id)

    with mail_server(Mailbox({"ana@x.y": ["451 later"] * 9})) as mailbox:
        write(workspace, by_mail(mailbox, "ana@x.y"))
        with pytest.raises(Cancelled):
            run(workspace, Task(SEND, schedule="daily"), stop)
    job = job_now(workspace)
    assert job
    assert job.state == STOPPED
    [sent] = read_log(workspace.files).runs.values()
    assert (sent.ended_at is None, sent.state) == (False, "failed")


def test_a_task_is_the_same_in_another_process() -> None:
    task = Task(SEND, schedule="daily")
    assert Task.from_json(task.as_json()) == task
    assert json.loads(task.as_json())["schedule"] == "daily"


def test_a_copy_of_a_workspace_sends_on_its_own(workspace: Workspace, tmp_path: Path) -> None:
    write(workspace, SCHEDULE)
    other = Workspace(shutil.copytree(workspace.home, tmp_path / "other"))
    run(other, Task(SEND, schedule="daily"))
    assert not (workspace.home / "out").exists()
