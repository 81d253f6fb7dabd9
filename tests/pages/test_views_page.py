"""Saved views: the state of any page by a name, for everybody of the house."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from core.store.files import Files
from core.views import View, ViewsFile
from core.words import catalogue

Open = Callable[..., AppTest]
WORDS = catalogue("en")
BILLING = (("period", "7d"), ("queue", "Billing"))


@pytest.fixture
def home(tmp_path: Path, sixty_conversations: Path) -> Path:
    """A workspace of this test's own."""
    return Path(copytree(sixty_conversations, tmp_path / "own"))


@pytest.fixture
def file(home: Path) -> ViewsFile:
    return ViewsFile(Files(home))


def labels(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def warnings(app: AppTest) -> list[str]:
    return [warning.value for warning in app.warning]


def test_the_state_of_any_page_is_saved_with_who_and_when(open_page: Open, home: Path, file: ViewsFile) -> None:
    app = open_page("queues", home=home, lang="en", period="7d", queue="Billing")
    app.text_input(key="view-name").set_value("Billing, this week")
    app.text_input(key="view-about").set_value("For the Monday meeting")
    app.text_input(key="view-by").set_value("Ana")
    app.button(key="view-save").click().run()
    (view,) = file.load().views
    assert (view.name, view.page, view.params) == ("Billing, this week", "queues", BILLING)
    assert (view.description, view.by) == ("For the Monday meeting", "Ana")
    assert view.saved_at is not None
    assert app.text_input(key="view-name").value == ""
    assert "Billing, this week" in labels(app)


def test_a_view_is_a_link_on_every_page_in_the_readers_language(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Billing", "queues", BILLING))
    app = open_page("agents", home=home, lang="es")
    link = next(link.proto for link in app.get("page_link") if link.proto.label == "Billing")
    assert link.page == "queues"
    assert link.query_string == "period=7d&queue=Billing&lang=es"


def test_the_control_says_which_view_is_seen(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Billing", "queues", BILLING))
    names = [one.proto.popover.label for one in open_page("queues", home=home, **dict(BILLING)).get("popover")]
    assert "View: Billing" in names
    names = [one.proto.popover.label for one in open_page("queues", home=home).get("popover")]
    assert "View: Billing" not in names


def test_a_view_is_replaced_only_knowingly(open_page: Open, home: Path, file: ViewsFile) -> None:
    theirs = file.save(View("Billing", "queues", BILLING, by="Ana"))
    app = open_page("agents", home=home, period="7d")
    app.text_input(key="view-name").set_value("BILLING")
    app.button(key="view-save").click().run()
    assert file.load().views == (theirs,)
    assert "by Ana" in warnings(app)[0]
    app.button(key="view-replace").click().run()
    (view,) = file.load().views
    assert (view.name, view.page, view.params) == ("BILLING", "agents", (("period", "7d"),))


def test_a_view_needs_a_name(open_page: Open, home: Path, file: ViewsFile) -> None:
    app = open_page("queues", home=home)
    app.button(key="view-save").click().run()
    assert WORDS["views.name_missing"] in warnings(app)
    assert file.load().views == ()


def test_views_are_found_by_what_they_say(open_page: Open, home: Path, file: ViewsFile) -> None:
    for number in range(7):
        file.save(View(f"View {number}", "queues", description="nights" if number == 3 else ""))
    app = open_page("views", home=home)
    app.text_input(key="views-search").set_value("NIGHTS").run()
    assert [key for key in (button.key or "" for button in app.button) if key.startswith("remove-")] == [
        "remove-view 3"
    ]
    app.text_input(key="views-search").set_value("dawn").run()
    assert any("dawn" in caption.value for caption in app.caption)


def test_a_view_gets_another_name_and_keeps_its_state(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Billing", "queues", BILLING))
    app = open_page("views", home=home)
    app.text_input(key="rename-billing").set_value("Invoices")
    next(button for button in app.button if button.label == WORDS["views.save"] and button.key != "view-save").click()
    app.run()
    (view,) = file.load().views
    assert (view.name, view.params) == ("Invoices", BILLING)


def test_a_removed_view_can_be_brought_back(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Billing", "queues", BILLING))
    app = open_page("views", home=home)
    app.button(key="remove-billing").click().run()
    assert file.load().views == ()
    assert WORDS["views.none_yet"] in [info.value for info in app.info]
    app.session_state["views-removed"] = True
    app.run()
    app.button(key="restore-billing").click().run()
    assert [(view.name, view.params) for view in file.load().views] == [("Billing", BILLING)]


def test_the_default_view_opens_first_and_the_overview_stays_in_the_menu(
    open_page: Open, home: Path, file: ViewsFile
) -> None:
    file.save(View("Billing", "queues", BILLING))
    app = open_page("views", home=home)
    app.button(key="first-billing").click().run()
    first = open_page("overview", home=home)
    assert first.title[0].value == WORDS["page.queues.title"]
    assert {name: first.query_params[name] for name in first.query_params} == dict(BILLING)
    # The menu leads to the overview all the same, and so does an address that says more.
    ids = [link.proto.page for link in first.get("page_link")]
    assert "" in ids
    assert open_page("overview", home=home, period="7d").title[0].value == WORDS["page.overview.title"]


def test_whoever_is_in_already_gets_the_overview(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Billing", "queues", BILLING))
    file.open_first("Billing")
    app = open_page("agents", home=home)
    app.switch_page(str(Path(__file__).parents[2] / "pages" / "overview.py")).run()
    assert app.title[0].value == WORDS["page.overview.title"]


def test_a_view_of_a_page_that_is_no_more_says_so(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Old", "telepathy", BILLING))
    file.open_first("Old")
    app = open_page("overview", home=home)
    assert not app.exception
    assert app.title[0].value == WORDS["page.overview.title"]
    assert WORDS["views.no_page"].format(name="Old", page="telepathy") in [one.value for one in app.caption]


def test_a_stale_view_falls_back_with_a_message(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("Stale", "queues", (("period", "yesterday"), ("queue", "Closed"))))
    file.open_first("Stale")
    app = open_page("overview", home=home)
    assert app.title[0].value == WORDS["page.queues.title"]
    assert len(app.warning) == 2


def test_mistakes_of_the_file_are_told_with_their_line_and_spoil_nothing_else(open_page: Open, home: Path) -> None:
    (home / "views.toml").write_text(
        '[[view]]\nname = "Billing"\naddress = "queues?queue=Billing"\n\n[[view]]\nname = "No address"\n'
    )
    app = open_page("views", home=home)
    assert any("line 5" in told and "address" in told for told in warnings(app))
    assert "Billing" in labels(app)


def test_a_file_that_is_no_toml_stops_saving_and_nothing_else(open_page: Open, home: Path) -> None:
    broken = '[[view]]\nname = "Bil\n'
    (home / "views.toml").write_text(broken)
    app = open_page("queues", home=home)
    assert not app.exception
    app.text_input(key="view-name").set_value("Mine")
    app.button(key="view-save").click().run()
    assert any("line 2" in told for told in warnings(app))
    assert (home / "views.toml").read_text() == broken


def test_what_a_view_says_is_shown_as_text_and_never_as_a_link(open_page: Open, home: Path, file: ViewsFile) -> None:
    file.save(View("[free](https://evil.example)", "queues", description="**bold**"))
    app = open_page("views", home=home)
    assert not any("](https" in one.value for one in (*app.caption, *app.markdown))
    assert all("](https" not in label for label in labels(app))
