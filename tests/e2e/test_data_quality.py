"""Data quality in the browser: from the answer to a finding, its rows and a conversation; and leaving some out."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row

pytestmark = pytest.mark.browser

HELD = re.compile(r"19 of 21 laws hold; 0\.1% of the conversations \(6 of 5,168\)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_answer_to_a_finding_to_a_conversation(sample_url: str, open_page: Open, scheme: str) -> None:
    page = open_page(f"{sample_url}/data_quality?period=all", scheme=scheme)
    expect(page.get_by_text(HELD)).to_be_visible()
    click_first_row(page, "findings-")
    expect(page).to_have_url(re.compile("[?&]finding=(queue_balance|no_missing_event)"))
    expect(settled(page).get_by_text("What it means for the numbers")).to_be_visible()
    click_first_row(page, "found-")
    expect(page.get_by_role("heading", name="Conversation", level=1)).to_be_visible()
    settled(page).go_back()
    expect(page.get_by_text(HELD)).to_be_visible()


def test_the_conversations_of_a_finding_are_left_out_of_all_numbers(own_url: str, open_page: Open) -> None:
    page = open_page(f"{own_url}/data_quality?period=all&finding=queue_balance")
    page.get_by_text("Leave these conversations out of all numbers").click()
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("Why", exact=True).fill("Entries lost in September")
    page.get_by_role("button", name="Exclude 3 conversations").click()
    expect(page.get_by_text(re.compile(r"20 of 21 laws hold; .* \(3 of 5,165\)"))).to_be_visible()
    expect(page.get_by_text(re.compile("3 conversations, by Ana Ruiz"))).to_be_visible()
