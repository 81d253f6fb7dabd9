"""The committed sample, file by file in any order, makes the same model as all files at once."""

from pathlib import Path
from random import Random

import pytest
from polars.testing import assert_frame_equal

from core.ingest import ingest
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, SEGMENTS, TASKS
from core.store.workspace import Workspace

FILES = sorted((Path(__file__).parents[2] / "sample_data" / "files").glob("*.gz"))


@pytest.mark.slow
def test_the_sample_file_by_file_is_the_sample_at_once(tmp_path: Path) -> None:
    at_once, by_file = Workspace(tmp_path / "at once"), Workspace(tmp_path / "by file")
    ingest(at_once, FILES)
    for file in Random(5).sample(FILES, len(FILES)):
        ingest(by_file, [file])
    for table in (SEGMENTS, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS, TASKS):
        whole, grown = (home.snapshot().scan(table).sort(table.key).collect() for home in (at_once, by_file))
        assert whole.height > 0
        assert_frame_equal(whole, grown)
