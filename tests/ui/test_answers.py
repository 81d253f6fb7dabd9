"""Answers: of one version of the data while a page is drawn, of the newest otherwise."""

from pathlib import Path

from core.query import Query
from tests.centre import centre
from ui.answers import ask, horizon, one_version, snapshot, values_of


def test_what_is_loaded_while_a_page_is_drawn_shows_in_the_next_run(workspace_of_its_own: Path) -> None:
    with one_version():
        centre(workspace_of_its_own)
        assert (snapshot().version, horizon(), values_of("channel")) == (0, None, frozenset())
    assert snapshot().version == 1
    assert values_of("channel") == {"chat", "voice"}


def test_an_answer_is_kept_until_the_house_rules_change(workspace_of_its_own: Path) -> None:
    centre(workspace_of_its_own)
    question = Query(("service_level",))
    first = ask(question)
    assert ask(question) is first
    (workspace_of_its_own / "settings.toml").write_text("answer_within_s = 20")
    assert ask(question)["service_level"][0] < first["service_level"][0]
