"""A metric: a function whose name is the id, whose docstring is the definition and whose value is a formula."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc

from core.errors import DefinitionError, UnknownName
from core.metrics.measure import Formula
from core.schema.table import Table
from core.settings import Settings

UNITS = ("count", "ms", "%")
BETTER = ("higher", "lower", "neither")


@dataclass(frozen=True)
class Text:
    """The same words in each language of the product."""

    en: str
    es: str


@dataclass(frozen=True)
class Metric:
    """One declared metric.

    Args:
        name: the id, in queries, addresses and on the command line.
        label: for headings.
        meaning: the definition, one sentence.
        notes: what surprises, in English; may be empty.
        unit: `count`; `ms` (milliseconds); `%` (a share from 0 to 1, shown as per cent).
        better: whether a rise is good news: `higher`, `lower` or `neither`.
        source: where the definition comes from.
        formula: settings in, sums and how they are divided out.
    """

    name: str
    label: Text
    meaning: Text
    notes: str
    unit: str
    better: str
    source: str
    formula: Callable[[Settings], Formula]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables whose rows it counts, each once."""
        measures = self.formula(Settings()).measures()
        return tuple({measure.table.name: measure.table for measure in measures}.values())

    @property
    def null_rule(self) -> Text:
        """When there is no number."""
        formula = self.formula(Settings())
        if any(measure is formula and measure.is_count for measure in formula.measures()):
            return Text("Never null: 0 when nothing is counted.", "Nunca es nulo: 0 cuando no hay nada que contar.")
        return Text(
            "Null, not zero, when no row has the value or there is nothing to divide by.",
            "Nulo, no cero, cuando ninguna fila tiene el valor o no hay nada entre lo que dividir.",
        )


METRICS: dict[str, Metric] = {}
"""Every metric by its name, in the order of declaration."""


def metric(
    *, label: Text, meaning_es: str, unit: str, better: str, source: str
) -> Callable[[Callable[[Settings], Formula]], Callable[[Settings], Formula]]:
    """Declare the function below as a metric.

    Raises:
        DefinitionError: no definition, an unknown unit or direction, or a name that is taken.
    """

    def declare(formula: Callable[[Settings], Formula]) -> Callable[[Settings], Formula]:
        name = formula.__name__
        meaning, _, notes = (getdoc(formula) or "").partition("\n\n")
        if not meaning or unit not in UNITS or better not in BETTER or name in METRICS:
            raise DefinitionError(
                f"Metric {name!r}: it needs a docstring, a unit of {UNITS}, better of {BETTER} and a name of its own."
            )
        texts = Text(" ".join(meaning.split()), meaning_es)
        METRICS[name] = Metric(name, label, texts, notes.strip(), unit, better, source, formula)
        return formula

    return declare


def named(name: str) -> Metric:
    """The metric of that name.

    Raises:
        UnknownName: when there is none.
    """
    if name not in METRICS:
        raise UnknownName.among("metric", name, METRICS)
    return METRICS[name]
