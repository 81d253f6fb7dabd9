"""`atalaya quality`: the answer in words or JSON, and an exit code that a monitor understands."""

import json
from pathlib import Path

import pytest

from core.cli import main
from core.commands.console import DONE, FOUND, PROBLEM
from tests.callbacks import taken_in
from tests.core.quality.planted import THREE, clean_day, vendor, without


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A day on which one entry into a queue is lost; not to be written to."""
    home = tmp_path_factory.mktemp("spoilt") / "w"
    taken_in(home, *without("task-queue.entered", task_id="WT2")(clean_day()))
    return str(home)


def test_a_clean_day_is_believed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken_in(tmp_path / "w", *clean_day())
    assert main(["quality", "--workspace", str(tmp_path / "w"), "--fail-on", "low"]) == DONE
    assert capsys.readouterr().out.splitlines() == [
        "You can believe these numbers.",
        "All 21 laws hold for the 6 conversations of this period and these filters.",
    ]


def test_where_there_is_nothing_to_believe_nothing_is_said_to_be_believed(
    spoilt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quality", "--workspace", spoilt, "--since", "2031-01-01"]) == DONE
    assert capsys.readouterr().out == "There is no conversation in this period under these filters.\n"
    assert main(["quality", "--workspace", spoilt, "--since", "2031-01-01", "--json"]) == DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["conversations"], found["findings"]) == ("nothing", 0, [])


def test_a_grave_finding_ends_with_a_code_of_its_own(spoilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quality", "--workspace", spoilt]) == FOUND
    assert "high    queue_balance: Queues balance; 1 (16.7% of the conversations)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "never"], DONE),
        (["--where", "queue=Billing"], DONE),
        (["--since", "2026-03-03"], DONE),
        (["--since", "2026-03-02", "--until", "2026-03-02"], FOUND),
        (["--since", "yesterday"], PROBLEM),
        (["--where", "nothing=1"], PROBLEM),
    ],
)
def test_the_code_follows_period_filters_and_severity(spoilt: str, options: list[str], code: int) -> None:
    assert main(["quality", "--workspace", spoilt, *options]) == code


def test_json_has_everything_with_the_rows(spoilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["quality", "--workspace", spoilt, "--json", "--language", "es"])
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["laws"], told["laws_broken"], told["conversations_touched"]) == ("doubt", 21, 1, 1)
    (finding,) = told["findings"]
    assert (finding["title"], finding["days"]) == ("Las colas cuadran", {"2026-03-02": 1})
    assert finding["rows"][0]["conversation_id"] == "WT2"


def test_json_names_both_tellings_of_a_contact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken_in(tmp_path / "w", *clean_day())
    vendor(tmp_path / "w", *THREE)
    assert main(["quality", "--workspace", str(tmp_path / "w"), "--json"]) == FOUND
    finding = next(one for one in json.loads(capsys.readouterr().out)["findings"] if one["check"] == "told_once")
    assert (finding["severity"], finding["count"], finding["volume"], finding["unit"]) == (
        "high",
        3,
        9,
        "conversations",
    )
    told = [(row["conversation_id"], row["twin_id"], row["amount_ms"]) for row in finding["rows"]]
    assert told[0] == ("odd:V-0000000", "WT2", 2_000)


def test_doctor_tells_of_it(spoilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--workspace", spoilt])
    assert "atalaya quality" in capsys.readouterr().out


def test_without_data_there_is_nothing_to_believe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quality", "--workspace", str(tmp_path / "w")]) == PROBLEM
    assert "no data yet" in capsys.readouterr().err
