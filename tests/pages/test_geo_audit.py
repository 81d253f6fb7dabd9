"""Geo audit: what every level was taken from, what is missing, and a click that leads to the rows."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.words import catalogue
from tests.callbacks import taken_in
from tests.stories import answered

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def test_the_tiles_tell_how_many_are_placed(open_page: Open) -> None:
    """Every fifth of the sixty customers is anonymous, the others have a number."""
    numbers = {metric.label: metric.value for metric in open_page("geo_audit").metric}
    assert numbers == {"Placed, share": "80.0%", "Not placed": "12", "Contradictory places": "0"}


def test_every_level_says_where_it_comes_from(open_page: Open) -> None:
    table = next(one.value for one in open_page("geo_audit").dataframe if "level" in one.value.columns)
    rows = {row["level"]: (row["phone"], row["None"]) for row in table.to_dict("records")}
    assert rows["Country"] == (48, 12)
    assert rows["Area code"] == (24, 36)


def test_a_chosen_cell_narrows_to_its_conversations(open_page: Open, click: Click) -> None:
    app = click(open_page("geo_audit"), "dataframe", "levels-table", {"rows": [], "cells": [(1, "phone")]})
    assert app.query_params["country_source"] == "phone"
    assert app.button(key="chip-country_source").label == "Country: source: Telephone number"


def test_a_contradiction_can_be_chosen_by_name_without_seeing_the_table(open_page: Open, tmp_path: Path) -> None:
    """The letters of Washington are those of Western Australia too, which nobody there would call Washington."""
    moved: dict[str, object] = {"from": "+14155552671", "customers": {"country": "Australia", "state": "WA"}}
    home = tmp_path / "workspace"
    taken_in(home, *answered("WT1", "09:00:00", "Ben", **moved))
    app = open_page("geo_audit", home=home, lang="es")
    field = next(field for field in app.selectbox if field.label == catalogue("es")["audit.choose"])
    assert field.options == ["País · Australia · WA · Estados Unidos · –"]
    app = field.select_index(0).run()
    assert (app.query_params["conflict"], app.query_params["number_from"]) == ("country", "US")


@pytest.mark.parametrize(("language", "expected"), [("en", "Anonymous number"), ("es", "Número anónimo")])
def test_what_is_not_placed_has_a_reason(open_page: Open, language: str, expected: str) -> None:
    app = open_page("geo_audit", lang=language)
    assert any(
        expected in json.dumps(chart.proto.spec) or expected in str(chart.proto) for chart in app.get("vega_lite_chart")
    )
