"""A real server, a real Chromium, and the rule that nothing may leave the machine or go wrong in the page."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.atalaya import ROOT, run_atalaya
from tests.e2e.server import serving
from tests.e2e.settling import PATIENCE_MS, listen, settled
from tools.chromium import find

# Software rendering through Mesa: a click on a map takes longer than the map waits for with Chromium's own.
FLAGS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"),
    # No name and no other address leads anywhere: what a page asks for beyond this machine is told, and never sent.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Pages are put together without Mesa, for a third of the work. Of a map a part may then be missing in the picture.
WITHOUT_MAPS = "--disable-gpu-compositing"

LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's page looks for its server below its own address first; that these are not there means nothing."""

Open = Callable[..., Page]
ATTEMPTS = count(1)


expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Profiles:
    """Profiles of a browser, as good as fresh each time, but with the app's own files at hand.

    Most of what it costs to open a page in a new profile is to fetch and read what the page is made of.
    """

    browser: Browser
    idle: dict[tuple[str, str], list[BrowserContext]] = field(default_factory=lambda: defaultdict(list))

    def take(self, locale: str, scheme: str) -> BrowserContext:
        """A profile that no page uses now; two pages that are open at once never share one."""
        if self.idle[locale, scheme]:
            return self.idle[locale, scheme].pop()
        context = self.browser.new_context(
            locale=locale, timezone_id="UTC", color_scheme=scheme, viewport={"width": 1440, "height": 900}
        )
        context.set_default_timeout(PATIENCE_MS)
        listen(context)
        return context

    def give_back(self, page: Page, locale: str, scheme: str) -> None:
        """Close a page and forget what it has left in its profile; one that cannot be emptied is thrown away."""
        context = page.context
        try:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.close()
            context.clear_cookies()
        except PlaywrightError:
            context.close()
        else:
            self.idle[locale, scheme].append(context)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start Chromium, with more flags than the usual ones."""
    path = find()
    assert path, "No Chromium found; `make test` installs one, or name yours with CHROMIUM=/path."
    with sync_playwright() as playwright, ExitStack() as stack:

        def launcher(*more: str) -> Browser:
            chromium = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more])
            stack.callback(chromium.close)
            return chromium

        yield launcher


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    """One Chromium for all tests but those on a map."""
    return launch(WITHOUT_MAPS)


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    """The browser's profiles, for pages that follow one another."""
    return Profiles(browser)


@pytest.fixture(scope="session")
def map_profiles(launch: Callable[..., Browser]) -> Profiles:
    """Profiles of a Chromium that draws maps whole."""
    return Profiles(launch())


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


@pytest.fixture(scope="session")
def common_url(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the sample data for tests that add something under a name of its own (`named`) and count on no
    number that such an addition moves: they share it, as people share theirs."""
    home = tmp_path_factory.mktemp("common") / "workspace"
    shutil.copytree(sample_workspace, home)
    with serving(home) as url:
        yield url


@pytest.fixture
def named() -> Callable[[str], str]:
    """Make a name one that nobody has used on a shared server: not by another test, not by this one's first try."""
    number = next(ATTEMPTS)
    return lambda name: f"{name} {number}"


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
def open_page(profiles: Profiles) -> Iterator[Open]:
    """Open an address in a browser profile of its own, as good as fresh, and wait until it has settled.

    At the end the test fails when anything tried to leave the machine or an error was raised in the page. Name the
    server's fixture before this one, so that the page is closed before the server.
    """
    yield from _opening(profiles)


@pytest.fixture
def open_map(map_profiles: Profiles) -> Iterator[Open]:
    """The same as `open_page`, for tests that look at a map or click on it."""
    yield from _opening(map_profiles)


def _opening(profiles: Profiles) -> Iterator[Open]:
    troubles: list[str] = []

    with ExitStack() as stack:

        def opener(url: str, *, locale: str = "en-US", scheme: str = "light") -> Page:
            page = profiles.take(locale, scheme).new_page()
            stack.callback(profiles.give_back, page, locale, scheme)
            _watch(page, troubles)
            page.goto(url)
            return settled(page)

        yield opener
    assert not troubles, "\n".join(troubles)


def _watch(page: Page, troubles: list[str]) -> None:
    def look(request: Request) -> None:
        _check(request.url, troubles)

    def listen_to(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(LOOKED_FOR):
            troubles.append(f"console: {message.text} ({where})")

    # Only told, as each request that waits to be let through costs a turn, and the browser then keeps no file at hand.
    page.on("request", look)
    page.on("console", listen_to)
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("websocket", lambda socket: _check(socket.url, troubles))


def _check(address: str, troubles: list[str]) -> None:
    url = urlsplit(address)
    if url.scheme in {"http", "https", "ws", "wss"} and url.hostname != "127.0.0.1":
        troubles.append(f"left the machine: {address}")
