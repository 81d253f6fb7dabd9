"""The journal: what was acknowledged is handed on whole, whatever becomes of the process that wrote it."""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from core.collector.journal import OPEN, OpenFile, close_current, closed_files
from core.errors import StoreError
from core.ingest import ingest
from core.schema.tables import EVENTS
from core.store.workspace import Workspace
from tests.atalaya import ROOT

LINE = b'{"EventType":"task.created","Sid":"EV1","TimestampMs":"1773570600000","TaskSid":"WT1"}\n'

WRITE_AND_WAIT = """
import sys, time
from pathlib import Path
from core.collector.journal import OpenFile
from core.store.files import Files
file = OpenFile(Files(Path(sys.argv[1])), "taskrouter")
file.write(sys.stdin.buffer.read())
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def writer(workspace: Workspace, content: bytes) -> subprocess.Popen[bytes]:
    """A process that has written this into a file of its own, and holds it."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_WAIT, str(workspace.home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(content)
    process.stdin.close()
    assert process.stdout.readline() == b"written\n"
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()


def killed(workspace: Workspace, content: bytes) -> None:
    """What a process has written before it was killed."""
    kill(writer(workspace, content))


def test_a_closed_file_is_taken_in_as_it_is(workspace: Workspace) -> None:
    file = OpenFile(workspace.files, "taskrouter")
    file.write(LINE)
    assert closed_files(workspace) == []
    file.close()
    [closed] = closed_files(workspace)
    assert closed.read_bytes() == LINE
    done = ingest(workspace, [closed])
    assert [(load["rows_in"], load["rows_kept"]) for load in done.loads] == [(1, 1)]


def test_files_come_oldest_first(workspace: Workspace) -> None:
    written = []
    for kind in ("taskrouter", "event-streams", "taskrouter"):
        file = OpenFile(workspace.files, kind)  # type: ignore[arg-type]
        file.write(LINE)
        file.close()
        written.append(file.name)
    assert [path.name for path in closed_files(workspace)] == written


def test_a_file_that_a_living_process_writes_is_left_alone(workspace: Workspace) -> None:
    process = writer(workspace, LINE)
    try:
        assert closed_files(workspace) == []
        assert not close_current(workspace, wait_s=0.2)
    finally:
        kill(process)
    assert [path.read_bytes() for path in closed_files(workspace)] == [LINE]


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        (LINE + LINE[:20], LINE),
        (LINE * 3, LINE * 3),
        (LINE + b"\x00" * 4096, LINE),
        (LINE + b"\x00\x00\n" + LINE, LINE),
        (LINE * 30_000 + LINE[:1], LINE * 30_000),
    ],
    ids=["torn", "whole", "zeros", "zeros-and-a-line", "long"],
)
def test_of_a_killed_process_all_whole_lines_are_kept(workspace: Workspace, left: bytes, kept: bytes) -> None:
    killed(workspace, left)
    [closed] = closed_files(workspace)
    assert closed.read_bytes() == kept
    assert workspace.files.names_in(OPEN) == []


def test_of_a_process_killed_before_its_first_whole_line_nothing_is_left(workspace: Workspace) -> None:
    killed(workspace, LINE[:30])
    assert closed_files(workspace) == []
    assert workspace.files.names_in(OPEN) == []


def test_a_process_killed_while_it_opened_a_file_leaves_nothing_for_long(workspace: Workspace) -> None:
    OpenFile(workspace.files, "taskrouter").close()
    for file in closed_files(workspace):
        file.unlink()
    new, old = (workspace.files.path(f"{OPEN}/.{name}.ndjson") for name in ("new", "old"))
    new.touch()
    old.touch()
    os.utime(old, (0, 0))
    assert closed_files(workspace) == []
    assert (new.exists(), old.exists()) == (True, False)


def test_who_asks_waits_until_the_writer_has_closed(workspace: Workspace) -> None:
    file = OpenFile(workspace.files, "taskrouter")
    file.write(LINE)
    assert not file.is_wanted()

    def close_when_wanted() -> None:
        while not file.is_wanted():
            time.sleep(0.01)
        file.close()

    closer = Thread(target=close_when_wanted)
    closer.start()
    assert close_current(workspace, wait_s=30)
    closer.join()
    assert [path.read_bytes() for path in closed_files(workspace)] == [LINE]
    assert not OpenFile(workspace.files, "taskrouter").is_wanted()


def test_without_a_writer_nobody_waits(workspace: Workspace) -> None:
    assert close_current(workspace, wait_s=0)
    killed(workspace, LINE)
    assert close_current(workspace, wait_s=0.1)
    assert len(closed_files(workspace)) == 1


def test_a_file_left_after_a_failure_is_handed_on_cut(workspace: Workspace) -> None:
    file = OpenFile(workspace.files, "taskrouter")
    file.write(LINE + LINE[:10])
    file.leave()
    assert [path.read_bytes() for path in closed_files(workspace)] == [LINE]


def test_the_same_file_once_more_changes_nothing(workspace: Workspace) -> None:
    killed(workspace, LINE)
    files = closed_files(workspace)
    ingest(workspace, files)
    again = ingest(workspace, closed_files(workspace))
    assert again.loads[0]["rows_duplicate"] == 1
    assert workspace.snapshot().rows(EVENTS) == 1


def test_a_folder_that_cannot_be_made_is_named(workspace: Workspace) -> None:
    (workspace.home / "journal").write_text("in the way")
    with pytest.raises(StoreError, match="journal"):
        OpenFile(workspace.files, "taskrouter")
