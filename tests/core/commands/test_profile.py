"""`atalaya profile`, and `atalaya ingest --profile`."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from core.cli import main
from core.store.workspace import Workspace
from tests.core.profiles.odd_files import written

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATALAYA_HOME", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


def test_a_file_is_suggested_checked_and_taken_in(home: Path, tmp_path: Path, capsys: Printed) -> None:
    file = str(written(tmp_path, "american"))
    profile = home / "profiles" / "calls.toml"
    assert main(["profile", "suggest", file, "-o", str(profile)]) == 0
    assert "start ← Start Time  (98%)" in capsys.readouterr().err
    assert main(["profile", "suggest", file, "-o", str(profile)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main(["profile", "list"]) == 0
    assert capsys.readouterr().out == "calls  conversations  calls  11 columns\n"
    assert main(["profile", "check", "calls"]) == 0
    assert "calls can be used" in capsys.readouterr().out
    assert main(["profile", "check", str(profile), file]) == 0
    told = capsys.readouterr().out
    assert "60 rows = 60 kept + 0 duplicates + 0 rejected; nothing is loaded." in told
    assert "Abandon rate: 20.0%" in told
    assert main(["ingest", "--profile", "calls", file]) == 0
    assert "60 records (profile calls) = 60 kept + 0 duplicates + 0 rejected" in capsys.readouterr().out


def test_an_empty_name_of_a_profile_is_no_profile(home: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main(["ingest", "--profile", "", str(written(tmp_path, "american"))]) == 1
    assert "There is no profile called ''" in capsys.readouterr().err


def test_without_a_place_to_write_to_the_profile_is_the_answer(tmp_path: Path, capsys: Printed) -> None:
    assert main(["profile", "suggest", str(written(tmp_path, "workbook")), "--sheet", "Llamadas"]) == 0
    assert '[columns.start]\nfrom = "Inicio"' in capsys.readouterr().out
    assert main(["profile", "suggest", str(tmp_path / "informe.xlsx"), "--sheet", "Nada"]) == 1
    assert "it has 'Resumen', 'Llamadas'" in capsys.readouterr().err


def test_a_mistake_is_told_with_its_line(home: Path, capsys: Printed) -> None:
    (home / "profiles").mkdir(parents=True)
    (home / "profiles" / "calls.toml").write_text('[columns]\nstrat = "x"\n')
    assert main(["profile", "check", "calls"]) == 1
    assert "calls.toml, line 2" in capsys.readouterr().err
    assert main(["profile", "list"]) == 1
    assert "calls.toml, line 2" in capsys.readouterr().out


def test_a_file_in_which_nothing_is_found_says_what_is_missing(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Colour,Size\nred,1\nblue,2\n")
    assert main(["profile", "suggest", str(path)]) == 1
    assert "Nothing was found that tells start" in capsys.readouterr().err


def test_the_check_says_which_numbers_no_column_tells(home: Path, tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Id;Fecha;Espera\n1;02/03/2026 09:00:00;0:00:10\n2;14/03/2026 09:00:00;0:00:12\n")
    assert main(["profile", "suggest", str(path), "-o", str(home / "profiles" / "calls.toml")]) == 0
    assert main(["profile", "check", "calls", str(path)]) == 0
    told = capsys.readouterr().out
    assert "No column tells how long contacts lasted: talk and handling times stay zero." in told
    assert "how long customers waited" not in told


def test_months_are_taken_in_by_one_profile_with_what_is_odd_about_each(
    home: Path, tmp_path: Path, capsys: Printed
) -> None:
    head = "Id;Fecha;Agente;Charla\n"

    def rows(month: int, order: str = "{day:02}/{month:02}") -> str:
        dates = [order.format(day=day, month=month) for day in (2, 14, 28)]
        return "".join(f"{month}-{n};{at}/2026 09:00:00;Ana;0:02:00\n" for n, at in enumerate(dates))

    files = {name: tmp_path / name for name in ("01.csv", "02.csv", "03.csv", "rest.zip", "photo.csv")}
    files["01.csv"].write_text(head + rows(1))
    files["02.csv"].write_text(head + rows(2, "{month:02}/{day:02}"))
    files["03.csv"].write_text("Id;Fecha;Charla\n" + rows(3).replace("Ana;", ""), "utf-16")
    files["photo.csv"].write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00")
    with ZipFile(files["rest.zip"], "w") as archive:
        for month in (4, 5):
            archive.writestr(f"{month:02}.csv", head + rows(month))
    assert main(["profile", "suggest", str(files["01.csv"]), "-o", str(home / "profiles" / "calls.toml")]) == 0
    capsys.readouterr()
    loading = ["ingest", "--profile", "calls", *(str(file) for file in files.values())]
    assert main(loading) == 1
    told = capsys.readouterr()
    assert "02.csv: Its dates are rather written mdy than as the profile calls reads them" in told.err
    assert "02.csv: Month first: position 2 reaches 28, so that it is the day." in told.err
    assert "Nothing is loaded: of 6 files, 1 seems to contradict the profile calls (02.csv)." in told.err
    assert (told.out, Workspace(home).snapshot().version) == ("", 0)
    assert main([*loading, "--anyway"]) == 1
    told = capsys.readouterr()
    assert "rest.zip (05.csv): 3 records (profile calls) = 3 kept + 0 duplicates + 0 rejected" in told.out
    assert "5 files in all: 15 records = 13 kept + 0 duplicates + 2 rejected" in told.out
    assert "03.csv: lacks Agente" in told.err
    assert "photo.csv: nothing taken in." in told.err


def test_a_month_in_another_unit_is_refused_with_its_numbers_beside_what_was_loaded_before(
    home: Path, tmp_path: Path, capsys: Printed
) -> None:
    head = "Fecha;Charla\n"
    months = {
        f"{month:02}.csv": [f"{1 + at // 8:02}/{month:02}/2026 09:{at:02}:00;{f(60 + 7 * at)}" for at in range(40)]
        for month, f in ((1, str), (2, str), (3, lambda seconds: f"{seconds / 60:.2f}"))
    }
    for name, lines in months.items():
        (tmp_path / name).write_text(head + "\n".join(lines) + "\n")
    first, second, third = (str(tmp_path / name) for name in months)
    profile = home / "profiles" / "calls.toml"
    profile.parent.mkdir(parents=True)
    profile.write_text('[columns.start]\nfrom = "Fecha"\nstyle = "dmy"\n[columns.talk_time]\nfrom = "Charla"\n')
    assert main(["ingest", "--profile", "calls", first]) == 0
    assert main(["ingest", "--profile", "calls", second]) == 0
    capsys.readouterr()
    assert main(["ingest", "--profile", "calls", third]) == 1
    told = capsys.readouterr().err
    assert "03.csv: “Charla” is typically 0:00:03, and 0:03:20 in “02.csv”: about 60 times as short." in told
    assert "Nothing is loaded: 03.csv seems to contradict the profile calls. Read it by a profile of its own" in told
    assert "--anyway" in told
    assert main(["profile", "check", "calls", third]) == 1
    assert "about 60 times as short" in capsys.readouterr().err
    assert main(["ingest", "--profile", "calls", third, "--anyway"]) == 0
    assert "--anyway" not in capsys.readouterr().err
    assert main(["ingest", "--anyway", third]) == 0
    assert "--anyway changes nothing here" in capsys.readouterr().err


DATES = {
    "02/03/2026 09:00;03/03/2026 09:00;04/03/2026 09:00": "dmy: In this order the dates span 3 days, in the other 60.",
    "03/04/2026 09:00;04/03/2026 09:00": "  A guess, to be confirmed: start is read as dmy. Nothing tells whether",
}


@pytest.mark.parametrize("dates", DATES)
def test_what_tells_the_order_of_dates_or_that_nothing_does_is_told(
    tmp_path: Path, capsys: Printed, dates: str
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Fecha;Charla\n" + "".join(f"{each};00:01:30\n" for each in dates.split(";")))
    assert main(["profile", "suggest", str(path)]) == 0
    assert DATES[dates] in capsys.readouterr().err
