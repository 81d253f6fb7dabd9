"""How far a back-fill has come, as a file that outlasts everything."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import StoreError
from core.pull.wanted import Wanted
from core.pull.windows import left, mark, reached
from core.store.workspace import Workspace

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
SID = "WS" + "2" * 32


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def span(since: float, until: float, **more: bool) -> Wanted:
    """Hours from noon on."""
    return Wanted(SID, NOON + timedelta(hours=since), NOON + timedelta(hours=until), **more)


def hours(windows: list[tuple[datetime, datetime]]) -> list[tuple[float, float]]:
    return [((since - NOON) / timedelta(hours=1), (until - NOON) / timedelta(hours=1)) for since, until in windows]


def test_windows_end_on_the_hour(workspace: Workspace) -> None:
    assert hours(left(workspace, span(-0.5, 1.25))) == [(-0.5, 0), (0, 1), (1, 1.25)]


def test_what_is_done_is_left_out_wherever_it_lies(workspace: Workspace) -> None:
    for done in (span(1, 2), span(3, 3.5)):
        mark(workspace, done, left(workspace, done), LATER)
    assert hours(left(workspace, span(0, 4))) == [(0, 1), (2, 3), (3.5, 4)]
    assert hours(left(workspace, span(1.25, 1.75))) == []
    assert len(left(workspace, span(0, 4, is_again=True))) == 4


def test_neighbours_become_one_span(workspace: Workspace) -> None:
    mark(workspace, span(0, 2), left(workspace, span(0, 2)), LATER)
    mark(workspace, span(2, 3), left(workspace, span(2, 3)), LATER)
    told = (workspace.home / "pulled" / f"twilio-{SID}.json").read_text()
    assert told.count("2026-03-15T12:00") == 1
    assert left(workspace, span(0, 3)) == []


def test_what_has_not_settled_is_not_done_but_reached(workspace: Workspace) -> None:
    mark(workspace, span(0, 1), left(workspace, span(0, 1)), NOON + timedelta(minutes=40))
    assert hours(left(workspace, span(0, 1))) == [(0.5, 1)]
    assert reached(workspace, span(0, 1)) == NOON + timedelta(hours=1)


def test_workspaces_of_the_platform_are_kept_apart(workspace: Workspace) -> None:
    mark(workspace, span(0, 1), left(workspace, span(0, 1)), LATER)
    assert len(left(workspace, Wanted("WS" + "3" * 32, NOON, NOON + timedelta(hours=1)))) == 1


@pytest.mark.parametrize("text", ["", "[]", '{"done": 1}', '{"done": [["a", "b"]]}', '{"done": [["2026-01-01"]]}'])
def test_a_damaged_file_is_named_with_the_way_out(workspace: Workspace, text: str) -> None:
    file = workspace.home / "pulled" / f"twilio-{SID}.json"
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(StoreError, match=r"twilio-WS2+\.json is damaged.*remove it"):
        left(workspace, span(0, 1))
