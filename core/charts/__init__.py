"""Charts as values: a small frame and a Vega-Lite specification, whatever draws them."""

from core.charts.bars import bar_rows, bar_spec
from core.charts.demand import demand_rows, demand_spec, stack
from core.charts.heat import heat_rows, heat_spec
from core.charts.look import ticks_of
from core.charts.opening import open_shares
from core.charts.shares import share_rows, share_spec
from core.charts.timeline import complete, fitting_grain
from core.charts.trend import trend_rows, trend_spec

__all__ = [
    "bar_rows",
    "bar_spec",
    "complete",
    "demand_rows",
    "demand_spec",
    "fitting_grain",
    "heat_rows",
    "heat_spec",
    "open_shares",
    "share_rows",
    "share_spec",
    "stack",
    "ticks_of",
    "trend_rows",
    "trend_spec",
]
