"""`atalaya report`: files for readers, exit codes for schedulers, and the numbers that `atalaya ask` prints."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from core.cli import main
from core.commands.console import DONE, USAGE
from core.commands.report import NO_DATA, NOT_WRITTEN, SOME_FAILED
from tests.centre import centre
from tests.core.reports.boards import FAILING

BOARD = """
title = "Queues"
parameters = ["period", "tz", "vs", "queue"]

[[cell]]
kind = "table"
name = "queues"
metrics = ["conversations_offered", "service_level"]
rows = ["queue_name"]
totals = true
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small centre with one notebook of its own."""
    home = tmp_path_factory.mktemp("centre") / "home"
    centre(home)
    (home / "notebooks").mkdir()
    (home / "notebooks" / "queues.toml").write_text(BOARD, encoding="utf-8")
    return home


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder that files are written to, with that centre as the workspace."""
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    return tmp_path / "out"


def test_its_numbers_are_those_that_ask_prints(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    period = ["--since", "2026-03-03", "--until", "2026-03-05T12:00", "--tz", "Europe/Madrid"]
    assert main(["report", "queues", *period, "--format", "csv", "--machine", "-o", str(here)]) == DONE
    table = next(Path(line) for line in capsys.readouterr().out.splitlines() if line.endswith(".queues.csv"))
    asked = ["ask", "conversations_offered,service_level", "--by", "queue", *period, "--totals", "--format", "json"]
    assert main(asked) == DONE
    wanted = json.loads(capsys.readouterr().out)
    rows = list(csv.DictReader(StringIO(table.read_text("utf-8"))))
    assert {row["queue_name"] or "Total": float(row["service_level"] or -1) for row in rows} == {
        row["queue_name"] or "": -1 if row["service_level"] is None else row["service_level"] for row in wanted
    }
    assert sum(int(row["conversations_offered"]) for row in rows) == sum(row["conversations_offered"] for row in wanted)


def test_a_parameter_narrows_it_and_is_printed(here: Path) -> None:
    assert main(["report", "queues", "--set", "queue=Support", "--lang", "es", "-o", str(here)]) == DONE
    (file,) = here.iterdir()
    page = file.read_text("utf-8")
    assert "<dt>Filtros</dt><dd>Cola: Support</dd>" in page
    assert "Billing" not in page


def test_a_file_a_built_in_one_and_a_name_are_notebooks(here: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(BOARD, encoding="utf-8")
    for notebook in (str(file), "queues", "atalaya.queues"):
        assert main(["report", notebook, "-o", str(here)]) == DONE
    assert [path.name.partition("_")[0] for path in sorted(here.iterdir())] == ["atalaya-queues", "mine", "queues"]


def test_list_names_them(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--list"]) == DONE
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"queues", "atalaya.overview"} <= set(names)


WRONG = {
    "a notebook that there is not": (["report", "queus"], "did you mean queues"),
    "none at all": (["report"], "Which notebook"),
    "a file that there is not": (["report", "./no.toml"], "cannot be read"),
    "a format": (["report", "queues", "--format", "docx"], "format of a report"),
    "a parameter": (["report", "queues", "--set", "agent=Ana Ruiz"], "parameter of queues"),
    "a parameter without a value": (["report", "queues", "--set", "queue"], "NAME=VALUE"),
    "a value that is not there": (["report", "queues", "--set", "queue=Suport"], "Suport"),
    "a day": (["report", "queues", "--since", "yesterday"], "--since is 'yesterday'"),
    "a period": (["report", "queues", "--since", "2026-03-09", "--until", "2026-03-01"], "period is empty"),
    "a zone": (["report", "queues", "--tz", "Mars/Base"], "Mars/Base"),
    "a number of customers": (["report", "queues", "--merge-below", "-1"], "--merge-below"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_understood_is_told_and_nothing_is_written(
    what: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, told = WRONG[what]
    assert main([*words, "-o", str(here)]) == USAGE
    assert told in capsys.readouterr().err
    assert not here.exists()


def test_a_notebook_that_cannot_be_read_is_told_by_its_line(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(BOARD.replace('rows = ["queue_name"]', 'rows = ["queue_nam"]'), encoding="utf-8")
    assert main(["report", str(file), "-o", str(here)]) == USAGE
    assert "bad.toml, line 9" in capsys.readouterr().err


def test_cells_that_fail_have_a_code_of_their_own_and_the_files_are_there(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "half.toml"
    file.write_text(BOARD + FAILING, encoding="utf-8")
    assert main(["report", str(file), "-o", str(here)]) == SOME_FAILED
    assert "cannot: Occupancy cannot be split" in capsys.readouterr().err
    assert len(list(here.iterdir())) == 1


def test_without_conversations_nothing_is_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "queues", "--since", "2025-01-01", "--until", "2025-01-31", "-o", str(here)]) == NO_DATA
    assert "no conversation" in capsys.readouterr().err
    assert not here.exists()


def test_a_place_that_cannot_be_written_has_a_code_of_its_own(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here.write_text("a file")
    assert main(["report", "queues", "-o", str(here)]) == NOT_WRITTEN
    assert "choose another folder" in capsys.readouterr().err
