"""A refresh: everything that waits comes in once, in one commit, and what cannot be read keeps nothing else out."""

import gzip
import json
import os
from functools import cache
from pathlib import Path

import pytest

from core.collector.journal import FOLDER as JOURNAL
from core.collector.journal import OpenFile
from core.errors import Busy, Cancelled
from core.live.joined import join
from core.live.look import FOLDER
from core.live.take import MOST_DEATHS, take_waiting
from core.live.told import last_refresh
from core.live.waits import waits
from core.profiles import suggest, write_profile
from core.progress import Progress
from core.schema.tables import EVENTS, LOADS
from core.store.lock import locked
from core.store.packs import entries, pack_names
from core.store.workspace import Workspace
from core.tabular import read_table
from core.words.sentences import in_language
from tests.callbacks import lines
from tests.stories import answered

LONG_AGO = (1_700_000_000, 1_700_000_000)


@cache
def call(number: int) -> str:
    """A conversation of seven events."""
    return lines(answered(f"WT{number}", "09:00:00", "Ana"))


@pytest.fixture
def workspace(tmp_path: Path, soon_quiet: None) -> Workspace:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    return Workspace(home)


def drop(workspace: Workspace, name: str, content: str | bytes) -> Path:
    path = workspace.home / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def post(workspace: Workspace, *contents: str, close: bool = True) -> None:
    """What the collector writes, a file each."""
    for content in contents:
        file = OpenFile(workspace.files, "taskrouter")
        file.write(content.encode())
        file.close() if close else file.leave()


def events(workspace: Workspace) -> int:
    return workspace.snapshot().rows(EVENTS)


def loads(workspace: Workspace) -> list[tuple[str, int]]:
    found = workspace.snapshot().scan(LOADS).sort("file_name").collect()
    return list(found.select("file_name", "rows_kept").rows())


def journal(workspace: Workspace) -> list[str]:
    return [name for name in workspace.files.names(JOURNAL) if name.endswith(".ndjson")]


def test_files_of_all_folders_and_of_the_collector_come_in_with_one_commit(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "b.ndjson").write_text(call(2))
    (workspace.home / "settings.toml").write_text(f'[[watch]]\nfolder = "{tmp_path}/exports"\n')
    drop(workspace, "day/a.ndjson", call(1))
    post(workspace, call(3))
    done = take_waiting(workspace)
    assert done.version == 1
    names = [name.split("/")[0] + "/" + name.split("/")[-1][-8:] for name, _ in loads(workspace)]
    assert names[:2] == ["day/a.ndjson", "exports/b.ndjson"]
    assert names[2].startswith("journal/")
    assert (events(workspace), journal(workspace)) == (21, [])
    told = last_refresh(workspace)
    assert told is not None
    assert (told.files, told.kept, told.problem, told.is_at_work) == (3, 21, "", False)


def test_a_minute_of_the_collectors_files_is_one_load(workspace: Workspace) -> None:
    post(workspace, call(1), call(2))
    post(workspace, call(3), close=False)
    assert waits(workspace).is_ready
    take_waiting(workspace)
    [(name, kept)] = loads(workspace)
    assert name.endswith("+3.ndjson")
    assert (kept, journal(workspace)) == (21, [])


def test_what_is_known_changes_nothing_and_adds_no_load(workspace: Workspace) -> None:
    path = drop(workspace, "a.ndjson", call(1))
    take_waiting(workspace)
    assert take_waiting(workspace).version == 1
    os.utime(path, LONG_AGO)
    drop(workspace, "copy.ndjson", call(1))
    (workspace.home / FOLDER / "known.jsonl").unlink()
    assert take_waiting(workspace).loads == []
    assert loads(workspace) == [("a.ndjson", 7)]
    assert not waits(workspace).is_ready


def test_a_file_that_grew_adds_only_what_is_new(workspace: Workspace) -> None:
    drop(workspace, "a.ndjson", call(1))
    take_waiting(workspace)
    drop(workspace, "a.ndjson", call(1) + call(2))
    take_waiting(workspace)
    assert loads(workspace) == [("a.ndjson", 7), ("a.ndjson", 7)]


