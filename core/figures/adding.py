"""What adds up: the metrics whose parts are the whole, and those that are 0 where there is nothing."""

from core.metrics import Measure, catalogue, named
from core.settings import Settings

ADDITIVE = ("rows", "known", "sum")
"""Kinds of measures of which each row is in one group alone, so that the groups together are the whole."""

KINDS = ("adds_up", "distinct", "ratio", "quantile", "max")
"""How a metric is made, and so why it adds up or does not."""


def kind_of(metric: str, rules: Settings) -> str:
    """One of `KINDS`.

    Raises:
        UnknownName: there is no such metric.
    """
    formula = named(metric, rules).formula(rules)
    if not isinstance(formula, Measure):
        return "ratio"
    return "adds_up" if formula.kind in ADDITIVE else formula.kind


def adds_up(metric: str, rules: Settings) -> bool:
    """Whether the numbers of all groups together are that of the whole: of sums and of counts of rows, no other."""
    return kind_of(metric, rules) == "adds_up"


def has_shares(metric: str, rules: Settings) -> bool:
    """Whether a group's number is a part of the whole's: of what adds up, and of distinct counts, whose parts overlap
    where the same one is in several groups, so that shares can exceed the whole together.
    """
    return kind_of(metric, rules) in ("adds_up", "distinct")


def is_zero_of_nothing(metric: str, rules: Settings) -> bool:
    """Whether a group without rows has 0 of it; anything else is not known there."""
    formula = named(metric, rules).formula(rules)
    return isinstance(formula, Measure) and formula.is_count


def adding_metrics(rules: Settings, unit: str = "") -> tuple[str, ...]:
    """The metrics of the catalogue that add up, of one unit or of any."""
    return tuple(
        name for name, metric in catalogue(rules).items() if unit in ("", metric.unit) and adds_up(name, rules)
    )
