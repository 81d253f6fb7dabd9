"""Files of counts on pages: where they are when there is nothing else, what they tell, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.intervals.keep import keep
from core.intervals.read import read_intervals
from core.store.workspace import Workspace
from core.words import LANGUAGES, catalogue
from tests.core.intervals.counted import DAILY, day, typed

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in Madrid with nothing but two weeks of two queues."""
    home = tmp_path_factory.mktemp("counts") / "workspace"
    workspace = Workspace(home)
    (home / "settings.toml").write_text('time_zone = "Europe/Madrid"\n', encoding="utf-8")
    rows = [
        day(number, queue, offered_count=10, handled_count=handled, abandoned_count=10 - handled, average_talk_ms=talk)
        for number in range(14)
        for queue, handled, talk in (("Sales", 9, 60_000), ("Support", 6, 120_000))
    ]
    with workspace.write() as change:
        keep(change, read_intervals(typed(*rows), DAILY, "f")[0], "load")
        change.commit("counts")
    return home


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "queues", "agents", "geography", "conversations"])
def test_pages_of_conversations_lead_to_the_notebook_of_counts(
    open_page: Open, counts: Path, page: str, language: str
) -> None:
    app = open_page(page, home=counts, lang=language)
    assert not app.exception
    assert not app.error
    words = catalogue(language)
    assert words["empty.only_intervals"] in [one.value for one in app.subheader]
    links = {one.proto.label: one.proto.query_string for one in app.get("page_link")}
    assert links[words["empty.to_intervals"]] == f"lang={language}&name=atalaya.reported"


def test_the_notebook_tells_what_the_files_say(open_page: Open, counts: Path) -> None:
    app = open_page("notebook", home=counts, name="atalaya.reported", period="all")
    assert not app.exception
    assert not app.warning
    told = tiles(app)
    assert (told["Reported offered"], told["Reported handled"]) == ("280", "210")
    assert told["Reported abandon rate"] == "25.0%"
    assert told["Reported speed of answer"] == "–", "no file tells it"


def test_a_queue_is_among_the_filters(open_page: Open, counts: Path) -> None:
    app = open_page("notebook", home=counts, name="atalaya.reported", period="all", queue="Sales")
    assert not app.warning
    assert tiles(app)["Reported handled"] == "126"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Ask by a longer time."), ("es", "Pregunte por un tiempo más largo.")]
)
def test_explore_says_what_cannot_be_asked_in_the_readers_language(
    open_page: Open, counts: Path, language: str, told: str
) -> None:
    app = open_page("explore", home=counts, metrics="reported_offered", rows="hour", lang=language)
    assert not app.exception
    assert [one.value for one in app.warning if told in one.value]


def test_explore_begins_with_what_there_is(open_page: Open, counts: Path) -> None:
    app = open_page("explore", home=counts)
    assert not app.exception
    assert not app.warning
    assert "Reported offered by day, queue" in [one.value for one in app.subheader]


def test_the_passport_lists_the_intervals(open_page: Open, counts: Path) -> None:
    app = open_page("passport", home=counts, metric="reported_average_talk_time", period="all", tz="Europe/Madrid")
    assert not app.exception
    assert not app.error
    rows = app.dataframe[0].value
    assert (app.metric[0].value, len(rows)) == ("1:24", 28)
    assert set(rows["queue_name"]) == {"Sales", "Support"}
    assert set(rows["above"]) == {540_000, 720_000}


def test_a_passport_on_another_clock_names_the_one_to_choose(open_page: Open, counts: Path) -> None:
    app = open_page("passport", home=counts, metric="reported_offered", period="all", tz="America/New_York", lang="es")
    assert not app.exception
    assert "Elija la zona horaria Europe/Madrid" in " ".join(one.value for one in app.error)


def test_after_a_click_only_ways_are_offered_that_counts_can_go(open_page: Open, counts: Path) -> None:
    """A day has no hours, no agents and no conversations here."""
    app = open_page(
        "explore",
        home=counts,
        metrics="reported_offered",
        rows="queue_name",
        period="2026-03-03",
        path="/reported_offered,period:30d",
    )
    assert not app.exception
    assert not app.error
    assert "deeper" not in {button.key for button in app.button}
    assert not [one for one in app.get("page_link") if "behind=" in one.proto.query_string]
