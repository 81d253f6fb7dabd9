"""Take pictures of the real app with the sample data: `python -m tools.pictures FOLDER`.

One PNG a page, language and theme. The picture in the README is `overview-en-light.png`, put into docs/images/.
"""

import argparse
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.atalaya import ROOT, run_atalaya
from tests.e2e.conftest import FLAGS
from tests.e2e.gestures import click_first_row
from tests.e2e.server import serving
from tests.e2e.settling import listen, settled
from tools.chromium import find

NAMES = (
    "overview",
    "queues",
    "service_level",
    "abandonment",
    "handling",
    "transfers",
    "agents",
    "attributes",
    "geography",
    "local_hours",
    "hiring",
    "geo_audit",
    "conversations",
    "regions",
    "definitions",
    "data",
)
PAGES = {name: name.removeprefix("overview") for name in NAMES}
PASSPORT = "passport?metric=service_level&vs=weekdays"
WIDTH, HEIGHT = 1440, 1000
STILL_MS = 2500
"""Charts and maps glide into place."""


def main(folder: Path) -> None:
    """Load the sample into a workspace of its own, serve it, and take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        home = Path(temporary) / "workspace"
        run_atalaya(home, "ingest", ROOT / "sample_data" / "files")
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        with serving(home) as url:
            for language, scheme in product(("en", "es"), ("light", "dark")):
                _take_all(browser, url, language, scheme, folder)
        browser.close()


def _take_all(browser: Browser, url: str, language: str, scheme: str, folder: Path) -> None:
    page = browser.new_page(
        color_scheme=scheme,
        viewport={"width": WIDTH, "height": HEIGHT},
        locale=language,
        timezone_id="UTC",
        device_scale_factor=1,
    )
    listen(page.context)
    for name, address in PAGES.items():
        page.goto(f"{url}/{address}?lang={language}")
        _take(page, folder / f"{name}-{language}-{scheme}.png")
    page.goto(f"{url}/{PASSPORT}&lang={language}")
    _take(page, folder / f"passport-{language}-{scheme}.png")
    page.goto(f"{url}/conversations?lang={language}&channel=voice&behind=transfers")
    settled(page)
    click_first_row(page, "list-1")
    page.locator(".st-key-timeline").wait_for()
    _take(page, folder / f"conversation-{language}-{scheme}.png")
    page.context.close()


def _take(page: Page, file: Path) -> None:
    settled(page)
    page.wait_for_timeout(STILL_MS)
    page.screenshot(path=file)
    print(file)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Take pictures of every page, in both languages and both themes.")
    words.add_argument("folder", type=Path, help="where to put them")
    main(words.parse_args().folder)
