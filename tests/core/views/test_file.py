"""The file of saved views: two savers do not lose each other's view, and what was removed can come back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import DefinitionError, Overtaken
from core.store.files import Files
from core.views import View, ViewsFile

MONDAY = View("Monday", "queues", (("period", "7d"),), by="Ana")


@pytest.fixture
def file(tmp_path: Path) -> ViewsFile:
    return ViewsFile(Files(tmp_path))


def names(file: ViewsFile) -> list[str]:
    return [view.name for view in file.load().views]


def test_a_saved_view_is_there_for_everybody_with_its_moment(file: ViewsFile, tmp_path: Path) -> None:
    saved = file.save(MONDAY)
    assert saved.saved_at is not None
    assert ViewsFile(Files(tmp_path)).load().views == (saved,)


def test_many_who_save_at_once_lose_nothing(file: ViewsFile) -> None:
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda number: file.save(View(f"View {number}", "queues")), range(24)))
    assert sorted(names(file)) == sorted(f"View {number}" for number in range(24))


def test_a_view_is_overwritten_only_by_who_has_seen_it(file: ViewsFile) -> None:
    seen = file.save(MONDAY)
    with pytest.raises(Overtaken, match="already"):
        file.save(View("MONDAY", "agents"))
    theirs = file.save(MONDAY.with_(page="abandonment"), seen)
    with pytest.raises(Overtaken, match="meanwhile"):
        file.save(MONDAY.with_(page="agents"), seen)
    assert file.load().views == (theirs,)


def test_a_view_does_not_take_the_name_of_another_one(file: ViewsFile) -> None:
    file.save(View("Tuesday", "queues"))
    monday = file.save(MONDAY)
    with pytest.raises(Overtaken, match="Tuesday"):
        file.save(monday.with_(name="tuesday"), monday)
    file.save(monday.with_(name="MONDAY"), monday)
    assert names(file) == ["Tuesday", "MONDAY"]


def test_a_removed_view_can_come_back_as_it_was_last(file: ViewsFile) -> None:
    first = file.save(MONDAY)
    last = file.save(MONDAY.with_(description="newer"), first)
    file.remove(last)
    assert names(file) == []
    assert [one.view for one in file.removed()] == [last]
    file.save(file.removed()[0].view)
    assert (names(file), file.removed()) == (["Monday"], [])


def test_a_view_that_somebody_has_changed_meanwhile_is_not_removed(file: ViewsFile) -> None:
    seen = file.save(MONDAY)
    file.save(MONDAY.with_(description="newer"), seen)
    with pytest.raises(Overtaken):
        file.remove(seen)
    assert names(file) == ["Monday"]


def test_the_default_is_one_of_the_views(file: ViewsFile) -> None:
    saved = file.save(MONDAY)
    file.open_first("monday")
    assert file.load().default == saved
    with pytest.raises(Overtaken, match="no view"):
        file.open_first("Tuesday")
    file.open_first("")
    assert file.load().default is None


def test_a_file_that_is_no_toml_is_never_overwritten(file: ViewsFile, tmp_path: Path) -> None:
    broken = '[[view]]\nname = "Mon\n'
    (tmp_path / "views.toml").write_text(broken)
    with pytest.raises(DefinitionError, match="line 2"):
        file.save(MONDAY)
    assert (tmp_path / "views.toml").read_text() == broken


def test_what_is_written_by_hand_in_another_form_is_kept_or_refused_but_never_lost(
    file: ViewsFile, tmp_path: Path
) -> None:
    inline = 'view = [{name = "Spain", address = "geography?country=ES"}]\n'
    (tmp_path / "views.toml").write_text(inline)
    try:
        file.save(MONDAY)
    except DefinitionError:
        assert (tmp_path / "views.toml").read_text() == inline
    else:
        assert names(file) == ["Spain", "Monday"]
