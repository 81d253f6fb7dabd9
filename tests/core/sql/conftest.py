"""What the tests of SQL ask of: sixty conversations, beside a folder of files that nobody may open."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from core.store.snapshot import Snapshot
from tests.centre import centre
from tests.core.sql.watch import Watch


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The workspace of sixty conversations."""
    return centre(tmp_path_factory.mktemp("sql") / "workspace").snapshot()


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files in the forms that the engine can read."""
    folder = tmp_path_factory.mktemp("secrets")
    rows = pl.DataFrame({"password": ["hunter2"]})
    rows.write_csv(folder / "a.csv")
    rows.write_parquet(folder / "a.parquet")
    rows.write_ipc(folder / "a.ipc")
    rows.write_ndjson(folder / "a.json")
    return folder


@pytest.fixture
def watched(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """That folder, where one stands, with an eye on it."""
    monkeypatch.chdir(secrets)
    watch = Watch(secrets)
    yield watch
    watch.close()
