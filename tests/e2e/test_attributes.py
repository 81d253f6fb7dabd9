"""Custom attributes in a real browser: chosen in the panel, clicked as a bar, lifted by their chip."""

import re

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import tile

pytestmark = pytest.mark.browser

ANSWERS, TOPIC = "satisfaction_answers", "conversations.conversation_attribute_1"
TRIES, OPENS_WITHIN_MS = 5, 5_000
CARD, CHIP = (f"{kind}-{TOPIC}".replace(".", "-") for kind in ("bars", "chip"))


def choose(page: Page, control: str, option: str) -> None:
    """Choose by keyboard and mouse: a list that opens while the panel scrolls to it, or is drawn anew, closes again."""
    box = page.get_by_role("combobox", name=control, exact=True)
    entry = page.get_by_role("option", name=option, exact=True)
    for _ in range(TRIES):
        box.press("ArrowDown")
        try:
            entry.click(timeout=OPENS_WITHIN_MS)
        except PlaywrightTimeoutError:
            box.press("Escape")
        else:
            return
    raise AssertionError(f"{control} has no {option}.")


@pytest.mark.parametrize(
    ("language", "panel", "name"),
    [("en", "Custom attribute", "Conversation attribute 1"), ("es", "Atributo propio", "Atributo de conversación 1")],
)
def test_an_attribute_is_chosen_narrowed_by_and_lifted(
    sample_url: str, open_page: Open, language: str, panel: str, name: str
) -> None:
    page = open_page(f"{sample_url}/attributes?lang={language}")
    before = tile(page, ANSWERS)
    choose(page, panel, name)
    choose(settled(page), name, "Repair")
    expect(page).to_have_url(re.compile(rf"[?&]{re.escape(TOPIC)}=Repair"))
    assert 0 < tile(settled(page), ANSWERS) < before
    chip = page.locator(f".st-key-{CHIP} button").first
    expect(chip).to_contain_text(f"{name}: Repair")
    chip.click()
    expect(page).not_to_have_url(re.compile(re.escape(TOPIC)))
    assert tile(settled(page), ANSWERS) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_bar_narrows_to_its_value(sample_url: str, open_page: Open, scheme: str) -> None:
    page = open_page(f"{sample_url}/attributes", scheme=scheme)
    before = tile(page, ANSWERS)
    page.locator(f".st-key-{CARD} .mark-rect.role-mark path").first.click()
    expect(page).to_have_url(re.compile(rf"[?&]{re.escape(TOPIC)}=\w+"))
    assert 0 < tile(settled(page), ANSWERS) < before
