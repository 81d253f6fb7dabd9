"""A real server, a real Chromium, and the rule that nothing may leave the machine or go wrong in the page."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from tests.atalaya import ROOT, run_atalaya
from tests.e2e.server import serving
from tools.chromium import find

# Software rendering through Mesa: a click on a map takes longer than the map waits for with Chromium's own.
FLAGS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"),
]

LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's page looks for its server below its own address first; that these are not there means nothing."""

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = find()
    assert path, "No Chromium found; `make test` installs one, or name yours with CHROMIUM=/path."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample data, loaded once through the command line; not to be written to."""
    home = tmp_path_factory.mktemp("sample") / "workspace"
    run_atalaya(home, "ingest", ROOT / "sample_data" / "files")
    return home


@pytest.fixture(scope="session")
def sample_url(sample_workspace: Path) -> Iterator[str]:
    """A server that shows the sample data; for tests that only look."""
    with serving(sample_workspace) as url:
        yield url


@pytest.fixture
def own_url(sample_workspace: Path, tmp_path: Path) -> Iterator[str]:
    """A server with the sample data of its own; for tests that change the workspace."""
    home = tmp_path / "own"
    shutil.copytree(sample_workspace, home)
    with serving(home) as url:
        yield url


@pytest.fixture
def empty_url(tmp_path: Path) -> Iterator[str]:
    """A server on a workspace without any data: what a newcomer sees without the sample."""
    with serving(tmp_path / "empty") as url:
        yield url


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open an address in a fresh browser profile and wait until it has settled.

    At the end the test fails when anything tried to leave the machine or an error was raised in the page. Name the
    server's fixture before this one, so that the browser is closed before the server.
    """
    troubles: list[str] = []

    with ExitStack() as stack:

        def opener(url: str, *, locale: str = "en-US", scheme: str = "light") -> Page:
            context = browser.new_context(
                locale=locale, timezone_id="UTC", color_scheme=scheme, viewport={"width": 1440, "height": 900}
            )
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            _watch(page, troubles)
            page.goto(url)
            return settled(page)

        yield opener
    assert not troubles, "\n".join(troubles)


def settled(page: Page) -> Page:
    """Wait until the script has finished and nothing is loading any more."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function('() => !document.querySelector(\'[data-testid="stSkeleton"], [data-stale="true"]\')')
    return page


def _watch(page: Page, troubles: list[str]) -> None:
    def let_through(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"http", "https", "ws", "wss"} and url.hostname != "127.0.0.1":
            troubles.append(f"left the machine: {route.request.url}")
            route.abort()
        else:
            route.continue_()

    def listen(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(LOOKED_FOR):
            troubles.append(f"console: {message.text} ({where})")

    page.route("**/*", let_through)
    page.on("console", listen)
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("websocket", lambda socket: _check_socket(socket.url, troubles))


def _check_socket(url: str, troubles: list[str]) -> None:
    if urlsplit(url).hostname != "127.0.0.1":
        troubles.append(f"left the machine: {url}")
