"""Custom measures: statistics of any number that integrations write, asked by name without being declared."""

from functools import lru_cache

import polars as pl

from core.custom import measured
from core.metrics.measure import MEDIAN, Formula, Measure, average, percentile, total
from core.metrics.metric import Metric, Text
from core.schema.tables import ATTRIBUTES

NUMBER = "number"
KEPT = 256
"""Measures that are kept made; their names come from addresses."""

LABELS = {
    "average": Text("Average of {key}", "Media de {key}"),
    "total": Text("Total of {key}", "Total de {key}"),
    "median": Text("Median of {key}", "Mediana de {key}"),
    "p90": Text("{key}, p90", "{key}, p90"),
    "count": Text("Values of {key}", "Valores de {key}"),
}
MEANINGS = {
    "average": Text("Average of the numbers in {name}.", "Media de los números de {name}."),
    "total": Text("Sum of the numbers in {name}.", "Suma de los números de {name}."),
    "median": Text(
        "Number in {name} that half of the conversations with one do not exceed.",
        "Número de {name} que no supera la mitad de las conversaciones que tienen uno.",
    ),
    "p90": Text(
        "Number in {name} that 90 % of the conversations with one do not exceed.",
        "Número de {name} que no supera el 90 % de las conversaciones que tienen uno.",
    ),
    "count": Text(
        "Conversations with a number in {name}.",
        "Conversaciones con un número en {name}.",
    ),
}
NOTES = Text(
    "One number a conversation, as its last task told it; what is no number is left out. Dated at the start of the "
    "conversation; split by queue it is the first queue, by agent the one who answered first. A duration stays a "
    "number in the unit in which it was written.",
    "Un número por conversación, según su última tarea; lo que no es un número queda fuera. Cuenta al comenzar la "
    "conversación; por cola, en la primera; por agente, en quien respondió primero. Una duración sigue siendo un "
    "número, en la unidad en que se escribió.",
)
SOURCE = "house definition: the numbers are the house's own"


@lru_cache(maxsize=KEPT)
def custom_measure(name: str) -> Metric | None:
    """The metric that a name such as `average.conversations.KEY` stands for; None for any other name.

    Whether the data have such a key, only the data tell: see `core.keys`.
    """
    known = measured(name)
    if known is None:
        return None
    statistic, key = known
    formula, short = _formula(statistic, key), _short(key)
    labels, meanings = LABELS[statistic], MEANINGS[statistic]
    label = Text(labels.en.format(key=short.en), labels.es.format(key=short.es))
    meaning = Text(meanings.en.format(name=key), meanings.es.format(name=key))
    unit = "count" if statistic == "count" else "ratio"
    return Metric(name, label, meaning, NOTES, unit, "neither", SOURCE, lambda _: formula)


def _short(key: str) -> Text:
    """A key for a heading; only the customer's says whose it is."""
    side, _, own = key.partition(".")
    return Text(f"{own} (customer)", f"{own} (cliente)") if side == "customers" else Text(own, own)


def _formula(statistic: str, key: str) -> Formula:
    holds = pl.col("key") == key
    if statistic == "average":
        return average(ATTRIBUTES, NUMBER, holds)
    if statistic == "total":
        return total(ATTRIBUTES, NUMBER, holds)
    if statistic == "count":
        return Measure(ATTRIBUTES, holds, NUMBER, "known")
    return percentile(ATTRIBUTES, NUMBER, holds, MEDIAN if statistic == "median" else 0.9)
