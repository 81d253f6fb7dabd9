"""Passports, as a person checks a number: from a tile to what it is made of, into one conversation, and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row, click_last_number

pytestmark = pytest.mark.browser


def test_from_a_tile_through_its_passport_to_one_conversation_and_back(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/?channel=voice&vs=weekdays")
    shown = page.locator(".st-key-tile-abandon_rate").get_by_test_id("stMetricValue").inner_text()
    page.locator(".st-key-tile-abandon_rate").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Number passport", level=1)).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-tile-abandon_rate").get_by_test_id("stMetricValue")).to_have_text(shown)
    made = page.locator(".st-key-made")
    above, below = (
        int(made.get_by_role("row").nth(row).get_by_role("cell").nth(1).inner_text().replace(",", "")) for row in (1, 2)
    )
    assert f"{above / below:.1%}" == shown
    expect(page.locator(".st-key-facts")).to_contain_text("Channel: Voice")
    expect(page.locator(".st-key-facts")).to_contain_text("both sides end after the same time")

    page.get_by_role("radio", name="Above the line too").or_(
        page.get_by_role("button", name="Above the line too")
    ).click()
    expect(page).to_have_url(re.compile("part=counted"))
    click_first_row(settled(page), "passport-abandon_rate")
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-timeline")).to_be_visible()

    page.get_by_role("link", name="Back to the number").click()
    expect(page.get_by_role("heading", name="Number passport", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("metric=abandon_rate.*part=counted"))


def test_a_number_in_a_table_opens_the_passport_of_its_group(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/?period=30d")
    click_last_number(page, "table-queue_name")
    expect(page.get_by_role("heading", name="Number passport", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/passport\\?(?=.*queue=)(?=.*metric=average_handling_time)"))
    shown = settled(page).get_by_test_id("stMetricValue").inner_text()
    assert re.fullmatch(r"\d+:\d\d", shown), shown
    page.go_back()
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    expect(settled(page).get_by_role("heading", name="Overview", level=1)).to_be_visible()


def test_the_link_of_a_passport_shows_the_same_number_in_another_browser(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/passport?metric=average_talk_time&period=7d&tz=browser&queue=Billing")
    shown = page.get_by_test_id("stMetricValue").inner_text()
    link = page.locator(".st-key-again").get_by_test_id("stCode").first.inner_text().replace("\n", "").strip()
    assert link.startswith(f"{sample_url}/passport?period=2026-")
    assert "tz=UTC" in link
    other = open_page(link, locale="es-ES", scheme="dark")
    expect(other.get_by_role("heading", name="Pasaporte del número", level=1)).to_be_visible()
    assert other.get_by_test_id("stMetricValue").inner_text() == shown


def test_a_number_that_does_not_exist_leads_to_the_one_that_was_meant(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/passport?metric=servis_level")
    expect(page.get_by_test_id("stMain")).to_contain_text("This number does not exist")
    page.get_by_role("button", name="Service level").first.click()
    expect(page).to_have_url(re.compile("metric=service_level"))
    expect(page.locator(".st-key-made")).to_contain_text("Below the line")
