"""Times: the statistics of one duration, each a metric with a name, a label and a definition of its own."""

from dataclasses import dataclass, field

import polars as pl

from core.metrics.measure import MEDIAN, Formula, average, longest, percentile, total
from core.metrics.metric import Metric, Text, declare
from core.schema.table import Table

NOTHING = Text("", "")
RANKED = Text(
    "Exact: ranked from the rows whenever it is asked, also for totals; linear between neighbours. Of more rows than "
    "exact_percentiles_up_to (a million) it may come from counts of values, and lies within 1 % of the exact one.",
    "Exacto: se ordenan las filas cada vez que se pregunta, también en los totales; lineal entre valores vecinos. De "
    "más filas que exact_percentiles_up_to (un millón) puede venir de recuentos de valores, a menos de un 1 % del "
    "exacto.",
)
LONGEST = Text(
    "One row decides it: look at that row before at the number.",
    "Lo decide una sola fila: mírela antes que el número.",
)


@dataclass(frozen=True)
class Times:
    """A duration over some rows; what its statistics share is said once, here, and added to the notes of each.

    Args:
        table: whose rows have the duration.
        column: the duration, in milliseconds; rows where it is not known are left out.
        where: which of the rows.
        better: whether a rise is good news: `higher`, `lower` or `neither`.
        source: where the definition comes from.
        notes: what surprises, in English; `notes_es` the same in Spanish.
        related: metrics to read the first of these with; all of them are neighbours of each other anyway.
    """

    table: Table
    column: str
    where: pl.Expr
    better: str
    source: str
    notes: str
    notes_es: str = ""
    related: tuple[str, ...] = ()
    _declared: list[str] = field(default_factory=list)

    def total(self, name: str, label: Text, meaning: Text) -> None:
        """Declare the sum; null, not zero, when the duration is known nowhere."""
        self._declare(name, label, meaning, total(self.table, self.column, self.where))

    def average(self, name: str, label: Text, meaning: Text) -> None:
        """Declare the mean, per row with a known duration."""
        self._declare(name, label, meaning, average(self.table, self.column, self.where))

    def median(self, name: str, label: Text, meaning: Text) -> None:
        """Declare the duration that half of the rows do not exceed."""
        self.percentile(name, MEDIAN, label, meaning)

    def percentile(self, name: str, share: float, label: Text, meaning: Text) -> None:
        """Declare the duration that `share` of the rows do not exceed."""
        self._declare(name, label, meaning, percentile(self.table, self.column, self.where, share), RANKED)

    def longest(self, name: str, label: Text, meaning: Text) -> None:
        """Declare the greatest duration."""
        self._declare(name, label, meaning, longest(self.table, self.column, self.where), LONGEST)

    def _declare(self, name: str, label: Text, meaning: Text, formula: Formula, note: Text = NOTHING) -> None:
        notes = Text(f"{self.notes} {note.en}".strip(), f"{self.notes_es} {note.es}".strip())
        neighbours = tuple(self._declared) or self.related
        declare(Metric(name, label, meaning, notes, "ms", self.better, self.source, lambda _: formula, neighbours))
        self._declared.append(name)
