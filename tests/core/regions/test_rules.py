"""A region file says what it means, or which line is wrong and how to put it right."""

import re
from pathlib import Path

import phonenumbers
import pytest

from core.errors import DefinitionError
from core.regions import EMPTY, check, read_rules
from core.regions.area_codes import ISLANDS, known_area_codes
from core.settings import RegionRule

HEAD = "country,state,area_code,region\n"


def test_a_file_is_its_rules_in_order() -> None:
    text = f"""# Sales regions of 2026

{HEAD}ES,,,Iberia
US,CA,,West Coast
,,212,"New York, metro"
# the rest
US,,,Elsewhere
"""
    assert read_rules(text, "regions.csv") == (
        RegionRule("Iberia", country="ES"),
        RegionRule("West Coast", country="US", state="CA"),
        RegionRule("New York, metro", area_code="212"),
        RegionRule("Elsewhere", country="US"),
    )
    assert check(text).lines == (4, 5, 6, 8)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("es,,,Iberia", RegionRule("Iberia", "ES")),
        ("España,,,Iberia", RegionRule("Iberia", "ES")),
        ("the united states of america,,,North", RegionRule("North", "US")),
        ("Great Britain,,,Isles", RegionRule("Isles", "GB")),
        ("us,ca,,West", RegionRule("West", "US", "CA")),
        ("US,Washington State,,West", RegionRule("West", "US", "WA")),
        ("Canadá,Columbia Británica,,West", RegionRule("West", "CA", "BC")),
        ("US,NY,212,Metro", RegionRule("Metro", area_code="212")),
        ("Jamaica,,876,Islands", RegionRule("Islands", area_code="876")),
        ("DE,Bavaria,,South", RegionRule("South", "DE", "Bavaria")),
        (" es ,, ,  Iberia   and more ", RegionRule("Iberia and more", "ES")),
        ("ES,,,EUROPE", RegionRule("Europe", "ES")),
        ("ES,,,Iberia,,,", RegionRule("Iberia", "ES")),
    ],
)
def test_codes_and_names_are_taken_in_any_case(line: str, rule: RegionRule) -> None:
    assert read_rules(f"{HEAD}{line}\n", "regions.csv") == (rule,)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffcountry,state,area_code,region\nES,,,Iberia\n",
        "Region,Country,Area code,State\nIberia,ES,,\n",
        "country;state;area_code;region\r\nES;;;Iberia\r\n",
        '"# from a spreadsheet, quoted",,,\ncountry,state,area_code,region\n,,,\nES,,,Iberia',
    ],
)
def test_what_spreadsheets_make_of_a_file_is_read_too(text: str) -> None:
    assert read_rules(text, "regions.csv") == (RegionRule("Iberia", "ES"),)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", EMPTY, f"{HEAD}# none\n"])
def test_a_file_without_rules_has_none(text: str) -> None:
    assert read_rules(text, "regions.csv") == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Frnace,,,West", "there is no country called 'Frnace'; did you mean France?"),
        ("Atlantis,,,West", "there is no country called 'Atlantis'; give its ISO code"),
        (",Texas,,West", "the state 'Texas' stands without a country; give the country too"),
        ("US,ZZ,,West", "United States has no state called 'ZZ'; give its postal code"),
        ("CA,CA,,West", "Canada has no state called 'CA'"),
        (",,21,West", "the area code is '21'; give three digits"),
        (",,2l2,West", "the area code is '2l2'; give three digits"),
        (",,999,West", "there is no area code '999' in the North American plan"),
        ("ES,,212,West", "the area code 212 belongs to NY, United States; leave country and state empty"),
        ("US,CA,212,West", "the area code 212 belongs to NY, United States"),
        ("US,,876,West", "the area code 876 belongs to Jamaica"),
        ("ES,,,", "'ES,,,' names no region; give its name"),
        (",,,West", "',,,West' names no place; give a country"),
        ("ES,,West", "'ES,,West' has not four fields; give country,state,area_code,region"),
        ("ES,,,West,East", "has not four fields"),
        ('ES,,,"West', "has a quotation mark that is not closed"),
        ("DE,,,East", "'DE,,,East' has a rule already, in line 2"),
        ("Germany,,,Middle", "'Germany,,,Middle' has a rule already, in line 2"),
    ],
)
def test_a_mistake_names_file_line_value_and_way_out(line: str, told: str) -> None:
    with pytest.raises(DefinitionError) as problem:
        read_rules(f"{HEAD}DE,,,Middle\n# a comment\n{line}\n", "/srv/regions.csv")
    assert str(problem.value).startswith("/srv/regions.csv, line 4: ")
    assert told in str(problem.value)


@pytest.mark.parametrize("text", ["ES,,,Iberia\n", "country,region\nES,Iberia\n", "country,state,area_code,region,x\n"])
def test_without_its_header_a_file_is_not_read(text: str) -> None:
    with pytest.raises(DefinitionError, match=r"line 1: .*give the header country,state,area_code,region first"):
        read_rules(text, "regions.csv")


def test_right_lines_are_read_and_all_wrong_ones_told() -> None:
    found = check(f"{HEAD}ES,,,Iberia\nXX,,,West\nPT,,,Iberia\n,,1,East\n")
    assert [rule.country for rule in found.rules] == ["ES", "PT"]
    assert [(mistake.line, mistake.what) for mistake in found.mistakes] == [(3, "country"), (5, "area_code_form")]


def test_many_mistakes_are_told_in_few_lines() -> None:
    with pytest.raises(DefinitionError) as problem:
        read_rules(HEAD + "XX,,,West\n" * 12, "regions.csv")
    assert str(problem.value).splitlines()[-2:] == [
        "line 6: there is no country called 'XX'; give its ISO code such as ES, or its name in English or Spanish.",
        "and 7 more.",
    ]


def test_the_islands_area_codes_are_those_of_the_numbering_plan() -> None:
    for country, codes in ISLANDS.items():
        plan = phonenumbers.PhoneMetadata.metadata_for_region(country)
        told = {code for code in known_area_codes()["area_code"] if _leads(plan.leading_digits, code)}
        assert told == set(codes), country


def _leads(pattern: str, code: str) -> bool:
    return re.match(pattern, code) is not None


def test_the_message_names_the_file_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "regions.csv"
    with pytest.raises(DefinitionError, match=str(file)):
        read_rules("nonsense\n", str(file))
