"""The service level laboratory: rules are tried, rows move, and what is better is saved."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.store.workspace import Workspace
from core.words import LANGUAGES, catalogue
from tests.centre import centre

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace of its own, to be written to: fifty are answered after 15 to 73 s, ten give up after 15 to 69 s."""
    centre(tmp_path / "workspace")
    return tmp_path / "workspace"


def tiles(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def row(app: AppTest, name: str) -> int:
    """Where a row stands in the table of the name."""
    field = next(box for box in app.selectbox if box.key and box.key.startswith("name-lab-moves"))
    return field.options.index(name)


def test_without_a_trial_both_numbers_are_the_houses(open_page: Open) -> None:
    app = open_page("service_level", period="all")
    assert not app.exception
    assert len(set(tiles(app))) == 1
    assert app.button(key="lab-save").disabled
    assert catalogue("en")["lab.nothing_tried"] in [caption.value for caption in app.caption]


def test_another_target_moves_the_number_and_the_address(open_page: Open) -> None:
    app = open_page("service_level", period="all")
    app.number_input(key="lab-within").set_value(30).run()
    assert app.query_params["within"] == "30"
    house, tried = tiles(app)
    assert float(tried.rstrip("%")) < float(house.rstrip("%"))
    assert not app.button(key="lab-save").disabled
    app.button(key="lab-forget").click().run()
    assert "within" not in app.query_params
    assert tiles(app) == [house, house]


def test_the_numbers_are_those_of_the_metric_under_the_same_rules(open_page: Open, home: Path) -> None:
    tried = tiles(open_page("service_level", home=home, period="all", within="30", variant="early_abandons_met"))[1]
    (home / "settings.toml").write_text('answer_within_s = 30\nservice_level_variant = "early_abandons_met"\n')
    app = open_page("overview", home=home, period="all")
    label = catalogue("en")["page.service_level.title"]
    assert [metric.value for metric in app.metric if metric.label == label] == [tried]


def test_the_rows_that_move_are_listed_and_one_opens(open_page: Open, click: Click) -> None:
    app = open_page("service_level", period="all", within="30")
    click(app, "dataframe", "lab-moves", {"rows": [row(app, "Answered in time · in time · not in time")]})
    assert app.query_params["moved"] == "in_time.above.below"
    # Answered after 30 to 59 s: the conversations 15 to 44 without the five that gave up.
    assert any(caption.value.startswith("25 conversations") for caption in app.caption)
    click(app, "dataframe", "list", {"rows": [0]})
    assert not app.exception
    assert app.title[0].value == "Conversation"
    assert app.query_params["within"] == "30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_listed_is_in_the_address(open_page: Open, language: str) -> None:
    app = open_page("service_level", period="all", within="30", moved="in_time.above.below", lang=language)
    words = catalogue(language)
    told = f"**{words['lab.fate_in_time']}** · {words['lab.place_above']} → {words['lab.place_below']}"
    assert told in [one.value for one in app.markdown]


def test_a_variant_of_the_table_can_be_tried(open_page: Open, click: Click) -> None:
    app = open_page("service_level", period="all")
    click(app, "dataframe", "lab-variants", {"rows": [3], "columns": [], "cells": []})
    assert app.query_params["variant"] == "abandons_left_out"
    assert app.selectbox(key="lab-variant").value == "abandons_left_out"


def test_targets_of_more_than_a_day_can_be_tried(open_page: Open) -> None:
    own = json.dumps([["channels", "voice", "answer_within_s", 99_999]])
    app = open_page("service_level", period="all", within="99999", own=own)
    assert not app.exception
    assert app.number_input(key="lab-within").value == 99_999


def test_a_queue_gets_a_target_of_its_own(open_page: Open, click: Click) -> None:
    app = open_page("service_level", period="all")
    click(app, "dataframe", "lab-targets-queue_name", {"rows": [0], "columns": [], "cells": []})
    field = next(one for one in app.number_input if one.key and one.key.startswith("lab-own-queue_name-answer"))
    name = str(field.key).removeprefix("lab-own-queue_name-answer_within_s-")
    field.set_value(15).run()
    assert json.loads(app.query_params["own"]) == [["queues", name, "answer_within_s", 15]]
    assert f"{name}: In time: less than (s): none of its own → **15**" in "".join(one.value for one in app.markdown)
    assert float(tiles(app)[1].rstrip("%")) < float(tiles(app)[0].rstrip("%"))


def test_rules_for_a_queue_that_the_data_does_not_have_are_told(open_page: Open, home: Path) -> None:
    (home / "settings.toml").write_text(
        '[queues."Suport"]\nanswer_within_s = 9\n[queues."Support"]\nshort_abandon_s = 1\n'
    )
    warned = [one.value for one in open_page("service_level", home=home, period="all").warning]
    assert warned == [catalogue("en")["lab.unknown_names"].format(names="Suport")]


def test_the_definition_names_the_variant_and_the_targets_in_force(open_page: Open, home: Path) -> None:
    rules = 'service_level_variant = "abandons_failed"\n[queues."Support"]\nanswer_within_s = 20\n'
    (home / "settings.toml").write_text(rules)
    told = "\n".join(one.value for one in open_page("definitions", home=home, metric="service_level").markdown)
    assert "Every abandon counts as missed" in told
    assert "less than 20 s in Support; else 60 s" in told


def test_what_is_tried_becomes_the_houses_and_the_rest_of_the_file_stays(open_page: Open, home: Path) -> None:
    file = home / "settings.toml"
    file.write_text("# ours\nrepeat_within_days = 3  # agreed\n", encoding="utf-8")
    own = json.dumps([["queues", "Support", "answer_within_s", 20], ["channels", "chat", "short_abandon_s", 1]])
    app = open_page("service_level", home=home, period="all", within="30", variant="flex_insights", own=own)
    tried = tiles(app)[1]
    app.button(key="lab-save").click().run()
    assert [one.value for one in app.success] == [catalogue("en")["lab.saved"]]
    assert tiles(app) == [tried, tried]
    assert not {"within", "variant", "own"} & set(app.query_params)
    assert file.read_text(encoding="utf-8").startswith("# ours\nrepeat_within_days = 3  # agreed\n")
    house = Workspace(home).house
    assert (house.answer_within_s, house.service_level_variant) == (30, "flex_insights")
    assert (house.queue("Support").answer_within_s, house.channel("chat").short_abandon_s) == (20, 1)


def test_whoever_saves_over_somebody_elses_change_is_told(open_page: Open, home: Path) -> None:
    app = open_page("service_level", home=home, period="all", within="30")
    (home / "settings.toml").write_text("answer_within_s = 45\n")
    app.button(key="lab-save").click().run()
    assert "answer\\_within\\_s has been changed meanwhile, from 60 to 45" in app.error[0].value
    assert Workspace(home).house.answer_within_s == 45


@pytest.mark.parametrize(
    "params",
    [
        {"variant": "mine"},
        {"within": "soon"},
        {"short": "-3"},
        {"own": "[1]"},
        {"own": '[["queues","VIP","opening_hours",""]]'},
        {"own": '[["queues","VIP","answer_within_s","x"]]'},
        {"own": '[["queues","","answer_within_s",3]]'},
        {"own": '[["queues","VIP","answer_within_s",{"a":1}]]'},
        {"own": '[["queues","VIP","answer_within_s",9999999999999999999999]]'},
        {"within": "9" * 5_000},
    ],
)
def test_an_address_that_cannot_be_used_is_told_and_the_house_shown(open_page: Open, params: dict[str, str]) -> None:
    app = open_page("service_level", period="all", **params)
    assert not app.exception
    assert not app.error
    assert app.warning[0].value.startswith("A part of the address cannot be used and is left out")
    assert len(set(tiles(app))) == 1
