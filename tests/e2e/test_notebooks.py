"""Notebooks as people use them: built in Explore and kept, edited by two at once, and by keyboard alone."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled

pytestmark = pytest.mark.browser


def begin(page: Page, title: str) -> None:
    """A new notebook, opened to be edited."""
    page.get_by_role("button", name="New notebook").click()
    page.get_by_label("Title").fill(title)
    page.keyboard.press("Enter")
    page.locator(".st-key-notebook-begin button:not([disabled])").click()
    expect(page).to_have_url(re.compile("draft="))
    settled(page)


def add(page: Page, kind: str, button: str = "add") -> None:
    """A new cell, opened to be edited."""
    page.locator(f".st-key-{button} button").click()
    page.get_by_role("menuitem", name=kind).click()
    expect(page.locator(".st-key-editor")).to_be_visible()
    settled(page)


def write(page: Page, label: str, text: str) -> None:
    """Type into a field and leave it."""
    field = page.get_by_label(label)
    field.fill(text)
    field.press("Tab")
    settled(page)


def save(page: Page) -> None:
    page.locator(".st-key-notebook-save button:not([disabled])").click()
    expect(page.locator(".st-key-notebook-bar")).to_contain_text("Saved.")
    settled(page)


def test_a_figure_of_explore_is_kept_in_a_notebook_and_is_there_after_a_reload(
    common_url: str, open_page: Open, named: Callable[[str], str]
) -> None:
    page = open_page(f"{common_url}/explore?period=7d")
    title = page.locator(".st-key-figure-explore h3").inner_text()
    page.get_by_role("button", name="Add to a notebook").click()
    page.get_by_label("Title", exact=True).last.fill(named("Kept"))
    page.keyboard.press("Enter")
    page.locator("[class*=st-key-adding-do] button:not([disabled])").click()
    page.get_by_role("link", name="Open the notebook").click()
    expect(page).to_have_url(re.compile(r"/notebook.*name=kept-\d+"))
    for open_again in (page.reload, None):
        expect(settled(page).locator("h3").get_by_text(title)).to_be_visible()
        expect(page.get_by_role("combobox", name="Period")).to_have_value("Last 7 days")
        if open_again:
            open_again()


def test_what_is_typed_into_a_notebook_is_there_after_a_refresh_and_can_be_taken_back(
    common_url: str, open_page: Open, named: Callable[[str], str]
) -> None:
    page = open_page(f"{common_url}/notebooks")
    begin(page, named("Notes"))
    add(page, "Text")
    write(page, "Text (Markdown)", "Typed **once**.")
    expect(page.locator(".st-key-shown-text strong")).to_have_text("once")
    page.reload()
    expect(settled(page).locator(".st-key-shown-text strong")).to_have_text("once")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".st-key-shown-text strong")).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".st-key-shown-text strong")).to_have_text("once")
    settled(page)
    add(page, "Chart", "add-text")
    expect(page.locator(".st-key-shown-chart .mark-line path").first).to_be_visible()
    save(page)
    page.get_by_role("button", name="Stop editing").click()
    expect(page.locator(".st-key-edit button")).to_be_visible()
    address = urlsplit(page.url)
    assert parse_qs(address.query) == {"name": [named("notes").replace(" ", "-")]}
    other = open_page(page.url)
    expect(other.locator(".st-key-shown-text strong")).to_have_text("once")
    expect(other.locator(".st-key-shown-chart .mark-line path").first).to_be_visible()


def test_of_two_who_edit_the_second_is_told_and_merges(
    common_url: str, open_page: Open, named: Callable[[str], str]
) -> None:
    first = open_page(f"{common_url}/notebooks")
    ours = named("ours").replace(" ", "-")
    begin(first, named("Ours"))
    add(first, "Text")
    write(first, "Text (Markdown)", "Before.")
    save(first)
    second = open_page(f"{common_url}/notebook?name={ours}")
    second.locator(".st-key-edit button").click()
    expect(second).to_have_url(re.compile("draft="))
    settled(second)
    write(first, "Text (Markdown)", "From the first.")
    save(first)
    # Told without a click: the page looks by itself whether somebody has saved.
    expect(second.locator(".st-key-notebook-bar")).to_contain_text("Somebody else has saved")
    settled(second)
    add(second, "Divider", "add-text")
    second.locator(".st-key-notebook-merge button").click()
    expect(second.locator(".st-key-shown-text")).to_contain_text("From the first.")
    save(settled(second))
    first.goto(f"{common_url}/notebook?name={ours}")
    expect(settled(first).locator(".st-key-shown-text")).to_contain_text("From the first.")
    expect(first.locator(".st-key-shown-divider hr")).to_be_visible()


def test_a_notebook_is_made_by_keyboard_alone(common_url: str, open_page: Open, named: Callable[[str], str]) -> None:
    page = open_page(f"{common_url}/notebooks")
    page.get_by_role("button", name="New notebook").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Title").focus()
    page.keyboard.type(named("By keyboard"))
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-notebook-begin button:not([disabled])")).to_be_visible()
    page.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("draft="))
    settled(page)
    page.get_by_role("button", name="Add the first cell").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Tiles")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-editor")).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-notebook-bar")).to_contain_text("Not saved yet")
    page.keyboard.press("Control+s")
    expect(page.locator(".st-key-notebook-bar")).to_contain_text("Saved.")
    settled(page)
    page.keyboard.press("Control+Alt+z")
    expect(page.get_by_role("button", name="Add the first cell")).to_be_visible()
