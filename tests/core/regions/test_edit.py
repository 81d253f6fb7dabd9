"""A region file is changed line by line, and its comments stay."""

from core.regions import EMPTY, added, check, moved, removed, renamed
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


def test_rules_are_added_at_the_end() -> None:
    rules = (RegionRule("West, far", "US", "CA"), RegionRule("Bay", area_code="415"))
    assert added(TEXT, rules) == TEXT + 'US,CA,,"West, far"\n,,415,Bay\n'
    assert check(added("", rules)).rules == rules
    assert check(added("# mine\n", rules)).rules == rules
    assert added("", ()) == EMPTY


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
