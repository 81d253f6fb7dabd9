"""What a person does with a mouse where there is no element to name: rows and places are drawn on a canvas."""

from contextlib import suppress
from math import log, pi, radians, tan

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

TILE_PIXELS = 512
ROW_PIXELS, MARK_PIXELS, HEADER_PIXELS = 35, 15, 150
TRIES = 10
OPENS_WITHIN_MS = 5_000
NAMES_WITHIN_MS, FOLLOWS_WITHIN_MS, LOOKS_AGAIN_MS = 3_000, 6_000, 500

VIEW = """drawing => {
    for (let part = drawing; part; part = part.parentElement) {
        const known = Object.keys(part).find(name => name.startsWith("__reactFiber$"));
        for (let fiber = known && part[known]; fiber; fiber = fiber.return)
            if (fiber.memoizedProps?.viewState && fiber.memoizedProps?.layers) return fiber.memoizedProps.viewState;
    }
    return null;
}"""
"""What the map looks at now: latitude, longitude and zoom, as the page hands them to it."""


def tile(page: Page, metric: str) -> int:
    """The number that a tile shows."""
    text = page.locator(f".st-key-tile-{metric}").get_by_test_id("stMetricValue").inner_text()
    return int(text.replace(",", ""))


def click_first_row(page: Page, table: str) -> None:
    """Choose the first row of a table. Its cells are drawn, so the place of the row's mark is what can be clicked."""
    left, top, _, _ = _brought_up(page.locator(f"[class*=st-key-{table}] canvas").first)
    page.mouse.click(left + MARK_PIXELS, top + ROW_PIXELS * 3 / 2)


def click_last_number(page: Page, table: str) -> None:
    """Click the number in the first row and the last column that is in sight."""
    left, top, width, _ = _brought_up(page.locator(f"[class*=st-key-{table}] canvas").first)
    page.mouse.click(left + width - MARK_PIXELS * 2, top + ROW_PIXELS * 3 / 2)


def click_on_map(page: Page, latitude: float, longitude: float, name: str) -> None:
    """Click a place on the map, as a person does: point at it, see its name, then click.

    That the name is shown proves that the map is drawn, stands still and knows what lies under the pointer. On a busy
    machine the map can still miss a click, or be moved by what is drawn above it: a person, too, would do it again.
    """
    address = page.url
    for _ in range(TRIES):
        if not point_at(page, latitude, longitude, name):
            continue
        page.mouse.down()
        page.mouse.up()
        with suppress(PlaywrightTimeoutError):
            page.wait_for_url(lambda url: url != address, timeout=FOLLOWS_WITHIN_MS)
            return
    raise AssertionError(f"{name} was not found at {latitude}, {longitude}, or a click on it led nowhere: {page.url}")


def point_at(page: Page, latitude: float, longitude: float, name: str, chart: str = "places") -> bool:
    """Move the pointer to where the map draws a point; whether the map then names the place."""
    drawing = page.locator(f".st-key-{chart} canvas").first
    left, top, width, height = _brought_up(drawing)
    view = drawing.evaluate(VIEW)
    if view is None:
        page.wait_for_timeout(LOOKS_AGAIN_MS)
        return False
    scale = TILE_PIXELS * 2 ** view["zoom"]
    east = scale * (longitude - view["longitude"]) / 360
    south = scale * (_north(view["latitude"]) - _north(latitude))
    # Off and on again: a map only looks at what lies under the pointer when the pointer moves.
    page.mouse.move(left + 1, top + 1)
    page.mouse.move(left + width / 2 + east, top + height / 2 + south, steps=3)
    try:
        page.locator(".deck-tooltip:visible", has_text=name).first.wait_for(timeout=NAMES_WITHIN_MS)
    except PlaywrightTimeoutError:
        return False
    return drawing.bounding_box() == {"x": left, "y": top, "width": width, "height": height}


def choose(page: Page, control: str, option: str) -> None:
    """Choose by keyboard and mouse: a list that opens while the panel scrolls to it, or is drawn anew, closes again.

    The option is typed, as a long list holds only what is in sight.
    """
    box = page.get_by_role("combobox", name=control, exact=True)
    entry = page.get_by_role("option", name=option, exact=True)
    for _ in range(TRIES):
        box.press("ArrowDown")
        page.keyboard.type(option)
        try:
            entry.click(timeout=OPENS_WITHIN_MS)
        except PlaywrightTimeoutError:
            box.press("Escape")
            box.fill("")
        else:
            return
    raise AssertionError(f"{control} has no {option}.")


def choose_first(page: Page, box: Locator) -> None:
    """Choose the first option by keyboard; a list that is drawn anew while it opens closes again."""
    for _ in range(TRIES):
        box.press("ArrowDown")
        try:
            page.get_by_role("option").first.wait_for(timeout=OPENS_WITHIN_MS)
        except PlaywrightTimeoutError:
            continue
        box.press("Enter")
        return
    raise AssertionError("The list does not open.")


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
