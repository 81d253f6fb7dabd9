"""The house's own metrics on the command line: asked, listed and checked like all others."""

import csv
import io
from pathlib import Path

import pytest

from core.cli import main
from core.commands.console import DONE, PROBLEM
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.workspace import Workspace
from tests.core.metrics.pencil import pencil_day

TEXT = """[long_calls]
label = "Long calls"
label_es = "Llamadas largas"
meaning = "Conversations that took a minute and a half or more."
unit = "count"
better = "lower"
count = "conversations"
where = ["handling_time_ms>=90000"]

[held]
label = "Held, share"
meaning = "Share of the long talks in which the customer was held."
unit = "%"
better = "lower"
above = { count = "segments", where = ["hold_time_ms>=1"] }
below = { count = "segments", rows = "handled segments", where = ["talk_time_ms>=120000"] }

[broken]
label = "Broken"
"""


@pytest.fixture
def house(workspace_of_its_own: Path) -> Path:
    """The pencil day, and a file of metrics of which one cannot be used."""
    day = pencil_day()
    with Workspace(workspace_of_its_own).write() as change:
        for table in (SEGMENTS, CONVERSATIONS):
            change.append(table, day[table])
        change.commit("pencil day")
    (workspace_of_its_own / "metrics.toml").write_text(TEXT, encoding="utf-8")
    return workspace_of_its_own


@pytest.mark.usefixtures("house")
def test_they_are_asked_with_others_and_split_and_totalled(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("long_calls,held,segments", "--by", "queue", "--totals", "--format", "csv")
    assert main(["ask", *words]) == DONE
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["queue_name", "long_calls", "held", "segments"],
        ["Sales", "3", "1.0", "3"],  # c1 c2 c5; of talks Mary's in c2
        ["Support", "1", "0.5", "2"],  # c6; Josh held in c1, not in c6
        ["Total", "4", str(2 / 3), "5"],
    ]


@pytest.mark.usefixtures("house")
def test_their_labels_are_headings_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "long_calls,held", "--language", "es"]) == DONE
    assert capsys.readouterr().out.splitlines()[0].split("  ") == ["Llamadas largas", "Held, share"]


@pytest.mark.usefixtures("house")
def test_they_are_listed_and_what_is_wrong_is_told_beside(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--list"]) == DONE
    shown = capsys.readouterr()
    assert "Conversations that took a minute and a half or more." in shown.out
    assert "metrics.toml, line 18: meaning is missing; give what it is, in one sentence." in shown.err


@pytest.mark.usefixtures("house")
def test_one_that_cannot_be_used_is_told_when_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "broken"]) == PROBLEM
    assert "no metric called 'broken': metrics.toml, line 18: meaning is missing" in capsys.readouterr().err


def test_the_doctor_tells_mistakes_as_warnings(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == DONE
    assert "warning: metrics.toml, line 18: meaning is missing" in capsys.readouterr().out
    (house / "metrics.toml").write_text(TEXT[: TEXT.index("[broken]")], encoding="utf-8")
    assert main(["doctor"]) == DONE
    assert "All is well." in capsys.readouterr().out
