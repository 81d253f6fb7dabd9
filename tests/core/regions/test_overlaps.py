"""Rules that never fire are found."""

import pytest

from core.regions import Overlap, overlaps
from core.settings import RegionRule

US = RegionRule("America", "US")
CALIFORNIA = RegionRule("West", "US", "CA")
BAY = RegionRule("Bay", area_code="415")


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((BAY, CALIFORNIA, US), ()),
        ((US, CALIFORNIA), (Overlap(1, 0, is_whole=True),)),
        ((CALIFORNIA, US, BAY), (Overlap(2, 1, is_whole=True),)),
        ((CALIFORNIA, BAY), (Overlap(1, 0, is_whole=False),)),
        ((RegionRule("Islands", "JM"), RegionRule("Port", area_code="876")), (Overlap(1, 0, is_whole=True),)),
        ((RegionRule("North", "CA"), CALIFORNIA, BAY), (Overlap(2, 1, is_whole=False),)),
    ],
)
def test_a_rule_in_the_shadow_of_an_earlier_one(rules: tuple[RegionRule, ...], found: tuple[Overlap, ...]) -> None:
    assert overlaps(rules) == found
