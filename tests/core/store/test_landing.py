"""A file is landed once, unchanged, under the hash of its content."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import SourceError
from core.store.landing import land, land_stream
from core.store.workspace import Workspace


def test_a_file_lands_unchanged_under_its_hash(tmp_path: Path) -> None:
    given = tmp_path / "events.json"
    given.write_bytes(b'{"a": 1}\n' * 300_000)

    landed = land(Workspace(tmp_path / "home"), given)

    assert landed.path.read_bytes() == given.read_bytes()
    assert landed.file_id == landed.path.name == hashlib.sha256(given.read_bytes()).hexdigest()
    assert (landed.name, landed.bytes) == ("events.json", 2_700_000)


def test_the_same_content_again_is_not_kept_twice(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first = land_stream(workspace, "a.csv", io.BytesIO(b"x"))
    kept = first.path.stat()
    second = land_stream(workspace, "b.csv", io.BytesIO(b"x"))

    assert (second.path, second.name) == (first.path, "b.csv")
    assert first.path.stat().st_ino == kept.st_ino
    assert workspace.files.names("landed") == [f"landed/{first.file_id}"]


def test_a_landed_file_that_was_cut_off_is_put_right(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    landed = land_stream(workspace, "a", io.BytesIO(b"whole"))
    landed.path.write_bytes(b"wh")

    assert land_stream(workspace, "a", io.BytesIO(b"whole")).path.read_bytes() == b"whole"


def test_an_upload_that_was_read_before_lands_whole(tmp_path: Path) -> None:
    upload = io.BytesIO(b"content")
    upload.read()
    assert land_stream(Workspace(tmp_path), "upload", upload).bytes == 7


def test_an_empty_file_lands_too(tmp_path: Path) -> None:
    assert land_stream(Workspace(tmp_path), "empty", io.BytesIO()).bytes == 0


def test_a_path_without_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.json cannot be read: No such file"):
        land(Workspace(tmp_path / "home"), tmp_path / "nowhere.json")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path, make) -> None:
    make(tmp_path / "odd")
    with pytest.raises(SourceError, match="odd is not a file"):
        land(Workspace(tmp_path / "home"), tmp_path / "odd")


class Broken(io.BytesIO):
    """A stream that breaks off, as a network share does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_stream_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with pytest.raises(SourceError, match=r"share\.csv cannot be read: Input/output error"):
        land_stream(workspace, "share.csv", Broken(b"x" * 3_000_000))
    assert workspace.files.names("landed") == []


FULL_DISK = """
import io, resource, sys
from pathlib import Path
import polars as pl
from core.errors import StoreError
from core.store.landing import land_stream
from core.store.workspace import Workspace
from tests.core.store.things import THINGS, things

resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
workspace = Workspace(Path(sys.argv[1]))
try:
    land_stream(workspace, "big", io.BytesIO(b"x" * 3_000_000))
except StoreError as problem:
    print(problem)
many = pl.concat([things([1])] * 100_000).with_columns(thing_id=pl.int_range(100_000).hash().cast(pl.String))
try:
    with workspace.write() as change:
        change.append(THINGS, many)
        change.commit("too much")
except StoreError as problem:
    print(problem)
print(workspace.files.names("landed"), workspace.files.names("tables"), workspace.snapshot().version)
"""


def test_a_disk_that_takes_no_more_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    landing, table, rest = ran.stdout.splitlines()
    assert "File too large" in landing
    assert "File too large" in table
    assert rest == "[] [] 0"
