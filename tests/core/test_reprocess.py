"""Reprocessing: every landed file read again gives every row of every table again, bit for bit."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.cli import main
from core.correct import correct
from core.errors import Cancelled, StoreError
from core.ingest import ingest
from core.jobs import REPROCESS, Task, run
from core.progress import Progress
from core.rebuild import rebuild
from core.reprocess import reprocess
from core.schema.tables import AGENTS, CONVERSATIONS, EVENTS, EXCLUDED, LOADS, REJECTED, SEGMENTS, TABLES
from core.sources import Reading
from core.store.doctor import check
from core.store.packs import pack_names
from core.store.workspace import Workspace
from tests.centre import centre
from tests.core.store.packed import pack_all
from tests.core.test_ingest import everything_in

Tables = dict[str, pl.DataFrame]
SAMPLE = Path(__file__).parents[2] / "sample_data" / "files"


def tables(workspace: Workspace) -> Tables:
    """All rows of all columns of every table, in an order that every row decides on."""
    snapshot = workspace.snapshot()
    stored = {name: table for name, table in TABLES.items() if not table.made_of}
    return {name: snapshot.scan(table).sort(table.schema.names()).collect() for name, table in stored.items()}


def assert_same(found: Tables, expected: Tables) -> None:
    assert found.keys() == expected.keys()
    for name, rows in expected.items():
        assert_frame_equal(found[name], rows, check_exact=True)


def lines(workspace: Workspace) -> list[str]:
    """The callbacks of the small centre."""
    return workspace.home.with_suffix(".ndjson").read_text(encoding="utf-8").splitlines()


PROFILE = """
kind = "conversations"
platform = "Old system"

[form]
kind = "csv"
delimiter = ";"
header_row = 1

[columns.id]
from = "Id"

[columns.start]
from = "Start"
style = "dmy"

[columns.queue]
from = "Skill"

[columns.wait_time]
from = "Wait"
style = "seconds"

[columns.talk_time]
from = "Talk"
style = "seconds"
"""
CALLS = """Id;Start;Skill;Wait;Talk
1;02/03/2026 09:00:00;Ventas;20;180
2;02/03/2026 09:05:00;Ventas;30;0
2;02/03/2026 09:05:00;Ventas;30;0
3;never;Ventas;1;1
"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace of `make_history` and the files of its loads."""
    folder = tmp_path_factory.mktemp("past")
    make_history(folder / "workspace")
    return folder


@pytest.fixture
def history(past: Path, tmp_path: Path) -> Workspace:
    """A copy of it to work on."""
    shutil.copytree(past, tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path / "workspace")


def make_history(home: Path) -> None:
    """Loads with rejected records, duplicates within and across files, poorer and richer copies, late events, the same
    file again, and several files at once.
    """
    workspace = centre(home)
    told = lines(workspace)
    late = {"Sid": "EVLATE", "EventType": "task.updated", "Timestamp": "1772442000", "TaskSid": f"WT{3:032}"}
    richer = [json.dumps(json.loads(line) | {"TaskQueueName": "Richer"}) for line in told[:7]]
    files = {
        "first.ndjson": [*told[10:40], *told[10:15], "{broken", json.dumps({"EventType": "task.created"})],
        "second.ndjson": [*richer, *told[5:12], json.dumps(late), "not json"],
        "third.ndjson": [*told[30:50], json.dumps(late | {"Sid": "EVLATE2", "TaskSid": "WT9"})],
    }
    folder = home.parent / "exports"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text("\n".join(content), encoding="utf-8")
    ingest(workspace, [folder / "second.ndjson", folder / "first.ndjson"], reading=Reading("America/New_York"))
    ingest(workspace, [folder / "first.ndjson", folder / "third.ndjson"])
    ingest(workspace, [folder / "third.ndjson"], names={folder / "third.ndjson": "again.ndjson"})
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    done = ingest(workspace, [folder / "calls.csv"], reading=Reading("Europe/Madrid", PROFILE, "old"))
    assert [(one["rows_kept"], one["rows_duplicate"], one["rows_rejected"]) for one in done.loads] == [(2, 1, 1)]


