"""What a person does with a mouse where there is no element to name: rows and places are drawn on a canvas."""

from contextlib import suppress
from math import log, pi, radians, tan

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from core.maps.view import WORLD

TILE_PIXELS = 512
ROW_PIXELS, MARK_PIXELS, HEADER_PIXELS = 35, 15, 150
CLICKS = 5
DOUBLE_CLICK_MS = 1500
"""The map takes clicks that follow each other sooner for a double click."""


def tile(page: Page, metric: str) -> int:
    """The number that a tile shows."""
    text = page.locator(f".st-key-tile-{metric}").get_by_test_id("stMetricValue").inner_text()
    return int(text.replace(",", ""))


def click_first_row(page: Page, table: str) -> None:
    """Choose the first row of a table. Its cells are drawn, so the place of the row's mark is what can be clicked."""
    left, top, _, _ = _brought_up(page.locator(f"[class*=st-key-{table}] canvas").first)
    page.mouse.click(left + MARK_PIXELS, top + ROW_PIXELS * 3 / 2)


def click_on_map(page: Page, latitude: float, longitude: float) -> None:
    """Click where the world map draws a point (Web Mercator), again while the address does not follow.

    Without a graphics card the map may draw its places long after its frame, and what is drawn above it moves it: a
    person, too, would look and click again.
    """
    scale = TILE_PIXELS * 2**WORLD.zoom
    east = scale * (longitude - WORLD.longitude) / 360
    south = scale * (_north(WORLD.latitude) - _north(latitude))
    address = page.url
    for _ in range(CLICKS):
        left, top, width, height = _brought_up(page.locator(".st-key-places canvas").first)
        page.wait_for_timeout(DOUBLE_CLICK_MS)
        page.mouse.click(left + width / 2 + east, top + height / 2 + south)
        with suppress(PlaywrightTimeoutError):
            page.wait_for_url(lambda url: url != address, timeout=DOUBLE_CLICK_MS * 2)
            return


def _brought_up(drawing: Locator) -> tuple[float, float, float, float]:
    """Bring its top into the window, clear of the header: left, top, width, height."""
    drawing.evaluate(
        "drawing => { drawing.scrollIntoView({block: 'start'});"
        f"document.querySelector('[data-testid=stMain]').scrollBy(0, -{HEADER_PIXELS}) }}"
    )
    box = drawing.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def _north(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)
