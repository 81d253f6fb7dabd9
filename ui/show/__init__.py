"""The ways of showing numbers that pages are made of; each takes a scope and names of metrics and groups."""

from ui.show.bars import bars
from ui.show.choice import choice, metric_choice
from ui.show.clock import clock_choice, unclocked
from ui.show.demand import demand
from ui.show.gaps import gaps, sites
from ui.show.heat import heat
from ui.show.rules import hours_in_force
from ui.show.table import table
from ui.show.tiles import abreast, tile, tiles
from ui.show.trend import trend

__all__ = [
    "abreast",
    "bars",
    "choice",
    "clock_choice",
    "demand",
    "gaps",
    "heat",
    "hours_in_force",
    "metric_choice",
    "sites",
    "table",
    "tile",
    "tiles",
    "trend",
    "unclocked",
]
