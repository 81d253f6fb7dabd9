"""A metric's formula in words, out of the very expressions that compute it."""

import re

from core.metrics.measure import Formula, Measure, Ratio
from core.metrics.metric import Metric
from core.settings import Settings

_TIDY = (
    (re.compile(r'col\("(\w+)"\)'), r"\1"),
    (re.compile(r"dyn (?:int|float): "), ""),
    (re.compile(r'lit\((".*?")\)'), r"\1"),
    (re.compile(r"\.fill_null\(\[false\]\)"), ""),
    (re.compile(r"\((\w+|\".*?\")\)"), r"\1"),
)


def describe(metric: Metric, settings: Settings) -> str:
    """The formula as a person reads it, with the settings in force."""
    return _told(metric.formula(settings))


def _told(formula: Formula) -> str:
    if isinstance(formula, Ratio):
        return f"{_measure(formula.numerator)}\n÷ {_measure(formula.denominator)}"
    return _measure(formula)


def _measure(measure: Measure) -> str:
    what = {
        "rows": f"rows of {measure.table.name}",
        "known": f"rows of {measure.table.name} that have {measure.column}",
        "sum": f"sum of {measure.column} over {measure.table.name}",
        "distinct": f"different {measure.column} in {measure.table.name}",
        "quantile": f"{measure.share:.0%} percentile of {measure.column} in {measure.table.name}",
    }[measure.kind]
    condition = str(measure.where)
    for pattern, words in _TIDY:
        condition = pattern.sub(words, condition)
    return f"{what} where {condition}"
