"""The ways of showing numbers that pages are made of; each takes a scope and names of metrics and groups."""

from ui.show.bars import bars
from ui.show.choice import metric_choice
from ui.show.heat import heat
from ui.show.table import table
from ui.show.tiles import tile, tiles
from ui.show.trend import trend

__all__ = ["bars", "heat", "metric_choice", "table", "tile", "tiles", "trend"]
