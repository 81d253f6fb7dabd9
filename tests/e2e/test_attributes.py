"""Custom attributes in a real browser: chosen in the panel, clicked as a bar, lifted by their chip."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import choose, tile

pytestmark = pytest.mark.browser

ANSWERS, TOPIC = "satisfaction_answers", "conversations.conversation_attribute_1"
CARD, CHIP = (f"{kind}-{TOPIC}".replace(".", "-") for kind in ("bars", "chip"))


@pytest.mark.parametrize(
    ("language", "panel", "name"),
    [("en", "Add a filter", "Conversation attribute 1"), ("es", "Añadir un filtro", "Atributo de conversación 1")],
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
