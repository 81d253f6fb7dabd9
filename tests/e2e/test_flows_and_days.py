"""From a ribbon to the conversations behind it, and from an agent's day to one conversation, with the mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row, tile

pytestmark = pytest.mark.browser


def listed(page: Page) -> int:
    told = settled(page).locator(".st-key-passed-on").get_by_test_id("stCaptionContainer").first.inner_text()
    return int(told.partition(":")[0].replace(",", ""))


def test_a_click_on_a_ribbon_lists_what_is_behind_it_and_a_row_opens_it(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/transfers?period=all")
    everything = listed(page)
    ribbon = page.locator(".st-key-flow .mark-area path").first
    told = ribbon.get_attribute("aria-label") or ""
    ribbon.click()
    expect(page).to_have_url(re.compile(r"from=queue%3A.*to=.*how="))
    settled(page)
    expect(page.get_by_role("button", name="All flows")).to_be_visible()
    settled(page)
    assert listed(page) == int(told.rpartition(": ")[2]) < everything

    click_first_row(page, "passed-on-")
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("Transfer")


def test_a_click_on_a_queue_of_the_flow_or_on_a_marked_one_narrows_the_numbers(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(f"{sample_url}/transfers?period=all")
    before = tile(page, "transfers")
    page.locator(".st-key-flow .mark-text text", has_text="Billing").first.click()
    expect(page).to_have_url(re.compile("[?&]queue=Billing"))
    settled(page)
    assert 0 < tile(page, "transfers") < before
    page = open_page(f"{sample_url}/transfers?period=all")
    page.locator(".st-key-funnel-queue_name .mark-symbol path").first.click()
    expect(page).to_have_url(re.compile("[?&]queue="))


def test_a_click_on_a_talk_in_an_agents_day_opens_its_conversation(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/agents?period=all&on=2026-10-26")
    talk = page.locator(".st-key-bands .mark-rect path[aria-label*='Talk']").first
    talk.scroll_into_view_if_needed()
    talk.click()
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-timeline")).to_be_visible()


def test_an_agent_is_found_as_one_types(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/agents?period=all&on=2026-10-26")
    names = page.locator(".st-key-bands .role-axis-label text")
    expect(names.filter(has_text="Ruby Greene")).to_have_count(1)
    page.get_by_role("searchbox", name="Find an agent").press_sequentially("quinn", delay=60)
    expect(page).to_have_url(re.compile("who=quinn"))
    expect(names.filter(has_text="Ruby Greene")).to_have_count(0)
    expect(names.filter(has_text="Daniel Quinn")).to_have_count(1)
