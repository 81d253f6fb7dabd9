"""What a draft would do is counted before it is saved."""

import polars as pl

from core.regions import PLACES, left_out, regions_now_and_then
from core.settings import RegionRule

ROWS = [
    ("ES", None, None, "Europe", "country", 10),
    ("ES", "Madrid", None, "Europe", "country", 2),
    ("ES", None, None, "Sales South", "region", 3),
    ("PT", None, None, "Europe", "country", 4),
    ("US", "CA", "415", "North America", "country", 7),
    ("US", "NY", "212", "North America", "country", 5),
    ("US", None, None, "North America", "country", 1),
    (None, None, None, None, "unknown", 6),
    ("FR", None, None, "Europe", "country", 0),
]
COUNTS = pl.DataFrame(ROWS, schema=[*PLACES, "size"], orient="row")
IBERIA = RegionRule("Iberia", "ES")
BAY = RegionRule("Bay", area_code="415")


def test_counts_move_from_region_to_region() -> None:
    assert regions_now_and_then(COUNTS, (IBERIA,), (IBERIA, RegionRule("Iberia", "PT"), BAY)).rows() == [
        ("Iberia", 12, 16),
        ("Bay", 0, 7),
        ("North America", 13, 6),
        (None, 6, 6),
        ("Sales South", 3, 3),
        ("Europe", 4, 0),
    ]


def test_what_no_rule_fits_is_told_by_country_and_where_rules_cut_by_area_code() -> None:
    assert left_out(COUNTS, (IBERIA, BAY)).rows() == [
        (None, None, None, 6),
        ("US", "212", "North America", 5),
        ("PT", None, "Europe", 4),
        ("US", None, "North America", 1),
    ]
    assert left_out(COUNTS, (IBERIA,)).row(0) == ("US", None, "North America", 13)


def test_a_rule_by_state_cuts_its_country_too() -> None:
    assert left_out(COUNTS, (IBERIA, RegionRule("West", "US", "CA"))).filter(country="US")["area_code"].to_list() == [
        "212",
        None,
    ]
