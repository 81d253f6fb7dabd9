"""What the tests of refreshes share: patience with files that are still being written, of which they need less."""

import pytest

QUIET_S = 0.3
"""So long a file rests until it is taken in here."""


@pytest.fixture
def soon_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were dropped just now are waited for, but not for seconds."""
    for module in ("look", "take", "loop"):
        monkeypatch.setattr(f"core.live.{module}.QUIET_S", QUIET_S)
