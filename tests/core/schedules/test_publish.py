"""Reports that are published by hand, by the command line."""

import json
import shutil
from pathlib import Path

import pytest

from core.cli import main
from core.ledger.log import BY_HAND, LOG, read_log
from core.ledger.numbers import kept_numbers
from core.ledger.program import program
from core.ledger.restated import restated
from core.notebooks.built_in import is_built_in
from core.notebooks.shelf import Shelf
from core.store.workspace import Workspace
from tests.core.schedules.test_keeper import with_notebook, workspace

__all__ = ["with_notebook", "workspace"]

PLACES = """[[cell]]
kind = "table"
name = "places"
metrics = ["conversations_offered"]
rows = ["country"]
totals = true
"""


def report(workspace: Workspace, *words: str) -> int:
    where = ["-o", str(workspace.home.parent / "reports"), "--workspace", str(workspace.home)]
    return main(["report", "service", "--since", "2026-03-01", "--until", "2026-03-31", *where, *words])


def test_what_is_published_is_remembered_and_what_is_only_written_is_not(workspace: Workspace) -> None:
    assert report(workspace) == 0
    assert not read_log(workspace.files).runs
    assert report(workspace, "--publish") == 0
    [run] = read_log(workspace.files).runs.values()
    assert (run.why, run.notebook, run.period) == (BY_HAND, "service", "Mar 1, 2026 – Mar 31, 2026")
    [asked, *_] = kept_numbers(workspace.files, run.id)
    assert (asked.figure, asked.answer["conversations_offered"].sum(), asked.is_whole) == ("queues", 60, True)
    assert [file["name"] for file in run.files] == [path.name for path in (workspace.home.parent / "reports").iterdir()]


def test_its_numbers_are_watched_like_all_others(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    report(workspace, "--publish")
    (workspace.home / "settings.toml").write_text("answer_within_s = 30\n")
    capsys.readouterr()
    assert main(["published", "--changed", "--format", "json", "--workspace", str(workspace.home)]) == 1
    changes = json.loads(capsys.readouterr().out)
    assert {one["metric"] for one in changes} == {"service_level"}
    assert {cause["about"] for one in changes for cause in one["why"]} == {"answer_within_s: 60 → 30"}


def test_what_a_small_cell_rule_has_merged_is_not_asked_again(workspace: Workspace) -> None:
    notebook = workspace.home / "notebooks" / "service.toml"
    notebook.write_text(f"{notebook.read_text()}{PLACES}")
    assert report(workspace, "--publish", "--merge-below", "2") == 0
    [run] = read_log(workspace.files).runs.values()
    by_place = [one for one in kept_numbers(workspace.files, run.id) if one.query.by == ("country",)]
    assert by_place
    assert not any("(merged)" in one.answer["country"].to_list() for one in by_place)
    assert not any(one.is_whole for one in by_place)
    (workspace.home / "settings.toml").write_text("answer_within_s = 61\n")
    assert "places" not in restated(workspace, watch_days=9)["figure"].to_list()


def test_two_reports_of_one_second_are_two(workspace: Workspace) -> None:
    for _ in range(3):
        report(workspace, "--publish")
    assert len(read_log(workspace.files).runs) == 3
    assert len(list(Path(workspace.home / "sent" / "numbers").iterdir())) == 3
    shutil.rmtree(workspace.home.parent / "reports")


def test_numbers_of_every_built_in_notebook_that_are_asked_anew_are_the_same(workspace: Workspace) -> None:
    names = [name for name in Shelf(workspace.files).names() if is_built_in(name)]
    for name in names:
        where = ["-o", str(workspace.home.parent / "reports"), "--workspace", str(workspace.home)]
        main(["report", name, "--format", "csv", "--publish", *where])
    log = workspace.home / LOG
    # By another program nothing may be taken for unchanged: every question is asked again.
    log.write_text(log.read_text().replace(program(), "0.0.9+000000000000"))
    assert sum(bool(kept_numbers(workspace.files, run)) for run in read_log(workspace.files).runs) == len(names)
    assert restated(workspace, watch_days=9).is_empty()
