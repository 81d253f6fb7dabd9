"""Folders for what is written down on the way: nobody else reads them, and none outlives its process for long."""

import ast
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.scratch import PREFIX, clear_left
from tests.atalaya import ROOT

Begin = Callable[[], tuple[subprocess.Popen[str], Path]]
MAKERS = {"TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile", "mkdtemp", "mkstemp"}
KEEPS = """
from io import BytesIO
from ui.importing.brought import keep_file
kept = keep_file("calls.csv", BytesIO(b"+34 910 000 001"))
print(kept.path, flush=True)
input()
"""


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begin a process that keeps an upload until it is told to end: the process, and where the upload is."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ExitStack() as ends:

        def one() -> tuple[subprocess.Popen[str], Path]:
            process = subprocess.Popen(
                [sys.executable, "-c", KEEPS],
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(tmp_path)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            ends.callback(process.wait)
            ends.callback(process.kill)
            assert process.stdout
            ends.callback(process.stdout.close)
            assert process.stdin
            ends.callback(process.stdin.close)
            return process, Path(process.stdout.readline().strip())

        yield one


def test_what_a_killed_process_has_left_goes_and_nothing_else_does(begin: Begin, tmp_path: Path) -> None:
    killed, left = begin()
    alive, kept = begin()
    assert [path.stat().st_mode & 0o777 for path in (left, left.parent, left.parent.parent)] == [0o600, 0o700, 0o700]
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert left.read_bytes() == b"+34 910 000 001"
    target = tmp_path / "somebody's"
    target.mkdir()
    (target / "file").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(target)
    (tmp_path / f"{PREFIX}file").touch()
    assert clear_left() == 1
    assert not left.parent.parent.exists()
    assert kept.read_bytes() == b"+34 910 000 001"
    assert (target / "file").exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        kept.parent.parent.name,
        *(target.name, f"{PREFIX}link", f"{PREFIX}file"),
    }
    alive.communicate("\n")
    assert not kept.parent.parent.exists()


def test_a_folder_of_another_user_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"{PREFIX}other").mkdir()
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert clear_left() == 0
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert clear_left() == 1


def test_whatever_is_written_down_on_the_way_has_a_named_folder() -> None:
    calls = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("core", "ui", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if path != ROOT / "core" / "scratch.py" and any(name in path.read_text("utf-8") for name in MAKERS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in MAKERS
        and "dir" not in {keyword.arg for keyword in node.keywords}
    }
    assert not calls