def test_a_file_that_cannot_be_read_is_told_once_and_tried_again_when_it_changes(workspace: Workspace) -> None:
    whole = gzip.compress(call(1).encode())
    drop(workspace, "half.gz", whole[:60])
    drop(workspace, "good.ndjson", call(2))
    done = take_waiting(workspace)
    assert [name for name, _ in done.failures] == ["half.gz"]
    assert loads(workspace) == [("good.ndjson", 7)]
    assert take_waiting(workspace).failures == []
    [unread] = waits(workspace).looks[0].unread
    assert unread.path.endswith("half.gz")
    assert unread.problem
    drop(workspace, "half.gz", whole)
    assert take_waiting(workspace).failures == []
    assert events(workspace) == 14
    assert waits(workspace).looks[0].unread == ()


def test_a_file_that_cannot_even_be_opened_keeps_no_other_out(workspace: Workspace) -> None:
    secret = drop(workspace, "a.ndjson", call(1))
    drop(workspace, "b.ndjson", call(2))
    (workspace.home / "inbox" / "c.ndjson").symlink_to("/proc/self/mem")
    secret.chmod(0o200)
    done = take_waiting(workspace)
    told = dict(done.failures)
    assert "c.ndjson" not in dict(loads(workspace))
    assert ("b.ndjson", 7) in loads(workspace)
    if os.geteuid():
        assert "cannot be read" in told["a.ndjson"]


def test_what_the_collector_wrote_and_nobody_can_read_stays_and_is_told_once(workspace: Workspace) -> None:
    post(workspace, "this is no event\n")
    assert len(take_waiting(workspace).failures) == 1
    assert len(journal(workspace)) == 1
    assert not waits(workspace).is_ready
    assert len(waits(workspace).unread) == 1
    post(workspace, call(1))
    assert take_waiting(workspace).failures == []
    assert (events(workspace), len(journal(workspace))) == (7, 1)


def test_the_files_of_folders_that_are_read_differently_are_two_commits(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "madrid").mkdir()
    (tmp_path / "madrid" / "b.ndjson").write_text(call(2))
    rules = f'[[watch]]\nfolder = "{tmp_path}/madrid"\nzone = "Europe/Madrid"\n'
    (workspace.home / "settings.toml").write_text(rules)
    drop(workspace, "a.ndjson", call(1))
    assert take_waiting(workspace).version == 2
    readings = workspace.snapshot().scan(LOADS).sort("file_name").collect()["reading"]
    assert [json.loads(text)["time_zone"] for text in readings] == ["UTC", "Europe/Madrid"]


def test_files_of_the_same_name_are_told_apart(workspace: Workspace, tmp_path: Path) -> None:
    for place in ("one", "two"):
        (tmp_path / place / "x").mkdir(parents=True)
        (tmp_path / place / "x" / "bad.bin").write_bytes(bytes(range(256)) + place.encode())
    rules = "".join(f'[[watch]]\nfolder = "{tmp_path}/{place}/x"\n' for place in ("one", "two"))
    (workspace.home / "settings.toml").write_text(rules)
    assert [name for name, _ in take_waiting(workspace).failures] == ["x/bad.bin", "(2) x/bad.bin"]
    assert [len(look.unread) for look in waits(workspace).looks] == [0, 1, 1]


def test_when_another_writes_it_is_left_for_the_next_time(workspace: Workspace) -> None:
    drop(workspace, "a.ndjson", call(1))
    post(workspace, call(2), call(3))
    with locked(workspace.home / "lock", 0), pytest.raises(Busy):
        take_waiting(workspace, wait_s=0)
    assert len(journal(workspace)) == 2
    assert take_waiting(workspace).version == 1
    assert events(workspace) == 21


def test_it_can_be_stopped_and_what_waited_waits(workspace: Workspace) -> None:
    drop(workspace, "a.ndjson", call(1))
    post(workspace, call(2))

    def stop(_progress: Progress) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        take_waiting(workspace, stop)
    assert (events(workspace), len(journal(workspace))) == (0, 1)
    assert take_waiting(workspace).version == 1
    assert events(workspace) == 14


