"""From a number to its conversations, through them one by one and back; and a question in SQL, in a real browser."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import click_first_row

pytestmark = pytest.mark.browser

ONE = re.compile(r"/conversation\?")


def stands(page: Page) -> str:
    return page.get_by_text(re.compile(r"^\d[\d.,]* (?:of|de) \d[\d.,]* (?:in the list|en la lista)$")).inner_text()


def test_from_a_bar_through_a_list_from_one_conversation_to_the_next_and_back_to_the_same_place(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(sample_url)
    page.locator(".st-key-bars-direction .mark-rect path").first.click()
    expect(page).to_have_url(re.compile("[?&]direction="))
    settled(page)
    page.locator(".st-key-tile-conversations_offered").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Number passport", level=1)).to_be_visible()
    settled(page).locator(".st-key-again").get_by_role("link", name="See conversations").click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    page.goto(f"{settled(page).url}&page=2&cols=started_at,queue_name,queue_time_ms&sort=queue_time_ms-desc")
    settled(page)
    of_list = page.url

    click_first_row(page, "list-2")
    expect(page).to_have_url(ONE)
    settled(page)
    first = page.url
    assert stands(page).startswith("51 of ")
    page.get_by_role("button", name="Next in the list").click()
    expect(page).not_to_have_url(first)
    settled(page)
    expect(page.get_by_text(re.compile("^52 of "))).to_be_visible()
    page.get_by_role("button", name="Previous in the list").click()
    expect(page.get_by_text(re.compile("^51 of "))).to_be_visible()
    page.get_by_role("button", name="Previous in the list").click()
    expect(page.get_by_text(re.compile("^50 of "))).to_be_visible()
    page.get_by_role("button", name="Next in the list").click()
    expect(page.get_by_text(re.compile("^51 of "))).to_be_visible()
    settled(page).get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    settled(page)
    assert dict(parse_qsl(urlsplit(page.url).query)) == dict(parse_qsl(urlsplit(of_list).query))


def test_the_address_of_a_conversation_shows_the_same_in_a_fresh_browser(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/conversations?lang=es&sort=handling-desc")
    click_first_row(page, "list-1")
    expect(page).to_have_url(ONE)
    settled(page)
    here = stands(page)
    again = open_page(page.url, scheme="dark")
    assert stands(again) == here
    expect(again.get_by_role("button", name="Anterior de la lista")).to_be_disabled()
    again.get_by_text("De dónde sale cada campo").click()
    expect(settled(again).get_by_role("region", name="De dónde sale cada campo").first).to_be_visible()


def test_the_file_of_a_list_has_the_columns_of_the_screen(sample_url: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"{sample_url}/conversations?queue=Sales&cols=started_at,queue_time_ms,end_state")
    with page.expect_download() as told:
        page.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.reader(io.StringIO(Path(told.value.path()).read_text(encoding="utf-8"))))
    assert rows[0] == ["started_at", "queue_time_ms", "end_state", "conversation_id"]
    page.locator("[class*=st-key-take-list-1]").get_by_role("button").first.click()
    with page.expect_download() as told:
        page.get_by_role("button", name="XLSX").click()
    told.value.save_as(tmp_path / "list.xlsx")
    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["Started", "Queue time", "State", "Conversation's id"] in cells
    assert len(cells) >= len(rows)


def test_a_question_in_sql_is_answered_refused_and_given_up(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/explore?mode=sql")
    text = page.get_by_role("textbox", name="SQL")
    text.fill("SELECT queue_name, COUNT(*) AS n FROM conversations GROUP BY queue_name ORDER BY n DESC")
    text.press("Control+Enter")
    answer = page.get_by_role("region", name="Answer to the SQL statement").locator("canvas").first
    expect(answer).to_be_visible()
    settled(page)
    text.fill("SELECT *\nFROM read_csv('/etc/passwd')")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Line 2, column 6: read_csv cannot be read as a table")).to_be_visible()
    settled(page)
    # Long at work in little memory: it is not refused before it can be cancelled.
    text.fill("SELECT COUNT(*) FROM segments a CROSS JOIN segments b CROSS JOIN segments c")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled; nothing was changed.")).to_be_visible()
