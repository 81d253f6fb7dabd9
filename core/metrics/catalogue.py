"""The metrics that can be asked: those declared here, and those that the house rules add to them."""

from collections.abc import Mapping

from core.errors import UnknownName
from core.metrics.metric import METRICS, Metric
from core.settings import Settings

NO_RULES = Settings()
"""The house rules of a house that has set none."""


def related(name: str, rules: Settings = NO_RULES) -> tuple[str, ...]:
    """The metrics to read it with, in the order of the catalogue: those that it names and those that name it.

    Raises:
        UnknownName: when there is no metric of that name.
    """
    neighbours = named(name, rules).neighbours
    return tuple(
        other for other, metric in catalogue(rules).items() if other in neighbours or name in metric.neighbours
    )


def catalogue(rules: Settings = NO_RULES) -> Mapping[str, Metric]:  # noqa: ARG001 - a house's own are in its rules
    """Every metric that can be asked under these house rules, by its name, in the order in which it is shown."""
    return METRICS


def named(name: str, rules: Settings = NO_RULES) -> Metric:
    """The metric of that name, under these house rules.

    Raises:
        UnknownName: when there is none.
    """
    known = catalogue(rules)
    if name not in known:
        raise UnknownName.among("metric", name, known)
    return known[name]
