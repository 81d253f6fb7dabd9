"""A file of counts from the command line to a number: what was kept, repeated, corrected and refused."""

from pathlib import Path

import polars as pl
import pytest

from core.answer import answer
from core.cli import main
from core.ingest import ingest
from core.intervals.read import CONTRADICTED, TOO_MANY
from core.query import Query
from core.reprocess import reprocess
from core.schema.tables import INTERVALS, LOADS, REJECTED
from core.settings import Settings
from core.sources import Reading
from core.store.workspace import Workspace
from tests.core.test_reprocess import assert_same, tables

PROFILE = """
kind = "intervals"
platform = "Avaya"
time_zone = "Europe/Madrid"
interval = "day"
threshold_s = 20

[form]
kind = "csv"
delimiter = ";"
header_row = 1

[columns.started_at]
from = "Day"
style = "dmy"

[columns.queue]
from = "Skill"

[columns.offered]
from = "Offered"

[columns.handled]
from = "Handled"

[columns.abandoned]
from = "Abandoned"

[columns.service_level]
from = "SL"
style = "percent_comma"

[columns.average_answer_wait_time]
from = "ASA"
style = "h:m:s"
"""
HEAD = "Day;Skill;Offered;Handled;Abandoned;SL;ASA"
FEBRUARY = (
    "02/02/2026;Ventas;100;90;10;80,0;0:00:20",
    "02/02/2026;Soporte;50;40;5;50,0;0:01:00",
    "03/02/2026;Ventas;10;12;3;80,0;0:00:10",
    "02/02/2026;Ventas;100;90;10;80,0;0:00:20",
)
CORRECTED = (
    "02/02/2026;Ventas;100;90;10;80,0;0:00:20",
    "02/02/2026;Soporte;60;50;5;50,0;0:01:00",
    "04/02/2026;Ventas;1;1;0;100,0;0:00:01",
    "04/02/2026;Soporte;1;1;0;100,0;0:00:01",
    "04/02/2026;Soporte;2;2;0;100,0;0:00:01",
)
READING = Reading("UTC", PROFILE, "avaya")
MADRID = Settings(time_zone="Europe/Madrid")
COUNTS = ("rows_in", "rows_kept", "rows_duplicate", "rows_rejected", "rows_corrected")


@pytest.fixture
def taken(tmp_path: Path) -> Workspace:
    """The file of February, then another one that corrects it."""
    workspace = Workspace(tmp_path / "workspace")
    for name, rows in (("february.csv", FEBRUARY), ("corrected.csv", CORRECTED)):
        file = tmp_path / name
        file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
        assert not ingest(workspace, [file], reading=READING).failures
    return workspace


def test_every_row_is_accounted_for_and_corrections_are_counted(taken: Workspace) -> None:
    loads = taken.snapshot().scan(LOADS).sort("loaded_at").select("file_name", *COUNTS).collect()
    assert loads.rows() == [("february.csv", 4, 2, 1, 1, 0), ("corrected.csv", 5, 2, 1, 2, 1)]
    rejected = taken.snapshot().scan(REJECTED).sort("file_name", "position").select("file_name", "position", "reason")
    assert rejected.collect().rows() == [
        ("corrected.csv", 5, CONTRADICTED),
        ("corrected.csv", 6, CONTRADICTED),
        ("february.csv", 4, TOO_MANY),
    ]


def test_the_numbers_are_weighted_and_follow_the_correction(taken: Workspace) -> None:
    names = ("reported_offered", "reported_average_speed_of_answer", "reported_service_level")
    (row,) = answer(taken.snapshot(), Query(names), MADRID).rows()
    assert row == (161, (90 * 20_000 + 50 * 60_000 + 1_000) / 141, (80 + 30 + 1) / 161)


def test_the_same_file_again_changes_nothing(taken: Workspace, tmp_path: Path) -> None:
    before = taken.snapshot().scan(INTERVALS).sort("interval_id").collect()
    done = ingest(taken, [tmp_path / "february.csv"], reading=READING)
    assert [load["rows_duplicate"] for load in done.loads] == [4]
    assert taken.snapshot().scan(INTERVALS).sort("interval_id").collect().equals(before)


def test_reading_everything_again_gives_the_same_intervals_and_mends_them(taken: Workspace) -> None:
    before = tables(taken)
    with taken.write() as change:
        change.clear(INTERVALS.name)
        change.append(INTERVALS, before[INTERVALS.name].with_columns(offered_count=pl.lit(0)))
        change.commit("damage")
    reprocess(taken)
    assert_same(tables(taken), before)


def test_the_command_line_takes_a_file_of_counts_in_and_says_what_it_corrects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "workspace"
    (home / "profiles").mkdir(parents=True)
    (home / "profiles" / "avaya.toml").write_text(PROFILE, encoding="utf-8")
    for name, rows in (("february.csv", FEBRUARY), ("corrected.csv", CORRECTED)):
        (tmp_path / name).write_text("\n".join((HEAD, *rows)), encoding="utf-8")
        assert main(["ingest", "--profile", "avaya", str(tmp_path / name), "--workspace", str(home)]) == 0
    told = capsys.readouterr().out
    assert "2 kept + 1 duplicates + 1 rejected\n" in told
    assert "2 kept + 1 duplicates + 2 rejected; 1 of the kept correct what was there" in told
