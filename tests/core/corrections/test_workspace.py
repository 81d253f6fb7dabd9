"""Corrections in a workspace: saved, applied, undone; whatever comes first, is killed or is broken meanwhile."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.correct import correct, is_waiting
from core.corrections import CLOSE, EXCLUDE, MERGE, RELABEL, CorrectionsFile, WrongCorrection, applied_in
from core.errors import DefinitionError, Overtaken
from core.ingest import ingest
from core.jobs import CORRECT, INGEST, Task, run
from core.progress import Progress
from core.rebuild import rebuild
from core.schema.tables import (
    AGENTS,
    ATTRIBUTES,
    CONVERSATIONS,
    CORRECTIONS,
    CUSTOMERS,
    EVENTS,
    EXCLUDED,
    LOADS,
    SEGMENTS,
    TASKS,
)
from core.store.workspace import Workspace
from tests.callbacks import lines, taken_in
from tests.core.corrections.made import correction
from tests.stories import answered, given_up, transferred_call
from tests.story import at

MADE = (SEGMENTS, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS, TASKS, EXCLUDED, CORRECTIONS)
DAY = [*transferred_call(), *given_up("WT2", "10:00:00", "10:01:00"), *answered("WT3", "11:00:00", "Ben")]
SOME = (
    correction(RELABEL, id="name", column="queue_name", was="Support", to="Help"),
    correction(MERGE, id="one", customers=("+14155550171", "WT3"), into="WT3"),
    correction(EXCLUDE, id="test", conversations=("WT2", "WT5")),
    correction(CLOSE, id="end", until=at("+9 00:00:00")),
)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace of the day and its file; not to be written to."""
    folder = tmp_path_factory.mktemp("day")
    taken_in(folder / "workspace", *DAY)
    return folder


@pytest.fixture
def workspace(day: Path, tmp_path: Path) -> Workspace:
    """A copy of it to work on."""
    shutil.copytree(day, tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path / "workspace")


def file(workspace: Workspace) -> CorrectionsFile:
    return CorrectionsFile(workspace.files)


def tables(workspace: Workspace, *more: Any) -> dict[str, pl.DataFrame]:
    snapshot = workspace.snapshot()
    return {table.name: snapshot.scan(table).sort(table.key).collect() for table in (*MADE, *more)}


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for name, rows in one.items():
        assert_frame_equal(rows, other[name])


def load(workspace: Workspace, name: str, told: list[dict[str, Any]]) -> None:
    path = workspace.home.parent / name
    path.write_text(lines(told))
    assert not ingest(workspace, [path]).failures


def excluded(workspace: Workspace) -> list[str]:
    return sorted(workspace.snapshot().scan(EXCLUDED).collect()["conversation_id"])


def landed(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (workspace.home / "landed").rglob("*") if path.is_file()}


def test_what_is_undone_leaves_every_table_as_it_was_and_what_arrived_was_never_touched(workspace: Workspace) -> None:
    before, files = tables(workspace, EVENTS, LOADS), landed(workspace)
    file(workspace).add(*SOME)
    correct(workspace)
    now = tables(workspace, EVENTS, LOADS)
    assert now["CONVERSATIONS"]["queue_name"].to_list() == ["Help", "Help"]
    assert now["CUSTOMERS"]["customer_id"].to_list() == ["WT3"]
    assert_same({name: now[name] for name in ("EVENTS", "LOADS")}, before)
    for one in SOME:
        file(workspace).undo(one.id, "Ben", "It was right")
    correct(workspace)
    assert_same(before, tables(workspace, EVENTS, LOADS))
    assert landed(workspace) == files
    undone = file(workspace).load().undone
    assert [one.id for one in undone] == [one.id for one in SOME]
    assert all(one.undone and (one.undone.who, one.undone.why) == ("Ben", "It was right") for one in undone)


def test_a_rebuild_gives_the_same_tables(workspace: Workspace) -> None:
    file(workspace).add(*SOME)
    correct(workspace)
    before = tables(workspace)
    rebuild(workspace)
    assert_same(before, tables(workspace))


