"""Taking results along in a real browser: files that equal the screen, and a report that needs no server."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Page, expect

from tests.atalaya import ROOT
from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import place, tile

pytestmark = pytest.mark.browser


def take(page: Page, card: str, name: str) -> Download:
    """Open the menu of a part of the page, once, and download one of its files."""
    button = page.locator(f"[class*=st-key-take-{name}-] button").first
    if not settled(page).locator(f"[class*=st-key-take-{name}-] button:visible").count():
        page.locator(f"{card} [class*=st-key-take-] button").first.click()
        settled(page)
    with page.expect_download() as download:
        button.click()
    return download.value


def test_what_is_taken_from_a_table_is_what_it_shows(sample_url: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"{sample_url}/?lang=es&period=all")
    card = ".st-key-table-queue_name"
    shown = page.locator(f"{card} canvas").first
    taken = take(page, card, "csv")
    taken.save_as(tmp_path / "queues.csv")
    head, *rows = csv.reader(StringIO((tmp_path / "queues.csv").read_text("utf-8-sig")), delimiter=";")
    expect(shown.locator("th")).to_have_text(head)
    # What is drawn of numbers is a picture; for whoever does not see it, the browser has them without their words.
    names = shown.locator("td[aria-colindex='1']").all_text_contents()
    assert names[:5] == [row[0] for row in rows[:5]]
    first = shown.locator("td[aria-colindex='2']").first.text_content()
    assert rows[0][1].replace(".", "") == first
    taken = take(page, card, "xlsx")
    taken.save_as(tmp_path / "queues.xlsx")
    book = load_workbook(tmp_path / "queues.xlsx")
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [row[0] for row in rows]
    facts = {cell.value for row in book.worksheets[-1].iter_rows() for cell in row}
    assert {"Período", "Reloj", "Filtros"} <= facts


def test_a_chart_is_taken_as_a_picture_with_its_numbers(sample_url: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"{sample_url}/", scheme="dark")
    card = ".st-key-bars-direction"
    taken = take(page, card, "svg")
    taken.save_as(tmp_path / "bars.svg")
    drawn = (tmp_path / "bars.svg").read_text("utf-8")
    for text in page.locator(f"{card} .mark-text.role-mark text").all_text_contents():
        assert f">{text}<" in drawn
    assert "#10191D" in drawn
    taken = take(page, card, "png")
    taken.save_as(tmp_path / "bars.png")
    assert (tmp_path / "bars.png").read_bytes().startswith(b"\x89PNG")


def test_from_an_uploaded_file_through_a_notebook_to_a_report_without_any_server(
    empty_url: str, open_page: Open, browser: Browser, tmp_path: Path
) -> None:
    page = open_page(f"{empty_url}/data")
    files = sorted((ROOT / "sample_data" / "files").iterdir())
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(files)
    page.locator(".st-key-load").get_by_role("button").click()
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    page.goto(f"{empty_url}/notebook?name=atalaya.overview&period=all&queue=Sales")
    settled(page)
    offered = page.get_by_test_id("stMetricValue").first.inner_text()
    page.locator("[class*=st-key-report-] button").first.click()
    settled(page)
    with page.expect_download() as download:
        page.locator("[class*=st-key-report-html-] button").click()
    file = tmp_path / "report.html"
    download.value.save_as(file)
    with browser.new_context(offline=True, locale="en-US") as context:
        report = context.new_page()
        asked: list[str] = []
        report.on("request", lambda request: asked.append(request.url))
        report.on("console", lambda message: asked.append(message.text))
        report.on("pageerror", lambda problem: asked.append(str(problem)))
        report.goto(file.as_uri())
        expect(report.get_by_role("heading", level=1)).to_have_text("Overview")
        expect(report.locator("dl.facts")).to_contain_text("Queue: Sales")
        expect(report.locator(".tiles .value").first).to_have_text(offered)
        expect(report.get_by_role("img").first).to_be_visible()
        expect(report.get_by_role("columnheader", name="Queue").last).to_be_visible()
        assert report.locator("svg text").count() > 10
        assert asked == [file.as_uri()]


def test_a_menu_can_be_opened_and_used_by_keys_alone(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/")
    # Its name is there for ears; eyes see the icon alone.
    button = page.locator(".st-key-bars-direction").get_by_role("button", name="Take it with you: By direction")
    assert place(button).width < 40
    button.focus()
    page.keyboard.press("Enter")
    settled(page)
    png = page.get_by_test_id("stPopoverBody").get_by_role("button", name="PNG")
    expect(png).to_be_visible()
    with page.expect_download() as download:
        png.press("Enter")
    assert download.value.suggested_filename.endswith(".png")
    assert tile(page, "conversations_offered") > 0
