"""Abandonment: when customers gave up, the line of short abandons, and clicks that lead to who they were."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.callbacks import taken_in
from tests.stories import answered, given_up

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def test_the_tiles_tell_how_many_gave_up_and_when(open_page: Open) -> None:
    """Ten of sixty, after 15, 21 … 69 seconds."""
    told = tiles(open_page("abandonment"))
    assert (told["Abandoned"], told["Abandon rate"], told["Abandon time, median"]) == ("10", "16.7%", "0:42")


def test_a_click_on_a_bin_opens_those_who_gave_up_then(open_page: Open, click: Click) -> None:
    app = click(open_page("abandonment"), "vega_lite_chart", "histogram-median_abandon_time", {"pick": [{"row": 2}]})
    assert (app.query_params["least"], app.query_params["below"]) == ("20", "30")
    listed = open_page("conversations", **app.query_params)
    assert [one.value for one in listed.caption if one.value.startswith("2 conversations")]


def test_a_click_on_a_kind_opens_its_conversations(open_page: Open, click: Click) -> None:
    name = "measures-conversations_never_connected"
    app = click(open_page("abandonment"), "vega_lite_chart", name, {"pick": [{"row": 0}]})
    assert app.query_params["behind"] == "conversations_never_connected"


def test_a_click_on_a_phase_narrows_to_it(open_page: Open, click: Click) -> None:
    app = click(open_page("abandonment"), "vega_lite_chart", "bars-abandoned_phase", {"pick": [{"row": 0}]})
    assert (app.query_params["phase"], tiles(app)["Abandoned"]) == ("Queue", "10")
    assert app.button(key="chip-abandoned_phase").label == "Where it was given up: Queue"


def test_an_hour_of_a_queue_can_be_chosen(open_page: Open, click: Click) -> None:
    app = click(open_page("abandonment"), "vega_lite_chart", "hours-queue_name", {"pick": [{"row": 9}]})
    assert (app.query_params["queue"], app.query_params["hour"]) == ("Billing", "9")


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_nobody_gave_up_nothing_fails(open_page: Open, language: str) -> None:
    app = open_page("abandonment", queue="Support", lang=language)
    assert not app.exception
    assert app.metric[0].value == "0"
    assert {"–"} <= {tile.value for tile in app.metric}


@pytest.mark.parametrize(
    ("rules", "params", "expected"),
    [
        ("", {}, "0:05"),
        ("short_abandon_s = 12", {}, "0:12"),
        ('[queues."Support"]\nshort_abandon_s = 20', {"queue": "Support"}, "0:20"),
        ('[queues."Support"]\nshort_abandon_s = 20', {}, "0:05"),
    ],
)
def test_the_line_of_short_abandons_is_the_houses(
    open_page: Open, tmp_path: Path, rules: str, params: dict[str, str], expected: str
) -> None:
    home = tmp_path / "workspace"
    taken_in(home, *given_up("WT1", "10:00:00", "10:00:40"), *answered("WT2", "11:00:00", "Ana"))
    (home / "settings.toml").write_text(rules)
    app = open_page("abandonment", home=home, **params)
    drawn = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert [text for text in drawn if f"Short abandon {expected}" in text]
