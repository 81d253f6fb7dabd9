"""What every test shares: nothing of the person's own workspace is ever touched."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def workspace_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point ATALAYA_HOME at a fresh folder, so that a forgotten argument cannot reach real data."""
    home = tmp_path / "workspace"
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    return home
