"""The file of the house rules: two savers do not lose each other's edit, and no text that it had is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import DefinitionError, Overtaken
from core.settings import Settings
from core.store.settings_file import SettingsFile
from core.store.workspace import Workspace

TARGET = ("answer_within_s",)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def file(workspace: Workspace) -> SettingsFile:
    return SettingsFile(workspace.files)


def test_what_is_saved_is_in_the_house_rules(workspace: Workspace, file: SettingsFile) -> None:
    file.change(workspace.house, {TARGET: 20, ("queues", "VIP", "answer_within_s"): 5})
    assert workspace.house.answer_within_s == 20
    assert workspace.house.queue("VIP").answer_within_s == 5


def test_two_who_have_seen_the_same_save_different_rules(workspace: Workspace, file: SettingsFile) -> None:
    seen = workspace.house
    file.change(seen, {TARGET: 20})
    file.change(seen, {("short_abandon_s",): 2})
    assert (workspace.house.answer_within_s, workspace.house.short_abandon_s) == (20, 2)


def test_whoever_has_not_seen_the_present_value_is_told_and_changes_nothing(
    workspace: Workspace, file: SettingsFile
) -> None:
    seen = workspace.house
    file.change(seen, {TARGET: 20})
    with pytest.raises(Overtaken, match=r"answer_within_s has been changed meanwhile, from 60 to 20"):
        file.change(seen, {TARGET: 30, ("short_abandon_s",): 2})
    assert workspace.house == Settings(answer_within_s=20)


def test_many_at_once_lose_nothing(workspace: Workspace, file: SettingsFile) -> None:
    seen = workspace.house
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(lambda number: file.change(seen, {("queues", f"q{number}", "answer_within_s"): number}), range(12))
        )
    assert {rule.name: rule.answer_within_s for rule in workspace.house.queues} == {f"q{one}": one for one in range(12)}


def test_a_bad_value_changes_nothing(workspace: Workspace, file: SettingsFile) -> None:
    workspace.files.path("settings.toml").write_text("# ours\nanswer_within_s = 20\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="short_abandon_s is -1"):
        file.change(workspace.house, {TARGET: 30, ("short_abandon_s",): -1})
    assert workspace.files.path("settings.toml").read_text(encoding="utf-8") == "# ours\nanswer_within_s = 20\n"


def test_a_file_that_somebody_broke_is_named_and_left_alone(workspace: Workspace, file: SettingsFile) -> None:
    workspace.files.path("settings.toml").write_text("answer_within_s = \n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"settings\.toml: not readable as TOML.*nothing has been saved"):
        file.change(Settings(), {TARGET: 30})
    assert workspace.files.path("settings.toml").read_text(encoding="utf-8") == "answer_within_s = \n"


def test_every_earlier_text_is_kept_newest_first(workspace: Workspace, file: SettingsFile) -> None:
    workspace.files.path("settings.toml").write_text("# ours\n", encoding="utf-8")
    file.change(workspace.house, {TARGET: 20})
    file.change(workspace.house, {TARGET: 30})
    assert [one.content for one in file.earlier()] == [b"# ours\nanswer_within_s = 20\n", b"# ours\n"]
    assert all(one.name.endswith(".toml") for one in file.earlier())
