"""A house's own regions: ordered rules in a text file, checked line by line, applied when a question is asked."""

from core.regions.edit import assigned, moved, removed, renamed
from core.regions.effect import PLACES, left_out, regions_now_and_then
from core.regions.fit import is_left_out, region_of
from core.regions.mistakes import Mistake
from core.regions.overlaps import Overlap, overlaps
from core.regions.places import regions_of_area_codes, regions_of_countries, regions_of_states
from core.regions.rules import EMPTY, Reading, check, read_rules

__all__ = [
    "EMPTY",
    "PLACES",
    "Mistake",
    "Overlap",
    "Reading",
    "assigned",
    "check",
    "is_left_out",
    "left_out",
    "moved",
    "overlaps",
    "read_rules",
    "region_of",
    "regions_now_and_then",
    "regions_of_area_codes",
    "regions_of_countries",
    "regions_of_states",
    "removed",
    "renamed",
]
