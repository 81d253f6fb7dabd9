"""`atalaya sql`: the answer on standard output in three forms, a refusal on standard error with its place."""

import json
from pathlib import Path

import pytest

from core.cli import main
from tests.centre import centre

BY_CHANNEL = "SELECT channel, COUNT(*) AS n, AVG(talk_time_ms) AS talk_ms FROM conversations GROUP BY 1 ORDER BY n DESC"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(centre(tmp_path_factory.mktemp("sql") / "workspace").home)


def told(capsys: pytest.CaptureFixture[str], home: str, *words: str) -> tuple[int, str, str]:
    code = main(["sql", "--workspace", home, *words])
    found = capsys.readouterr()
    return code, found.out, found.err


def test_a_table_has_quantities_to_the_right_and_durations_as_a_clock(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = told(capsys, home, BY_CHANNEL)
    assert (code, out.splitlines()) == (
        0,
        ["channel   n  talk_ms", "-------  --  -------", "voice    45     3:15", "chat     15     3:15"],
    )


def test_csv_and_json_have_the_values_themselves(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, home, BY_CHANNEL, "--format", "csv")[1].splitlines()[1] == "voice,45,195000.0"
    assert json.loads(told(capsys, home, BY_CHANNEL, "--format", "json")[1])[1] == {
        "channel": "chat",
        "n": 15,
        "talk_ms": 195_000.0,
    }


def test_a_refusal_is_told_in_the_language_that_was_asked(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, home, "SELECT * FROM read_csv('x')", "--language", "es")
    assert (code, out) == (1, "")
    assert err.startswith("atalaya: Línea 1, columna 15: read_csv no se puede leer como tabla")


def test_the_period_and_the_zone_can_be_given(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = "SELECT COUNT(*) AS n FROM conversations WHERE started_at >= :since AND started_at < :until"
    days = ("--since", "2026-03-03", "--until", "2026-03-04", "--tz", "Europe/Madrid", "--format", "csv")
    assert told(capsys, home, text, *days)[1] == "n\n12\n"
    assert told(capsys, home, text, "--format", "csv")[1] == "n\n60\n"


def test_more_rows_than_asked_for_are_told(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, home, "SELECT conversation_id FROM conversations", "--rows", "2", "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "first 2 rows" in err


def test_personal_data_is_masked_unless_it_is_asked_for(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = "SELECT MAX(phone_e164) AS p FROM customers WHERE phone_e164 LIKE '+1 2%' OR phone_e164 LIKE '+12%'"
    assert told(capsys, home, text, "--format", "csv")[1] == "p\n'+1 212 ••• ••01\n"
    assert told(capsys, home, text, "--format", "csv", "--reveal")[1] == "p\n'+12125550101\n"


@pytest.mark.parametrize("option", ["--rows", "--seconds", "--memory"])
def test_limits_are_one_or_more(home: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, home, "SELECT 1", option, "0")
    assert (code, "1 or more" in err) == (1, True)


def test_a_statement_can_come_on_standard_input(
    home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "question.sql"
    file.write_text("SELECT 1 AS x", encoding="utf-8")
    with file.open(encoding="utf-8") as words:
        monkeypatch.setattr("sys.stdin", words)
        assert told(capsys, home, "-", "--format", "csv")[1] == "x\n1\n"
