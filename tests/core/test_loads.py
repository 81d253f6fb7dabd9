"""Loads: every file that came in, and every record that could not be used, can be found and taken away."""

from pathlib import Path

import polars as pl
import pytest

from core.ingest import ingest
from core.loads import loads, reasons_of, rejected, rejected_as_csv
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.stories import answered

BAD = (
    '{"EventType":"task.created","Sid":"EV1"}',
    '{"EventType":"task.cre',
    '{"EventType":"task.created","Sid":"EV2","Timestamp":"=1+1 +14155550171"}',
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two loads: a good file, then one with three bad records."""
    good, bad = tmp_path / "good.ndjson", tmp_path / "bad.ndjson"
    good.write_text(lines(answered("WT1", "09:00:00", "Ana")))
    bad.write_text(lines(answered("WT2", "10:00:00", "Ana")) + "\n".join(BAD))
    home = Workspace(tmp_path / "workspace")
    for file in (good, bad):
        ingest(home, [file])
    return home


def test_loads_come_newest_first(workspace: Workspace) -> None:
    rows = loads(workspace.snapshot(), newest=10)
    assert rows.select("file_name", "rows_in", "rows_kept", "rows_rejected").rows() == [
        ("bad.ndjson", 10, 7, 3),
        ("good.ndjson", 7, 7, 0),
    ]
    assert loads(workspace.snapshot(), newest=1).height == 1


def test_rejected_records_come_in_the_order_of_their_file(workspace: Workspace) -> None:
    rows = rejected(workspace.snapshot())
    assert rows.collect()["position"].to_list() == [8, 9, 10]
    assert reasons_of(rows) == {"broken record": 1, "no timestamp": 1, "unreadable timestamp": 1}


def test_rejected_records_can_be_narrowed_to_a_load_and_to_reasons(workspace: Workspace) -> None:
    now = workspace.snapshot()
    bad, good = loads(now, newest=10)["load_id"]
    assert rejected(now, good).collect().is_empty()
    assert rejected(now, bad, ["no timestamp"]).collect()["position"].to_list() == [8]


def test_the_csv_of_rejected_records_can_run_nothing(workspace: Workspace) -> None:
    rows = pl.read_csv(rejected_as_csv(rejected(workspace.snapshot()), is_masked=False), infer_schema=False)
    assert rows["detail"][2] == "'=1+1 +14155550171"


def test_the_csv_of_rejected_records_masks_on_request(workspace: Workspace) -> None:
    text = rejected_as_csv(rejected(workspace.snapshot()), is_masked=True).decode()
    assert "5550171" not in text
