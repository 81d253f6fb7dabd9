"""Notebooks on the pages: begun, edited, taken back, saved, merged; and what is wrong with one told in its place."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.figures import Figure
from core.notebooks.built_in import BUILT_IN
from core.notebooks.cell import Cell, figure_cell
from core.notebooks.draft import Draft
from core.notebooks.drafts import Drafts
from core.notebooks.notebook import Notebook, read_notebook
from core.notebooks.shelf import Shelf
from core.notebooks.spoken import Spoken
from core.store.kept_folder import NEW
from core.store.workspace import Workspace
from core.words import LANGUAGES, catalogue
from tests.pages.conftest import Open

TEXT = """# Ours.
title = "Monday"
parameters = ["period", "channel"]
[scope]
period = "all"
queue = ["Support"]

[[cell]]
kind = "text"
name = "why"
text = "Every *Monday*."

[[cell]]
kind = "tiles"
name = "numbers"
metrics = ["conversations_offered"]
"""
WORDS = catalogue("en")


@pytest.fixture
def home(tmp_path: Path, sixty_conversations: Path) -> Path:
    """Sixty conversations and one notebook, to be written to."""
    home = tmp_path / "own"
    shutil.copytree(sixty_conversations, home)
    (home / "notebooks").mkdir()
    (home / "notebooks" / "monday.toml").write_text(TEXT, encoding="utf-8")
    return home


def shelf(home: Path) -> Shelf:
    return Shelf(Workspace(home).files)


def file(home: Path, name: str = "monday") -> Path:
    return home / "notebooks" / f"{name}.toml"


def markdown(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


def warnings(app: AppTest) -> str:
    return "\n".join(one.value for one in app.warning).replace("\\", "")


def keys(app: AppTest) -> set[str]:
    return {str(one.key) for one in app.button}


def offered(app: AppTest) -> int:
    return next(int(one.value) for one in app.metric if one.label == "Conversations offered")


def edit(open_page: Open, home: Path, **params: str) -> AppTest:
    """A draft of the notebook, begun."""
    return open_page("notebook", home=home, name="monday", **params).button(key="edit").click().run()


def go_on(open_page: Open, home: Path, app: AppTest, **params: str) -> AppTest:
    """The same address in another browser."""
    return open_page("notebook", home=home, name="monday", draft=app.query_params["draft"], **params)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_notebook_is_read_and_cannot_be_changed(open_page: Open, name: str, language: str) -> None:
    app = open_page("notebook", name=name, lang=language, period="all")
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert "edit" not in keys(app)
    assert app.button(key="copy").label == catalogue(language)["notebook.copy"]


def test_a_copy_of_a_built_in_notebook_is_edited(open_page: Open, home: Path) -> None:
    app = open_page("notebook", home=home, name=BUILT_IN[0]).button(key="copy").click().run()
    assert not app.exception
    assert app.query_params["name"] == "overview-copy"
    assert app.header[0].value == r"Overview \(copy\)"
    assert shelf(home).open("overview-copy").notebook.cells == shelf(home).open(BUILT_IN[0]).notebook.cells


def test_notebooks_are_found_by_title_and_description(open_page: Open, home: Path) -> None:
    app = open_page("notebooks", home=home)
    assert "remove-monday" in keys(app)
    app.text_input(key="notebook-search").set_value("MOND").run()
    assert {key for key in keys(app) if key.startswith("duplicate-")} == {"duplicate-monday"}
    app.text_input(key="notebook-search").set_value("nothing").run()
    assert WORDS["notebook.none_found"] in [one.value for one in app.caption]


def test_a_new_notebook_is_begun_and_edited(open_page: Open, home: Path) -> None:
    app = open_page("notebooks", home=home)
    app.text_input(key="notebook-title").set_value("Año nuevo").run()
    app.button(key="notebook-begin").click().run()
    assert not app.exception
    assert (app.query_params["name"], app.header[0].value) == ("ano-nuevo", "Año nuevo")
    assert "notebook-save" in keys(app)


def test_a_removed_notebook_is_brought_back(open_page: Open, home: Path) -> None:
    app = open_page("notebooks", home=home)
    app.button(key="remove-monday").click().run()
    assert not file(home).exists()
    assert "remove-monday" not in keys(app)
    app.button(key="restore-monday").click().run()
    assert file(home).read_text() == TEXT
    app.button(key="duplicate-monday").click().run()
    assert shelf(home).open("monday-copy").notebook.title == Spoken.of("Monday (copy)")


def test_a_notebook_speaks_of_its_own_scope_and_its_parameters_follow_the_address(open_page: Open, home: Path) -> None:
    everything = open_page("overview", home=home, period="all", queue="Support")
    app = open_page("notebook", home=home, name="monday")
    assert offered(app) == offered(everything)
    assert "Every *Monday*." in markdown(app)
    narrowed = open_page("notebook", home=home, name="monday", period="2026-03-03")
    assert 0 < offered(narrowed) < offered(app)
    app.selectbox(key="period").select("7d").run()
    assert app.query_params["period"] == "7d"
    app.selectbox(key="period").select("all").run()
    assert "period" not in app.query_params
    app.multiselect(key="only-channel").select("voice").run()
    assert app.query_params == {"name": "monday", "channel": "voice"}


def test_what_a_reader_cannot_change_is_told_and_left_out(open_page: Open, home: Path) -> None:
    app = open_page("notebook", home=home, name="monday", queue="Billing", tz="Europe/Madrid")
    assert "Queue is fixed in this notebook" in warnings(app)
    assert "Time zone is fixed in this notebook" in warnings(app)
    assert offered(app) == offered(open_page("notebook", home=home, name="monday"))


def test_a_filter_of_the_notebook_can_be_lifted_where_it_is_a_parameter(open_page: Open, home: Path) -> None:
    file(home).write_text(TEXT.replace('["period", "channel"]', '["period", "queue"]'))
    app = open_page("notebook", home=home, name="monday")
    app.button(key="chip-queue_name").click().run()
    assert app.query_params["queue"] == ""
    assert "chip-queue_name" not in keys(app)
    assert offered(app) == offered(open_page("overview", home=home, period="all"))


def test_a_text_is_edited_taken_back_and_saved(open_page: Open, home: Path) -> None:
    app = edit(open_page, home, cell="why")
    app.text_area(key="field-cell_why_text").set_value("Every *week*.").run()
    app.text_input(key="field-title").set_value("Weekly").run()
    assert "Every *week*." in markdown(app)
    app.button(key="notebook-undo").click().run()
    assert app.text_input(key="field-title").value == "Monday"
    app.button(key="notebook-undo").click().run()
    assert "Every *Monday*." in markdown(app)
    app.button(key="notebook-redo").click().run()
    assert file(home).read_text() == TEXT
    app.button(key="notebook-save").click().run()
    assert WORDS["notebook.is_saved"] in [one.value for one in app.success]
    assert file(home).read_text() == TEXT.replace("Every *Monday*", "Every *week*")


def test_what_was_typed_outlives_the_browser(open_page: Open, home: Path) -> None:
    app = edit(open_page, home, cell="why")
    app.text_area(key="field-cell_why_text").set_value("Typed.").run()
    again = go_on(open_page, home, app, cell="why")
    assert again.text_area(key="field-cell_why_text").value == "Typed."
    again.button(key="notebook-undo").click().run()
    assert again.text_area(key="field-cell_why_text").value == "Every *Monday*."
    again.button(key="notebook-redo").click().run()
    again.button(key="notebook-stop").click().run()
    assert "draft" not in again.query_params
    assert "Every *Monday*." in markdown(again)
    again.button(key=f"go-on-{app.query_params['draft']}").click().run()
    assert "Typed." in markdown(again)
    again.button(key="notebook-give_up").click().run()
    assert WORDS["notebook.unfinished"] not in markdown(again)
    assert file(home).read_text() == TEXT


def test_cells_are_moved_copied_and_taken_out(open_page: Open, home: Path) -> None:
    app = edit(open_page, home)
    assert len(app.get("menu_button")) == 3  # above all, and below each
    app.button(key="down-why").click().run()
    app.button(key="double-why").click().run()
    app.button(key="take_out-numbers").click().run()
    app.button(key="notebook-save").click().run()
    assert [cell.name for cell in shelf(home).open("monday").notebook.cells] == ["why", "why-2"]
    assert not app.exception


def test_a_figure_is_built_beside_its_result(open_page: Open, home: Path) -> None:
    app = edit(open_page, home, cell="numbers")
    app.multiselect(key="build_cell_numbers_-metrics").select("service_level").run()
    assert not app.exception
    assert [one.label for one in app.metric] == ["Conversations offered", "Service level"]
    app.button(key="notebook-save").click().run()
    assert shelf(home).open("monday").notebook.cell("numbers").figure == Figure(
        ("conversations_offered", "service_level"), look="headline"
    )


def test_the_scope_that_is_seen_becomes_the_notebooks_own(open_page: Open, home: Path) -> None:
    app = edit(open_page, home)
    app.selectbox(key="period").select("7d").run()
    assert app.query_params["period"] == "7d"
    app.button(key="keep-scope").click().run()
    assert "period" not in app.query_params
    app.multiselect(key="own-parameters").unselect("channel").run()
    app.button(key="notebook-save").click().run()
    saved = shelf(home).open("monday").notebook
    assert (saved.scope, saved.parameters) == ({"period": "7d", "queue": "Support"}, ("period",))


def test_the_second_who_saves_is_told_and_merges(open_page: Open, home: Path) -> None:
    first, second = edit(open_page, home, cell="why"), edit(open_page, home)
    first.text_area(key="field-cell_why_text").set_value("Mine.").run()
    first.button(key="notebook-save").click().run()
    second.text_input(key="field-title").set_value("Theirs").run()
    assert WORDS["notebook.overtaken"] in warnings(second)
    assert WORDS["notebook.no_clash"] in markdown(second)
    assert second.button(key="notebook-save").disabled
    second.button(key="notebook-merge").click().run()
    second.button(key="notebook-save").click().run()
    saved = shelf(home).open("monday").notebook
    assert (saved.title, saved.cell("why").text) == (Spoken.of("Theirs"), Spoken.of("Mine."))


@pytest.mark.parametrize(("choice", "texts"), [("mine", ["B"]), ("theirs", ["A"]), (None, ["B", "A"])])
def test_where_two_changed_the_same_cell_the_second_chooses(
    open_page: Open, home: Path, choice: str | None, texts: list[str]
) -> None:
    app = edit(open_page, home, cell="why")
    app.text_area(key="field-cell_why_text").set_value("B").run()
    file(home).write_text(TEXT.replace("Every *Monday*.", "A"))
    app.run()
    assert "Both of you changed the same in 1 places" in markdown(app)
    if choice:
        app.segmented_control(key="clash-cell-why").set_value(choice).run()
    app.button(key="notebook-merge").click().run()
    assert WORDS["notebook.overtaken"] not in warnings(app)
    cells = Drafts(Workspace(home).files, "monday").load(app.query_params["draft"]).now.cells
    assert [cell.text.en for cell in cells if cell.kind == "text"] == texts


def test_the_second_can_save_a_copy(open_page: Open, home: Path) -> None:
    app = edit(open_page, home, cell="why")
    app.text_area(key="field-cell_why_text").set_value("B").run()
    file(home).write_text("title = 3")
    app.run()
    assert "monday.toml, line 1" in markdown(app).replace("\\", "")
    app.text_input(key="notebook-copy-title").set_value("My own").run()
    app.button(key="notebook-save_copy").click().run()
    assert app.query_params["name"] == "my-own"
    assert shelf(home).open("my-own").notebook.cell("why").text == Spoken.of("B")
    assert file(home).read_text() == "title = 3"


def test_a_notebook_that_was_removed_meanwhile_is_put_back(open_page: Open, home: Path) -> None:
    app = edit(open_page, home)
    file(home).unlink()
    app.run()
    app.button(key="notebook-put_back").click().run()
    app.button(key="notebook-save").click().run()
    assert read_notebook(file(home).read_text(), "monday") == read_notebook(TEXT, "monday")


def test_a_mistake_in_the_file_is_told_with_its_line_and_put_right(open_page: Open, home: Path) -> None:
    broken = TEXT.replace('kind = "tiles"', 'kind = "tile"')
    file(home).write_text(broken)
    listed = open_page("notebooks", home=home)
    assert "monday.toml, line 14: There is no kind called 'tile'; did you mean tiles" in warnings(listed)
    app = open_page("notebook", home=home, name="monday")
    assert "monday.toml, line 14" in app.error[0].value.replace("\\", "")
    app.text_area[0].set_value(TEXT.replace("Monday", "Put right")).run()
    app.button(key="repair-save").click().run()
    assert app.header[0].value == "Put right"
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_of_one_cell_stands_in_its_place_and_the_others_work(
    open_page: Open, home: Path, language: str
) -> None:
    bad = '[[cell]]\nkind = "table"\nname = "bad"\nmetrics = ["servise_level"]\nrows = ["day"]\n'
    worse = '[[cell]]\nkind = "sql"\nname = "worse"\nsql = "DROP TABLE conversations"\n'
    file(home).write_text(f"{TEXT}\n{bad}\n{worse}")
    app = open_page("notebook", home=home, name="monday", lang=language)
    assert not app.exception
    assert "did you mean service_level" in warnings(app) or "service_level" in warnings(app)
    assert len(app.metric) == 1


def test_a_notebook_that_is_not_there_is_told_with_the_way_out(open_page: Open, home: Path) -> None:
    app = open_page("notebook", home=home, name="mondya")
    assert [one.value for one in app.subheader] == [WORDS["notebook.unknown"]]
    assert "did you mean monday" in markdown(app).replace("\\", "")
    assert open_page("notebook", home=home, name="../settings").subheader[0].value == WORDS["notebook.unknown"]
    app = open_page("notebook", home=home, name="monday", draft="gone")
    assert WORDS["notebook.draft_gone"] in warnings(app)


def test_an_earlier_version_is_gone_on_with(open_page: Open, home: Path) -> None:
    notebook, mark = shelf(home).open("monday")
    shelf(home).save(notebook.with_(title=Spoken.of("Later")), mark)
    app = open_page("notebook", home=home, name="monday")
    assert app.code[0].value == TEXT.rstrip("\n")
    app.button(key="take-version").click().run()
    assert app.header[0].value == "Monday"
    app.button(key="notebook-save").click().run()
    assert read_notebook(file(home).read_text(), "monday").title == Spoken.of("Monday")


def test_a_cell_is_added_from_elsewhere_under_a_free_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    from ui.notebook.adding import add_cell

    cell = figure_cell(Figure(("conversations",), ("channel",)), "numbers")
    assert add_cell("monday", cell) == "numbers-2"
    assert shelf(home).open("monday").notebook.cells[-1] == cell.named("numbers-2")
    assert file(home).read_text().startswith(TEXT.rstrip("\n"))


def test_pictures_from_elsewhere_are_not_fetched(open_page: Open, home: Path) -> None:
    cell = Cell("text", "a", text=Spoken.of("![x](https://evil.example/x.png)"))
    shelf(home).save(Notebook("mine", cells=(cell,)), NEW)
    assert r"\![x](https://evil.example/x.png)" in markdown(open_page("notebook", home=home, name="mine"))


def test_an_uploaded_file_is_put_on_the_shelf_or_told_with_its_line(open_page: Open, home: Path) -> None:
    app = open_page("notebooks", home=home)
    app.file_uploader(key="notebook-file-0").upload("Plan B.toml", b"title = 3", "application/toml").run()
    app.button(key="notebook-upload").click().run()
    assert "Plan B.toml, line 1" in app.error[0].value.replace("\\", "")
    app.file_uploader(key="notebook-file-0").upload("Plan B.toml", TEXT.encode(), "application/toml").run()
    app.button(key="notebook-upload").click().run()
    assert not app.exception
    assert app.query_params["name"] == "plan-b"
    assert file(home, "plan-b").read_text() == TEXT


def test_two_windows_on_one_draft_lose_nothing(open_page: Open, home: Path) -> None:
    opened = shelf(home).open("monday")
    draft = Drafts(Workspace(home).files, "monday").begin(Draft.of(*opened))
    one = open_page("notebook", home=home, name="monday", draft=draft, cell="why")
    other = open_page("notebook", home=home, name="monday", draft=draft)
    one.text_area(key="field-cell_why_text").set_value("One.").run()
    other.text_input(key="field-title").set_value("Other").run()
    now = Drafts(Workspace(home).files, "monday").load(draft).now
    assert (now.title, now.cell("why").text) == (Spoken.of("Other"), Spoken.of("One."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_the_manual_works(open_page: Open, home: Path, language: str) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "notebooks.md").read_text(encoding="utf-8")
    file(home, "example").write_text(manual.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    app = open_page("notebook", home=home, name="example", lang=language)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert len(app.metric) == 3


def test_a_question_in_sql_is_added_from_explore(open_page: Open, home: Path) -> None:
    asked = "SELECT COUNT(*) AS n FROM conversations"
    app = open_page("explore", home=home, mode="sql", sql=asked)
    app.selectbox(key="adding-which-explore-sql").select("monday").run()
    app.button(key="adding-do-explore-sql").click().run()
    assert not app.exception
    assert shelf(home).open("monday").notebook.cells[-1] == Cell("sql", "sql", sql=asked)


def test_a_figure_of_explore_takes_the_filters_along_that_the_notebook_does_not_have(
    open_page: Open, home: Path
) -> None:
    app = open_page("explore", home=home, queue="Support", channel="voice", metrics="conversations_offered")
    app.selectbox(key="adding-which-explore").select("monday").run()
    app.button(key="adding-do-explore").click().run()
    added = shelf(home).open("monday").notebook.cells[-1].figure
    assert added is not None
    assert [(one.column, one.values) for one in added.where] == [("channel", ("voice",))]


def test_what_is_fixed_is_told_and_cannot_be_lifted(open_page: Open, home: Path) -> None:
    app = open_page("notebook", home=home, name="monday", country="ES")
    assert {key for key in keys(app) if key.startswith("chip-")} == {"chip-country"}
    assert any("Queue: Support" in one.value.replace("\\", "") for one in app.caption)
    app.button(key="chip-country").click().run()
    assert app.query_params == {"name": "monday"}


def test_a_file_gets_another_name_and_its_drafts_and_versions_go_with_it(open_page: Open, home: Path) -> None:
    app = edit(open_page, home)
    app.text_input(key="field-title").set_value("Later").run()
    app.button(key="notebook-save").click().run()
    app.text_input(key="field-title").set_value("Latest").run()
    app.button(key="notebook-stop").click().run()
    app.text_input(key="file-name-monday").set_value("No name!").run()
    app.button(key="rename-do").click().run()
    assert "small letters" in app.error[0].value
    app.text_input(key="file-name-monday").set_value("tuesday").run()
    app.button(key="rename-do").click().run()
    assert app.query_params["name"] == "tuesday"
    assert app.header[0].value == "Later"
    assert "take-version" in keys(app)
    app.button(key=next(key for key in keys(app) if key.startswith("go-on-"))).click().run()
    assert app.header[0].value == "Latest"


def test_a_question_in_sql_is_changed_in_its_cell(open_page: Open, home: Path) -> None:
    file(home).write_text(f'{TEXT}\n[[cell]]\nkind = "sql"\nname = "ask"\nsql = "SELECT 1 AS one"\n')
    app = edit(open_page, home, cell="ask")
    asked = "SELECT COUNT(*) AS n FROM conversations"
    app.text_area[0].set_value(asked)
    next(one for one in app.button if one.label == WORDS["sql.run"]).click().run()
    assert not app.exception
    app.button(key="notebook-save").click().run()
    assert shelf(home).open("monday").notebook.cell("ask").sql == asked
    app.button(key="notebook-undo").click().run()
    assert app.text_area[0].value == "SELECT 1 AS one"


def test_a_draft_in_which_nothing_was_changed_is_no_unfinished_work(open_page: Open, home: Path) -> None:
    edit(open_page, home)
    app = open_page("notebook", home=home, name="monday")
    assert WORDS["notebook.unfinished"] not in markdown(app)


def test_cells_without_names_are_merged_again_and_again(open_page: Open, home: Path) -> None:
    def of(*texts: str) -> str:
        return "\n".join(f'[[cell]]\nkind = "text"\ntext = "{text}"\n' for text in texts)

    file(home).write_text(of("one", "two"))
    app = edit(open_page, home, cell="cell-2")
    app.text_area(key="field-cell_cell-2_text").set_value("mine").run()
    for number in range(2):
        file(home).write_text(of(*map(str, range(number + 1)), "one", "two"))
        app.run()
        assert WORDS["notebook.no_clash"] in markdown(app)
        app.button(key="notebook-merge").click().run()
    app.button(key="notebook-save").click().run()
    saved = shelf(home).open("monday").notebook
    assert sorted(cell.text.en for cell in saved.cells) == ["0", "1", "mine", "one"]
    assert [cell.text.en for cell in saved.cells][-2:] == ["one", "mine"]
