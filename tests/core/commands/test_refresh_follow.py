"""`atalaya refresh --follow` takes in what comes until it is told to end, and is alone on its workspace."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from core.cli import main
from core.commands.console import BUSY, STOPPED
from core.live import is_followed
from core.schema.tables import EVENTS
from core.store.workspace import Workspace
from tests.atalaya import ATALAYA, ROOT, environment
from tests.callbacks import lines
from tests.stories import answered

pytestmark = pytest.mark.slow
SOON_S = 90


@pytest.fixture
def follower(workspace_of_its_own: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command at work."""
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "settings.toml").write_text("refresh_every_s = 1\n")
    with (tmp_path / "said").open("w") as said:
        words = [*ATALAYA, "refresh", "--follow"]
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment(workspace_of_its_own),
            stdout=said,
            stderr=said,
            text=True,
            # A shell that runs the tests in its background lets them, and all that they start, ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        until(lambda: is_followed(Workspace(workspace_of_its_own)))
        yield process
        process.kill()
        process.wait()


def until(is_so: Callable[[], bool]) -> None:
    late = monotonic() + SOON_S
    while not is_so():
        assert monotonic() < late
        sleep(0.1)


def test_what_is_dropped_is_told_and_ctrl_c_ends_it(
    follower: subprocess.Popen[str], workspace_of_its_own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workspace_of_its_own / "inbox" / "call.ndjson"
    file.write_text(lines(answered("WT1", "09:00:00", "Ana")))
    until(lambda: Workspace(workspace_of_its_own).snapshot().rows(EVENTS) == 7)
    assert main(["refresh", "--follow"]) == BUSY
    assert "follows this workspace already" in capsys.readouterr().err
    follower.send_signal(signal.SIGINT)
    assert follower.wait(SOON_S) == STOPPED
    assert "call.ndjson: 7 records (event callback) = 7 kept" in (tmp_path / "said").read_text()
