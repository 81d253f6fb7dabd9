"""Where to hire: the table says what the day of `tests.core.test_hiring` comes to, in the reader's words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.geo.gazetteer import area_codes
from core.words import catalogue
from tests.callbacks import taken_in
from tests.core.test_hiring import told
from tests.stories import answered
from tests.story import event

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hiring") / "workspace"
    taken_in(folder, *told())
    return folder


def rows(app: AppTest, number: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = app.dataframe[number].value.to_dict("records")
    return found


def test_countries_are_compared_and_what_has_no_place_is_counted(open_page: Open, home: Path) -> None:
    app = open_page("hiring", home=home, lang="es")
    spain, states = rows(app, 0)
    assert (spain["place"], spain["offered"], spain["agents"], spain["hours"]) == ("España", 3, 1, "10–13, 17–18")
    assert (states["place"], states["offered_per_agent"], states["hours"]) == ("Estados Unidos", 2.5, "09–11")
    assert spain["gap"] == pytest.approx(1 / 24)
    told_apart = catalogue("es")["hiring.left_out"].format(level="país", customers="1", agents="2")
    assert told_apart in [caption.value for caption in app.caption]


def test_the_level_is_chosen_and_kept_in_the_address(open_page: Open, home: Path) -> None:
    app = open_page("hiring", home=home)
    app.segmented_control(key="by").select("city").run()
    assert app.query_params["by"] == "city"
    assert [row["place"] for row in rows(app, 0)] == ["New York City, NY, US", "Tampa, FL, US", "Madrid, ES"]


def test_choosing_a_place_narrows_to_it(open_page: Open, home: Path, click: Click) -> None:
    app = click(open_page("hiring", home=home, by="state"), "dataframe", "hiring", {"rows": [0]})
    assert (app.query_params["country"], app.query_params["state"]) == ("US", "NY")
    assert [(row["place"], row["offered"], row["agents"]) for row in rows(app, 0)] == [("New York, US", 2, 0)]


def test_what_each_location_was_taken_for_is_shown(open_page: Open, home: Path) -> None:
    taken_for = {row["location"]: row["place"] for row in rows(open_page("hiring", home=home), 1)}
    assert taken_for == {
        "Madrid": "Madrid, Spain",
        "Springfield": "Not known: could be several places",
        "Tampa": "Tampa, Florida, United States",
        "Tampa, FL": "Tampa, Florida, United States",
        "–": "Not known: nothing written",
    }


def test_without_any_location_nothing_is_compared_but_customers_are_there(open_page: Open) -> None:
    first = rows(open_page("hiring"), 0)[0]
    assert (first["place"], first["offered"], first["agents"]) == ("United States", 24, 0)


def test_a_place_with_agents_is_shown_however_many_have_larger_gaps(open_page: Open, tmp_path: Path) -> None:
    codes = area_codes().unique("city").sort("area_code")["area_code"].head(120)
    calls = [answered(f"WT{code}", "09:00:00", "Ana", **{"from": f"+1{code}2345601"}) for code in codes]
    ana = event("08:00:00", "worker.created", agent="Ana", agent_attributes={"location": "Madrid"})
    taken_in(tmp_path / "workspace", ana, *(step for call in calls for step in call))
    app = open_page("hiring", home=tmp_path / "workspace", by="city")
    assert [row["place"] for row in rows(app, 0)[100:]] == ["Madrid, ES"]
    assert catalogue("en")["hiring.largest_of"].format(shown=100, count=121) in [one.value for one in app.caption]
