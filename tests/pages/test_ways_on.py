"""The ways on after a click: back, deeper, across, and to the rows, on any page and all of it in the address."""

from collections.abc import Callable
from datetime import time

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def offered(app: AppTest) -> str:
    return next(tile.value for tile in app.metric if tile.label == "Conversations offered")


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button}


def links(app: AppTest) -> dict[str, str]:
    return {link.proto.label: link.proto.query_string for link in app.get("page_link")}


def test_without_a_click_there_is_no_line(open_page: Open) -> None:
    app = open_page("overview", queue="Support")
    assert not any((key or "").startswith("back-to") for key in keys(app))


def test_a_click_narrows_at_once_and_tells_the_way_back_and_the_ways_on(open_page: Open, click: Click) -> None:
    app = click(open_page("overview"), "vega_lite_chart", "trend-conversations_offered", {"pick": [{"row": 21}]})
    assert not app.exception
    assert app.query_params["period"] == "2026-03-04"
    assert app.query_params["path"] == "/conversations_offered,period:"
    assert app.button(key="deeper").label == "Drill down: hour"
    assert any(label == f"Open the {offered(app)} conversations" for label in links(app))
    app.button(key="back-to-0").click().run()
    assert not app.exception
    assert {"period", "path"} & set(app.query_params) == set()


def test_each_step_is_a_way_back(open_page: Open, click: Click) -> None:
    app = open_page("overview", period="2026-03-03")
    app = click(app, "vega_lite_chart", "donut-channel", {"pick": [{"row": 0}]})
    app = click(app, "vega_lite_chart", "bars-direction", {"pick": [{"row": 0}]})
    app = click(app, "vega_lite_chart", "trend-conversations_offered", {"pick": [{"row": 9}]})
    assert app.query_params["period"] == "2026-03-03T09:00..2026-03-03T10:00"
    assert app.query_params["path"] == (
        "/conversations_offered,channel:,/conversations_offered,direction:,/conversations_offered,period:2026-03-03"
    )
    app.button(key="back-to-1").click().run()
    assert not app.exception
    assert (app.query_params["channel"], app.query_params["period"]) == ("voice", "2026-03-03")
    assert "direction" not in app.query_params
    assert app.query_params["path"] == "/conversations_offered,channel:"


@pytest.mark.parametrize("name", ["overview", "queues", "handling", "abandonment", "geography", "local_hours"])
def test_the_line_is_on_every_page_that_the_link_leads_to(open_page: Open, name: str) -> None:
    app = open_page(name, period="2026-03-03", path="/conversations_offered,period:30d", lang="es")
    assert not app.exception
    assert app.button(key="deeper").label == "Profundizar: hora"
    app.button(key="back-to-0").click().run()
    assert not app.exception
    assert app.query_params["period"] == "30d"


def test_the_number_can_be_split_deeper_and_across(open_page: Open) -> None:
    app = open_page("overview", queue="Support", path="/conversations_offered,queue:")
    assert "deeper" not in keys(app)
    app = open_page("overview", period="2026-03-03", path="/conversations_offered,period:")
    app.button(key="deeper").click().run()
    assert not app.exception
    assert app.query_params["split"] == "hour"
    assert "split-close" in keys(app)
    app.button(key="split-close").click().run()
    assert "split" not in app.query_params


def test_a_way_of_splitting_that_makes_no_sense_is_told(open_page: Open) -> None:
    app = open_page("overview", period="2026-03-03", path="/conversations_offered,period:", split="nonsense")
    assert not app.exception
    assert any("nonsense" in warning.value for warning in app.warning)


def test_a_path_that_cannot_be_read_is_told_and_left_out(open_page: Open) -> None:
    app = open_page("overview", path="whatever")
    assert not app.exception
    assert any("path of clicks" in warning.value for warning in app.warning)


def test_a_path_to_what_the_data_do_not_have_any_more_still_leads_back(open_page: Open) -> None:
    app = open_page("overview", channel="voice", path="/gone_metric,queue:Long gone,/x,channel:")
    assert not app.exception
    app.button(key="back-to-0").click().run()
    assert not app.exception
    assert any("Long gone" in warning.value for warning in app.warning)


def test_the_rows_are_as_many_as_the_mark_that_was_clicked_counts(open_page: Open, click: Click) -> None:
    app = click(open_page("overview", period="2026-03-03"), "vega_lite_chart", "trend", {"pick": [{"row": 9}]})
    count = offered(app)
    listed = open_page("conversations", behind="conversations_offered", **app.query_params)
    assert not listed.exception
    assert any(caption.value.startswith(f"{count} conversation") for caption in listed.caption)


