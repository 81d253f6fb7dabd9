"""What lies in a feed: new, still being written, taken in, or not to be read; half copies are never ready."""

import os
from pathlib import Path

import pytest

from core.live.dropped import files_in, is_temporary
from core.live.known import SPARE_LINES, Known, Note
from core.live.look import FOLDER, QUIET_S, Look, Looker
from core.store.workspace import Workspace

LONG_AGO = 1_700_000_000


class Clock:
    """A clock that a test turns; it begins when the file system's does."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    return Workspace(home)


def drop(workspace: Workspace, name: str, content: bytes = b"{}\n") -> Path:
    path = workspace.home / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def at(path: Path) -> float:
    return path.stat().st_ctime


def names(look: Look) -> tuple[list[str], list[str]]:
    return [file.path.name for file in look.ready], [file.path.name for file in look.growing]


@pytest.mark.parametrize("name", [".hidden", "a.csv.part", "a.csv~", "a.TMP", ".~lock.a.xlsx#", "x.crdownload"])
def test_temporary_names_are_never_looked_at(workspace: Workspace, name: str) -> None:
    drop(workspace, name)
    assert is_temporary(name)
    assert list(files_in(workspace.home / "inbox")) == []


def test_a_file_is_ready_when_it_has_been_quiet_for_a_while(workspace: Workspace) -> None:
    path = drop(workspace, "a.ndjson")
    clock = Clock(at(path) + QUIET_S / 2)
    looker = Looker(workspace, clock)
    assert names(looker.look()[0]) == ([], ["a.ndjson"])
    clock.now = at(path) + QUIET_S + 0.01
    assert names(looker.look()[0]) == (["a.ndjson"], [])


def test_a_copy_with_the_time_of_its_original_is_not_taken_for_an_old_file(workspace: Workspace) -> None:
    path = drop(workspace, "a.ndjson")
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert names(Looker(workspace, Clock(at(path) + 0.5)).look()[0]) == ([], ["a.ndjson"])


def test_a_file_of_a_clock_that_goes_ahead_is_ready_once_it_stays_as_it_is(workspace: Workspace) -> None:
    path = drop(workspace, "a.ndjson")
    clock = Clock(at(path) - 3_600)
    looker = Looker(workspace, clock)
    assert names(looker.look()[0]) == ([], ["a.ndjson"])
    clock.now += QUIET_S / 2
    path.write_bytes(b"{}\n{}\n")
    assert names(looker.look()[0]) == ([], ["a.ndjson"])
    clock.now += QUIET_S
    assert names(looker.look()[0]) == (["a.ndjson"], [])


def test_empty_files_wait_and_folders_within_are_looked_through(workspace: Workspace) -> None:
    drop(workspace, "empty.ndjson", b"")
    drop(workspace, "day/a.ndjson")
    (workspace.home / "inbox" / "loop").symlink_to(workspace.home / "inbox")
    assert [file.path.name for file in files_in(workspace.home / "inbox")] == ["a.ndjson"]


def test_links_are_not_followed_as_they_may_lead_to_what_nobody_here_may_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere.ndjson").write_bytes(b"{}\n")
    (workspace.home / "inbox" / "link.ndjson").symlink_to(tmp_path / "elsewhere.ndjson")
    drop(workspace, "a.ndjson")
    assert [file.path.name for file in files_in(workspace.home / "inbox")] == ["a.ndjson"]


def test_what_is_known_is_known_until_it_changes(workspace: Workspace) -> None:
    path = drop(workspace, "a.ndjson")
    facts = path.stat()
    looker = Looker(workspace, Clock(at(path) + 60))
    looker.known.add([Note(str(path), facts.st_size, facts.st_mtime_ns)])
    look = looker.look()[0]
    assert (look.ready, look.taken) == ((), 1)
    path.write_bytes(b"{}\n{}\n")
    assert names(looker.look()[0]) == (["a.ndjson"], [])


def test_what_cannot_be_read_is_tried_again_when_its_way_of_reading_changes(workspace: Workspace) -> None:
    path = drop(workspace, "a.ndjson")
    facts = path.stat()
    looker = Looker(workspace, Clock(at(path) + 60))
    looker.known.add([Note(str(path), facts.st_size, facts.st_mtime_ns, problem="no", how="another reading")])
    assert names(looker.look()[0]) == (["a.ndjson"], [])


def test_a_folder_that_is_not_there_or_holds_the_workspace_is_told_and_the_others_are_looked_at(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = drop(workspace, "a.ndjson")
    rules = f'[[watch]]\nfolder = "{tmp_path}/nowhere"\n[[watch]]\nfolder = "{tmp_path}"\n'
    rules += '[[watch]]\nfolder = "landed"\n[[watch]]\nfolder = "inbox"\nprofile = "surveys"\n'
    (workspace.home / "settings.toml").write_text(rules)
    looks = Looker(workspace, Clock(at(path) + 60)).look()
    assert [len(look.ready) for look in looks] == [1, 0, 0, 0, 0]
    assert "is not there" in looks[1].trouble
    assert "the workspace's own files" in looks[2].trouble
    assert "the workspace's own files" in looks[3].trouble
    assert "surveys" in looks[4].trouble


def test_notes_outlast_a_torn_line_and_are_read_by_others_as_they_come(workspace: Workspace) -> None:
    folder = workspace.home / FOLDER
    one, other = Known(folder), Known(folder)
    one.add([Note("/a", 1, 1)])
    assert set(other.notes) == {"/a"}
    with (folder / "known.jsonl").open("a") as file:
        file.write('{"path": "/torn", "by')
    assert set(other.notes) == {"/a"}
    one.add([Note("/b", 2, 2, problem="no")])
    assert set(other.notes) == set(one.notes) == set(Known(folder).notes) == {"/a", "/b"}


def test_notes_about_files_that_are_gone_go_and_the_file_stays_short(workspace: Workspace) -> None:
    folder = workspace.home / FOLDER
    known, other = Known(folder), Known(folder)
    for part in range(3):
        paths = [f"/{part}-{number}" for number in range(SPARE_LINES)]
        known.add(Note(path, 1, 1) for path in paths)
        known.forget(paths[1:])
    assert len((folder / "known.jsonl").read_text().splitlines()) < SPARE_LINES
    assert set(known.notes) == set(other.notes) == set(Known(folder).notes) == {"/0-0", "/1-0", "/2-0"}
