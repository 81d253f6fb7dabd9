"""A watched folder holds back what contradicts its profile, tells it with the numbers, and lets it in when told so."""

import json
import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.cli import main
from core.live.known import FILE as NOTES
from core.live.look import FOLDER, Looker
from core.live.take import take_waiting
from core.live.usual import FILE, usual_of
from core.live.waits import waits
from core.profiles import Mapped, Profile, loaded_by, write_profile
from core.schema.tables import LOADS
from core.store.workspace import Workspace
from core.words.sentences import in_language
from tests.core.profiles.months import CALLS, Row, minutes, month, written

BY_HAND = "load it by hand: "


@pytest.fixture
def workspace(tmp_path: Path, soon_quiet: None, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    home = tmp_path / "home"
    (home / "profiles").mkdir(parents=True)
    (tmp_path / "calls of today").mkdir()
    (home / "settings.toml").write_text(
        f'[[watch]]\nfolder = "{tmp_path}/calls of today"\nprofile = "calls"\nzone = "America/Lima"\n'
    )
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    is_read_by(Workspace(home), CALLS)
    return Workspace(home)


def is_read_by(workspace: Workspace, profile: Profile) -> None:
    (workspace.home / "profiles" / "calls.toml").write_text(write_profile(profile))


def drop(workspace: Workspace, name: str, rows: Sequence[Row], *how: Callable[[float], float]) -> Path:
    return written(workspace.home.parent / "calls of today" / name, list(rows), *how)


def milliseconds(seconds: float) -> int:
    return int(seconds * 1000 + 7)


def loads(workspace: Workspace) -> list[str]:
    return [name.partition("/")[2] for name in workspace.snapshot().scan(LOADS).collect()["file_name"].sort()]


def held(workspace: Workspace) -> list[str]:
    return [Path(note.path).name for note in waits(workspace).unread]


def by_hand(problem: str) -> list[str]:
    """The command that a problem names as the way out."""
    atalaya, *words = shlex.split(problem.partition(BY_HAND)[2])
    assert atalaya == "atalaya"
    return words


def test_what_contradicts_its_profile_is_held_back_and_told_once_and_let_in_by_hand(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(workspace, "01.csv", month(1))
    assert take_waiting(workspace).failures == []
    drop(workspace, "02.csv", month(2), minutes, minutes)
    drop(workspace, "03.csv", month(3))
    assert main(["refresh"]) == 1
    told = capsys.readouterr().err
    [problem] = [note.problem for note in waits(workspace).unread]
    assert f"calls of today/02.csv: nothing taken in. {problem}" in told
    assert "“Charla” is typically 0:00:03, and 0:03:" in problem
    assert "about 60 times as short" in problem
    assert "unas 60 veces menos" in in_language("es", problem)
    by_this = f"atalaya ingest --workspace {workspace.home} --profile calls --zone America/Lima --anyway '"
    assert f"cárguelo a mano: {by_this}" in in_language("es", problem)
    assert (loads(workspace), held(workspace)) == (["01.csv", "03.csv"], ["02.csv"])
    version = workspace.snapshot().version
    again = take_waiting(workspace)
    assert (again.failures, again.version, waits(workspace).is_ready) == ([], version, False)
    assert main(["refresh"]) == 0
    assert main(by_hand(problem)) == 0
    assert held(workspace) == []
    assert waits(workspace).looks[-1].taken == 3
    assert take_waiting(workspace).loads == []
    assert workspace.snapshot().rows(LOADS) == 3
    assert held(workspace) == []


def test_what_is_held_back_comes_in_when_its_profile_or_the_file_is_put_right(workspace: Workspace) -> None:
    drop(workspace, "01.csv", month(1))
    take_waiting(workspace)
    drop(workspace, "02.csv", month(2), minutes, minutes)
    drop(workspace, "03.csv", month(3), minutes, minutes)
    # Two that agree do not outvote what was there before: nobody is there to look.
    assert len(take_waiting(workspace).failures) == 2
    drop(workspace, "03.csv", month(3))
    assert take_waiting(workspace).failures == []
    assert (loads(workspace), held(workspace)) == (["01.csv", "03.csv"], ["02.csv"])
    columns = [CALLS.columns[0], *((name, Mapped(each.columns, style="minutes")) for name, each in CALLS.columns[1:])]
    is_read_by(workspace, CALLS.with_(columns=tuple(columns)))
    assert take_waiting(workspace).failures == []
    assert (loads(workspace), held(workspace)) == (["01.csv", "02.csv", "03.csv"], [])


def test_dates_in_the_other_order_are_held_back_and_a_zip_of_them_is_done_when_its_files_are_in(
    workspace: Workspace,
) -> None:
    turned = [(f"{at[3:5]}/{at[:2]}{at[5:]}", waited, talked) for at, waited, talked in month(3, rows=40)]
    parts = [drop(workspace, f".{place}.csv", turned[place::2]) for place in (0, 1)]
    path = parts[0].with_name("both.zip")
    with ZipFile(path, "w") as archive:
        for part in parts:
            archive.write(part, part.name.lstrip("."))
    [(_, problem)] = take_waiting(workspace).failures
    assert "Its dates are rather written mdy than as the profile calls reads them" in problem
    assert "Month first: position 2 reaches 27" in problem
    told = in_language("es", problem)
    assert told.startswith(
        "Retenido: calls of today/both.zip (0.csv): Sus fechas están escritas más bien en el orden mdy"
    )
    assert "Mes primero" in told or "mes" in told
    assert (workspace.snapshot().version, held(workspace)) == (0, ["both.zip"])
    assert main(by_hand(problem)) == 0
    assert (take_waiting(workspace).failures, held(workspace)) == ([], [])


def test_a_feed_of_small_files_tells_together_what_is_usual_and_honest_days_raise_no_alarm(
    workspace: Workspace,
) -> None:
    for day in range(1, 9):
        drop(workspace, f"{day:02}.csv", month(3, rows=5 + day % 4, days=(day,), seed=day))
        assert take_waiting(workspace).failures == [], day
    wrong = month(3, rows=8, days=(9,))
    drop(workspace, "09.csv", wrong, milliseconds, milliseconds)
    drop(workspace, "10.csv", month(3, rows=3, days=(10,)), milliseconds, milliseconds)
    drop(workspace, "11.csv", month(3, rows=8, days=(11,)))
    [(name, problem)] = take_waiting(workspace).failures
    assert name.endswith("09.csv")
    assert "about 1000 times as long" in problem
    assert "/01.csv – " in problem
    # Of three rows nobody can tell anything.
    assert loads(workspace)[-2:] == ["10.csv", "11.csv"]


def test_what_is_remembered_of_earlier_files_is_what_they_tell_and_only_a_shortcut(workspace: Workspace) -> None:
    for day in range(1, 4):
        drop(workspace, f"{day:02}.csv", month(3, rows=8, days=(day,), seed=day))
    take_waiting(workspace)
    path = workspace.home / FOLDER / FILE
    first, again, fresh = usual_of(workspace, "calls"), usual_of(workspace, "calls"), loaded_by(workspace, "calls")
    assert [each.to_dict() for each in again] == [each.to_dict() for each in first]
    assert [each.name for each in again] == [each.name for each in fresh]
    for one, other in zip(again, fresh, strict=True):
        assert one.days.to_list() == other.days.to_list()
        for target, lengths in other.lengths.items():
            assert one.lengths[target].values.to_list() == lengths.values.to_list()
            assert one.lengths[target].factors == lengths.factors
    whole = path.read_bytes()
    for torn in (whole[:-9], b'{"calls": {"a": {"name": 1}}}', b"[]"):
        path.write_bytes(torn)
        assert [each.name for each in usual_of(workspace, "calls")] == [each.name for each in fresh]
        assert path.read_bytes() == whole


def test_a_wrong_file_beside_right_ones_in_a_zip_holds_it_back_by_name(workspace: Workspace) -> None:
    drop(workspace, "01.csv", month(1))
    take_waiting(workspace)
    parts = [
        drop(workspace, ".march.csv", month(3), milliseconds, milliseconds),
        drop(workspace, ".april.csv", month(4)),
    ]
    with ZipFile(parts[0].with_name("both.zip"), "w") as archive:
        for part in parts:
            archive.write(part, part.name.lstrip("."))
    [(name, problem)] = take_waiting(workspace).failures
    assert (name, loads(workspace)) == ("calls of today/both.zip", ["01.csv"])
    assert problem.startswith("Held back: calls of today/both.zip (march.csv): “Espera” is typically ")
    assert in_language("es", problem).startswith(
        "Retenido: calls of today/both.zip (march.csv): «Espera» dura normalmente "
    )
    assert main(by_hand(problem)) == 0
    assert (take_waiting(workspace).failures, held(workspace)) == ([], [])


def test_a_name_that_is_no_utf_8_is_taken_in_and_told_as_any_other(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(workspace, "01.csv", month(1))
    for name, how in ((b"febr\xe9.csv", ()), (b"m\xe1rz.csv", (minutes, minutes))):
        path = drop(workspace, ".part", month(3 if how else 2), *how)
        path.rename(path.with_name(os.fsdecode(name)))
    assert main(["refresh"]) == 1
    assert "m\\udce1rz.csv: nothing taken in. Held back: " in capsys.readouterr().err
    assert (loads(workspace), held(workspace)) == (["01.csv", "febr\\udce9.csv"], ["m\\udce1rz.csv"])
    assert main(["refresh"]) == 0
    capsys.readouterr()
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "is not taken in: Held back: " in told
    assert "All is well" not in told
    again = take_waiting(workspace)
    assert (again.loads, again.failures, waits(workspace).is_ready) == ([], [], False)


def test_what_else_was_written_into_the_notes_and_memories_of_feeds_counts_for_nothing(workspace: Workspace) -> None:
    drop(workspace, "01.csv", month(1))
    take_waiting(workspace)
    usual_of(workspace, "calls")
    notes, memory = workspace.home / FOLDER / NOTES, workspace.home / FOLDER / FILE
    right = json.loads(memory.read_text())
    [key] = right["calls"]
    with notes.open("a") as file:
        said = '"path": "/a", "bytes": 1, "changed_ns": 1'
        wrong = ["[]", "[" * 100_000, '{"path": 5, "bytes": 1, "changed_ns": 1}', f'{{{said}, "contents": [[1]]}}']
        file.write("\n".join([*wrong, f'{{{said}, "problem": "at what time", "at": "?"}}', ""]))
    assert [Path(path).name for path in Looker(workspace).known.notes] == ["01.csv"]
    lengths = {"wait_time": {"values": [0, None], "factors": []}}
    for other in (
        {"parts": {"dmy": {"dates": [[1]], "has_clock": True}}},
        {"parts": {"xyz": {}}},
        {"lengths": lengths},
    ):
        memory.write_text(json.dumps({"calls": {key: right["calls"][key] | other}}))
        assert [each.name for each in usual_of(workspace, "calls")] == ["calls of today/01.csv"]
        assert json.loads(memory.read_text())["calls"][key]["lengths"] == right["calls"][key]["lengths"]
    memory.write_text("[" * 100_000)
    assert len(usual_of(workspace, "calls")) == 1
    assert take_waiting(workspace).failures == []