def test_corrections_before_their_conversations_come_do_the_same_as_after(workspace: Workspace, tmp_path: Path) -> None:
    late = given_up("WT5", "12:00:00", "12:00:30")
    other = taken_in(tmp_path / "other" / "workspace", *DAY)[0]
    file(workspace).add(*SOME)
    correct(workspace)
    load(workspace, "late.ndjson", late)
    load(other, "late.ndjson", late)
    file(other).add(*SOME)
    correct(other)
    assert excluded(workspace) == ["WT2", "WT5"]
    assert_same(tables(workspace), tables(other))


def test_what_was_saved_and_never_applied_is_applied_by_the_next_load(workspace: Workspace) -> None:
    """As after a crash between the two."""
    file(workspace).add(SOME[2])
    assert is_waiting(workspace)
    load(workspace, "late.ndjson", given_up("WT6", "12:00:00", "12:00:30"))
    assert excluded(workspace) == ["WT2"]
    assert not is_waiting(workspace)


def test_a_correction_that_is_saved_while_a_load_runs_is_applied_after_it(workspace: Workspace) -> None:
    path = workspace.home.parent / "late.ndjson"
    path.write_text(lines(given_up("WT5", "12:00:00", "12:00:30")))

    def save_meanwhile(progress: Progress) -> None:
        if progress.step == "storing" and not file(workspace).load().all:
            file(workspace).add(SOME[2])

    run(workspace, Task(INGEST, (path,)), save_meanwhile)
    assert excluded(workspace) == ["WT2", "WT5"]


def test_a_job_applies_them_and_tells_the_version(workspace: Workspace) -> None:
    file(workspace).add(SOME[2])
    assert run(workspace, Task(CORRECT)).version == workspace.snapshot().version == 2
    assert run(workspace, Task(CORRECT)).version == 2


def test_while_the_file_is_broken_what_was_applied_stays(workspace: Workspace) -> None:
    file(workspace).add(*SOME)
    correct(workspace)
    before = tables(workspace)
    path = workspace.home / "corrections.toml"
    good = path.read_text()
    for broken in ("[[correction", good.replace('kind = "exclude"', 'kind = "forget"')):
        path.write_text(broken)
        assert correct(workspace) == workspace.snapshot().version
        rebuild(workspace)
        assert_same(before, tables(workspace))
    path.write_text(good.replace('"WT2"', '"WT3"'))
    correct(workspace)
    assert excluded(workspace) == ["WT3"]
    path.unlink()
    correct(workspace)
    assert excluded(workspace) == []
    assert applied_in(workspace.snapshot().scan(CORRECTIONS)) == ()


def test_another_reason_changes_no_conversation(workspace: Workspace) -> None:
    file(workspace).add(SOME[2])
    correct(workspace)
    parts = workspace.snapshot().parts(CONVERSATIONS)
    path = workspace.home / "corrections.toml"
    path.write_text(path.read_text().replace("because", "a test call"))
    correct(workspace)
    assert applied_in(workspace.snapshot().scan(CORRECTIONS))[0].why == "a test call"
    assert workspace.snapshot().parts(CONVERSATIONS) == parts


def test_many_who_save_at_once_lose_nothing(workspace: Workspace) -> None:
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda number: file(workspace).add(SOME[2].with_(id=f"c{number}")), range(24)))
    assert sorted(file(workspace).load().ids) == sorted(f"c{number}" for number in range(24))
    assert len(file(workspace).earlier()) == 23


def test_nothing_is_saved_that_is_there_already_or_cannot_be_undone(workspace: Workspace) -> None:
    file(workspace).add(SOME[2])
    with pytest.raises(Overtaken, match="another id"):
        file(workspace).add(SOME[0], SOME[2])
    assert file(workspace).load().ids == ("test",)
    with pytest.raises(Overtaken, match="known: test"):
        file(workspace).undo("nothing", "Ben", "why not")
    with pytest.raises(WrongCorrection, match="why is missing"):
        file(workspace).undo("test", "Ben", " ")
    file(workspace).undo("test", "Ben", "real")
    with pytest.raises(Overtaken, match="undone already, by Ben"):
        file(workspace).undo("test", "Cy", "real")
    (workspace.home / "corrections.toml").write_text("[[correction")
    with pytest.raises(DefinitionError, match="line 1"):
        file(workspace).add(SOME[0])
