"""Landed files of a day become one pack, and every content is there exactly as it came in, whatever happens."""

import hashlib
import random
import shutil
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Busy, StoreError
from core.store import packing
from core.store.contents import Contents, name_of
from core.store.files import Files
from core.store.landing import Landed
from core.store.lock import locked
from core.store.packing import pack_rested
from core.store.packs import HEAD_BYTES, PACKS, pack_names, places, write_pack
from core.store.workspace import Workspace
from tests.core.store.packed import landed_on, rest
from tests.core.store.packer import NOW, pack_until
from tests.forked import forked
from tests.thorough import examples

YESTERDAY, BEFORE = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (21, 20))
CONTENTS = [b"", b"{}\n" * 500, *(random.Random(number).randbytes(300) for number in range(6))]
KILLED = -9


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FEWEST", 3)


def loose(workspace: Workspace) -> set[str]:
    return set(workspace.files.names_in("landed"))


def content_of(workspace: Workspace, file_id: str, folder: Path) -> bytes:
    with Contents(workspace.files, [file_id]).at_hand(Landed(file_id, Path(), "file", 0), folder) as file:
        return file.path.read_bytes()


def assert_all_there(workspace: Workspace, contents: list[bytes], folder: Path) -> None:
    """Each as it came in, whether one is asked for or all."""
    every = Contents(workspace.files)
    for content in contents:
        file_id = hashlib.sha256(content).hexdigest()
        assert content_of(workspace, file_id, folder) == content
        assert (every.size(file_id), every.is_whole(file_id)) == (len(content), True)


@pytest.mark.usefixtures("few")
def test_each_day_that_is_over_becomes_one_pack_that_any_program_opens(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    landed_on(workspace, BEFORE, CONTENTS[:4])
    landed_on(workspace, YESTERDAY, CONTENTS[4:7])
    today = landed_on(workspace, NOW - timedelta(seconds=20), CONTENTS[7:])
    assert pack_rested(workspace, NOW) == 4
    assert pack_rested(workspace, NOW) == 3
    assert pack_rested(workspace, NOW) == 0
    assert loose(workspace) == set(today)
    days = [name.removeprefix(f"{PACKS}/")[:10] for name in pack_names(workspace.files)]
    assert days == ["2026-11-20", "2026-11-21"]
    with zipfile.ZipFile(workspace.files.path(pack_names(workspace.files)[0])) as pack:
        assert pack.testzip() is None
        assert [pack.read(name) for name in pack.namelist()] == CONTENTS[:4]
    assert_all_there(workspace, CONTENTS, tmp_path)
    assert not list(tmp_path.glob("unpacked*"))


@pytest.mark.usefixtures("few")
def test_few_and_large_files_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "SMALL_BYTES", 1_000)
    workspace = Workspace(tmp_path)
    landed_on(workspace, BEFORE, CONTENTS[:4])
    landed_on(workspace, YESTERDAY, CONTENTS[4:6])
    assert pack_rested(workspace, NOW, for_s=60) == 3
    assert loose(workspace) == {hashlib.sha256(content).hexdigest() for content in (CONTENTS[1], *CONTENTS[4:6])}


@settings(max_examples=examples(8, 200), deadline=None)
@given(sizes=st.lists(st.integers(0, 40), min_size=1, max_size=8), most=st.integers(1, 6))
def test_whatever_is_packed_in_however_many_steps_comes_back(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], most: int
) -> None:
    contents = [bytes([number]) * size for number, size in enumerate(sizes)]
    home = tmp_path_factory.mktemp("packs")
    workspace = Workspace(home / "home")
    landed_on(workspace, YESTERDAY, contents)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("FEWEST", 2), ("MOST_FILES", most), ("MOST_BYTES", 60)):
            patch.setattr(packing, name, value)
        pack_rested(workspace, NOW, for_s=60)
    assert_all_there(workspace, contents, home)
    assert not loose(workspace) or len(set(contents)) == 1
    assert len(places(workspace.files)) + len(loose(workspace)) == len(set(contents))


@pytest.mark.usefixtures("few")
def test_a_file_that_is_not_what_its_name_says_is_never_packed_nor_removed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    damaged, *_ = landed_on(workspace, YESTERDAY, CONTENTS)
    workspace.files.path(name_of(damaged)).write_bytes(b"other")
    rest(workspace.files.path(name_of(damaged)), YESTERDAY)
    assert pack_rested(workspace, NOW, for_s=60) == len(CONTENTS) - 1
    assert loose(workspace) == {damaged}
    assert not Contents(workspace.files).is_whole(damaged)


