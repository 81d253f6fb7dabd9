"""New data in a real browser: open pages show them by themselves, and nobody loses his place for it."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import tile
from tests.e2e.server import serving

pytestmark = pytest.mark.browser

FIRST = datetime(2026, 10, 20, 12, tzinfo=UTC)
WORDS = {"TaskChannelUniqueName": "voice", "TaskQueueName": "Support", "TaskCanceledReason": "hangup"}


@pytest.fixture(scope="module")
def live_home(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose inbox is looked into as often as can be. Every test drops calls of its own there."""
    home = tmp_path_factory.mktemp("live") / "workspace"
    shutil.copytree(sample_workspace, home)
    (home / "settings.toml").write_text("refresh_every_s = 1\n")
    (home / "inbox").mkdir()
    return home


@pytest.fixture(scope="module")
def live_url(live_home: Path) -> Iterator[str]:
    with serving(live_home) as url:
        yield url


@pytest.fixture
def drop(live_home: Path, named: Callable[[str], str]) -> Callable[[int], None]:
    """Drop so many calls into the inbox, which nobody has dropped before."""
    return lambda calls: write_calls(live_home / "inbox", named("calls").replace(" ", "-"), calls)


def write_calls(inbox: Path, name: str, calls: int) -> None:
    """Calls that nobody answered; under a temporary name until they are whole."""
    attributes = json.dumps({"direction": "inbound", "from": "+12125550100"})
    with (inbox / f"{name}.part").open("w") as out:
        for number in range(calls):
            for step, event_type in enumerate(("task.created", "task-queue.entered", "task.canceled")):
                moment = FIRST + timedelta(seconds=30 * number + 9 * step)
                task = {"TaskSid": f"WT{name}{number}", "TaskAttributes": attributes}
                event = {"Sid": f"EV{name}{number}-{step}", "EventType": event_type}
                out.write(json.dumps(event | task | WORDS | {"TimestampMs": int(moment.timestamp() * 1000)}) + "\n")
    (inbox / f"{name}.part").rename(inbox / f"{name}.ndjson")


def place(page: Page) -> int:
    """How far the reader has scrolled."""
    return int(page.get_by_test_id("stMain").evaluate("main => main.scrollTop"))


@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("es-ES", "dark")])
def test_a_number_changes_by_itself_and_filter_and_place_stay(
    live_url: str, drop: Callable[[int], None], open_page: Open, locale: str, scheme: str
) -> None:
    page = open_page(f"{live_url}/?channel=voice&period=all", locale=locale, scheme=scheme)
    shown = page.locator(".st-key-tile-conversations_offered").get_by_test_id("stMetricValue")
    separator = "," if locale == "en-US" else "."
    before = int(shown.inner_text().replace(separator, ""))
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 420)")
    scrolled, address = place(page), page.url
    assert scrolled
    drop(25)
    expect(shown).to_have_text(f"{before + 25:,}".replace(",", separator))
    settled(page)
    assert page.url == address
    assert place(page) == scrolled


def test_who_has_something_open_is_offered_the_new_data_and_not_disturbed(
    live_url: str, drop: Callable[[int], None], open_page: Open
) -> None:
    page = open_page(f"{live_url}/?channel=voice&period=all")
    before = tile(page, "conversations_offered")
    page.get_by_test_id("stPopover").first.get_by_role("button").click()
    opened = page.get_by_test_id("stPopoverBody")
    expect(opened).to_be_visible()
    drop(10)
    offer = page.get_by_role("button", name="New data – show")
    expect(offer).to_be_visible()
    expect(opened).to_be_visible()
    assert tile(page, "conversations_offered") == before
    page.keyboard.press("Escape")
    shown = page.locator(".st-key-tile-conversations_offered").get_by_test_id("stMetricValue")
    expect(shown).to_have_text(f"{before + 10:,}")
    expect(offer).to_be_hidden()


def test_what_is_half_typed_stays_and_the_list_follows_when_it_is_asked_to(
    live_url: str, drop: Callable[[int], None], open_page: Open
) -> None:
    page = open_page(f"{live_url}/conversations?period=all")
    field = page.get_by_test_id("stMain").get_by_role("searchbox").first
    field.click()
    field.press_sequentially("half a na")
    drop(10)
    offer = page.get_by_role("button", name="New data – show")
    expect(offer).to_be_visible()
    expect(field).to_have_value("half a na")
    expect(field).to_be_focused()
    offer.press("Enter")
    expect(offer).to_be_hidden()
