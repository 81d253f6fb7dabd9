"""Long work in a real browser: it is seen, the app goes on meanwhile, it changes the numbers, and it can be stopped."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import tile

pytestmark = pytest.mark.browser

CALLS = 40_000
"""So many calls take some seconds to load, on any machine."""


@pytest.fixture(scope="module")
def many_calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Calls that nobody answered, in a queue of their own."""
    first = datetime(2026, 10, 20, tzinfo=UTC)
    words = {"TaskChannelUniqueName": "voice", "TaskQueueName": "Uploaded", "TaskCanceledReason": "hangup"}
    attributes = json.dumps({"direction": "inbound", "from": "+12125550100"})
    file = tmp_path_factory.mktemp("calls") / "many.ndjson"
    with file.open("w") as out:
        for number in range(CALLS):
            began = first + timedelta(seconds=30 * number)
            for step, event_type in enumerate(("task.created", "task-queue.entered", "task.canceled")):
                moment = str(int((began + timedelta(seconds=9 * step)).timestamp() * 1000))
                task = {"TaskSid": f"WTmany{number}", "TaskAttributes": attributes, "TimestampMs": moment}
                event = {"Sid": f"EV{number:031}{step}", "EventType": event_type}
                out.write(f"{json.dumps(event | task | words)}\n")
    return file


def begin(page: Page, file: Path) -> None:
    """Load a file, until its progress is seen."""
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)
    page.locator(".st-key-load").get_by_role("button").click()
    expect(page.locator(".st-key-job").get_by_role("progressbar")).to_be_visible()


def test_a_load_is_seen_while_other_pages_work_and_then_moves_the_numbers(
    own_url: str, open_page: Open, many_calls: Path
) -> None:
    other = open_page(f"{own_url}/data", locale="es-ES", scheme="dark")
    page = open_page(f"{own_url}/data")
    begin(page, many_calls)
    other.get_by_role("link", name="Datos", exact=True).first.click()
    expect(other.locator(".st-key-job").get_by_role("progressbar")).to_be_visible()
    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    expect(page.locator(".st-key-job-note").get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".st-key-tile-conversations_offered")).to_be_visible()
    expect(other.get_by_test_id("stAlert")).to_contain_text("120.000 registros nuevos")
    expect(page.locator(".st-key-job-note")).to_contain_text("It has ended")
    page.goto(f"{own_url}/?queue=Uploaded&period=all")
    settled(page)
    assert tile(page, "conversations_offered") == CALLS


def test_a_load_that_is_stopped_by_the_keyboard_changes_nothing(
    own_url: str, open_page: Open, many_calls: Path
) -> None:
    page = open_page(f"{own_url}/data")
    events = page.locator(".st-key-amounts").get_by_test_id("stMetricValue").first.inner_text()
    begin(page, many_calls)
    expect(page.locator(".st-key-job")).to_contain_text("records")
    page.locator(".st-key-stop").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("stopped")
    page.reload()
    settled(page)
    expect(page.get_by_test_id("stAlert")).to_contain_text("stopped")
    assert page.locator(".st-key-amounts").get_by_test_id("stMetricValue").first.inner_text() == events
    expect(page.get_by_test_id("stMain")).not_to_contain_text("many.ndjson")
