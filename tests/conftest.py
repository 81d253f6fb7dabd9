"""What every test shares: nothing of the person's own workspace is touched, and no test leaves its page to the next."""

import os
import sys
from itertools import count
from pathlib import Path
from random import randrange
from typing import Any

import pytest

import tests.thorough  # noqa: F401 - the profile has to be known before the command line's is looked for

HOMES = count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Let all processes of a run hash alike: those that share the tests out must find them in the same order."""
    os.environ.setdefault("PYTHONHASHSEED", str(randrange(2**32)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave exhaustive tests out, whatever else `-m` chooses, unless it names them; what takes long comes first.

    Tests in the browser, and no others, have one more try, which the end of the run tells with what went wrong.
    """
    if "exhaustive" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("exhaustive")]
        items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if hasattr(config, "workerinput"):  # one of several processes: none may have nothing left to do at the end
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: (not item.get_closest_marker("browser"), item.path not in slow))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Number tests by bytes instead of naming them so: an archive has its time in it, another in each process."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give out whole files, so that what their tests share is made once, and all of the browser to one process.

    Two browsers at once would wait for each other, and for two servers.
    """
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/e2e/") else super()._split_scope(nodeid)

    config.option.loadscopereorder = False
    return Files(config, log)


@pytest.fixture(autouse=True)
def workspace_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point ATALAYA_HOME at a fresh folder, so that a forgotten argument cannot reach real data.

    It does not exist yet: for most tests, which work on no file at all, none is made.
    """
    home = tmp_path_factory.getbasetemp() / f"home-{next(HOMES)}"
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def main_module_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `__main__` back: Streamlit sets its page in that place, and processes begun later would run that page."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
