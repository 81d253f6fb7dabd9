"""Export: the rows asked for, whole files only, nothing that a spreadsheet would run."""

import csv
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from core.condition import Condition
from core.errors import StoreError, UnknownName
from core.export import FORMATS, export
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core.metrics.pencil import MARY, at, frames, segment

RISKY = ("=1+1", "+34600", "-2", "@SUM(A1)", "\tx", "plain", "a=b", None)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """One segment an outcome, a minute apart."""
    rows = [
        segment(
            "09:00:00",
            f"c{number}",
            "ana",
            "Sales",
            **MARY,
            outcome=text,
            started_at=at("09:00:00") + timedelta(minutes=number),
        )
        for number, text in enumerate(RISKY)
    ]
    with Workspace(tmp_path / "home").write() as change:
        change.append(SEGMENTS, frames(rows, [])[SEGMENTS])
        return change.commit("export")


READERS = {"csv": pl.read_csv, "parquet": pl.read_parquet, "ndjson": pl.read_ndjson}


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_holds_the_rows_that_meet_the_conditions(
    snapshot: Snapshot, tmp_path: Path, file_format: str
) -> None:
    target = tmp_path / "rows"
    conditions = [Condition("conversation_id", "in", ("c5", "c6", "c7"))]
    export(snapshot, SEGMENTS, target, file_format=file_format, where=conditions, until=at("09:07:00"))
    rows = READERS[file_format](target)
    assert rows["conversation_id"].to_list() == ["c5", "c6"]
    assert set(rows.columns) == {column.name for column in SEGMENTS.columns}


def test_csv_holds_no_text_that_a_spreadsheet_would_run(snapshot: Snapshot, tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    export(snapshot, SEGMENTS, target, file_format="csv")
    with target.open(newline="", encoding="utf-8") as lines:
        outcomes = [row["outcome"] for row in csv.DictReader(lines)]
    assert outcomes == ["'=1+1", "'+34600", "'-2", "'@SUM(A1)", "'\tx", "plain", "a=b", ""]


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    with Workspace(tmp_path / "home").write() as change:
        change.append(
            CONVERSATIONS,
            pl.DataFrame(
                {"conversation_id": ["c"], "started_at": [at("09:00:00")], "longitude": [-3.7]},
                schema_overrides=CONVERSATIONS.schema,
            ),
        )
        snapshot = change.commit("west")
    export(snapshot, CONVERSATIONS, tmp_path / "rows.csv", file_format="csv")
    assert pl.read_csv(tmp_path / "rows.csv")["longitude"].item() == -3.7


def test_a_failed_export_leaves_the_old_file_and_no_other(snapshot: Snapshot, tmp_path: Path) -> None:
    target = tmp_path / "out" / "rows.csv"
    with pytest.raises(StoreError, match=r"rows\.csv: cannot be written"):
        export(snapshot, SEGMENTS, target, file_format="csv")
    target.parent.mkdir()
    target.write_text("old")
    with pytest.raises(UnknownName, match="no column of SEGMENTS called 'quue_name'; did you mean queue_name"):
        export(snapshot, SEGMENTS, target, file_format="csv", where=[Condition("quue_name", "in", ("x",))])
    assert [path.read_text() for path in target.parent.iterdir()] == ["old"]
