"""Whether a figure can be asked and drawn as it is, and if not, why and what to do instead."""

from collections.abc import Callable
from functools import lru_cache

from core.distribution import duration_of
from core.errors import QueryError, UnknownName
from core.figures.adding import adding_metrics, adds_up, has_shares, kind_of
from core.figures.figure import Figure
from core.figures.places import place_level
from core.figures.refused import Refused
from core.grains import GRAINS
from core.metrics import catalogue, named
from core.plan import check
from core.query import Query
from core.settings import Settings

RECURRING = ("hour_of_day", "weekday")
"""The grains that come again: they are no place in time."""

KEPT = 4_096


def check_figure(figure: Figure, rules: Settings, clock: str = "") -> None:
    """Nothing, when the figure can be asked and drawn.

    Args:
        clock: as `Scope.clock`; empty for the house's zone.

    Raises:
        UnknownName: a metric or a group that does not exist.
        Refused: what cannot be, why, and what can.
    """
    for metric in figure.metrics:
        named(metric, rules)
        _check_question(figure, metric, rules, clock)
    _check_parts(figure, rules)
    if figure.look in NEEDS:
        NEEDS[figure.look](figure, rules)


def _check_question(figure: Figure, metric: str, rules: Settings, clock: str) -> None:
    """Whether the metric can be split and narrowed so."""
    for group in figure.groups:
        if not can_split(metric, group, rules):
            able = tuple(name for name in catalogue(rules) if can_split(name, group, rules))
            raise Refused("split", rules, metrics=(metric,), groups=(group,), able=able)
    for one in figure.where:
        if not can_narrow(metric, one.column, rules):
            able = tuple(name for name in catalogue(rules) if can_narrow(name, one.column, rules))
            raise Refused("narrow", rules, metrics=(metric,), groups=(one.column,), able=able)
    if clock:
        try:
            check(Query((metric,), figure.groups, zone=clock, where=figure.where), rules)
        except UnknownName:
            raise
        except QueryError as problem:
            raise Refused("clock", rules, metrics=(metric,)) from problem


@lru_cache(maxsize=KEPT)
def can_split(metric: str, group: str, rules: Settings) -> bool:
    """Whether a metric can be split by a group.

    Raises:
        UnknownName: there is no such metric or group.
    """
    try:
        check(Query((metric,), (group,)), rules)
    except UnknownName:
        raise
    except QueryError:
        return False
    return True


@lru_cache(maxsize=KEPT)
def can_narrow(metric: str, column: str, rules: Settings) -> bool:
    """Whether conditions on a column mean something for a metric.

    Raises:
        UnknownName: there is no such metric or column.
    """
    try:
        check(Query((metric,)).with_condition(column, op="is null"), rules)
    except UnknownName:
        raise
    except QueryError:
        return False
    return True


def _check_parts(figure: Figure, rules: Settings) -> None:
    """Parts of a whole and sums so far need numbers that add up, and a whole to be parts of."""
    if figure.share == "row" and not figure.columns:
        raise Refused("share_row", rules)
    if figure.share == "column" and not figure.rows:
        raise Refused("share_column", rules)
    if figure.share and not figure.groups:
        raise Refused("share_groups", rules)
    if figure.running and not figure.rows:
        raise Refused("running_rows", rules)
    means_something = has_shares if figure.share else adds_up
    if (figure.share or figure.running) and not any(means_something(name, rules) for name in figure.metrics):
        first = figure.metrics[0]
        able = adding_metrics(rules, named(first, rules).unit) or adding_metrics(rules)
        able = tuple(name for name in able if all(can_split(name, group, rules) for group in figure.groups))
        raise Refused(f"adds_{kind_of(first, rules)}", rules, metrics=figure.metrics, able=able)


def _adding(figure: Figure, rules: Settings, key: str, fits: Callable[[str, Settings], bool] = adds_up) -> None:
    first = figure.metrics[0]
    if not fits(first, rules):
        groups = figure.groups
        able = tuple(name for name in adding_metrics(rules) if all(can_split(name, one, rules) for one in groups))
        raise Refused(key, rules, metrics=(first,), able=able)


def _headline(figure: Figure, rules: Settings) -> None:
    if figure.groups:
        raise Refused("headline", rules, groups=figure.groups)


def _pivot(figure: Figure, rules: Settings) -> None:
    if not figure.columns:
        raise Refused("pivot", rules)


def _grouped(figure: Figure, rules: Settings) -> None:
    if not figure.groups:
        raise Refused("bar", rules)


def _timed(figure: Figure, rules: Settings) -> None:
    if not any(name in GRAINS for name in figure.groups):
        raise Refused("line", rules)


def _area(figure: Figure, rules: Settings) -> None:
    _timed(figure, rules)
    if len(figure.groups) > 1:
        _adding(figure, rules, "area")


def _pie(figure: Figure, rules: Settings) -> None:
    if len(figure.groups) != 1:
        raise Refused("pie", rules)
    _adding(figure, rules, "pie_adds", has_shares)


def _treemap(figure: Figure, rules: Settings) -> None:
    if len(figure.groups) not in (1, 2):
        raise Refused("treemap", rules)
    _adding(figure, rules, "treemap_adds", has_shares)


def _heat(figure: Figure, rules: Settings) -> None:
    if len(figure.groups) != 2:
        raise Refused("heat", rules)


def _scatter(figure: Figure, rules: Settings) -> None:
    if len(figure.metrics) not in (2, 3) or not figure.groups:
        raise Refused("scatter", rules)


def _histogram(figure: Figure, rules: Settings) -> None:
    if figure.groups:
        return
    try:
        duration_of(figure.metrics[0], rules)
    except QueryError as problem:
        raise Refused("histogram", rules, metrics=figure.metrics[:1]) from problem


def _map(figure: Figure, rules: Settings) -> None:
    if place_level(figure.groups) is None:
        raise Refused("map", rules)


def _timeline(figure: Figure, rules: Settings) -> None:
    times = [name for name in figure.groups if name in GRAINS and name not in RECURRING]
    if len(times) != 1 or len(figure.groups) != 2:
        raise Refused("timeline", rules)


NEEDS: dict[str, Callable[[Figure, Settings], None]] = {
    "headline": _headline,
    "pivot": _pivot,
    "bar": _grouped,
    "line": _timed,
    "area": _area,
    "pie": _pie,
    "heat": _heat,
    "scatter": _scatter,
    "histogram": _histogram,
    "treemap": _treemap,
    "map": _map,
    "timeline": _timeline,
}
"""What each look needs; a table needs nothing."""
