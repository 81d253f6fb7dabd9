"""A house draws a region on the map, saves it, and finds it in its numbers; then it goes back."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import TRIES, press_on_map

pytestmark = pytest.mark.browser


def give(page: Page, latitude: float, longitude: float, name: str) -> None:
    """Click a country until the list beside the map has it: on a busy machine a map can miss a click."""
    chip = page.locator(".st-key-regions-country").get_by_text(name, exact=True)
    for _ in range(TRIES):
        # A late answer to the click before counts too: one more would take the country out again.
        settled(page)
        if chip.count() or press_on_map(page, latitude, longitude, name, chart="regions-map"):
            expect(chip).to_be_visible()
            return
    raise AssertionError(f"{name} was not found on the map, or a click on it did nothing.")


def save(page: Page) -> None:
    page.locator(".st-key-regions-save button").click()
    expect(page.locator(".st-key-regions-bar")).to_contain_text("Saved.")
    settled(page)


def test_a_region_drawn_on_the_map_is_in_the_numbers_until_it_is_taken_back(own_url: str, open_map: Open) -> None:
    page = open_map(f"{own_url}/regions?period=all")
    page.get_by_label("Name of the region").fill("Francophonie")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-regions-map")).to_contain_text("Click a place to add it to Francophonie")
    settled(page)
    give(page, 47.0, 2.5, "France")
    give(page, 28.0, 3.0, "Algeria")
    save(page)

    page.goto(f"{own_url}/overview?period=all&region=Francophonie")
    expect(page.locator(".st-key-chips")).to_contain_text("Francophonie")

    page.goto(f"{own_url}/regions?period=all")
    settled(page).get_by_role("tab", name="Order of the rules").click()
    page.get_by_role("button", name="Remove all rules").click()
    expect(page.locator(".st-key-regions-bar")).to_contain_text("Not saved yet")
    save(settled(page))
    page.get_by_role("tab", name="Earlier versions").click()
    expect(page.get_by_role("tabpanel").last).to_contain_text("DZ,,,Francophonie")
