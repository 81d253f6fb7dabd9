"""Sweeping removes what nobody can read any more, and nothing else."""

import os
import time
from pathlib import Path

import pytest

from core.store.sweep import ABANDONED_AFTER_S, sweep
from core.store.workspace import Workspace
from tests.core.store.things import THINGS, ids, things


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three versions of one thing."""
    workspace = Workspace(tmp_path)
    for generation in (1, 2, 3):
        with workspace.write() as change:
            change.replace(THINGS, "thing_id", things([1])["thing_id"], things([1], generation))
            change.commit(f"generation {generation}")
    return workspace


def test_parts_of_kept_versions_stay(workspace: Workspace) -> None:
    sweep(workspace.files, keep=2)
    assert workspace.files.names("versions") == ["versions/000000000002.json", "versions/000000000003.json"]
    assert [workspace.snapshot(version).scan(THINGS).collect()["generation"][0] for version in (2, 3)] == [2, 3]
    assert len(workspace.files.names("tables")) == 2


def test_what_no_version_names_goes(workspace: Workspace) -> None:
    for name in ("tables/things/orphan.parquet", "versions/.half"):
        workspace.files.path(name).touch()
    sweep(workspace.files)
    assert len(workspace.files.names("tables")) == 3
    assert len(workspace.files.names("versions")) == 3


def test_a_writer_makes_room_before_it_begins(workspace: Workspace) -> None:
    workspace.files.path("tables/things/orphan.parquet").touch()
    with workspace.write():
        assert len(workspace.files.names("tables")) == 3


def test_while_a_version_cannot_be_read_no_part_goes(workspace: Workspace) -> None:
    orphan = workspace.files.path("tables/things/orphan.parquet")
    orphan.touch()
    workspace.files.path("versions/000000000001.json").write_text("{")
    with workspace.write() as change:
        change.append(THINGS, things([2]))
        change.commit("still works")
    assert orphan.exists()
    assert ids(workspace.snapshot()) == ["t001", "t002"]


def test_an_upload_under_way_stays_and_one_broken_off_long_ago_goes(workspace: Workspace) -> None:
    under_way, broken_off, landed = (workspace.home / "landed" / name for name in (".new", ".old", "abc"))
    long_ago = time.time() - ABANDONED_AFTER_S - 1
    for path in (under_way, broken_off, landed):
        path.touch()
    os.utime(broken_off, (long_ago, long_ago))
    os.utime(landed, (long_ago, long_ago))

    sweep(workspace.files)

    assert sorted((workspace.home / "landed").iterdir()) == [under_way, landed]
