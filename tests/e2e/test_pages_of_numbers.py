"""On each page of numbers a click on a picture moves a number, or opens the conversations that it stands for."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row, tile

pytestmark = pytest.mark.browser

OFFERED = "conversations_offered"


def click_mark(page: Page, card: str, mark: str, number: int = 0) -> None:
    """Click a mark of the picture in a card, as it is drawn: `rect`, `arc`, …; of layers, the uppermost one."""
    layers = page.locator(f".st-key-{card} .mark-{mark}.role-mark")
    layers.last.locator("path").nth(number).click()


def in_list(page: Page) -> int:
    """How many conversations the list says that it has."""
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    told = settled(page).get_by_test_id("stMain").inner_text()
    found = re.search(r"([\d,]+) conversations? · page|(1) conversation\b", told)
    assert found, told
    return int((found[1] or found[2]).replace(",", ""))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_part_of_the_donut_narrows_the_overview(sample_url: str, open_page: Open, scheme: str) -> None:
    page = open_page(sample_url, scheme=scheme)
    before = tile(page, OFFERED)
    click_mark(page, "donut-channel", "arc", 1)
    expect(page).to_have_url(re.compile("[?&]channel="))
    assert 0 < tile(settled(page), OFFERED) < before


@pytest.mark.parametrize(
    ("card", "mark", "param"),
    [
        ("hours-queue_name", "rect", "hour"),
        ("trend-service_level", "symbol", "period"),
        ("courses-average_speed_of_answer", "symbol", "period"),
    ],
)
def test_a_mark_narrows_the_queues(sample_url: str, open_page: Open, card: str, mark: str, param: str) -> None:
    page = open_page(f"{sample_url}/queues")
    before = tile(page, OFFERED)
    click_mark(page, card, mark, 10)
    expect(page).to_have_url(re.compile(f"[?&]{param}="))
    assert 0 < tile(settled(page), OFFERED) < before


def test_a_queue_of_the_table_is_opened_by_the_quarter_of_an_hour(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/queues?period=2026-10-12")
    before = tile(page, OFFERED)
    click_first_row(page, "table-queue_name")
    expect(page).to_have_url(re.compile("[?&]queue="))
    assert 0 < tile(settled(page), OFFERED) < before
    page.get_by_role("radio", name="15 minutes").click()
    expect(page).to_have_url(re.compile("grain=quarter_hour"))
    expect(settled(page).get_by_role("heading", name="Service level by 15 minutes")).to_be_visible()


def test_a_bin_opens_as_many_conversations_as_it_says(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/abandonment")
    card = page.locator(".st-key-histogram-abandon_time_ms")
    card.locator("summary").click()
    expect(card.locator("canvas").first).to_contain_text("0:00 – ")
    first = card.locator(".mark-rect.role-mark path").first
    said = re.search(r"How many: ([\d,]+)", first.get_attribute("aria-label") or "")
    assert said
    first.click()
    assert in_list(page) == int(said[1].replace(",", ""))
    expect(page).to_have_url(re.compile("behind=median_abandon_time.*below="))


def test_a_box_narrows_where_handling_time_goes_and_a_bin_opens_its_conversations(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(f"{sample_url}/handling?by=channel")
    before = page.locator(".st-key-tile-total_handling_time").get_by_test_id("stMetricValue").inner_text()
    click_mark(page, "spread-channel", "rect")
    expect(page).to_have_url(re.compile("[?&]channel="))
    after = settled(page).locator(".st-key-tile-total_handling_time").get_by_test_id("stMetricValue").inner_text()
    assert after != before
    bins = page.locator(".st-key-histogram-handling_time_ms .mark-rect.role-mark path")
    bins.nth(bins.count() // 4).click()
    assert in_list(page) > 0
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(r"Handling time \d+:\d\d – \d+:\d\d"))


def test_a_kind_of_ending_opens_its_conversations(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/abandonment?period=90d")
    short = tile(page, "short_abandons")
    page.locator(".st-key-measures-conversations_never_connected .mark-rect path").nth(1).click()
    assert in_list(page) == short
