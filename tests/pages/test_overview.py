"""Overview: the numbers are those of the scope, and every control and click moves them."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def offered(app: AppTest) -> str:
    return str(app.metric[0].value)


def test_the_tiles_count_what_happened(open_page: Open) -> None:
    app = open_page("overview")
    assert [(tile.label, tile.value) for tile in app.metric][:3] == [
        ("Conversations offered", "60"),
        ("Conversations handled", "50"),
        ("Abandon rate", "16.7%"),
    ]


def test_a_number_is_compared_with_the_period_before_when_there_is_one(open_page: Open) -> None:
    app = open_page("overview", period="2026-03-08..2026-03-09")
    assert (app.metric[0].delta, app.metric[0].proto.delta_description) == ("0.0%", "vs. the 2 days before")
    app = open_page("overview", period="2026-03-03")
    assert (app.metric[0].delta, app.metric[0].proto.delta_description) == ("+50.0%", "vs. the day before")
    app = open_page("overview", period="2026-03-02")
    assert (app.metric[0].delta, app.metric[0].proto.delta_description) == ("", "no earlier data to compare with")


def test_numbers_are_written_as_the_reader_writes_them(open_page: Open) -> None:
    assert open_page("overview", lang="es").metric[2].value.replace("\xa0", " ") == "16,7 %"


def test_choosing_a_channel_narrows_the_numbers_and_the_address(open_page: Open) -> None:
    app = open_page("overview")
    app.multiselect(key="only-channel").select("chat").run()
    assert (offered(app), app.query_params["channel"]) == ("15", "chat")


def test_a_queue_with_a_comma_in_its_name_can_be_chosen(open_page: Open) -> None:
    app = open_page("overview")
    app.multiselect(key="only-queue_name").select("Sales, and more").run()
    assert offered(app) == "20"
    assert offered(open_page("overview", queue=str(app.query_params["queue"]))) == "20"


def test_a_filter_that_is_repeated_in_the_address_adds_up(open_page: Open) -> None:
    app = open_page("overview")
    app.query_params["queue"] = ["Support", "Billing"]
    assert offered(app.run()) == "40"


def test_choosing_a_period_narrows_the_numbers(open_page: Open) -> None:
    app = open_page("overview")
    app.selectbox(key="period").select("7d").run()
    assert (offered(app), app.query_params["period"]) == ("38", "7d")


def test_another_clock_moves_the_hours(open_page: Open) -> None:
    nine_in_the_evening_utc = {"period": "2026-03-03", "tz": "Asia/Kathmandu", "hour": "2"}
    assert offered(open_page("overview", **nine_in_the_evening_utc)) == "1"
    assert not open_page("overview", period="2026-03-03", hour="2").metric


def test_removing_a_chip_lifts_its_filter(open_page: Open) -> None:
    app = open_page("overview", channel="chat", queue="Support")
    assert offered(app) == "5"
    app.button(key="chip-queue_name").click().run()
    assert (offered(app), "queue" in app.query_params) == ("15", False)
    app = open_page("overview", channel="chat", queue="Support")
    app.button(key="chip-all").click().run()
    assert offered(app) == "60"


def test_the_language_is_switched_in_the_address(open_page: Open) -> None:
    app = open_page("overview", channel="chat")
    app.segmented_control(key="language").select("es").run()
    assert app.title[0].value == "Resumen"
    assert (app.query_params["lang"], app.query_params["channel"]) == ("es", "chat")


@pytest.mark.parametrize(
    ("name", "row", "params", "count"),
    [
        ("donut-channel", 1, {"channel": "chat"}, "15"),
        ("bars-direction", 0, {"direction": "Inbound"}, "60"),
        ("trend-conversations_offered", 28, {"period": "2026-03-11"}, "6"),
        ("heat-conversations_offered", 9, {"weekday": "1", "hour": "9"}, "2"),
    ],
)
def test_a_click_on_a_mark_narrows_to_it(
    open_page: Open, click: Click, name: str, row: int, params: dict[str, str], count: str
) -> None:
    app = click(open_page("overview"), "vega_lite_chart", name, {"pick": [{"row": row}]})
    assert {key: app.query_params.get(key) for key in params} == params
    assert offered(app) == count


def test_on_customers_clocks_a_click_on_a_day_opens_as_many_conversations_as_it_counts(
    open_page: Open, click: Click
) -> None:
    """5 March, by each clock: one call from New York, one from San Francisco, one from Madrid, one from London."""
    row = (date(2026, 3, 5) - date(2026, 2, 11)).days
    app = open_page("overview", tz="customer")
    app = click(app, "vega_lite_chart", "trend-conversations_offered", {"pick": [{"row": row}]})
    assert (offered(app), app.query_params["day"]) == ("4", "2026-03-05")
    assert app.button(key="chip-day").label == "Day: Mar 5, 2026"
    listed = open_page("conversations", behind="conversations_offered", **app.query_params)
    assert [caption.value for caption in listed.caption if caption.value.startswith("4 conversations")]


def test_choosing_a_row_narrows_to_its_queue(open_page: Open, click: Click) -> None:
    app = click(open_page("overview"), "dataframe", "table-queue_name", {"rows": [1], "columns": [], "cells": []})
    assert (offered(app), app.query_params["queue"]) == ("20", "Sales\\, and more")


def test_every_tile_leads_to_its_passport_within_the_same_scope(open_page: Open) -> None:
    app = open_page("overview", channel="chat", vs="weekdays")
    links = [link.proto.query_string for link in app.get("page_link") if link.proto.page == "passport"]
    assert "channel=chat&vs=weekdays&metric=abandon_rate" in links


@pytest.mark.parametrize(
    ("versus", "delta", "told"),
    [
        # 10 and 11 March: twelve conversations begin. So they do on 3 and 4 March, and none a year before.
        ("previous", "0.0%", "vs. the 2 days before"),
        ("weekdays", "0.0%", "vs. a week before"),
        ("year", "", "no earlier data to compare with"),
        ("none", "", ""),
    ],
)
def test_what_numbers_are_compared_with_can_be_chosen(open_page: Open, versus: str, delta: str, told: str) -> None:
    app = open_page("overview", period="2026-03-10..2026-03-11")
    app.selectbox(key="versus").select(versus).run()
    assert app.query_params.get("vs", "previous") == versus
    assert (app.metric[0].delta, app.metric[0].proto.delta_description) == (delta, told)


def test_a_table_tells_the_differences_on_request_and_the_address_keeps_it(open_page: Open) -> None:
    """8 and 9 March beside 6 and 7: each queue has four conversations in each."""
    app = open_page("overview", period="2026-03-08..2026-03-09")
    assert not [name for name in app.dataframe[0].value.columns if name.endswith(".difference")]
    app.toggle(key="differences-queue_name").set_value(True).run()
    table = app.dataframe[0].value
    assert list(table.columns[:3]) == ["queue_name", "conversations_offered", "conversations_offered.difference"]
    assert set(table["conversations_offered.difference"]) == {0}
    assert app.query_params["differences"] == "shown"
    assert "differences-queue_name" not in {toggle.key for toggle in open_page("overview", vs="none").toggle}
