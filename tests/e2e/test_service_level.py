"""The laboratory: another target, the conversations that it moves, one of them, and back; then it is the house's."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row

pytestmark = pytest.mark.browser


def number(page: Page, key: str) -> float:
    text = settled(page).locator(f".st-key-{key}").get_by_test_id("stMetricValue").inner_text()
    return float(text.rstrip("%"))


def test_another_target_moves_the_number_opens_the_rows_and_is_saved(
    own_url: str, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(f"{own_url}/service_level?period=all")
    house = number(page, "lab-house")
    assert number(page, "lab-tried") == house
    page.get_by_label("In time: less than (s)").first.fill("10")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-lab-moves")).to_contain_text("conversations count otherwise")
    settled(page)
    # The line about what moves may stand before the number beside it is drawn anew.
    expect(page.locator(".st-key-lab-tried").get_by_test_id("stMetricValue")).not_to_have_text(f"{house}%")
    assert number(page, "lab-house") == house
    tried = number(page, "lab-tried")
    assert tried < house

    click_first_row(page, "lab-moves")
    moves = page.locator(".st-key-lab-moves")
    expect(moves).to_contain_text("Answered in time · in time → not in time")
    expect(moves).to_contain_text(re.compile(r"[\d,]+ conversations · page 1 of"))
    settled(page)
    click_first_row(page, "list-1")
    expect(page.get_by_role("heading", name="Conversation", level=1, exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("heading", name="Service level", level=1)).to_be_visible()
    settled(page)
    assert number(page, "lab-tried") == tried

    page.get_by_role("button", name="Make these the house's rules").click()
    expect(page.locator(".st-key-lab-rules")).to_contain_text("Saved.")
    settled(page)
    assert number(page, "lab-house") == tried
    assert (tmp_path / "own" / "settings.toml").read_text(encoding="utf-8") == "answer_within_s = 10\n"
