"""Every page opens through the router, in both languages, with data and without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.words import LANGUAGES, catalogue
from ui.sitemap import PLACES

Open = Callable[..., AppTest]
NAMES = [place.name for place in PLACES]
SCOPED = [place.name for place in PLACES if place.is_scoped]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_without_an_error(open_page: Open, name: str, language: str) -> None:
    app = open_page(name, lang=language)
    assert not app.exception
    assert app.title[0].value == catalogue(language)[f"page.{name}.title"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_on_each_customers_own_clock(open_page: Open, name: str, language: str) -> None:
    app = open_page(name, lang=language, tz="customer", hour="9,14,~")
    assert not app.exception
    assert not app.warning
    words = catalogue(language)
    if name in SCOPED:
        assert words["scope.on_customers_clock"] in app.caption[0].value
        assert words["scope.zone_customer"] in app.selectbox(key="zone").options


@pytest.mark.parametrize("name", SCOPED)
def test_a_page_without_data_says_how_to_load_some(open_page: Open, name: str, tmp_path: Path) -> None:
    app = open_page(name, home=tmp_path / "empty")
    assert not app.exception
    assert [heading.value for heading in app.subheader] == [catalogue("en")["empty.no_data"]]


@pytest.mark.parametrize("name", SCOPED)
def test_a_page_on_which_nothing_matches_says_what_to_remove(open_page: Open, name: str) -> None:
    app = open_page(name, country="GB", queue="Billing", period="2026-03-02")
    assert not app.exception
    assert [heading.value for heading in app.subheader] == [catalogue("en")["empty.no_match"]]
    assert app.button(key="chip-country").label == "Country: United Kingdom"
    assert app.button(key="wider-period").label == "Conversations offered in all of the data: 4"
    app.button(key="wider-queue_name").click().run()
    assert [heading.value for heading in app.subheader] != [catalogue("en")["empty.no_match"]]


def test_the_browsers_language_is_spoken_until_another_is_asked_for(open_page: Open) -> None:
    assert open_page("overview", locale="es-AR").title[0].value == "Resumen"
    assert open_page("overview", locale="de-DE").title[0].value == "Overview"
    assert open_page("overview", locale="es-AR", lang="en").title[0].value == "Overview"


@pytest.mark.parametrize("name", SCOPED)
def test_a_bad_address_is_told_and_the_page_shown_all_the_same(open_page: Open, name: str) -> None:
    app = open_page(name, period="yesterday", tz="Mars/Base", channel="telepathy")
    assert not app.exception
    assert len(app.warning) == 3


def test_what_an_address_says_is_shown_as_text_and_never_as_a_link(open_page: Open) -> None:
    app = open_page("overview", channel="[free gift](https://evil.example)")
    assert r"\[free gift\]\(https\://evil.example\)" in app.warning[0].value


@pytest.mark.parametrize("file", [place.name for place in PLACES])
def test_a_page_that_the_router_did_not_open_shows_nothing(file: str) -> None:
    app = AppTest.from_file(str(Path(__file__).parents[2] / "pages" / f"{file}.py")).run()
    assert [error.value for error in app.error] == [catalogue("en")["guard.not_through_router"]]
    assert len(app.main) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_names_its_sections_once_each_in_the_readers_language(open_page: Open, language: str) -> None:
    told = [caption.value for caption in open_page("data", lang=language).sidebar.caption]
    headings = [
        f"**{catalogue(language)[f'menu.{name}']}**" for name in ("build", "service", "work", "places", "detail")
    ]
    assert told[: len(headings)] == headings


def test_a_broken_setting_is_told_in_words(open_page: Open, tmp_path: Path) -> None:
    home = tmp_path / "broken"
    home.mkdir()
    (home / "settings.toml").write_text('time_zone = "Mars/Base"')
    app = open_page("overview", home=home)
    assert not app.exception
    assert "time_zone is 'Mars/Base'" in app.error[0].value.replace("\\", "")


def test_what_nobody_foresaw_is_told_without_its_details() -> None:
    def failing() -> None:
        from ui.server import unexpected

        unexpected(ValueError("the customer's number"))

    app = AppTest.from_function(failing).run()
    assert [error.value for error in app.error] == [catalogue("en")["frame.unexpected"]]
