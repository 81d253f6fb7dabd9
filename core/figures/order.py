"""The order of a figure's groups: level by level, outer groups by their own numbers and not by those of their parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from core.figures.figure import Figure
from core.grains import GRAINS


@dataclass(frozen=True)
class Level:
    """What the groups of one level are sorted by.

    Args:
        group: the column or grain.
        metric: whose number of the group decides; empty for the groups' own order.
        descending: from the highest.
    """

    group: str
    metric: str
    descending: bool


def row_levels(figure: Figure) -> tuple[Level, ...]:
    """The levels of the rows, outermost first.

    A metric that is sorted by sorts every level, by the number of the whole group there. Without one, time is in its
    order and all else by the first metric, the highest first; a group that is sorted by is in its own order.
    """
    return tuple(_row_level(figure, name) for name in figure.rows)


def _row_level(figure: Figure, name: str) -> Level:
    if figure.sort in figure.metrics:
        return Level(name, figure.sort, not figure.ascending)
    if figure.sort == name:
        return Level(name, "", not figure.ascending)
    if name in GRAINS:
        return Level(name, "", False)
    return Level(name, figure.metrics[0], bool(figure.sort) or not figure.ascending)


def column_levels(figure: Figure) -> tuple[Level, ...]:
    """The levels of the columns: time in its order, all else the largest first."""
    by = figure.sort if figure.sort in figure.metrics else figure.metrics[0]
    return tuple(Level(name, "" if name in GRAINS else by, name not in GRAINS) for name in figure.columns)


def top_level(figure: Figure) -> Level:
    """By what the groups of the outermost rows are the top ones: time too by the first metric, unless sorted by it."""
    level = row_levels(figure)[0]
    is_by_itself = level.metric or figure.sort == level.group
    return level if is_by_itself else Level(level.group, figure.metrics[0], not figure.ascending)


def ordered(
    groups: pl.DataFrame, levels: Sequence[Level], numbers: Callable[[tuple[str, ...]], pl.DataFrame]
) -> pl.DataFrame:
    """The groups in their order; what has no number comes last, ties are in the groups' own order.

    Args:
        groups: a column for each level's group, perhaps others.
        numbers: by the groups of the first levels, the metrics of each.
    """
    names = [level.group for level in levels]
    found, by, descending = groups, [], []
    for depth, level in enumerate(levels, start=1):
        if level.metric:
            key = f"#{depth}"
            own = numbers(tuple(names[:depth])).select(*names[:depth], pl.col(level.metric).alias(key))
            found = found.join(own, on=names[:depth], how="left", nulls_equal=True)
            by.append(key)
            descending.append(level.descending)
        by.append(level.group)
        descending.append(level.descending and not level.metric)
    return found.sort(by, descending=descending, nulls_last=True).select(groups.columns) if by else groups
