"""The ways of showing numbers that pages are made of; each takes a scope and names of metrics and groups."""

from ui.show.bars import bars
from ui.show.heat import heat
from ui.show.table import table
from ui.show.tiles import tiles
from ui.show.trend import trend

__all__ = ["bars", "heat", "table", "tiles", "trend"]
