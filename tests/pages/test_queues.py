"""Queues: a row a queue, waits of the answered and of those who gave up apart, and clicks that narrow."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.metrics import METRICS
from tests.atalaya import run_atalaya

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def by_queue(app: AppTest) -> dict[str, dict[str, object]]:
    rows = next(one.value for one in app.dataframe if "queue_name" in one.value.columns)
    return {row["queue_name"]: row for row in rows.to_dict("records")}


def test_the_tiles_tell_how_the_queues_answer(open_page: Open) -> None:
    """Waits are 15 seconds and one more for each conversation; those of number 5, 11, 17 … are given up."""
    told = tiles(open_page("queues"))
    assert (told["Conversations offered"], told["Abandon rate"], told["Longest queue time"]) == ("60", "16.7%", "1:13")


def test_every_queue_has_its_row(open_page: Open) -> None:
    rows = by_queue(open_page("queues"))
    assert {name: row["conversations_offered"] for name, row in rows.items()} == dict.fromkeys(rows, 20)
    assert rows["Billing"]["conversations_abandoned"] == 10
    assert rows["Support"]["abandon_rate"] == 0
    assert rows["Support"]["longest_speed_of_answer"] == 72_000


@pytest.mark.parametrize(
    ("name", "row", "params", "offered"),
    [
        ("trend-service_level", 28, {"period": "2026-03-11"}, "6"),
        ("courses-average_speed_of_answer", 28, {"period": "2026-03-11"}, "6"),
        ("hours-queue_name", 24 + 13, {"queue": "Sales\\, and more", "hour": "13"}, "10"),
    ],
)
def test_a_click_on_a_mark_narrows_to_it(
    open_page: Open, click: Click, name: str, row: int, params: dict[str, str], offered: str
) -> None:
    app = click(open_page("queues"), "vega_lite_chart", name, {"pick": [{"row": row}]})
    assert {key: app.query_params.get(key) for key in params} == params
    assert tiles(app)["Conversations offered"] == offered


def test_the_command_line_prints_the_numbers_of_the_page(open_page: Open, sixty_conversations: Path) -> None:
    rows = by_queue(open_page("queues", period="2026-03-03..2026-03-08", tz="America/Santiago"))
    metrics = [name for name in next(iter(rows.values())) if name in METRICS]
    assert "service_level" in metrics
    period = ("--since", "2026-03-03", "--until", "2026-03-08", "--tz", "America/Santiago")
    printed = run_atalaya(sixty_conversations, "ask", ",".join(metrics), "--by", "queue", *period, "--format", "json")
    told = {row["queue_name"]: {name: row[name] for name in metrics} for row in json.loads(printed)}
    assert len(told) == 3
    assert told == {queue: {name: row[name] for name in metrics} for queue, row in rows.items()}


def test_choosing_a_row_narrows_to_its_queue(open_page: Open, click: Click) -> None:
    app = click(open_page("queues"), "dataframe", "table-queue_name", {"rows": [0], "columns": [], "cells": []})
    assert (tiles(app)["Conversations offered"], app.query_params["queue"]) == ("20", "Billing")
    assert len(by_queue(app)) == 1


@pytest.mark.parametrize("grain", ["hour", "half_hour", "quarter_hour"])
def test_a_day_is_cut_as_finely_as_one_asks(open_page: Open, click: Click, grain: str) -> None:
    app = open_page("queues", period="2026-03-03", grain=grain)
    assert not app.exception
    assert app.segmented_control(key="grain").options == ["Hour", "Half hour", "15 minutes"]
    row = {"hour": 13, "half_hour": 26, "quarter_hour": 52}[grain]
    app = click(app, "vega_lite_chart", "trend-conversations_abandoned", {"pick": [{"row": row}]})
    minutes = {"hour": 60, "half_hour": 30, "quarter_hour": 15}[grain]
    until = datetime(2026, 3, 3, 13) + timedelta(minutes=minutes)
    assert app.query_params["period"] == f"2026-03-03T13:00..{until:%Y-%m-%dT%H:%M}"
    assert tiles(app)["Conversations offered"] == "1"


def test_an_interval_that_does_not_fit_the_period_is_not_offered(open_page: Open) -> None:
    app = open_page("queues", period="30d", grain="quarter_hour")
    assert app.segmented_control(key="grain").value == "day"


def test_where_nobody_gave_up_the_page_says_so_and_shows_the_rest(open_page: Open) -> None:
    app = open_page("queues", queue="Support")
    assert not app.exception
    assert "Nothing to show here for these filters." in [caption.value for caption in app.caption]
    assert tiles(app)["Abandon rate"] == "0.0%"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Wait of the answered by day"), ("es", "Espera de las atendidas por día")]
)
def test_waits_of_the_answered_are_called_so(open_page: Open, language: str, expected: str) -> None:
    assert expected in [heading.value for heading in open_page("queues", lang=language).subheader]


def test_a_metric_of_the_hours_is_chosen_in_the_address(open_page: Open) -> None:
    app = open_page("queues", show="conversations_offered")
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    lanes = [spec["encoding"]["y"]["scale"].get("domain") for spec in specs if "rect" in str(spec.get("mark"))]
    assert lanes == [["Billing", "Sales, and more", "Support"]]


def test_the_table_says_which_columns_count_a_conversation_in_its_first_queue_alone(open_page: Open) -> None:
    app = open_page("queues")
    told = next(one.value for one in app.caption if "Counted in the first alone" in one.value)
    assert "Service level" in told
    assert "Abandon rate" not in told
