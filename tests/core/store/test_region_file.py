"""The region file of a workspace: whole or not there, and no text that it had is lost."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import DefinitionError, Overtaken
from core.settings import RegionRule
from core.store.region_file import RegionFile
from core.store.workspace import Workspace

ONE = "country,state,area_code,region\nES,,,Iberia\n"
TWO = "country,state,area_code,region\nES,,,Iberia\nPT,,,Iberia\n"
NONE = "country,state,area_code,region\n"


@pytest.fixture
def file(tmp_path: Path) -> RegionFile:
    return RegionFile(Workspace(tmp_path).files)


def save(file: RegionFile, text: str) -> None:
    file.save(text, file.load().mark)


def test_what_is_saved_is_in_the_house_rules(tmp_path: Path, file: RegionFile) -> None:
    assert Workspace(tmp_path).settings.regions == ()
    save(file, ONE)
    assert Workspace(tmp_path).settings.regions == (RegionRule("Iberia", "ES"),)
    assert Workspace(tmp_path).house.regions == ()


def test_every_earlier_text_is_kept_newest_first(file: RegionFile) -> None:
    for text in (ONE, TWO, NONE, ONE):
        save(file, text)
    assert [(version.text, version.rules) for version in file.versions()] == [(NONE, 0), (TWO, 2), (ONE, 1)]
    assert file.load().text == ONE


def test_going_back_is_saving_an_earlier_text_again(file: RegionFile) -> None:
    save(file, ONE)
    save(file, TWO)
    save(file, file.versions()[-1].text)
    assert file.rules() == (RegionRule("Iberia", "ES"),)
    assert [version.text for version in file.versions()] == [TWO, ONE]


def test_without_rules_the_default_regions_are_back(tmp_path: Path, file: RegionFile) -> None:
    save(file, ONE)
    save(file, NONE)
    assert Workspace(tmp_path).settings.regions == ()


def test_a_version_is_called_after_the_time_at_which_it_was_saved(file: RegionFile) -> None:
    save(file, ONE)
    os.utime(file.files.path("regions.csv"), (1_772_442_000, 1_772_442_000))
    save(file, TWO)
    assert [version.name for version in file.versions()] == ["history/regions/20260302T090000.000000Z.csv"]
    assert file.versions()[0].saved_at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_texts_of_one_moment_are_all_kept(file: RegionFile) -> None:
    for text in (ONE, TWO, NONE):
        save(file, text)
        os.utime(file.files.path("regions.csv"), (1_772_442_000, 1_772_442_000))
    save(file, ONE)
    assert [version.text for version in file.versions()] == [NONE, TWO, ONE]


def test_a_file_edited_by_hand_is_kept_too_even_when_it_is_wrong(file: RegionFile) -> None:
    file.files.path("regions.csv").write_bytes("country,state,area_code,region\nAtlantis,,,Océano\n".encode("cp1252"))
    loaded = file.load()
    assert "Océano" in loaded.text
    file.save(ONE, loaded.mark)
    version = file.versions()[0]
    assert ("Océano" in version.text, version.rules, version.mistakes) == (True, 0, 1)


def test_saving_the_same_text_makes_no_version(file: RegionFile) -> None:
    save(file, ONE)
    save(file, ONE)
    assert file.versions() == []


def test_two_who_save_do_not_lose_each_others_text(file: RegionFile) -> None:
    mine = yours = file.load().mark
    file.save(ONE, yours)
    with pytest.raises(Overtaken, match=r"regions\.csv has been changed meanwhile; load it again"):
        file.save(TWO, mine)
    assert file.load().text == ONE


def test_of_many_who_save_at_once_one_wins_and_all_others_are_told(file: RegionFile) -> None:
    save(file, NONE)
    mark = file.load().mark
    texts = [f"{NONE}{country},,,West\n" for country in ("ES", "PT", "FR", "IT", "DE", "GB", "IE", "BE")]

    def outcome(text: str) -> str:
        try:
            file.save(text, mark)
        except Overtaken:
            return ""
        return text

    with ThreadPoolExecutor(len(texts)) as people:
        won = [text for text in people.map(outcome, texts) if text]
    assert won == [file.load().text]
    assert [version.text for version in file.versions()] == [NONE]


def test_a_text_with_a_mistake_is_not_saved(file: RegionFile) -> None:
    save(file, ONE)
    with pytest.raises(DefinitionError, match="line 2"):
        save(file, "country,state,area_code,region\nXX,,,West\n")
    assert file.load().text == ONE
    assert file.versions() == []


def test_a_file_that_is_no_utf_8_is_named_with_its_line(file: RegionFile) -> None:
    file.files.path("regions.csv").write_bytes(ONE.encode() + "PT,,,Península".encode("cp1252"))
    with pytest.raises(
        DefinitionError, match=r"regions\.csv, line 3: .* is no UTF-8 text; save the file again as UTF-8"
    ):
        file.rules()


def test_what_a_killed_saver_left_is_swept_and_strange_files_are_no_version(file: RegionFile) -> None:
    save(file, ONE)
    folder = file.files.path("history/regions")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".half").write_text("cou")
    (folder / "notes.csv").write_text("mine")
    save(file, TWO)
    assert [version.text for version in file.versions()] == [ONE]
    assert sorted(path.name for path in folder.iterdir())[-1] == "notes.csv"
    assert not (folder / ".half").exists()
