"""What a person does with a mouse where there is no element to name: rows and places are drawn on a canvas."""

from math import log, pi, radians, tan
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.e2e.settling import asked, has_asked, settled

TILE_PIXELS = 512
ROW_PIXELS, MARK_PIXELS, HEADER_PIXELS = 35, 15, 150
TRIES = 20
OPENS_WITHIN_MS = 10_000
NAMES_WITHIN_MS, FOLLOWS_WITHIN_MS, LOOKS_AGAIN_MS = 4_000, 10_000, 500

VIEW = """drawing => {
    for (let part = drawing; part; part = part.parentElement) {
        const known = Object.keys(part).find(name => name.startsWith("__reactFiber$"));
        for (let fiber = known && part[known]; fiber; fiber = fiber.return)
            if (fiber.memoizedProps?.viewState && fiber.memoizedProps?.layers) return fiber.memoizedProps.viewState;
    }
    return null;
}"""
"""What the map looks at now: latitude, longitude and zoom, as the page hands them to it."""


STANDS_STILL = """async part => {
    const place = () => { const {x, y, width, height} = part.getBoundingClientRect(); return [x, y, width, height]; };
    let last = place();
    for (let same = 0, looks = 0; same < 5 && looks < 300; looks += 1) {
        await new Promise(requestAnimationFrame);
        const now = place();
        same = now.every((number, at) => number === last[at]) ? same + 1 : 0;
        last = now;
    }
    return part.isConnected ? last : [0, 0, 0, 0];
}"""
"""Where something is in the window, once it has been there for some pictures: left, top, width, height."""


class Box(NamedTuple):
    """A place in the window, in pixels."""

    left: float
    top: float
    width: float
    height: float


def place(part: Locator) -> Box:
    """Where something is, once it does not move any more."""
    return Box(*part.evaluate(STANDS_STILL))


def tile(page: Page, metric: str) -> int:
    """The number that a tile shows when the page has settled."""
    text = settled(page).locator(f".st-key-tile-{metric}").get_by_test_id("stMetricValue").inner_text()
    return int(text.replace(",", ""))


def click_first_row(page: Page, table: str) -> None:
    """Choose the first row of a table. Its cells are drawn, so the place of the row's mark is what can be clicked."""
    _click_cell(page, table, from_left=MARK_PIXELS)


def click_last_number(page: Page, table: str) -> None:
    """Click the number in the first row and the last column that is in sight."""
    _click_cell(page, table, from_left=-MARK_PIXELS * 2)


def _click_cell(page: Page, table: str, from_left: float) -> None:
    """Click into the first row, so far from the left edge, or from the right one when it is negative.

    It is clicked again only when the table was moved under the pointer, as by what came above it.
    """
    drawing = page.locator(f"[class*=st-key-{table}] canvas").first
    for _ in range(TRIES):
        drawing.locator("td").first.wait_for(state="attached")
        box = brought_up(page, drawing)
        page.mouse.move(box.left + from_left % box.width, box.top + ROW_PIXELS * 3 / 2)
        if place(drawing) == box:
            page.mouse.down()
            page.mouse.up()
            return
    raise AssertionError(f"The table {table} does not stand still.")


def click_on_map(page: Page, latitude: float, longitude: float, name: str) -> None:
    """Click a place on the map until the page follows: on a busy machine a map can miss a click."""
    address = page.url
    for _ in range(TRIES):
        if press_on_map(page, latitude, longitude, name):
            page.wait_for_url(lambda url: url != address)
            return
    raise AssertionError(f"{name} was not found at {latitude}, {longitude}, or a click on it led nowhere: {page.url}")


def press_on_map(page: Page, latitude: float, longitude: float, name: str, chart: str = "places") -> bool:
    """Click as a person does: point, see the name, then click; whether the page noticed it.

    That the name is shown proves that the map is drawn, stands still and knows what lies under the pointer.
    """
    if not point_at(page, latitude, longitude, name, chart):
        return False
    before = asked(page)
    page.mouse.down()
    page.mouse.up()
    return has_asked(page, before, FOLLOWS_WITHIN_MS)


def point_at(page: Page, latitude: float, longitude: float, name: str, chart: str = "places") -> bool:
    """Move the pointer to where the map draws a point; whether the map then names the place."""
    drawing = page.locator(f".st-key-{chart} canvas").first
    left, top, width, height = brought_up(page, drawing)
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
    return place(drawing) == (left, top, width, height)


def choose(page: Page, control: str, option: str) -> None:
    """Choose by keyboard and mouse: a list that opens while the panel scrolls to it, or is drawn anew, closes again.

    The option is typed, as a long list holds only what is in sight.
    """
    box = settled(page).get_by_role("combobox", name=control, exact=True)
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
    """Choose the first option by keyboard."""
    open_list(page, box, page.get_by_role("option").first)
    box.press("Enter")


def open_list(page: Page, box: Locator, option: Locator) -> None:
    """Open a list by keyboard until it shows an option; one that is drawn anew while it opens closes again."""
    settled(page)
    for _ in range(TRIES):
        box.press("ArrowDown")
        try:
            option.wait_for(timeout=OPENS_WITHIN_MS)
        except PlaywrightTimeoutError:
            continue
        return
    raise AssertionError("The list does not open.")


def brought_up(page: Page, drawing: Locator) -> Box:
    """Bring its top into the window, clear of the header, and wait until it stands still there."""
    for _ in range(TRIES):
        settled(page)
        drawing.evaluate(
            "drawing => { drawing.scrollIntoView({block: 'start'});"
            f"document.querySelector('[data-testid=stMain]').scrollBy(0, -{HEADER_PIXELS}) }}"
        )
        box = place(drawing)
        # The page may have scrolled back: it holds what its reader looks at while it is drawn anew.
        if box.width and 0 <= box.top <= page.viewport_size["height"] - HEADER_PIXELS:
            return box
    expect(drawing).to_be_in_viewport()
    raise AssertionError("What should be clicked is not drawn, or does not stay in the window.")


def _north(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)
