"""`atalaya locate` as a person meets it: addresses in, numbers and places out."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cli import main
from core.commands.console import DONE, PROBLEM
from core.schema.columns import PLACE_LEVELS

Locate = Callable[..., tuple[int, str, str]]


@pytest.fixture
def locate(capsys: pytest.CaptureFixture[str]) -> Locate:
    """Runs the command; exit code, standard output and standard error."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        code = main(["locate", *map(str, words)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def rows(shown: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(shown)
    return found


def test_a_number_is_shown_with_every_level_its_source_and_its_precision(locate: Locate) -> None:
    code, shown, told = locate("+1 (415) 555-2671")
    assert (code, told) == (DONE, "")
    assert shown.splitlines() == [
        "+1 (415) 555-2671",
        "  number       +14155552671, valid, fixed line or mobile",
        "  issued in    San Francisco, CA",
        "  region       North America        phone, country",
        "  country      US (United States)   phone, country",
        "  state        CA                   phone, area code",
        "  city         San Francisco        phone, area code",
        "  geolocation  37.8241, -122.4488   phone, area code",
        "  area code    415                  phone, area code",
        "  time zone    America/Los_Angeles  phone, area code",
    ]


def test_each_level_says_what_it_was_made_of(locate: Locate) -> None:
    _, shown, _ = locate("34 928 12 34 56", "--country", "ES")
    assert shown.splitlines() == [
        "34 928 12 34 56",
        "  number       +34928123456, valid, fixed line",
        "  issued in    Las Palmas",
        "  region       Europe             phone, country",
        "  country      ES (Spain)         phone, country",
        "  area         Las Palmas         phone, area",
        "  city         Las Palmas         phone, area",
        "  geolocation  28.1018, -15.4157  phone, area",
        "  time zone    Atlantic/Canary    phone, area",
    ]


def test_a_territory_says_whom_it_belongs_to(locate: Locate) -> None:
    assert "  country      PR (Puerto Rico), of US  phone, country" in locate("+17875551234")[1].splitlines()
    found = rows(locate("+17875551234", "+14155552671", "anonymous", "--format", "json")[1])
    assert [(row["country"], row["sovereign"]) for row in found] == [("PR", "US"), ("US", "US"), (None, None)]


def test_what_has_no_place_says_why(locate: Locate) -> None:
    _, shown, _ = locate("anonymous", "612345678", "+1 800 555 1234", "", "+54 911")
    assert shown.splitlines() == [
        "anonymous",
        "  number       none: anonymous",
        "612345678",
        "  number       none: unknown country",
        "+1 800 555 1234",
        "  number       +18005551234, valid, toll free; no place: toll-free",
        "(empty)",
        "  number       none: not a phone",
        "+54 911",
        "  number       +54911: invalid",
    ]


def test_csv_has_a_column_for_each_level_with_source_and_precision(locate: Locate) -> None:
    _, shown, _ = locate("+14155552671", "--format", "csv")
    (found,) = csv.DictReader(io.StringIO(shown))
    assert {f"{level}_{told}" for level in PLACE_LEVELS for told in ("source", "precision")} < set(found)
    assert (found["state"], found["state_source"], found["state_precision"]) == ("CA", "phone", "area code")
    # A spreadsheet would take the plus away.
    assert found["e164"] == "'+14155552671"


def test_json_has_one_record_an_address_in_its_order(locate: Locate) -> None:
    _, shown, _ = locate("+442079460018", "client:alice", "+442079460018", "--format", "json")
    facts = [(row["address"], row["e164"], row["is_valid"], row["country"], row["reason"]) for row in rows(shown)]
    london = ("+442079460018", "+442079460018", True, "GB", None)
    assert facts == [london, ("client:alice", None, False, None, "not a phone"), london]


@pytest.mark.parametrize("country", ["ES", "es", "Spain", "España"])
def test_the_country_of_national_numbers_can_be_given(locate: Locate, country: str) -> None:
    (found,) = rows(locate("612 34 56 78", "--country", country, "--format", "json")[1])
    assert (found["e164"], found["country"], found["country_source"]) == ("+34612345678", "ES", "default")


