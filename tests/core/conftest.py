"""What the tests of the core read and never write to: made once, however many of them ask for it."""

import pytest

from core.ingest import ingest
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.atalaya import ROOT
from tests.core.metrics.pencil import pencil_day


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample, taken in."""
    workspace = Workspace(tmp_path_factory.mktemp("sample") / "workspace")
    assert not ingest(workspace, [ROOT / "sample_data" / "files"]).failures
    return workspace.snapshot()


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The pencil day, committed."""
    with Workspace(tmp_path_factory.mktemp("pencil") / "workspace").write() as change:
        for table, rows in pencil_day().items():
            if not table.made_of:
                change.append(table, rows)
        return change.commit("pencil day")