def test_every_row_of_every_table_is_what_it_was(history: Workspace) -> None:
    before, version = tables(history), history.snapshot().version
    told = before[LOADS.name]
    assert told.select(pl.col("rows_duplicate", "rows_rejected").sum()).row(0) > (0, 0)
    assert told.height == 7
    assert before[REJECTED.name].height == 4
    assert reprocess(history) == version + 1
    assert_same(tables(history), before)


def test_packed_files_say_what_they_said_and_a_damaged_pack_is_told_before_anything_is_touched(
    history: Workspace,
) -> None:
    workspace, before = history, tables(history)
    assert pack_all(workspace) == before[LOADS.name]["file_id"].n_unique()
    assert check(workspace, deep=True) == []
    reprocess(workspace)
    assert_same(tables(workspace), before)
    (name,) = pack_names(workspace.files)
    pack = workspace.files.path(name)
    content = pack.read_bytes()
    pack.write_bytes(content[:200] + b"broken" + content[206:])
    with pytest.raises(StoreError, match=r"\.ndjson \([0-9a-f]{12}\) has changed since it landed"):
        reprocess(workspace)
    pack.write_bytes(content[:-1])
    with pytest.raises(StoreError, match=r"calls\.csv \([0-9a-f]{12}\) is gone"):
        reprocess(workspace)
    assert f"{pack} is damaged: restore it from a backup." in {finding.what for finding in check(workspace)}
    pack.write_bytes(content)
    assert_same(tables(workspace), before)


