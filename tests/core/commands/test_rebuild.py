"""Rebuilding: the same model as a fresh ingest under today's house rules."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from core.cli import main
from core.errors import Cancelled
from core.progress import Progress
from core.rebuild import rebuild
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, SEGMENTS, TASKS
from core.store.doctor import check
from core.store.manifest import name_of
from core.store.workspace import Workspace
from tests.centre import centre
from tests.core.test_ingest import everything_in


def national(home: Path) -> Path:
    """One call from a number in national form."""
    task = {"TaskSid": "WT1", "TaskAttributes": json.dumps({"from": "911 23 45 67", "direction": "inbound"})}
    event = {"Sid": "EV1", "EventType": "task.created", "Timestamp": "1772442000"} | task
    home.mkdir(parents=True)
    file = home.parent / "national.ndjson"
    file.write_text(json.dumps(event))
    return file


def test_nothing_changes_when_the_rules_are_the_same(tmp_path: Path) -> None:
    workspace = centre(tmp_path / "workspace")
    before = workspace.snapshot()
    assert main(["rebuild", "--workspace", str(workspace.home)]) == 0
    after = workspace.snapshot()
    assert after.version == before.version + 1
    for table in (TASKS, SEGMENTS, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS):
        assert_frame_equal(*(one.scan(table).sort(table.key).collect() for one in (before, after)))


def test_a_default_country_given_later_places_what_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "workspace"
    main(["ingest", str(national(home)), "--workspace", str(home)])
    country = Workspace(home).snapshot().scan(CONVERSATIONS).select("country", "country_source")
    assert country.collect().rows() == [(None, None)]
    (home / "settings.toml").write_text('default_country = "ES"\n')
    assert main(["rebuild", "--workspace", str(home)]) == 0
    assert "version 2" in capsys.readouterr().out
    country = Workspace(home).snapshot().scan(CONVERSATIONS).select("country", "country_source")
    assert country.collect().rows() == [("ES", "default")]


def made_by_an_earlier_program(home: Path) -> Workspace:
    """A workspace whose newest version says that other columns were stored of its rows."""
    workspace = centre(home)
    manifest = workspace.files.path(name_of(workspace.snapshot().version))
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"model": "columns of then"}))
    return Workspace(home)


def test_rows_from_before_a_column_was_declared_are_told_until_they_are_made_again(tmp_path: Path) -> None:
    workspace = made_by_an_earlier_program(tmp_path / "workspace")
    assert workspace.snapshot().lacks_columns
    assert [finding.do for finding in check(workspace) if "earlier" in finding.what] == ["Run `atalaya rebuild`."]
    with workspace.write() as change:
        change.append(AGENTS, AGENTS.empty().clear(n=1).with_columns(agent_id=pl.lit("WK9")))
        change.commit("one row more")
    assert workspace.snapshot().lacks_columns, "new rows do not mend the old ones"
    main(["rebuild", "--workspace", str(workspace.home)])
    assert not workspace.snapshot().lacks_columns
    assert not check(workspace)


def test_a_rebuild_that_is_stopped_at_any_moment_leaves_everything_as_it_was(tmp_path: Path) -> None:
    workspace = centre(tmp_path / "workspace")
    whole = Workspace(shutil.copytree(workspace.home, tmp_path / "whole"))
    told: list[Progress] = []
    rebuild(whole, told.append)
    before = everything_in(workspace.home)

    def stop_at(moment: int) -> None:
        seen: list[Progress] = []

        def stop(progress: Progress) -> None:
            seen.append(progress)
            if len(seen) > moment:
                raise Cancelled("enough")

        with pytest.raises(Cancelled):
            rebuild(workspace, stop)

    for moment in range(len(told) - 1):
        stop_at(moment)
        assert everything_in(workspace.home) == before
    assert rebuild(workspace) == 2


def test_a_new_workspace_lacks_nothing(tmp_path: Path) -> None:
    assert not Workspace(tmp_path / "empty").snapshot().lacks_columns
    assert not centre(tmp_path / "workspace").snapshot().lacks_columns
