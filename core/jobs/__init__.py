"""Jobs: long work on a workspace, one at a time, that anybody can watch and stop from anywhere."""

from core.jobs.board import cancel, dismiss, job_now
from core.jobs.job import (
    BROKEN,
    CORRECT,
    DONE,
    FAILED,
    INGEST,
    PULL,
    REBUILD,
    REFRESH,
    REPROCESS,
    RUNNING,
    SEND,
    STOPPED,
    Job,
    Task,
)
from core.jobs.run import run
from core.jobs.start import start

__all__ = [
    "BROKEN",
    "CORRECT",
    "DONE",
    "FAILED",
    "INGEST",
    "PULL",
    "REBUILD",
    "REFRESH",
    "REPROCESS",
    "RUNNING",
    "SEND",
    "STOPPED",
    "Job",
    "Task",
    "cancel",
    "dismiss",
    "job_now",
    "run",
    "start",
]
