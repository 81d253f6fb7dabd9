"""A profile that was wrong is corrected: what it has read is read again, and nothing of the old reading stays."""

from pathlib import Path

from core.cli import main
from core.profiles import Mapped, Profile, Shelf
from core.schema.tables import EVENTS, LOADS
from core.store.workspace import Workspace
from tests.core.profiles.conftest import conversations, take_in

MONTH_FIRST = Profile(
    "calls",
    time_zone="UTC",
    columns=(("id", Mapped(("Id",))), ("start", Mapped(("Start",), style="mdy")), ("talk_time", Mapped(("Talk",)))),
)


def test_files_of_a_corrected_profile_are_read_again(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Id,Start,Talk\n1,03/02/2026 09:00:00,60\n2,04/02/2026 09:00:00,30\n")
    shelf = Shelf(workspace.files)
    mark = shelf.save(MONTH_FIRST)
    take_in(workspace, path, MONTH_FIRST)
    assert [row.month for row in conversations(workspace)["started_at"]] == [3, 4]
    other = workspace.snapshot().scan(EVENTS).collect().height
    shelf.save(MONTH_FIRST.with_(columns=_day_first()), mark)
    assert main(["reprocess", "--profile", "calls", "--workspace", str(workspace.home)]) == 0
    assert [row.month for row in conversations(workspace)["started_at"]] == [2, 2]
    assert [row.day for row in conversations(workspace)["started_at"]] == [3, 4]
    now = workspace.snapshot()
    assert now.scan(EVENTS).collect().height == other
    assert "dmy" in now.scan(LOADS).collect()["reading"][0]


def _day_first() -> tuple[tuple[str, Mapped], ...]:
    corrected = dict(MONTH_FIRST.columns) | {"start": Mapped(("Start",), style="dmy")}
    return tuple(corrected.items())
