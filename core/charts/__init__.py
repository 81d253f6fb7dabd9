"""Charts as values: a small frame and a Vega-Lite specification, whatever draws them."""

from core.charts.answered import answered_rows, answered_spec
from core.charts.area import area_rows, area_spec
from core.charts.bars import bar_rows, bar_spec
from core.charts.boxes import box_rows, box_spec
from core.charts.curve import curve_rows, curve_spec
from core.charts.demand import demand_rows, demand_spec, stack
from core.charts.donut import donut_rows, donut_spec
from core.charts.efforts import EFFORT_COLOURS, EFFORTS, TOTALS, efforts
from core.charts.heat import heat_rows, heat_spec, hour_rows
from core.charts.histogram import histogram_rows, histogram_spec, span, ticks_of_bins
from core.charts.look import ticks_of
from core.charts.opening import open_shares
from core.charts.shares import share_rows, share_spec
from core.charts.timeline import EVERY, FEW_HOURS, complete, fitting_grain
from core.charts.trend import trend_rows, trend_spec

__all__ = [
    "EFFORTS",
    "EFFORT_COLOURS",
    "EVERY",
    "FEW_HOURS",
    "TOTALS",
    "answered_rows",
    "answered_spec",
    "area_rows",
    "area_spec",
    "bar_rows",
    "bar_spec",
    "box_rows",
    "box_spec",
    "complete",
    "curve_rows",
    "curve_spec",
    "demand_rows",
    "demand_spec",
    "donut_rows",
    "donut_spec",
    "efforts",
    "fitting_grain",
    "heat_rows",
    "heat_spec",
    "histogram_rows",
    "histogram_spec",
    "hour_rows",
    "open_shares",
    "share_rows",
    "share_spec",
    "span",
    "stack",
    "ticks_of",
    "ticks_of_bins",
    "trend_rows",
    "trend_spec",
]
