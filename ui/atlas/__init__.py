"""The places of customers, level by level: one answer drawn as map, bars and table, each a way one level deeper."""

from ui.atlas.levels import level_choice
from ui.atlas.unplaced import reasons, unplaced
from ui.atlas.views import METRICS, views

__all__ = ["METRICS", "level_choice", "reasons", "unplaced", "views"]
