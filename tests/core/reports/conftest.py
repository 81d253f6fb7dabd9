"""What the tests of reports read: made once."""

import pytest

from core.reports import Report
from core.store.snapshot import Snapshot
from tests.core.reports.boards import BOARD, FAILING, worked


@pytest.fixture(scope="session")
def report(sample: Snapshot) -> Report:
    """The board of September, in English; one of its cells cannot be worked out."""
    return worked(sample, BOARD + FAILING)


@pytest.fixture(scope="session")
def informe(sample: Snapshot) -> Report:
    """The same in Spanish."""
    return worked(sample, BOARD + FAILING, "es")
