"""Which look suits a figure: the one in which its answer is read fastest, told by simple rules."""

from core.figures.adding import adds_up
from core.figures.figure import Figure
from core.figures.places import place_level
from core.grains import GRAINS
from core.metrics import named
from core.settings import Settings

FEW_BARS = 3
"""So many metrics of one unit can stand beside each other as bars."""

FEW_PARTS = ("direction", "abandoned", "is_handled", "is_abandoned")
"""Groups of few values that are the parts of a whole."""

BEYOND = ("share", "running", "compared")


def suggest(figure: Figure, rules: Settings) -> str:
    """One of `LOOKS`.

    A single number is a headline. Over time, what adds up and is split is an area, all else a line. One group is a map
    when it is a place, a donut when it has few values that add up, else bars. Weekday and hour make a heat map; any
    other two groups a pivot when one stands across, a treemap when the parts add up, else a table. Two metrics of
    different units and a group are compared point by point; many metrics, or numbers that are told beside others
    (shares, sums so far, differences), are a table.
    """
    if not figure.groups:
        return "headline"
    if any(getattr(figure, name) for name in BEYOND) or figure.totals:
        return _tabular(figure)
    times = [name for name in figure.groups if name in GRAINS]
    if len(figure.metrics) > 1:
        return _of_several(figure, rules, times)
    if len(figure.groups) == 1:
        return _by_one(figure, rules, times)
    if len(figure.groups) == 2:
        return _by_two(figure, rules, times)
    return _tabular(figure)


def _of_several(figure: Figure, rules: Settings, times: list[str]) -> str:
    units = {named(name, rules).unit for name in figure.metrics}
    if len(figure.groups) > 1 or len(figure.metrics) > FEW_BARS:
        return _tabular(figure)
    if times:
        return "line" if len(units) == 1 else "table"
    if len(units) == 1:
        return "bar"
    return "scatter" if len(figure.metrics) == 2 else "table"


def _by_one(figure: Figure, rules: Settings, times: list[str]) -> str:
    (group,) = figure.groups
    if times:
        return "bar" if adds_up(figure.metrics[0], rules) or named(figure.metrics[0], rules).unit == "count" else "line"
    if place_level(figure.groups):
        return "map"
    if group in FEW_PARTS and adds_up(figure.metrics[0], rules):
        return "pie"
    return "bar"


def _by_two(figure: Figure, rules: Settings, times: list[str]) -> str:
    if len(times) == 2:
        return "heat"
    if times:
        return "area" if adds_up(figure.metrics[0], rules) else "line"
    if place_level(figure.groups):
        return "map"
    if figure.columns:
        return "pivot"
    return "treemap" if adds_up(figure.metrics[0], rules) else "table"


def _tabular(figure: Figure) -> str:
    return "pivot" if figure.columns else "table"
