"""The journeys that matter, as a person takes them: from a number to the conversation, from the map, from a file."""

import json
import re
from datetime import UTC, datetime, timedelta
from math import log, pi, radians, tan
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.maps.view import WORLD
from tests.e2e.conftest import Open, settled

pytestmark = pytest.mark.browser

TILE_PIXELS = 512
DOUBLE_CLICK_MS = 1500
"""The map takes clicks that follow each other sooner for a double click."""


def test_from_the_overview_through_a_bar_to_one_conversation(open_page: Open, sample_url: str) -> None:
    page = open_page(sample_url)
    before = _tile(page, "conversations_offered")
    page.locator(".st-key-bars-channel .mark-rect path").first.click()
    expect(page.locator(".st-key-chips")).to_contain_text("Channel")
    settled(page)
    narrowed = _tile(page, "conversations_offered")
    assert 0 < narrowed < before

    page.locator(".st-key-tile-conversations_offered").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text(f"{narrowed:,}")

    page.goto(_first_conversation(page))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conversation")
    expect(page.locator(".st-key-timeline")).to_be_visible()
    expect(page.locator(".st-key-events")).to_contain_text("reservation.")


def test_a_click_on_the_map_narrows_the_numbers(open_page: Open, sample_url: str) -> None:
    page = open_page(f"{sample_url}/geography")
    before = _tile(page, "conversations_offered")
    _click_on_map(page, latitude=40.0, longitude=-98.0)
    expect(page.locator(".st-key-breadcrumb")).to_contain_text("United States")
    settled(page)
    assert 0 < _tile(page, "conversations_offered") < before
    expect(page).to_have_url(re.compile("country=US"))


def test_an_uploaded_file_is_loaded_and_changes_the_numbers(open_page: Open, own_url: str, tmp_path: Path) -> None:
    page = open_page(f"{own_url}/data")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(_calls(tmp_path / "calls.ndjson"))
    page.locator(".st-key-load").get_by_role("button").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("12", timeout=60_000)
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("calls.ndjson")
    page.goto(f"{own_url}/?queue=Uploaded&period=all")
    settled(page)
    assert _tile(page, "conversations_offered") == 3


def test_a_newcomer_without_data_is_led_to_the_sample_and_then_sees_numbers(open_page: Open, empty_url: str) -> None:
    page = open_page(empty_url)
    expect(page.locator(".st-key-no-data")).to_be_visible()
    page.locator(".st-key-no-data").get_by_role("link").click()
    page.locator(".st-key-sample").get_by_role("button").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible(timeout=120_000)
    settled(page)
    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page.locator(".st-key-tile-conversations_offered")).to_be_visible()
    assert _tile(page, "conversations_offered") > 100


def _tile(page: Page, metric: str) -> int:
    """The number that a tile shows."""
    text = page.locator(f".st-key-tile-{metric}").get_by_test_id("stMetricValue").inner_text()
    return int(text.replace(",", ""))


def _first_conversation(page: Page) -> str:
    """The address that the list's first row leads to; its cells are drawn, so the list itself says it in a link."""
    link = page.locator(".st-key-list").get_by_role("link").first
    return str(link.evaluate("link => link.href"))


def _click_on_map(page: Page, latitude: float, longitude: float) -> None:
    """Click where the world map draws a point (Web Mercator)."""
    canvas = page.locator(".st-key-places canvas").first
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(DOUBLE_CLICK_MS)
    box = canvas.bounding_box()
    assert box is not None
    scale = TILE_PIXELS * 2**WORLD.zoom
    x = box["width"] / 2 + scale * (longitude - WORLD.longitude) / 360
    y = box["height"] / 2 + scale * (_north(WORLD.latitude) - _north(latitude))
    page.mouse.click(box["x"] + x, box["y"] + y)


def _north(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)


def _calls(file: Path) -> Path:
    """Three calls of four events each, answered in a queue of their own."""
    start = datetime(2026, 10, 30, 12, tzinfo=UTC)
    steps = ("task.created", "task-queue.entered", "reservation.created", "reservation.accepted")
    lines = [
        {
            "Sid": f"EV{number:031}{step}",
            "EventType": event_type,
            "TimestampMs": str(int((start + timedelta(seconds=60 * number + 10 * step)).timestamp() * 1000)),
            "TaskSid": f"WTuploaded{number}",
            "TaskAttributes": json.dumps({"direction": "inbound", "from": "+12125550100"}),
            "TaskChannelUniqueName": "voice",
            "TaskQueueName": "Uploaded",
            **({"ReservationSid": f"WRuploaded{number}", "WorkerSid": "WK1", "WorkerName": "Ana"} if step > 1 else {}),
        }
        for number in range(3)
        for step, event_type in enumerate(steps)
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return file
