"""What can still be added to a figure, and why the rest cannot."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.figures.check import can_split, check_figure
from core.figures.figure import MOST_GROUPS, MOST_METRICS, Figure
from core.figures.refused import Refused
from core.grains import GRAINS
from core.metrics import catalogue
from core.plan import is_groupable
from core.schema.lent import AGENT_NOW
from core.schema.tables import TABLES
from core.settings import Settings


@dataclass(frozen=True)
class Offer:
    """A metric or a group that a figure does not have yet.

    Args:
        name: of the metric, column or grain.
        refused: why it cannot be added; None when it can.
    """

    name: str
    refused: Refused | None = None


@dataclass(frozen=True)
class Offered:
    """All metrics and all groups that a figure does not have, each with whether it can be added."""

    metrics: tuple[Offer, ...]
    groups: tuple[Offer, ...]


def offered(figure: Figure | None, rules: Settings, keys: Iterable[str] = ()) -> Offered:
    """What a builder offers, in the order of the catalogue; looks are not asked, they follow from what is chosen.

    Args:
        figure: None when nothing is chosen yet.
        keys: the custom columns of the data, such as `keys_of` names them.
    """
    metrics = figure.metrics if figure else ()
    groups = figure.groups if figure else ()
    more_metrics = [name for name in catalogue(rules) if name not in metrics]
    more_groups = [name for name in all_groups(keys) if name not in groups]
    return Offered(
        tuple(Offer(name, _metric_refused(figure, name, rules)) for name in more_metrics),
        tuple(Offer(name, _group_refused(figure, name, rules)) for name in more_groups),
    )


def all_groups(keys: Iterable[str] = ()) -> list[str]:
    """Everything that some metric can be split by: time grains, columns, then custom columns."""
    declared = [name for table in TABLES.values() for name in table.by_name if is_groupable(table, name)]
    return list(dict.fromkeys([*GRAINS, *declared, *AGENT_NOW, *keys]))


def _metric_refused(figure: Figure | None, name: str, rules: Settings) -> Refused | None:
    if figure is None:
        return None
    if len(figure.metrics) >= MOST_METRICS:
        return Refused("many_metrics", rules)
    alone = Figure((name,), figure.rows, figure.columns, where=figure.where)
    return _refused(alone, rules)


def _group_refused(figure: Figure | None, name: str, rules: Settings) -> Refused | None:
    if figure is None:
        return None
    if len(figure.groups) >= MOST_GROUPS:
        return Refused("many_groups", rules)
    stuck = tuple(metric for metric in figure.metrics if not can_split(metric, name, rules))
    if not stuck:
        return None
    able = tuple(metric for metric in catalogue(rules) if can_split(metric, name, rules))
    return Refused("split", rules, metrics=stuck, groups=(name,), able=able)


def _refused(figure: Figure, rules: Settings) -> Refused | None:
    try:
        check_figure(figure, rules)
    except Refused as problem:
        return problem
    return None
