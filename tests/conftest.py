"""What every test shares: nothing of the person's own workspace is touched, and no test leaves its page to the next."""

import sys
from pathlib import Path

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave exhaustive tests out, whatever else `-m` chooses, unless it names them."""
    if "exhaustive" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("exhaustive")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def workspace_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point ATALAYA_HOME at a fresh folder, so that a forgotten argument cannot reach real data."""
    home = tmp_path.with_name(f"{tmp_path.name}-home")
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def main_module_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `__main__` back: Streamlit sets its page in that place, and processes begun later would run that page."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