def test_the_sample_in_several_loads_is_what_it_was(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace", part_rows=2_000)
    for file in sorted(SAMPLE.iterdir())[:4]:
        ingest(workspace, [file])
    before = tables(workspace)
    reprocess(workspace)
    assert_same(tables(workspace), before)


def test_one_file_can_be_read_in_another_way_and_all_else_is_what_it_was(history: Workspace) -> None:
    before = tables(history)
    file_id = before[LOADS.name].filter(file_name="calls.csv")["file_id"].item()
    reprocess(history, corrected=Reading("Asia/Tokyo", PROFILE, "other"), file_id=file_id)
    after = tables(history)
    is_other = pl.col("file_id") == file_id
    assert_same({"": after[EVENTS.name].filter(~is_other)}, {"": before[EVENTS.name].filter(~is_other)})
    moved = (tables_of[EVENTS.name].filter(is_other).sort("event_id")["occurred_at"] for tables_of in (before, after))
    first, second = moved
    assert set(first - second) == {timedelta(hours=8)}


CORRECTIONS = """
[[correction]]
id = "spelling"
kind = "relabel"
who = "Ana"
at = 2026-11-02T09:30:00Z
why = "One queue, two spellings"
column = "queue_name"
from = "Support"
to = "Soporte"

[[correction]]
id = "test-call"
kind = "exclude"
who = "Ana"
at = 2026-11-02T09:31:00Z
why = "A test"
conversations = ["WT00000000000000000000000000000012"]
"""


def test_corrections_stay_laid_over_what_is_read_again(history: Workspace) -> None:
    uncorrected = tables(history)
    (history.home / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    correct(history)
    before = tables(history)
    assert not before[CONVERSATIONS.name].equals(uncorrected[CONVERSATIONS.name])
    assert before[EXCLUDED.name].height
    reprocess(history)
    assert_same(tables(history), before)


def damaged_rows(workspace: Workspace) -> None:
    """Half of the events are gone, the others say something else."""
    with workspace.write() as change:
        rows = change.scan(EVENTS).collect()
        change.clear(EVENTS.name)
        change.append(EVENTS, rows[::2].with_columns(event_type=pl.lit("task.canceled")))
        change.commit("damage")
    rebuild(workspace)


def damaged_file(workspace: Workspace) -> None:
    """A file of the table is no longer one."""
    part = workspace.snapshot().parts(EVENTS)[0]
    workspace.files.path(part.file).write_bytes(b"PAR1 nothing PAR1")


def missing_file(workspace: Workspace) -> None:
    """Files of several tables are gone."""
    for table in (EVENTS, SEGMENTS, REJECTED, AGENTS):
        workspace.files.path(workspace.snapshot().parts(table)[0].file).unlink()


@pytest.mark.parametrize("damage", [damaged_rows, damaged_file, missing_file])
def test_damaged_tables_are_repaired(history: Workspace, damage: Callable[[Workspace], None]) -> None:
    before = tables(history)
    damage(history)
    assert main(["reprocess", "--workspace", str(history.home)]) == 0
    assert_same(tables(history), before)
    assert main(["doctor", "--workspace", str(history.home)]) == 0


def landed(workspace: Workspace, name: str) -> Path:
    """The landed file that came in under a name."""
    loads = workspace.snapshot().scan(LOADS).filter(pl.col("file_name") == name).collect()
    return workspace.files.path(f"landed/{loads['file_id'][0]}")


def test_a_landed_file_that_is_gone_or_has_changed_is_told_before_anything_is_touched(history: Workspace) -> None:
    landed(history, "second.ndjson").unlink()
    changed = landed(history, "third.ndjson")
    changed.write_bytes(changed.read_bytes().replace(b"EVLATE2", b"EVLATE3"))
    before = everything_in(history.home)
    with pytest.raises(StoreError, match=r"second\.ndjson .* is gone, third\.ndjson .* has changed since it landed"):
        reprocess(history)
    assert everything_in(history.home) == before


def test_stopped_at_any_moment_it_leaves_everything_as_it_was(history: Workspace, tmp_path: Path) -> None:
    whole = Workspace(shutil.copytree(history.home, tmp_path / "whole"))
    told: list[Progress] = []
    reprocess(whole, told.append)
    assert list(dict.fromkeys(one.step for one in told)) == [
        *("verifying", "reading", "checking", "modelling", "storing", "done"),
    ]
    assert [one.share for one in told] == sorted(one.share for one in told)
    before = everything_in(history.home)
    for moment in range(0, len(told) - 1, 3):
        left = iter(range(moment))

        def stop(_: Progress, left: "object" = left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise Cancelled("enough")

        with pytest.raises(Cancelled):
            reprocess(history, stop)
        assert everything_in(history.home) == before


def test_it_is_a_job_that_everybody_sees(tmp_path: Path) -> None:
    workspace = centre(tmp_path / "workspace")
    before = tables(workspace)
    assert run(workspace, Task.from_json(Task(REPROCESS).as_json())).version == 2
    assert_same(tables(workspace), before)


def test_files_are_read_as_their_loads_say(history: Workspace) -> None:
    """Of a load that says another zone, local times are others; those that name their zone are not."""
    before = tables(history)
    told = before[LOADS.name]
    zones = {Reading.from_json(text).time_zone for text in told["reading"]}
    assert zones == {"UTC", "America/New_York", "Europe/Madrid"}
    reprocess(history)
    assert tables(history)[LOADS.name]["reading"].to_list() == told["reading"].to_list()


def test_loads_from_before_they_were_numbered_are_taken_by_their_moments(history: Workspace) -> None:
    before = tables(history)
    with history.write() as change:
        kept = change.scan(LOADS).with_columns(load_number=pl.lit(None, pl.Int64)).collect()
        change.clear(LOADS.name)
        change.append(LOADS, kept)
        change.commit("an earlier program")
    reprocess(history)
    after = tables(history)
    assert after[CONVERSATIONS.name].equals(before[CONVERSATIONS.name])
    assert sorted(after[LOADS.name]["load_number"]) == list(range(1, 8))


def test_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "empty")
    assert reprocess(workspace) == 0


def test_what_a_load_said_it_was_is_kept_to_the_millisecond(tmp_path: Path) -> None:
    workspace = centre(tmp_path / "workspace")
    reading = replace(Reading(), time_zone="Asia/Tokyo")
    with workspace.write() as change:
        row = change.scan(LOADS).collect()
        moment = datetime(2020, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
        change.clear(LOADS.name)
        change.append(
            LOADS, row.with_columns(loaded_at=pl.lit(moment), load_id=pl.lit("L1"), reading=pl.lit(reading.as_json()))
        )
        change.commit("another moment")
    reprocess(workspace)
    told = workspace.snapshot().scan(LOADS).collect()
    assert told.select("loaded_at", "load_id", "reading").row(0) == (moment, "L1", reading.as_json())
    assert workspace.snapshot().scan(EVENTS).select(pl.col("load_id").unique()).collect().item() == "L1"
