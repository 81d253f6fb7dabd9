"""Marks: whatever is clicked, as many conversations are opened as the mark counts."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
VEGA = "vega_lite_chart"
OFFERED = "conversations_offered"
DAY = {"period": "2026-03-03"}


def drawn(app: AppTest, name: str) -> list[dict[str, Any]]:
    """The rows of a chart as they were sent to the browser."""
    chart = next(one for one in app.get(VEGA) if f"-{name}-" in one.proto.id)
    rows: list[dict[str, Any]] = pa.ipc.open_stream(BytesIO(chart.proto.data.data)).read_all().to_pylist()
    return rows


def listed(open_page: Open, app: AppTest, metric: str) -> int:
    """How many conversations the page Conversations lists behind a number at that address."""
    listing = open_page("conversations", **(dict(app.query_params) | {"behind": metric}))
    assert not listing.exception
    told = (re.match(r"([\d,]+) conversation", one.value) for one in listing.caption)
    return next(int(one[1].replace(",", "")) for one in told if one)


@pytest.mark.parametrize(
    ("page", "chart", "metric", "params"),
    [
        ("overview", f"trend-{OFFERED}", OFFERED, {}),
        ("overview", f"trend-{OFFERED}", OFFERED, DAY),
        ("overview", f"trend-{OFFERED}", OFFERED, {"period": "all", "tz": "Australia/Lord_Howe"}),
        ("overview", f"trend-{OFFERED}", OFFERED, DAY | {"tz": "customer"}),
        ("overview", f"donut-channel-{OFFERED}", OFFERED, {}),
        ("overview", f"heat-{OFFERED}", OFFERED, {}),
        ("overview", f"heat-{OFFERED}", OFFERED, {"tz": "customer"}),
        ("overview", f"bars-direction-{OFFERED}", OFFERED, {}),
        ("overview", "bars-handling_team_name-conversations", "conversations", {}),
        ("queues", "trend-conversations_abandoned", "conversations_abandoned", DAY | {"grain": "half_hour"}),
        ("queues", "trend-conversations_abandoned", "conversations_abandoned", DAY | {"grain": "quarter_hour"}),
        (
            "queues",
            "trend-conversations_abandoned",
            "conversations_abandoned",
            DAY | {"grain": "quarter_hour", "tz": "customer"},
        ),
        ("queues", f"hours-queue_name-{OFFERED}", OFFERED, {"show": OFFERED}),
        ("abandonment", "bars-abandoned_phase-conversations_abandoned", "conversations_abandoned", {}),
        ("abandonment", "histogram-median_abandon_time", "median_abandon_time", {}),
        ("attributes", "bars-handling_team_name-conversations_by_start", "conversations_by_start", {}),
        ("geography", f"places-bars-region-{OFFERED}", OFFERED, {}),
    ],
)
def test_as_many_are_opened_as_the_mark_counts(
    open_page: Open, click: Click, page: str, chart: str, metric: str, params: dict[str, str]
) -> None:
    app = open_page(page, **params)
    mark = max((one for one in drawn(app, chart) if one.get("value")), key=lambda one: one["value"])
    clicked = click(app, VEGA, chart, {"pick": [{"row": mark["row"]}]})
    assert not clicked.exception
    assert listed(open_page, clicked, metric) == mark["value"]


def test_a_sum_of_time_of_an_hour_stays_the_same_after_a_click_on_it(open_page: Open, click: Click) -> None:
    app = open_page("handling", **DAY)
    mark = max((one for one in drawn(app, "efforts-over-time") if one.get("value")), key=lambda one: one["value"])
    app = click(app, VEGA, "efforts-over-time", {"pick": [{"row": mark["row"]}]})
    assert "T" in app.query_params["period"]
    assert next(tile.value for tile in app.metric if tile.label == "Total handling time") == mark["whole"]