def test_the_house_country_holds_unless_another_or_none_is_given(locate: Locate, workspace_of_its_own: Path) -> None:
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "settings.toml").write_text('default_country = "ES"\n', encoding="utf-8")
    asked: list[tuple[str, ...]] = [(), ("--country", "GB"), ("--country", "")]
    answers = [rows(locate("020 7946 0018", "612345678", *words, "--format", "json")[1]) for words in asked]
    assert [[row["country"] for row in found] for found in answers] == [[None, "ES"], ["GB", None], [None, None]]


def test_the_house_regions_hold(locate: Locate, workspace_of_its_own: Path) -> None:
    workspace_of_its_own.mkdir()
    (workspace_of_its_own / "regions.csv").write_text("country,state,area_code,region\nES,,,Iberia\n", encoding="utf-8")
    assert [row["region"] for row in rows(locate("+34612345678", "--format", "json")[1])] == ["Iberia"]


def test_a_text_file_has_an_address_a_line(locate: Locate, tmp_path: Path) -> None:
    file = tmp_path / "callers"
    file.write_text("+14155552671\n\nwhatsapp:+34612345678\n", encoding="utf-8")
    found = rows(locate(file, "+442079460018", "--format", "json")[1])
    assert [row["country"] for row in found] == ["US", None, "ES", "GB"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("phone;name\n+14155552671;Ana\nanonymous;Bo\n", "phone"),
        ('"+14155552671","Ana"\n"anonymous","Bo"\n', ""),
        ("\ufeffTeléfono\n+14155552671\nanonymous\n", "Teléfono"),
        ("+14155552671\tx,y\nanonymous\tz\n", ""),
    ],
)
def test_a_sheet_has_them_in_its_first_column(locate: Locate, tmp_path: Path, text: str, heading: str) -> None:
    file = tmp_path / "callers.csv"
    file.write_text(text, encoding="utf-8")
    _, shown, told = locate(file, "--format", "json")
    assert [row["address"] for row in rows(shown)] == ["+14155552671", "anonymous"]
    assert told == (f"{file}: the first line is taken for a heading ({heading}).\n" if heading else "")


def test_a_sheet_that_begins_with_anonymous_has_no_heading(locate: Locate, tmp_path: Path) -> None:
    file = tmp_path / "callers.csv"
    file.write_text("anonymous\n+14155552671\n", encoding="utf-8")
    assert len(rows(locate(file, "--format", "json")[1])) == 2


def test_addresses_come_from_standard_input_too(locate: Locate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("+14155552671\n+442079460018\n"))
    assert [row["country"] for row in rows(locate("-", "--format", "json")[1])] == ["US", "GB"]


@pytest.mark.parametrize("address", ["ana@example.com", "sip:+14155552671@pbx/1.txt", "1/415/555/2671", "9" * 5000])
def test_an_address_is_not_taken_for_a_file(locate: Locate, address: str) -> None:
    assert [row["address"] for row in rows(locate(address, "--format", "json")[1])] == [address]


@pytest.mark.parametrize("nothing", ["", "\n"])
def test_an_empty_file_is_no_address_and_an_empty_line_is_one(locate: Locate, tmp_path: Path, nothing: str) -> None:
    file = tmp_path / "callers.txt"
    file.write_text(nothing, encoding="utf-8")
    assert len(rows(locate(file, "--format", "json")[1])) == len(nothing)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("callers.csv",), "callers.csv is not there"),
        (("exports/callers",), "exports/callers is not there"),
        (("+14155552671", "--country", "Atlantis"), "--country is 'Atlantis'; give the ISO code"),
        (("+14155552671", "--country", "AQ"), "--country is 'AQ'; give the ISO code"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(locate: Locate, words: tuple[str, ...], message: str) -> None:
    code, shown, problem = locate(*words)
    assert (code, shown) == (PROBLEM, "")
    assert problem.startswith(f"atalaya: {message}")


def test_a_file_that_is_no_text_is_named(locate: Locate, tmp_path: Path) -> None:
    file = tmp_path / "callers.txt"
    file.write_bytes(bytes(range(256)))
    code, _, problem = locate(file)
    assert (code, problem) == (PROBLEM, f"atalaya: {file} is no text in UTF-8; save it as text or CSV in UTF-8.\n")