@pytest.mark.usefixtures("few")
def test_a_content_that_comes_again_goes_again_and_one_that_is_put_back_for_a_damaged_one_stays(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    file_ids = landed_on(workspace, BEFORE, CONTENTS)
    pack_rested(workspace, NOW)
    landed_on(workspace, YESTERDAY, CONTENTS[2:5])
    (pack,) = pack_names(workspace.files)
    at = places(workspace.files)[file_ids[3]].at
    content = bytearray(workspace.files.read(pack))
    content[at + 100] ^= 1
    workspace.files.path(pack).write_bytes(content)
    assert pack_rested(workspace, NOW) == 2
    assert loose(workspace) == {file_ids[3]}
    assert_all_there(workspace, CONTENTS, tmp_path)


@pytest.mark.usefixtures("few")
def test_nothing_goes_while_somebody_else_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LOCK_WAIT_S", 0)
    workspace = Workspace(tmp_path)
    file_ids = landed_on(workspace, YESTERDAY, CONTENTS)
    with locked(workspace.home / "lock", 0), pytest.raises(Busy):
        pack_rested(workspace, NOW)
    assert workspace.files.names("landed") == sorted(name_of(file_id) for file_id in file_ids)


def cut_off(pack: Path) -> None:
    """The end has never reached the disk."""
    pack.write_bytes(pack.read_bytes()[:-40])


def one_bit_wrong(pack: Path) -> None:
    """Within the first content, whose name stands before it."""
    held = bytearray(pack.read_bytes())
    held[HEAD_BYTES + 20] ^= 1
    pack.write_bytes(held)


def one_less(pack: Path) -> None:
    """A pack of which everything is as it should be, and one content is not there."""
    with zipfile.ZipFile(pack) as whole:
        kept = [(name, whole.read(name)) for name in whole.namelist()[1:]]
    pack.unlink()
    write_pack(Files(pack.parent), pack.name, kept)


def another_instead(pack: Path) -> None:
    """As many contents as there should be, one of them under its right name and yet none of those."""
    with zipfile.ZipFile(pack) as whole:
        kept = [(name, whole.read(name)) for name in whole.namelist()[1:]]
    pack.unlink()
    write_pack(Files(pack.parent), pack.name, [(hashlib.sha256(b"other").hexdigest(), b"other"), *kept])


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("damage", [cut_off, one_bit_wrong, one_less, another_instead])
def test_what_is_damaged_before_it_is_read_back_takes_no_original_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    workspace = Workspace(tmp_path)
    file_ids = landed_on(workspace, YESTERDAY, CONTENTS[2:6])

    def written_on_a_bad_disk(files: Files, name: str, contents: Iterable[tuple[str, bytes]]) -> None:
        write_pack(files, name, contents)
        damage(files.path(name))

    with monkeypatch.context() as patch:
        patch.setattr(packing, "write_pack", written_on_a_bad_disk)
        with pytest.raises(StoreError):
            pack_rested(workspace, NOW)
    assert (loose(workspace), workspace.files.names(PACKS)) == (set(file_ids), [])
    assert pack_rested(workspace, NOW) == len(file_ids)
    assert_all_there(workspace, CONTENTS[2:6], tmp_path)


def test_a_packing_that_is_killed_at_any_step_loses_nothing_and_the_next_one_ends_it(tmp_path: Path) -> None:
    whole = Workspace(tmp_path / "whole")
    contents = CONTENTS[:3]
    file_ids = landed_on(whole, YESTERDAY, contents)
    for step in range(1, 40):
        home = shutil.copytree(whole.home, tmp_path / "victim")
        process = forked(pack_until, home, step, 3)
        process.join(60)
        code, workspace = process.exitcode, Workspace(home)
        assert code in (0, KILLED)
        assert_all_there(workspace, contents, tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(packing, "FEWEST", 3)
            pack_rested(workspace, NOW)
        assert_all_there(workspace, contents, tmp_path)
        assert (loose(workspace), set(places(workspace.files))) == (set(), set(file_ids)), f"killed before step {step}"
        assert len(pack_names(workspace.files)) == 1
        shutil.rmtree(home)
        if code == 0:
            assert step > 8
            return
    pytest.fail("It never came to its end.")
