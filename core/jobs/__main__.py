"""The process of a job that `start` began: `python -m core.jobs FOLDER HANDLE JOB`, with the task on standard input."""

import os
import sys
from pathlib import Path

from core.errors import AtalayaError
from core.jobs.board import job_now
from core.jobs.job import Task
from core.jobs.run import run_held
from core.store.lock import sign
from core.store.workspace import Workspace

NICE = 10
"""Behind the app: whoever looks at a page meanwhile comes first."""


def main() -> int:
    """Do the work; what becomes of it stands on the board."""
    home, handle, job_id = sys.argv[1:]
    os.nice(NICE)
    sign(int(handle))
    workspace = Workspace(Path(home))
    task = Task.from_json(sys.stdin.read())
    job = job_now(workspace)
    if job is None or job.id != job_id:
        raise RuntimeError(f"{home} does not speak of job {job_id}.")
    try:
        run_held(workspace, task, job, lambda _: None)
    except AtalayaError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
