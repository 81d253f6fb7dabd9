"""A metric: a function whose name is the id, whose docstring is the definition and whose value is a formula."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from inspect import getdoc

import polars as pl

from core.errors import DefinitionError
from core.metrics.measure import Formula
from core.schema.table import Table
from core.settings import Settings

UNITS = ("count", "ms", "%", "ratio")
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
        notes: what surprises; may be empty.
        unit: `count`; `ms` (milliseconds); `%` (a share from 0 to 1, shown as per cent); `ratio` (any other quotient).
        better: whether a rise is good news: `higher`, `lower` or `neither`.
        source: where the definition comes from.
        formula: settings in, sums and how they are divided out.
        neighbours: names of metrics to read it with; that those name it too goes without saying (see `related`).
        spoken: conditions of its formula that have words of their own.
    """

    name: str
    label: Text
    meaning: Text
    notes: Text
    unit: str
    better: str
    source: str
    formula: Callable[[Settings], Formula]
    neighbours: tuple[str, ...] = ()
    spoken: tuple[tuple[Text, pl.Expr], ...] = field(default=(), compare=False)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables whose rows it counts, each once."""
        measures = self.formula(Settings()).measures()
        return tuple({measure.table.name: measure.table for measure in measures}.values())

    @cached_property
    def is_never_null(self) -> bool:
        """Whether it is 0 where nothing is counted; a number that is added up or divided is not known there."""
        formula = self.formula(Settings())
        return any(measure is formula and measure.is_count for measure in formula.measures())

    @cached_property
    def null_rule(self) -> Text:
        """When there is no number."""
        if self.is_never_null:
            return Text(
                "0 when nothing is counted; null only where no platform in question tells it.",
                "0 cuando no hay nada que contar; nulo solo donde ninguna plataforma consultada informa de ello.",
            )
        return Text(
            "Null, not zero, when no row has the value or there is nothing to divide by.",
            "Nulo, no cero, cuando ninguna fila tiene el valor o no hay nada entre lo que dividir.",
        )


METRICS: dict[str, Metric] = {}
"""Every metric by its name, in the order of declaration."""


def declare(one: Metric) -> None:
    """Put a metric into the catalogue.

    Raises:
        DefinitionError: no definition, an unknown unit or direction, or a name that is taken.
    """
    if not one.meaning.en or one.unit not in UNITS or one.better not in BETTER or one.name in METRICS:
        raise DefinitionError(
            f"Metric {one.name!r}: it needs a docstring, a unit of {UNITS}, better of {BETTER} and a name of its own."
        )
    METRICS[one.name] = one


def metric(
    *,
    label: Text,
    meaning_es: str,
    unit: str,
    better: str,
    source: str,
    notes_es: str = "",
    related: tuple[str, ...] = (),
) -> Callable[[Callable[[Settings], Formula]], Callable[[Settings], Formula]]:
    """Declare the function below as a metric.

    Args:
        notes_es: what the docstring says after its first sentence, in Spanish.
        related: names of metrics to read it with; not those that name this one already.

    Raises:
        DefinitionError: no definition, an unknown unit or direction, or a name that is taken.
    """

    def declared(formula: Callable[[Settings], Formula]) -> Callable[[Settings], Formula]:
        meaning, _, notes = (getdoc(formula) or "").partition("\n\n")
        texts, surprises = Text(" ".join(meaning.split()), meaning_es), Text(notes.strip(), notes_es)
        declare(Metric(formula.__name__, label, texts, surprises, unit, better, source, formula, related))
        return formula

    return declared
