"""Drilling in a real browser: a click narrows, the line of ways on leads deeper, across, to the rows and back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import choose, click_first_row, tile

pytestmark = pytest.mark.browser

OFFERED = "conversations_offered"
DAY = "2026-10-20"


def asked(page: Page) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(page.url).query).items()}


def click_bar(page: Page, chart: str, number: int) -> None:
    page.locator(f".st-key-{chart} .mark-rect path").nth(number).click()
    expect(page).to_have_url(re.compile("path="))
    settled(page)


def test_a_bar_is_clicked_drilled_into_and_left_by_the_breadcrumb(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/?period={DAY}")
    whole = tile(page, OFFERED)
    click_bar(page, "bars-direction", 0)
    narrowed = tile(page, OFFERED)
    assert 0 < narrowed < whole
    trail = page.locator(".st-key-trail")
    expect(trail).to_contain_text("Inbound")
    expect(trail.get_by_role("link", name=f"Open the {narrowed} conversations")).to_be_visible()

    trail.get_by_role("button", name="Split by…").click()
    page.get_by_role("menuitem", name="Queue", exact=True).click()
    expect(page).to_have_url(re.compile("split=queue_name"))
    settled(page)
    expect(page.locator(".st-key-figure-split")).to_contain_text("by queue")

    trail.get_by_role("button", name="Start").click()
    expect(page.locator(".st-key-trail")).to_have_count(0)
    settled(page)
    assert tile(page, OFFERED) == whole
    assert asked(page) == {"period": DAY}


def test_from_an_hour_to_its_quarters_and_to_one_of_its_conversations_and_back(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(f"{sample_url}/?period={DAY}")
    click_bar(page, "trend-conversations_offered", 14)
    assert asked(page)["period"] == f"{DAY}T14:00..{DAY}T15:00"
    of_hour = tile(page, OFFERED)
    assert of_hour > 1
    expect(page.locator(".st-key-trail").get_by_role("button", name="Drill down: quarter of an hour")).to_be_visible()
    expect(page.locator(".st-key-trend-conversations_offered .mark-rect path")).to_have_count(4)

    page.locator(".st-key-trail").get_by_role("link", name=f"Open the {of_hour} conversations").click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    settled(page)
    expect(page.get_by_text(f"{of_hour} conversations · page 1 of 1", exact=True)).to_be_visible()
    listed = asked(page)
    click_first_row(page, "list-1")
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    settled(page)
    assert {name: asked(page)[name] for name in listed} == listed
    expect(page.get_by_text(f"{of_hour} conversations · page 1 of 1", exact=True)).to_be_visible()


def test_a_link_shows_the_same_in_a_fresh_browser_and_the_back_button_what_was_before(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(f"{sample_url}/?period={DAY}&tz=Europe/Madrid&vs=weekdays&channel=voice,chat&differences=shown")
    before = page.url, page.get_by_test_id("stMain").inner_text()
    click_bar(page, "trend-conversations_offered", 16)
    shown = page.get_by_test_id("stMain").inner_text()
    assert shown != before[1]
    fresh = open_page(page.url)
    expect(fresh.locator(".st-key-trail")).to_be_visible()
    assert fresh.get_by_test_id("stMain").inner_text() == shown
    page.go_back()
    expect(page.locator(".st-key-trail")).to_have_count(0)
    settled(page)
    assert (page.url, page.get_by_test_id("stMain").inner_text()) == before


@pytest.mark.parametrize(("locale", "deeper"), [("en-US", "Drill down: hour"), ("es-ES", "Profundizar: hora")])
def test_the_ways_on_stay_in_sight_and_can_be_reached_by_keyboard(
    sample_url: str, open_page: Open, locale: str, deeper: str
) -> None:
    page = open_page(f"{sample_url}/?period={DAY}&path=/{OFFERED},period:30d", locale=locale, scheme="dark")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 900)")
    button = page.locator(".st-key-trail").get_by_role("button", name=deeper)
    expect(button).to_be_in_viewport()
    button.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("split=hour"))
    expect(settled(page).locator(".st-key-figure-split")).to_be_visible()


def test_a_filter_is_added_by_typing_and_goes_along_to_another_page(sample_url: str, open_page: Open) -> None:
    page = open_page(sample_url)
    choose(page, "Add a filter", "Queue contains")
    field = page.locator(".st-key-part-queue_name").get_by_role("textbox")
    field.fill("support")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"queue=(\*|%2A)support"))
    expect(settled(page).get_by_test_id("stMain")).to_contain_text("Queue contains “support”")
    page.get_by_role("link", name="Abandonment", exact=True).click()
    expect(page.get_by_role("heading", name="Abandonment", level=1)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("Queue contains “support”")
