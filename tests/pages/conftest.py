"""Pages opened through the real router, on a real workspace of sixty conversations or on an empty one."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.centre import centre

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Let AppTest look for components in all installed packages once, not for each page: that took most of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def sixty_conversations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with data; not to be written to."""
    home = tmp_path_factory.mktemp("centre") / "workspace"
    centre(home)
    return home


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, sixty_conversations: Path) -> Open:
    """Open a page by its name with the parameters of an address; `home` names another workspace."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opener(name: str, /, *, home: Path = sixty_conversations, locale: str = "en-US", **params: str) -> AppTest:
        monkeypatch.setenv("ATALAYA_HOME", str(home))
        app = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=30)
        app.context = {"locale": locale, "timezone": "America/New_York"}
        for key, value in params.items():
            app.query_params[key] = value
        app.switch_page(str(ROOT / "pages" / f"{name}.py"))
        return app.run()

    return opener


@pytest.fixture
def click() -> Callable[[AppTest, str, str, dict[str, object]], AppTest]:
    """Choose something on a chart, a table or a map, as the browser tells it."""

    def choose(app: AppTest, kind: str, name: str, selection: dict[str, object]) -> AppTest:
        keys = [one.proto.id.split("-", 2)[2] for one in app.get(kind) if one.proto.id]
        app.session_state[next(key for key in keys if key.startswith(f"{name}-"))] = {"selection": selection}
        return app.run()

    return choose
