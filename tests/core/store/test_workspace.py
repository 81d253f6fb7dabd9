"""A workspace keeps what is committed, and only that."""

from pathlib import Path

import pytest

from core.errors import StoreError
from core.settings import Settings
from core.store.workspace import Workspace, workspace_home
from tests.core.store.things import PLACES, THINGS, ids, places, things


def test_a_new_workspace_is_version_0_with_empty_tables(tmp_path: Path) -> None:
    snapshot = Workspace(tmp_path / "new").snapshot()

    assert (snapshot.version, snapshot.committed_at, snapshot.rows(THINGS)) == (0, None, 0)
    assert snapshot.scan(THINGS).collect().schema == THINGS.schema


def test_a_commit_is_one_version_over_all_tables(tmp_path: Path) -> None:
    with Workspace(tmp_path).write() as change:
        change.append(THINGS, things(range(3)))
        change.append(PLACES, places(range(2)).lazy())
        committed = change.commit("first")

    again = Workspace(tmp_path).snapshot()
    assert again == committed
    assert again.version == 1
    assert again.manifest.note == "first"
    assert again.scan(THINGS).collect().sort("thing_id").equals(things(range(3)))
    assert again.scan(PLACES).collect().sort("place_id").equals(places(range(2)))


def test_what_is_not_committed_has_never_been(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with workspace.write() as change:
        change.append(THINGS, things(range(3)))
        assert ids(change) == ["t000", "t001", "t002"]

    assert workspace.snapshot().version == 0
    assert workspace.files.names("tables") == []


def test_a_commit_without_a_change_makes_no_version(tmp_path: Path) -> None:
    with Workspace(tmp_path).write() as change:
        change.append(THINGS, things([]))
        assert change.commit("nothing") == change.base

    assert Workspace(tmp_path).snapshot().version == 0


def test_a_change_that_breaks_off_has_never_been(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)

    def break_off() -> None:
        with workspace.write() as change:
            change.append(THINGS, things(range(3)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert workspace.snapshot().version == 0
    assert workspace.files.names("tables") == []


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_transaction_that_is_over_takes_nothing_more(tmp_path: Path, is_committed: bool) -> None:
    with Workspace(tmp_path).write() as change:
        if is_committed:
            change.commit("done")

    with pytest.raises(StoreError, match="is over"):
        change.append(THINGS, things([1]))
    with pytest.raises(StoreError, match="is over"):
        change.commit("again")


def test_an_older_version_is_read_by_its_number(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for number in range(3):
        with workspace.write() as change:
            change.append(THINGS, things([number]))
            change.commit(f"number {number}")

    assert ids(workspace.snapshot(2)) == ["t000", "t001"]
    assert ids(workspace.snapshot(0)) == []
    with pytest.raises(StoreError, match=r"Version 9 .* versions 1 to 3 are"):
        workspace.snapshot(9)


def test_a_reader_keeps_its_version_while_others_are_committed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=8, keep=5)
    with workspace.write() as change:
        change.append(THINGS, things(range(20)))
        held = change.commit("first")
    rows = held.scan(THINGS)
    for generation in range(2, 6):
        with workspace.write() as change:
            change.replace(THINGS, "thing_id", things(range(20))["thing_id"], things(range(20), generation))
            change.commit(f"generation {generation}")

    assert rows.collect()["generation"].unique().to_list() == [1]
    assert workspace.snapshot().scan(THINGS).collect()["generation"].unique().to_list() == [5]


def test_old_versions_and_their_parts_go_and_say_so(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, keep=3)
    with workspace.write() as change:
        change.append(THINGS, things([0]))
        held = change.commit("first")
    for generation in range(2, 8):
        with workspace.write() as change:
            change.replace(THINGS, "thing_id", things([0])["thing_id"], things([0], generation))
            change.commit(f"generation {generation}")

    assert len(workspace.files.names("versions")) == 3
    assert len(workspace.files.names("tables")) == 3
    with pytest.raises(StoreError, match=r"Version 1 .* no longer kept"):
        held.scan(THINGS)


def test_a_folder_with_strange_characters_is_read_all_the_same(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "año=2026 [*] ?")
    with workspace.write() as change:
        change.append(THINGS, things(range(3)))
        change.replace(THINGS, "thing_id", things([1])["thing_id"], things([]))
        change.commit("first")

    assert ids(workspace.snapshot()) == ["t000", "t002"]


def test_settings_are_read_as_they_are_now(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.settings == Settings()
    (tmp_path / "settings.toml").write_text('time_zone = "Europe/Madrid"\n')
    assert workspace.settings.time_zone == "Europe/Madrid"


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=str(tmp_path / "file")):
        Workspace(tmp_path / "file" / "workspace")


def test_the_home_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATALAYA_HOME", "/srv/atalaya")
    assert workspace_home() == Path("/srv/atalaya")
    monkeypatch.delenv("ATALAYA_HOME")
    assert workspace_home() == Path("workspace")
    monkeypatch.setenv("ATALAYA_HOME", "s3://bucket/atalaya")
    with pytest.raises(StoreError, match="give a folder"):
        workspace_home()
