"""Geography, where places are hard: names that several countries have, points that are not known, circles between."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.callbacks import taken_in
from tests.story import event

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
MAP, TABLE = "deck_gl_json_chart", "dataframe"

CUSTOMERS: tuple[dict[str, str], ...] = (
    {"country": "PE", "state": "SC"},
    {"country": "US", "state": "SC"},
    {"country": "US", "state": "IL", "city": "Springfield", "geo_location": "39.8;-89.6"},
    {"country": "US", "state": "MO", "city": "Springfield", "geo_location": "37.2;-93.3"},
    {"country": "US", "city": "Springfield"},
    {"country": "ES", "city": "Sevilla la Nueva de Abajo", "geo_location": "37.0;-6.0"},
    {"country": "ES", "city": "Sevilla la Nueva de Abajo", "geo_location": "37.3;-5.4"},
    {"country": "ES", "city": "Sevilla la Nueva de Abajo"},
    {"country": "ES", "city": "Villanada de Arriba"},
    {"country": "FR", "state": "Bretagne", "geo_location": "48.2;-2.9"},
)
"""One call each, that nobody answered; the cities of Spain are in no gazetteer."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "own"
    calls = (call for number, customer in enumerate(CUSTOMERS) for call in _call(f"WT{number}", customer))
    taken_in(home, *calls)
    return home


def _call(task: str, customer: dict[str, str]) -> list[dict[str, Any]]:
    attributes = {"from": f"{task}@example.com", "direction": "inbound", "customers": customer}
    return [
        event("09:00:00", "task.created", task, attributes=attributes),
        event("09:00:00", "task-queue.entered", task, queue="Support", attributes=attributes),
        event("09:02:00", "task.canceled", task, queue="Support", attributes=attributes),
    ]


def listed(app: AppTest) -> dict[str, int]:
    table = app.dataframe[0].value
    return dict(zip(table["name"], table["conversations_offered"], strict=True))


def circles(app: AppTest) -> dict[str, tuple[float, float]]:
    layers = json.loads(app.get(MAP)[0].proto.json)["layers"]
    points = next(layer["data"] for layer in layers if layer["id"] == "points")
    return {point["name"]: (point["latitude"], point["longitude"]) for point in points}


def texts(app: AppTest) -> str:
    return " | ".join(caption.value for caption in app.caption)


def choose(app: AppTest, name: str, click: Click) -> AppTest:
    row = list(listed(app)).index(name)
    return click(app, TABLE, "places-table", {"rows": [row], "columns": [], "cells": []})


def test_the_letters_of_a_state_are_read_within_its_country(open_page: Open, home: Path) -> None:
    found = listed(open_page("geography", home=home, level="state"))
    assert (found["SC, Peru"], found["South Carolina, United States"]) == (1, 1)


def test_the_breadcrumb_reads_them_within_their_country_too(open_page: Open, home: Path) -> None:
    app = open_page("geography", home=home, country="PE", state="SC")
    assert [text.value for text in app.markdown if text.value.startswith("**›")] == ["**› SC**"]


def test_a_state_of_one_country_leads_to_that_one_alone(open_page: Open, home: Path, click: Click) -> None:
    app = choose(open_page("geography", home=home, level="state"), "SC, Peru", click)
    assert (app.query_params["country"], app.query_params["state"]) == ("PE", "SC")


def test_cities_of_one_name_in_several_states_are_several_places(open_page: Open, home: Path) -> None:
    found = listed(open_page("geography", home=home, country="US", level="city"))
    assert found == {
        "Springfield, Illinois": 1,
        "Springfield, Missouri": 1,
        "Springfield": 1,
        "Not known, South Carolina": 1,
    }


def test_a_city_whose_state_is_not_known_is_not_mixed_up_with_those_of_its_name(
    open_page: Open, home: Path, click: Click
) -> None:
    app = choose(open_page("geography", home=home, country="US", level="city"), "Springfield", click)
    assert (app.query_params["city"], app.query_params["state"]) == ("Springfield", "~")


def test_the_only_city_of_its_name_needs_no_state(open_page: Open, home: Path, click: Click) -> None:
    app = choose(open_page("geography", home=home, country="ES", level="city"), "Villanada de Arriba", click)
    assert app.query_params["city"] == "Villanada de Arriba"
    assert "state" not in app.query_params


def test_a_city_stands_amid_its_conversations_that_tell_where_they_are(open_page: Open, home: Path) -> None:
    # Of the third only the country is known; its middle would draw the city there.
    latitude, longitude = circles(open_page("geography", home=home, level="city"))["Sevilla la Nueva de Abajo, Spain"]
    assert (latitude, longitude) == pytest.approx((37.15, -5.7))


def test_a_city_that_no_point_is_known_of_is_counted_and_in_the_table_only(open_page: Open, home: Path) -> None:
    app = open_page("geography", home=home, country="ES", level="city")
    assert list(circles(app)) == ["Sevilla la Nueva de Abajo"]
    assert listed(app) == {"Sevilla la Nueva de Abajo": 3, "Villanada de Arriba": 1}
    assert "In the table only, since no point is known: 1." in texts(app)


def test_states_without_outlines_are_circles_beside_the_american_ones(open_page: Open, home: Path) -> None:
    app = open_page("geography", home=home, level="state")
    assert circles(app)["Bretagne, France"] == pytest.approx((48.2, -2.9))
    assert "South Carolina, United States" not in circles(app)


def test_the_area_code_of_an_island_has_the_islands_name_and_a_point(open_page: Open, tmp_path: Path) -> None:
    home, attributes = tmp_path / "own", {"from": "+18092201111", "direction": "inbound"}
    taken_in(
        home,
        event("09:00:00", "task.created", "WT1", attributes=attributes),
        event("09:00:00", "task-queue.entered", "WT1", queue="Support", attributes=attributes),
        event("09:02:00", "task.canceled", "WT1", queue="Support", attributes=attributes),
    )
    app = open_page("geography", home=home, lang="es", level="area_code")
    assert list(circles(app)) == list(listed(app)) == ["809 · República Dominicana"]


def test_the_next_level_skips_those_that_the_country_does_not_have(open_page: Open, home: Path) -> None:
    headings = {
        country: open_page("geography", home=home, country=country).subheader[0].value for country in ("US", "FR", "ES")
    }
    assert headings == {
        "US": "Conversations offered by state or province",
        "FR": "Conversations offered by state or province",
        "ES": "Conversations offered by city",
    }
