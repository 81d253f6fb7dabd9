"""How long a person in a real browser waits: from an address, or a click, until everything on the page is drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import find

FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking")
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
    return app?.dataset.testScriptState === "notRunning" && !!document.querySelector('[data-testid="stMetricValue"]')
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        && charts.every(chart => chart.querySelector("svg, canvas"));
}"""
"""The script has finished, nothing is left of what it showed before, and every chart is drawn."""

CHANNEL = ".st-key-only-channel"
PATIENCE_MS = 60_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of its own.

    Raises:
        SystemExit: there is none on this machine.
    """
    path = find()
    if not path:
        raise SystemExit("No Chromium found: name yours with CHROMIUM=/path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        yield browser
        browser.close()


def first_load(browser: Browser, url: str) -> float:
    """Seconds from the address to the drawn page, for somebody who was never here: the browser's cache is empty."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    began = perf_counter()
    page = context.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
    seconds = perf_counter() - began
    context.close()
    return seconds


def filter_changes(browser: Browser, url: str, values: tuple[str, ...]) -> list[float]:
    """Seconds from each click on one more channel to the page that is drawn for it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
    seconds = [_choose(page, value) for value in values]
    context.close()
    return seconds


def _choose(page: Page, value: str) -> float:
    address = page.url
    page.locator(f"{CHANNEL} input").click()
    option = page.get_by_role("option", name=value, exact=True)
    option.wait_for()
    began = perf_counter()
    option.click()
    page.wait_for_function("address => location.href !== address", arg=address, timeout=PATIENCE_MS)
    page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
    return perf_counter() - began
