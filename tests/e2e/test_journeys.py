"""The journeys that matter, as a person takes them: from a number to the conversation, from the map, from a file."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row, click_on_map, place, tile

pytestmark = pytest.mark.browser


def test_from_the_overview_through_a_bar_to_one_conversation(sample_url: str, open_page: Open) -> None:
    page = open_page(sample_url)
    before = tile(page, "conversations_offered")
    page.locator(".st-key-bars-direction .mark-rect path").first.click()
    expect(page).to_have_url(re.compile("[?&]direction="))
    expect(settled(page).locator(".st-key-chips")).to_contain_text("Direction")
    narrowed = tile(page, "conversations_offered")
    assert 0 < narrowed < before

    page.locator(".st-key-tile-conversations_offered").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Number passport", level=1)).to_be_visible()
    settled(page)
    assert tile(page, "conversations_offered") == narrowed
    page.locator(".st-key-again").get_by_role("link", name="See conversations").click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text(f"{narrowed:,}")

    click_first_row(page, "list-1")
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-timeline")).to_be_visible()
    expect(page.get_by_role("region", name="Segments").locator("canvas").first).to_contain_text("Queue")
    click_first_row(page, "events")
    expect(page.locator(".st-key-event")).to_contain_text("task.created")


def test_a_click_on_a_country_of_the_map_narrows_the_numbers(sample_url: str, open_map: Open) -> None:
    page = open_map(f"{sample_url}/geography?level=country")
    before = tile(page, "conversations_offered")
    click_on_map(page, latitude=40.0, longitude=-98.0, name="United States")
    expect(page).to_have_url(re.compile("country=US"))
    settled(page)
    expect(page.locator(".st-key-breadcrumb")).to_contain_text("United States")
    assert 0 < tile(page, "conversations_offered") < before


def test_from_the_world_through_map_table_and_bars_to_the_conversations_of_an_area_code_and_back(
    sample_url: str, open_map: Open
) -> None:
    page = open_map(f"{sample_url}/geography")
    bars = page.locator("[class*=st-key-places-bars]")
    offered = [tile(page, "conversations_offered")]
    for param, go_deeper in (
        ("region", lambda: click_on_map(page, latitude=40.0, longitude=-98.0, name="North America")),
        ("country", lambda: click_first_row(page, "places-table-")),
        ("state", lambda: bars.locator(".mark-rect path").first.click()),
    ):
        go_deeper()
        expect(page).to_have_url(re.compile(f"[?&]{param}="))
        offered.append(tile(settled(page), "conversations_offered"))
    expect(page.locator(".st-key-breadcrumb")).to_contain_text(re.compile("World.*North America.*United States", re.S))
    assert offered == sorted(set(offered), reverse=True)

    shown = int(bars.locator(".mark-text.role-mark text").first.text_content() or "")
    bars.locator(".mark-rect path").first.click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    expect(settled(page).get_by_test_id("stMain")).to_contain_text(re.compile(rf"(?<![\d,]){shown} conversations"))

    page.go_back()
    expect(page.get_by_role("heading", name="Geography", level=1)).to_be_visible()
    settled(page)
    for name, lifted, number in zip(
        ("United States", "North America", "World"), ("state", "country", "region"), offered[2::-1], strict=True
    ):
        page.locator(".st-key-breadcrumb").get_by_role("button", name=name).click()
        expect(page).not_to_have_url(re.compile(f"[?&]{lifted}="))
        assert tile(settled(page), "conversations_offered") == number


def test_a_click_that_narrows_leaves_the_reader_where_they_were(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/geography?country=US")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 300)")
    bars = page.locator("[class*=st-key-places-bars] .mark-rect path").first
    bars.scroll_into_view_if_needed()
    place = page.locator(".st-key-breadcrumb").bounding_box()
    bars.click()
    expect(page).to_have_url(re.compile("[?&]state="))
    settled(page)
    # The line of ways on is added above; what was looked at stays where it was in the window.
    after = page.locator(".st-key-breadcrumb").bounding_box()
    assert place is not None
    assert after is not None
    assert abs(after["y"] - place["y"]) < 10


def test_a_conversation_opened_from_far_down_the_list_begins_at_its_top(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/conversations")
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 700)")
    left = place(page.locator("[class*=st-key-list-1] canvas").first).left
    page.mouse.click(left + 15, page.viewport_size["height"] / 2)
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    page.wait_for_function(f"{scrolled} === 0")


def test_an_uploaded_file_is_loaded_and_changes_the_numbers(
    common_url: str, open_page: Open, tmp_path: Path, named: Callable[[str], str]
) -> None:
    page = open_page(f"{common_url}/data")
    queue = named("Uploaded").replace(" ", "-")
    file = _calls(tmp_path / f"{queue}.ndjson", queue)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)
    page.locator(".st-key-load").get_by_role("button").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("18")
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text(file.name)
    page.goto(f"{common_url}/?queue={queue}&period=all")
    settled(page)
    assert tile(page, "conversations_offered") == 3


def test_a_newcomer_without_data_is_led_to_the_sample_and_then_sees_numbers(empty_url: str, open_page: Open) -> None:
    page = open_page(empty_url)
    expect(page.locator(".st-key-no-data")).to_be_visible()
    page.locator(".st-key-no-data").get_by_role("link").click()
    page.locator(".st-key-sample").get_by_role("button").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page.locator(".st-key-tile-conversations_offered")).to_be_visible()
    assert tile(page, "conversations_offered") > 100


def _calls(file: Path, queue: str) -> Path:
    """Three calls of six events each, handled in a queue of their own."""
    start = datetime(2026, 10, 30, 12, tzinfo=UTC)
    task = ("task.created", "task-queue.entered")
    offer = tuple(f"reservation.{step}" for step in ("created", "accepted", "wrapup", "completed"))
    lines = [
        {
            "Sid": f"EV{queue}{number:031}{step}",
            "EventType": event_type,
            "TimestampMs": str(int((start + timedelta(seconds=60 * number + 10 * step)).timestamp() * 1000)),
            "TaskSid": f"WT{queue}{number}",
            "TaskAttributes": json.dumps({"direction": "inbound", "from": "+12125550100"}),
            "TaskChannelUniqueName": "voice",
            "TaskQueueName": queue,
            **(
                {"ReservationSid": f"WR{queue}{number}", "WorkerSid": "WK1", "WorkerName": "Ana"}
                if event_type in offer
                else {}
            ),
        }
        for number in range(3)
        for step, event_type in enumerate(task + offer)
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return file
