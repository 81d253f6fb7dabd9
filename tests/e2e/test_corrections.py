"""Corrections in a real browser: a conversation is left out, the numbers say so, and one click takes it back."""

import re
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from core.schema.tables import CONVERSATIONS
from core.store.workspace import Workspace
from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import tile

pytestmark = pytest.mark.browser


def last_handled(home: Path) -> str:
    rows = Workspace(home).snapshot().scan(CONVERSATIONS).filter("is_handled").sort("started_at").tail(1)
    return str(rows.select(pl.col("conversation_id")).collect().item())


def offered(page: Page, url: str) -> int:
    page.goto(f"{url}/overview?period=all")
    settled(page)
    return tile(page, "conversations_offered")


def test_a_conversation_is_left_out_noted_on_the_overview_and_taken_back(
    own_url: str, open_page: Open, tmp_path: Path
) -> None:
    wanted = last_handled(tmp_path / "own")
    page = open_page(f"{own_url}/overview?period=all")
    before = tile(page, "conversations_offered")
    expect(page.locator(".st-key-corrections-note")).to_have_count(0)
    page.goto(f"{own_url}/conversation?id={wanted}")
    settled(page)
    page.get_by_role("link", name="Correct this conversation").click()
    expect(page.get_by_role("textbox", name="Conversations")).to_have_value(wanted)
    page.get_by_role("textbox", name="Your name").fill("Ana")
    page.get_by_role("textbox", name="Why", exact=True).fill("A test call")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".st-key-previewed")).to_contain_text("One conversation would change.")
    expect(page.locator(".st-key-previewed")).to_contain_text(re.compile(r"Conversations offered: \d+ → \d+"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="One conversation is left out")).to_be_visible()

    assert offered(page, own_url) == before - 1
    note = page.locator(".st-key-corrections-note")
    expect(note).to_contain_text("One conversation is left out by a correction.")
    page.goto(f"{own_url}/conversation?id={wanted}")
    expect(page.locator(".st-key-put-right")).to_contain_text("A test call")

    offered(page, own_url)
    note.get_by_role("link", name="Corrections").click()
    expect(page.locator(".st-key-corrections-here")).to_contain_text("One conversation is left out by a correction.")
    page.get_by_role("button", name="Undo").click()
    undoing = page.get_by_test_id("stPopoverBody")
    undoing.get_by_role("textbox", name="Your name").fill("Ben")
    undoing.get_by_role("textbox", name="Why it is undone").fill("It was real")
    undoing.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("No correction touches this selection.")).to_be_visible()
    assert offered(page, own_url) == before
    expect(note).to_have_count(0)


def test_the_page_of_corrections_speaks_spanish_in_the_dark_on_a_small_screen(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/corrections", locale="es-ES", scheme="dark")
    page.set_viewport_size({"width": 800, "height": 900})
    expect(page.get_by_role("heading", name="Correcciones", level=1)).to_be_visible()
    page.get_by_text("Añadir una corrección").click()
    page.get_by_role("radio", name="Unir clientes").click()
    page.get_by_role("textbox", name="Clientes").fill("a@example.com\nb@example.com")
    page.get_by_role("button", name="Vista previa").click()
    expect(page.get_by_test_id("stExpanderDetails").get_by_test_id("stAlert")).to_contain_text("Falta «Su nombre»")
