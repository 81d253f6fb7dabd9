"""Files that tell no lengths or no waits: their zeros are found for what they are, and nobody else's."""

from pathlib import Path

import pytest

from core.store.workspace import Workspace
from tests.core.profiles.conftest import suggested, take_in
from tests.core.quality.planted import of

CALLS = 25


def loaded(home: Path, columns: str, calls: int = CALLS, last: str = "") -> list[str]:
    """`what` of each finding about unmeasured times in a table of answered calls with these columns."""
    told = {"Talk seconds": "95", "Wait seconds": "12"}
    wanted = [name.strip() for name in columns.split(",") if name.strip()]
    head = ",".join(["Call ID", "Start time", "Agent", "Queue", "Phone", *wanted])
    rows = [
        ",".join(
            [
                f"C{number}",
                f"2026-09-01 10:{number:02}:00",
                "Ana",
                "Sales",
                f"+3491123{number:04}",
                *((last if last and number == calls - 1 else "0" if last else told[name]) for name in wanted),
            ]
        )
        for number in range(calls)
    ]
    file = home / "calls.csv"
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    workspace = Workspace(home / "workspace")
    done = take_in(workspace, file, suggested(file).profile)
    assert not done.failures
    assert done.loads[0]["rows_rejected"] == 0
    found = [one for one in of(workspace).findings if one.check.name == "times_told"]
    return found[0].rows["what"].to_list() if found else []


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ("Talk seconds, Wait seconds", []),
        ("Talk seconds", ["no wait told"] * CALLS),
        ("Wait seconds", ["no length"] * CALLS),
        ("", ["no length"] * CALLS + ["no wait told"] * CALLS),
    ],
)
def test_times_that_no_column_tells_are_found(tmp_path: Path, columns: str, found: list[str]) -> None:
    assert sorted(loaded(tmp_path, columns)) == found


def test_one_that_lasts_and_waits_shows_that_they_are_told(tmp_path: Path) -> None:
    assert loaded(tmp_path, "Talk seconds, Wait seconds", last="7") == []


def test_of_a_few_contacts_nothing_is_said(tmp_path: Path) -> None:
    assert loaded(tmp_path, "", calls=19) == []
