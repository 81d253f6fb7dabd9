"""The ways of showing numbers that pages are made of; each takes a scope and names of metrics and groups."""

from ui.show.askable import askable
from ui.show.attribution import attribution_choice
from ui.show.bars import bars
from ui.show.choice import choice, metric_choice
from ui.show.clock import clock_choice, unclocked
from ui.show.courses import courses, grain_choice
from ui.show.demand import demand
from ui.show.donut import donut
from ui.show.efforts import effort_shares, efforts_over_time
from ui.show.funnel import funnel_plot
from ui.show.gaps import gaps, sites
from ui.show.heat import heat
from ui.show.histogram import histogram
from ui.show.hours import hours
from ui.show.measures import measures
from ui.show.pairs import pairs
from ui.show.patience import patience
from ui.show.rules import hours_in_force
from ui.show.spread import spread
from ui.show.table import table
from ui.show.thresholds import short_abandon
from ui.show.tiles import abreast, tile, tiles
from ui.show.treemap import treemap
from ui.show.trend import trend

__all__ = [
    "abreast",
    "askable",
    "attribution_choice",
    "bars",
    "choice",
    "clock_choice",
    "courses",
    "demand",
    "donut",
    "effort_shares",
    "efforts_over_time",
    "funnel_plot",
    "gaps",
    "grain_choice",
    "heat",
    "histogram",
    "hours",
    "hours_in_force",
    "measures",
    "metric_choice",
    "pairs",
    "patience",
    "short_abandon",
    "sites",
    "spread",
    "table",
    "tile",
    "tiles",
    "treemap",
    "trend",
    "unclocked",
]
