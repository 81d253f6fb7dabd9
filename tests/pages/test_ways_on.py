"""The ways on after a click: back, deeper, across, and to the rows, on any page and all of it in the address."""

from collections.abc import Callable

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
