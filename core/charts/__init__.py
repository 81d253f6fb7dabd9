"""Charts as values: a small frame and a Vega-Lite specification, whatever draws them."""

from core.charts.bars import bar_rows, bar_spec
from core.charts.heat import heat_rows, heat_spec
from core.charts.look import ticks_of
from core.charts.shares import share_rows, share_spec
from core.charts.timeline import complete, fitting_grain
from core.charts.trend import trend_rows, trend_spec

__all__ = [
    "bar_rows",
    "bar_spec",
    "complete",
    "fitting_grain",
    "heat_rows",
    "heat_spec",
    "share_rows",
    "share_spec",
    "ticks_of",
    "trend_rows",
    "trend_spec",
]
