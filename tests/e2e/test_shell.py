"""The shell in a real browser: every page, both languages, both themes, and nothing that goes wrong on the way."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled

pytestmark = pytest.mark.browser

TITLES = {
    "en": ("Overview", "Geography", "Conversations", "Data"),
    "es": ("Resumen", "Geografía", "Conversaciones", "Datos"),
}


@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("es-ES", "dark")])
def test_every_page_of_the_menu_opens_in_the_browsers_language_and_theme(
    sample_url: str, open_page: Open, locale: str, scheme: str
) -> None:
    page = open_page(sample_url, locale=locale, scheme=scheme)
    for title in TITLES[locale[:2]]:
        page.get_by_role("link", name=title, exact=True).first.click()
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        settled(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert _brightness(page) < 80 if scheme == "dark" else _brightness(page) > 200


def test_an_address_opens_its_page_at_once_with_its_filters(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/geography?channel=voice&lang=es")
    expect(page.get_by_role("heading", name="Geografía", level=1)).to_be_visible()
    expect(page.locator(".st-key-chips")).to_contain_text("Canal")


def test_the_language_can_be_switched_and_stands_in_the_address(sample_url: str, open_page: Open) -> None:
    page = open_page(sample_url)
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    page.locator(".st-key-language").get_by_role("radio", name="Español").or_(
        page.locator(".st-key-language").get_by_role("button", name="Español")
    ).click()
    expect(page.get_by_role("heading", name="Resumen", level=1)).to_be_visible()
    expect(page).to_have_url(f"{sample_url}/?lang=es")


def _brightness(page: Page) -> float:
    """0 black … 255 white, of the page's background."""
    colour = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    red, green, blue = (float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return (red + green + blue) / 3
