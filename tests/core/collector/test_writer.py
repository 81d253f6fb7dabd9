"""The writer: many requests, one sync of the disk, and files that are closed in time."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.collector import close_current, closed_files
from core.collector.journal import OPEN
from core.collector.refusal import Refusal
from core.collector.writer import Writer
from core.store.workspace import Workspace
from tests.apart import run_apart


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def writer(workspace: Workspace) -> Iterator[Writer]:
    writer = Writer(workspace)
    yield writer
    writer.close()


async def _write(writer: Writer, lines: int) -> None:
    await asyncio.gather(*(writer.write("taskrouter", b"%d\n" % number) for number in range(lines)))


def written(workspace: Workspace) -> list[bytes]:
    return [line for path in closed_files(workspace) for line in path.read_bytes().split()]


def test_all_that_wait_are_written_once_in_their_order(workspace: Workspace, writer: Writer) -> None:
    run_apart(_write(writer, 500))
    writer.close()
    assert written(workspace) == [b"%d" % number for number in range(500)]
    assert writer.waiting == 0


def test_many_share_one_sync_of_the_disk(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs, sync = [], os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda handle: (syncs.append(handle), sync(handle)))
    run_apart(_write(writer, 500))
    assert 1 <= len(syncs) < 100


def test_each_kind_has_a_file_of_its_own(workspace: Workspace, writer: Writer) -> None:
    async def both() -> None:
        await asyncio.gather(writer.write("taskrouter", b"a\n"), writer.write("event-streams", b"b\n"))

    run_apart(both())
    assert close_current(workspace, wait_s=30)
    assert sorted(
        (path.name.split("-", 1)[1].rpartition("-")[0], path.read_bytes()) for path in closed_files(workspace)
    ) == [
        ("event-streams", b"b\n"),
        ("taskrouter", b"a\n"),
    ]


def test_two_writers_never_share_a_file(workspace: Workspace, writer: Writer) -> None:
    other = Writer(workspace)

    async def both() -> None:
        await asyncio.gather(_write(writer, 50), _write(other, 50))

    run_apart(both())
    assert len(workspace.files.names_in(OPEN)) == 2
    other.close()
    writer.close()
    assert len(written(workspace)) == 100


def test_a_file_is_closed_when_it_is_large_enough(workspace: Workspace) -> None:
    writer = Writer(workspace, file_bytes=10)
    for _ in range(3):
        run_apart(writer.write("taskrouter", b"0123456789\n"))
    assert len(closed_files(workspace)) >= 2
    writer.close()
    assert len(closed_files(workspace)) == 3


def test_a_file_is_closed_when_it_is_old_enough(workspace: Workspace) -> None:
    writer = Writer(workspace, file_age_s=0)
    run_apart(writer.write("taskrouter", b"0\n"))
    # Nobody writes any more and nobody asks: the writer has to look by itself.
    give_up_at = time.monotonic() + 30
    while not closed_files(workspace) and time.monotonic() < give_up_at:
        time.sleep(0.01)
    assert written(workspace) == [b"0"]
    writer.close()


def test_after_a_file_was_asked_for_the_next_lines_begin_another(workspace: Workspace, writer: Writer) -> None:
    run_apart(writer.write("taskrouter", b"0\n"))
    assert close_current(workspace, wait_s=30)
    run_apart(writer.write("taskrouter", b"1\n"))
    assert written(workspace) == [b"0"]
    assert close_current(workspace, wait_s=30)
    assert written(workspace) == [b"0", b"1"]


def test_a_writer_that_is_closed_takes_no_more(workspace: Workspace, writer: Writer) -> None:
    writer.close()
    with pytest.raises(Refusal, match="stopping"):
        run_apart(writer.write("taskrouter", b"0\n"))
    assert closed_files(workspace) == []
