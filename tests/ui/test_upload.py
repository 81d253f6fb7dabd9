"""Uploads: an ingest that fails in an unexpected way leaves nothing behind and is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import StoreError
from core.ingest import Ingested
from core.progress import OnProgress, Progress
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.stories import answered
from ui.upload import Job, take_in


def finished(work: Callable[[OnProgress], Ingested]) -> Job:
    job = Job()
    job.start(work)
    job.thread.join(30)
    return job


def test_a_job_keeps_its_latest_progress_and_its_result(tmp_path: Path) -> None:
    file = tmp_path / "events.ndjson"
    file.write_text(lines(answered("WT1", "09:00:00", "Ana")))
    with file.open("rb") as stream:
        job = finished(lambda tell: take_in(Workspace(tmp_path / "home"), [("events", stream)], tell))
    assert job.progress is not None
    assert (job.progress.step, job.progress.rows) == ("done", 7)
    assert job.done is not None
    assert [row["rows_kept"] for row in job.done.loads] == [7]


def test_a_job_keeps_what_went_wrong() -> None:
    def fail(tell: OnProgress) -> Ingested:
        tell(Progress("reading"))
        raise StoreError("No space left on the disk.")

    job = finished(fail)
    assert (str(job.problem), job.done) == ("No space left on the disk.", None)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_job_that_breaks_has_neither_result_nor_problem() -> None:
    def crash(_: OnProgress) -> Ingested:
        raise RuntimeError

    job = finished(crash)
    assert (job.problem, job.done, job.thread.is_alive()) == (None, None, False)