def test_a_file_that_ends_the_process_again_and_again_is_left_aside(workspace: Workspace) -> None:
    poison = drop(workspace, "poison.ndjson", call(1))
    drop(workspace, "good.ndjson", call(2))
    folder = workspace.home / FOLDER
    folder.mkdir()
    (folder / "trying.json").write_text(json.dumps({str(poison): MOST_DEATHS}))
    done = take_waiting(workspace)
    assert [name for name, _ in done.failures] == ["poison.ndjson"]
    assert loads(workspace) == [("good.ndjson", 7)]
    poison.write_text(call(1) + call(3))
    take_waiting(workspace)
    assert events(workspace) == 21


def test_joining_leaves_other_kinds_apart_and_counts_what_was_joined_before(workspace: Workspace) -> None:
    post(workspace, "1\n", "2\n")
    streams = OpenFile(workspace.files, "event-streams")
    streams.write(b"9\n")
    streams.close()
    folder = workspace.files.path(JOURNAL)

    def joined() -> list[str]:
        return [path.read_text() for path in join(workspace.files, sorted(folder.glob("2*.ndjson")))]

    assert joined() == ["9\n", "1\n2\n"]
    post(workspace, "3\n")
    assert joined() == ["9\n", "1\n2\n3\n"]
    assert sorted(path.stem.partition("+")[2] for path in folder.glob("2*.ndjson")) == ["", "3"]


def test_a_watched_folder_is_read_by_its_profile_and_tried_again_when_that_is_put_right(
    workspace: Workspace, tmp_path: Path
) -> None:
    crm = tmp_path / "crm"
    crm.mkdir()
    file = crm / "calls.csv"
    rows = [f"c{number};2026-03-0{1 + number % 9} 10:0{number}:00;Support;Ana;60" for number in range(5)]
    file.write_text("\n".join(["Call ID;Start time;Queue;Agent;Talk time", *rows]) + "\n")
    (workspace.home / "settings.toml").write_text(f'[[watch]]\nfolder = "{crm}"\nprofile = "calls"\n')
    assert take_waiting(workspace).loads == []
    assert "calls" in waits(workspace).looks[1].trouble
    profile = suggest(read_table(file, file.name), "calls").profile
    (workspace.home / "profiles").mkdir()
    (workspace.home / "profiles" / "calls.toml").write_text(write_profile(profile))
    done = take_waiting(workspace)
    assert done.failures == []
    assert loads(workspace) == [("crm/calls.csv", 5)]
    assert waits(workspace).looks[1].taken == 1


def test_what_landed_on_earlier_days_goes_into_packs_and_is_known_as_before(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.packing.FEWEST", 2)
    for number in range(3):
        drop(workspace, f"{number}.ndjson", call(number))
    take_waiting(workspace)
    for path in (workspace.home / "landed").iterdir():
        os.utime(path, LONG_AGO)
    post(workspace, call(7))
    drop(workspace, "again.ndjson", call(2))
    assert [load["rows_kept"] for load in take_waiting(workspace).loads] == [7]
    today, (pack,) = workspace.files.names_in("landed"), pack_names(workspace.files)
    assert (len(today), len(list(entries(workspace.files, pack)))) == (1, 3)
    assert take_waiting(workspace).loads == []
    assert (events(workspace), workspace.files.names_in("landed")) == (28, today)


def test_packing_that_keeps_failing_is_told_and_stops_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.packing.FEWEST", 2)

    def trouble_after(number: int) -> str:
        drop(workspace, f"{number}.ndjson", call(number))
        assert [load["rows_kept"] for load in take_waiting(workspace).loads] == [7]
        told = last_refresh(workspace)
        assert told is not None
        return told.trouble

    for number in range(2):
        assert trouble_after(number) == ""
    for path in (workspace.home / "landed").iterdir():
        os.utime(path, LONG_AGO)
    in_the_way = workspace.home / "landed" / "packs"
    in_the_way.write_text("no folder")
    # Once may be chance.
    assert trouble_after(2) == ""
    told = trouble_after(3)
    assert told.startswith("Landed files of earlier days are not packed: ")
    assert in_language("es", told).startswith("Los archivos recibidos en días anteriores no se empaquetan: ")
    assert trouble_after(4) == told
    in_the_way.unlink()
    assert trouble_after(5) == ""
    assert len(pack_names(workspace.files)) == 1
