"""The shelf of notebooks: files that people and the app change by turns, and that nobody loses."""

from pathlib import Path

import pytest

from core.errors import DefinitionError, Overtaken, UnknownName
from core.notebooks.built_in import BUILT_IN
from core.notebooks.cell import Cell
from core.notebooks.notebook import Notebook
from core.notebooks.shelf import Shelf
from core.notebooks.spoken import Spoken
from core.store.files import Files
from core.store.kept_folder import NEW

TEXT = '# By hand.\ntitle = "Monday"\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Files(tmp_path))


def write(shelf: Shelf, name: str, text: str = TEXT) -> Path:
    path = shelf.files.path(f"notebooks/{name}.toml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(notebook: Notebook, title: str) -> Notebook:
    return notebook.with_(title=Spoken.of(title))


def test_what_is_written_by_hand_is_opened_and_keeps_its_comments_when_it_is_saved(shelf: Shelf) -> None:
    path = write(shelf, "monday")
    notebook, mark = shelf.open("monday")
    after = shelf.save(told(notebook, "Tuesday"), mark)
    assert path.read_text() == TEXT.replace("Monday", "Tuesday")
    assert shelf.open("monday") == (told(notebook, "Tuesday"), after)


def test_a_new_notebook_is_saved_and_listed(shelf: Shelf) -> None:
    shelf.save(Notebook("mine", Spoken("Mine", "Mío")), NEW)
    entry = shelf.entries()[0]
    assert (entry.name, entry.headline("es"), entry.problem) == ("mine", "Mío", "")
    assert entry.changed_at is not None


def test_who_saves_second_is_told_and_nothing_is_overwritten(shelf: Shelf) -> None:
    path = write(shelf, "monday")
    notebook, mark = shelf.open("monday")
    shelf.save(told(notebook, "First"), mark)
    with pytest.raises(Overtaken, match="changed meanwhile"):
        shelf.save(told(notebook, "Second"), mark)
    with pytest.raises(Overtaken):
        shelf.save(Notebook("monday"), NEW)
    assert "First" in path.read_text()


def test_a_change_by_hand_overtakes_too(shelf: Shelf) -> None:
    path = write(shelf, "monday")
    notebook, mark = shelf.open("monday")
    path.write_text('title = "By git"\n')
    with pytest.raises(Overtaken):
        shelf.save(told(notebook, "Mine"), mark)
    assert shelf.open("monday").notebook.title == Spoken.of("By git")


def test_a_file_with_a_mistake_is_listed_with_it_and_left_alone(shelf: Shelf) -> None:
    path = write(shelf, "broken", "title = 3\n")
    write(shelf, "Not A Slug")
    problems = {entry.name: entry.problem for entry in shelf.entries() if not entry.is_built_in}
    assert problems["broken"].startswith("broken.toml, line 1: title is 3")
    assert "small letters" in problems["Not A Slug"]
    with pytest.raises(DefinitionError):
        shelf.open("broken")
    with pytest.raises(Overtaken):
        shelf.save(Notebook("broken"), NEW)
    with pytest.raises(DefinitionError):
        shelf.save_text("broken", "title = 4\n", shelf.text("broken")[1])
    assert path.read_text() == "title = 3\n"
    shelf.save_text("broken", TEXT, shelf.text("broken")[1])
    assert path.read_text() == TEXT


def test_a_file_that_is_no_text_is_told_and_kept(shelf: Shelf) -> None:
    path = write(shelf, "latin")
    path.write_bytes(b'title = "\xe9"\n')
    assert "no UTF-8" in shelf.entries()[0].problem


def test_nothing_but_the_notebooks_lies_in_their_folder(shelf: Shelf) -> None:
    shelf.files.path("notebooks/.git").mkdir(parents=True)
    shelf.files.path("notebooks/.git/config.toml").write_text("x = 1")
    shelf.files.path("notebooks/README.md").write_text("Ours.")
    mark = shelf.save(Notebook("mine"), NEW)
    shelf.save(told(Notebook("mine"), "Changed"), mark)
    assert shelf.names() == ("mine", *BUILT_IN)
    found = {path.name for path in shelf.files.path("notebooks").iterdir()}
    assert found == {".git", "README.md", "mine.toml"}


def test_earlier_texts_are_kept(shelf: Shelf) -> None:
    mark = shelf.save(told(Notebook("mine"), "One"), NEW)
    mark = shelf.save(told(Notebook("mine"), "Two"), mark)
    shelf.save(told(Notebook("mine"), "Three"), mark)
    assert [version.text for version in shelf.versions("mine")] == ['title = "Two"\n', 'title = "One"\n']


def test_a_removed_notebook_can_be_brought_back(shelf: Shelf) -> None:
    mark = shelf.save(told(Notebook("mine"), "One"), NEW)
    shelf.remove("mine", mark)
    assert (shelf.names(), shelf.removed()) == (BUILT_IN, ("mine",))
    assert shelf.free_name("Mine") == "mine-2"
    shelf.restore("mine")
    assert (shelf.open("mine").notebook.title, shelf.removed()) == (Spoken.of("One"), ())
    with pytest.raises(UnknownName):
        shelf.restore("mine")


def test_a_renamed_notebook_takes_its_earlier_texts_along(shelf: Shelf) -> None:
    mark = shelf.save(told(Notebook("mine"), "One"), NEW)
    mark = shelf.save(told(Notebook("mine"), "Two"), mark)
    shelf.save(Notebook("other"), NEW)
    with pytest.raises(Overtaken, match="already"):
        shelf.rename("mine", "other", mark)
    shelf.rename("mine", "ours", mark)
    assert shelf.names() == ("other", "ours", *BUILT_IN)
    assert [version.text for version in shelf.versions("ours")] == ['title = "One"\n']
    assert shelf.removed() == ()


def test_a_copy_has_another_title_and_the_same_cells(shelf: Shelf) -> None:
    shelf.save(Notebook("mine", Spoken.of("Mine"), cells=(Cell("divider", "a"),)), NEW)
    assert shelf.duplicate("mine", "Año nuevo!") == "ano-nuevo"
    copied = shelf.open("ano-nuevo").notebook
    assert (copied.title, copied.cells) == (Spoken.of("Año nuevo!"), (Cell("divider", "a"),))


@pytest.mark.parametrize("name", ["../mine", "Mine", "", ".hidden", "a/b", BUILT_IN[0]])
def test_a_name_that_is_no_file_of_the_house_is_refused(shelf: Shelf, name: str) -> None:
    with pytest.raises(DefinitionError):
        shelf.save(Notebook(name), NEW)
    assert not shelf.files.path("notebooks").exists()


def test_a_notebook_that_is_not_there_is_told_with_the_nearest(shelf: Shelf) -> None:
    write(shelf, "monday")
    with pytest.raises(UnknownName, match="did you mean monday"):
        shelf.open("mondy")
    with pytest.raises(UnknownName):
        shelf.open("../settings")
