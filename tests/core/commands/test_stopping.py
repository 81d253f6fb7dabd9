"""Stopping a command as a person or the system does: a code of its own, a word about it, and nothing changed."""

import signal
import subprocess
from pathlib import Path
from time import monotonic, sleep

import pytest

from core.jobs import RUNNING, STOPPED, job_now
from core.store.lock import locked
from core.store.workspace import Workspace
from tests.atalaya import ATALAYA, ROOT, environment
from tests.callbacks import lines
from tests.stories import answered


@pytest.mark.parametrize(
    ("number", "words"), [(signal.SIGINT, ("ingest", "calls.ndjson")), (signal.SIGTERM, ("rebuild",))]
)
def test_a_command_that_is_stopped_says_so_and_changes_nothing(
    tmp_path: Path, number: int, words: tuple[str, ...]
) -> None:
    home = Workspace(tmp_path / "home")
    (tmp_path / "calls.ndjson").write_text(lines(answered("WT1", "09:00:00", "Ana")))
    paths = [str(tmp_path / word) if "." in word else word for word in words]
    # It finds another writer at work, so that it is surely not done when it is stopped.
    with locked(home.home / "lock", 0):
        command = subprocess.Popen(
            [*ATALAYA, *paths], cwd=ROOT, env=environment(home.home), stderr=subprocess.PIPE, text=True
        )
        late = monotonic() + 60
        while not ((job := job_now(home)) and job.state == RUNNING):
            assert monotonic() < late
            sleep(0.05)
        command.send_signal(number)
        _, told = command.communicate(timeout=60)
    assert (command.returncode, "as it was before" in told) == (130, True)
    job = job_now(home)
    assert job
    assert (job.state, home.snapshot().version) == (STOPPED, 0)
