"""Transfers: the flow tells who sent whom where, and a click on it lists the conversations behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.words import catalogue
from tests.callbacks import taken_in
from tests.core.test_flows import stories

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


@pytest.fixture(scope="module")
def passed_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three transfers to queues, one to an agent, one overflow."""
    home = tmp_path_factory.mktemp("transfers") / "workspace"
    taken_in(home, *stories())
    return home


def listed(app: AppTest) -> str:
    return next(one.value for one in app.caption if one.value[0].isdigit() and ":" in one.value)


def test_the_tiles_count_transfers_by_where_they_went(open_page: Open, passed_on: Path) -> None:
    app = open_page("transfers", home=passed_on, period="all")
    assert not app.exception
    assert [tile.value for tile in app.metric] == ["3", "75.0%", "33.3%", "3", "1", "1"]


@pytest.mark.parametrize(("language", "told"), [("en", "4: all flows"), ("es", "4: todos los flujos")])
def test_all_flows_are_listed_in_the_readers_language(
    open_page: Open, passed_on: Path, language: str, told: str
) -> None:
    app = open_page("transfers", home=passed_on, period="all", lang=language)
    assert not app.exception
    assert listed(app).startswith(told)


def test_a_click_on_a_ribbon_lists_what_is_behind_it(open_page: Open, click: Click, passed_on: Path) -> None:
    app = open_page("transfers", home=passed_on, period="all")
    app = click(app, "vega_lite_chart", "flow", {"pick": [{"row": 0}]})
    assert not app.exception
    asked = {name: app.query_params[name] for name in ("from", "to", "how")}
    assert asked == {"from": "queue:Support", "to": "agent", "how": "warm"}
    assert listed(app).startswith("1: Support → ")
    app.button(key="all-flows").click().run()
    assert listed(app).startswith("4: ")


def test_overflows_are_counted_when_they_are_asked_for(open_page: Open, passed_on: Path) -> None:
    app = open_page("transfers", home=passed_on, period="all", what="all")
    assert listed(app).startswith("5: ")


def test_a_click_on_a_bar_narrows_to_its_queue(open_page: Open, click: Click, passed_on: Path) -> None:
    app = click(open_page("transfers", home=passed_on, period="all"), "vega_lite_chart", "flow", {"pick": [{"row": 5}]})
    assert app.query_params["queue"] == "Billing"
    assert listed(app).startswith("2: ")


def test_a_row_of_the_list_opens_its_conversation(open_page: Open, click: Click, passed_on: Path) -> None:
    app = open_page("transfers", home=passed_on, period="all")
    app = click(app, "dataframe", "passed-on", {"rows": [0], "columns": [], "cells": []})
    assert not app.exception
    assert app.query_params["id"] == "WT3"


@pytest.mark.parametrize("bad", [{"from": "nobody"}, {"how": "by magic"}, {"from": "queue:Nowhere", "to": "agent"}])
def test_a_flow_that_is_not_there_is_no_error(open_page: Open, passed_on: Path, bad: dict[str, str]) -> None:
    asked = {"from": "queue:Support", "to": "agent", "how": "warm"} | bad
    app = open_page("transfers", home=passed_on, period="all", **asked)
    assert not app.exception


def test_without_any_transfer_the_page_says_so(open_page: Open) -> None:
    app = open_page("transfers")
    assert not app.exception
    assert [one.value for one in app.caption].count(catalogue("en")["empty.no_rows"]) >= 2
