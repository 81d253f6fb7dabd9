"""Handling: how durations are spread, what they consist of, and the way from a bin to its conversations."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def test_the_tiles_tell_how_long_it_takes(open_page: Open) -> None:
    """Each of the fifty talks 3:15 and is wrapped up in 0:30; nobody was held."""
    told = tiles(open_page("handling"))
    assert (told["Average handling time"], told["Average talk time"]) == ("3:45", "3:15")
    assert (told["Average hold time"], told["Total handling time"]) == ("–", "3:07:30")


@pytest.mark.parametrize(
    ("name", "params", "total"),
    [
        ("spread-queue_name", {"queue": "Support"}, "1:15:00"),
        ("efforts-queue_name", {"queue": "Support"}, "1:15:00"),
        ("efforts-over-time", {"period": "2026-02-12"}, None),
    ],
)
def test_a_click_on_a_mark_narrows_to_it(
    open_page: Open, click: Click, name: str, params: dict[str, str], total: str | None
) -> None:
    app = click(open_page("handling"), "vega_lite_chart", name, {"pick": [{"row": 1}]})
    assert {key: app.query_params.get(key) for key in params} == params
    assert tiles(app).get("Total handling time") == total


def test_a_click_on_a_day_of_the_area_goes_to_that_day(open_page: Open, click: Click) -> None:
    app = click(open_page("handling"), "vega_lite_chart", "efforts-over-time", {"pick": [{"row": 28}]})
    assert (app.query_params["period"], tiles(app)["Total handling time"]) == ("2026-03-11", "18:45")


def test_a_click_on_a_bin_opens_the_conversations_that_lasted_so_long(open_page: Open, click: Click) -> None:
    app = open_page("handling", queue="Support")
    app = click(app, "vega_lite_chart", "histogram-median_handling_time", {"pick": [{"row": 7}]})
    bounds = {name: app.query_params.get(name) for name in ("behind", "least", "below", "queue")}
    assert bounds == {"behind": "median_handling_time", "least": "210", "below": "240", "queue": "Support"}
    listed = open_page("conversations", **app.query_params)
    assert [one.value for one in listed.caption if one.value.startswith("20 conversations")]
    assert [one.value for one in listed.markdown if "Handling time 3:30 – 4:00" in one.value]


def test_the_other_bins_are_empty(open_page: Open) -> None:
    app = open_page("conversations", behind="median_handling_time", least="240")
    assert app.info[0].value == "Nothing to show here for these filters."


@pytest.mark.parametrize("bounds", [{"least": "x"}, {"below": "-1"}, {"least": "9" * 30}])
def test_bounds_that_are_none_are_left_out(open_page: Open, bounds: dict[str, str]) -> None:
    app = open_page("conversations", behind="median_handling_time", **bounds)
    assert [one.value for one in app.caption if one.value.startswith("50 conversations")]


def test_bounds_mean_nothing_to_a_number_that_is_no_duration(open_page: Open) -> None:
    app = open_page("conversations", behind="conversations", least="240")
    assert [one.value for one in app.caption if one.value.startswith("50 conversations")]


def test_lifting_the_number_lifts_its_bounds(open_page: Open) -> None:
    app = open_page("conversations", behind="median_handling_time", least="210", below="240")
    app.button(key="lift-behind").click().run()
    assert {"behind", "least", "below"} & set(app.query_params) == set()


@pytest.mark.parametrize("duration", ["handling_time", "talk_time", "hold_time", "wrap_up_time", "ring_time"])
@pytest.mark.parametrize("by", ["queue_name", "handling_team_name", "agent_name", "channel"])
def test_every_duration_is_spread_by_every_group(open_page: Open, duration: str, by: str) -> None:
    app = open_page("handling", duration=duration, by=by, lang="es")
    assert not app.exception
    assert not app.warning


def test_the_table_of_a_histogram_has_its_bins(open_page: Open) -> None:
    app = open_page("handling", duration="wrap_up_time")
    key = next(one.proto.id.split("-", 2)[2] for one in app.get("vega_lite_chart") if "histogram-" in one.proto.id)
    app.session_state[key.replace("histogram-", "open-histogram-", 1)] = True
    tables = [one.value for one in app.run().dataframe]
    bins = next(table for table in tables if "up_to" in table.columns)
    assert bins["value"].sum() == 50


def test_by_two_days_hours_are_drawn_and_one_chooses_where_time_counts(open_page: Open) -> None:
    assert not [one for one in open_page("handling").segmented_control if one.key == "time"]
    app = open_page("handling", period="2026-03-03")
    assert app.segmented_control(key="time").value == "split"
