"""A region file is changed line by line, and its comments stay."""

from core.regions import EMPTY, assigned, check, moved, removed, renamed
from core.settings import RegionRule

TEXT = """# ours
country,state,area_code,region
ES,,,Iberia
# the isles
GB,,,Isles
PT,,,Iberia
"""


def labels(text: str) -> list[str]:
    return [rule.label for rule in check(text).rules]


def test_places_are_given_to_a_region() -> None:
    rules = (RegionRule("West, far", "US", "CA"), RegionRule("Bay", area_code="415"))
    assert assigned(TEXT, rules) == TEXT + 'US,CA,,"West, far"\n,,415,Bay\n'
    assert check(assigned("", rules)).rules == rules
    assert check(assigned("# mine\n", rules)).rules == rules
    assert assigned("", ()) == EMPTY


def test_a_place_belongs_to_one_region() -> None:
    text = assigned(TEXT, (RegionRule("South", "ES"), RegionRule("South", "DE")))
    assert text == TEXT.replace("ES,,,Iberia\n", "") + "ES,,,South\nDE,,,South\n"


def test_a_part_is_put_before_the_rule_that_would_cover_it() -> None:
    text = f"{EMPTY}ES,,,Iberia\nUS,CA,,West\n# all others\nUS,,,America\n"
    parts = (RegionRule("South", "US", "TX"), RegionRule("Bay", area_code="415"), RegionRule("Metro", area_code="212"))
    assert assigned(text, parts).splitlines()[1:] == [
        "ES,,,Iberia",
        ",,415,Bay",
        "US,CA,,West",
        "# all others",
        "US,TX,,South",
        ",,212,Metro",
        "US,,,America",
    ]


def test_rules_are_taken_out() -> None:
    gone = removed(TEXT, (RegionRule("Iberia", "ES"), RegionRule("Iberia", "PT")))
    assert gone == "# ours\ncountry,state,area_code,region\n# the isles\nGB,,,Isles\n"


def test_rules_change_places() -> None:
    assert labels(moved(TEXT, 1, -1)) == ["Isles", "Iberia", "Iberia"]
    assert labels(moved(TEXT, 1, 1)) == ["Iberia", "Iberia", "Isles"]
    assert labels(moved(TEXT, 0, -5)) == labels(TEXT)
    assert moved(TEXT, 1, -1).splitlines()[:2] == TEXT.splitlines()[:2]


def test_a_region_is_renamed_in_all_its_rules() -> None:
    assert labels(renamed(TEXT, "Iberia", "South; west")) == ["South; west", "Isles", "South; west"]
    semicolons = "region;country;state;area_code\nIberia;ES;;\n"
    assert renamed(semicolons, "Iberia", "South, west") == "region;country;state;area_code\nSouth, west;ES;;\n"