@pytest.mark.parametrize(
    ("name", "param"),
    [
        ("queues", "grain"),
        ("queues", "show"),
        ("handling", "duration"),
        ("handling", "by"),
        ("geography", "level"),
        ("agents", "share"),
        ("conversations", "sort"),
        ("local_hours", "show"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_choice_of_the_address_that_is_not_offered_is_told(
    open_page: Open, name: str, param: str, language: str
) -> None:
    app = open_page(name, lang=language, **{param: "[x](y)"})
    assert not app.exception
    assert any(r"\[x\]\(y\)" in warning.value for warning in app.warning)


@pytest.mark.parametrize("name", ["overview", "queues", "handling", "agents", "geography", "conversations", "hiring"])
def test_a_part_of_a_day_is_shown_on_every_page_also_by_each_customers_clock(open_page: Open, name: str) -> None:
    for zone in ("", "customer", "America/New_York"):
        app = open_page(name, period="2026-03-03T09:00..2026-03-03T17:30", tz=zone)
        assert not app.exception
        assert any(r"Mar 3, 2026, 09\:00–17\:30" in one.value for one in app.caption)


def test_times_of_a_day_are_chosen_in_the_panel(open_page: Open) -> None:
    app = open_page("overview", period="2026-03-03")
    app.time_input(key="from-2026-03-03").set_value(time(9, 0)).run()
    assert app.query_params["period"] == "2026-03-03T09:00..2026-03-04T00:00"
    key = f"to-{app.query_params['period']}"
    app.time_input(key=key).set_value(time(12, 0)).run()
    assert app.query_params["period"] == "2026-03-03T09:00..2026-03-03T12:00"
    app.selectbox(key="period").select("7d").run()
    assert app.query_params["period"] == "7d"


def test_any_column_can_be_added_as_a_filter_and_a_part_of_its_names(open_page: Open) -> None:
    app = open_page("overview")
    app.selectbox(key="add-filter").select("country").run()
    app.multiselect(key="only-country").select("ES").run()
    assert (app.query_params["country"], offered(app)) == ("ES", "12")
    app.selectbox(key="add-filter").select("*queue_name").run()
    app.text_input(key="part-queue_name").input("SALES").run()
    assert not app.exception
    assert app.query_params["queue"] == "*SALES*"
    assert int(offered(app)) in range(1, 12)
    app.button(key="chip-part-queue_name").click().run()
    assert ("queue" in app.query_params, offered(app)) == (False, "12")


def test_what_nobody_matches_offers_the_way_out_of_a_part_of_a_name(open_page: Open) -> None:
    app = open_page("overview", queue="*nobody*")
    assert not app.exception
    app.button(key="wider-part-queue_name").click().run()
    assert "queue" not in app.query_params


def test_a_step_goes_with_the_filter_that_it_had_set(open_page: Open, click: Click) -> None:
    app = click(open_page("overview"), "vega_lite_chart", "donut-channel", {"pick": [{"row": 0}]})
    app = click(app, "vega_lite_chart", "bars-direction", {"pick": [{"row": 0}]})
    assert {"back-to-0", "back-to-1"} <= keys(app)
    app.button(key="chip-channel").click().run()
    assert "back-to-1" not in keys(app)
    app.button(key="chip-direction").click().run()
    assert "back-to-0" not in keys(app)


def test_the_way_back_leads_to_the_address_itself_where_a_mark_is_drawn_on_another_clock(
    open_page: Open, click: Click
) -> None:
    app = open_page("local_hours", channel="voice")
    app = click(app, "vega_lite_chart", "heat-conversations_offered", {"pick": [{"row": 30}]})
    assert app.query_params["tz"] == "customer"
    app.button(key="back-to-0").click().run()
    assert not app.exception
    assert dict(app.query_params) == {"channel": "voice"}


def test_the_way_back_restores_a_filter_that_a_mark_could_not_have(open_page: Open, click: Click) -> None:
    app = open_page("agents", channel="voice", period="all")
    app = click(app, "dataframe", "table-agent_name", {"rows": [0], "columns": [], "cells": []})
    assert "channel" not in app.query_params
    app.button(key="back-to-0").click().run()
    assert dict(app.query_params) == {"channel": "voice", "period": "all"}
