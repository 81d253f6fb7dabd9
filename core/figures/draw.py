"""What all pictures of figures share: the answers that they are drawn from, and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.charts import ticks_of
from core.charts.inks import Ink
from core.figures.ground import Ground
from core.figures.marks import Group, marks_of
from core.figures.work import Worked
from core.format import number
from core.maps import CompactDeck
from core.metrics import named
from core.sheet import Sheet


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart as a value.

    Args:
        spec: of Vega-Lite, without data, as `core.charts` makes them.
        rows: what is drawn; `row` tells a click which mark it was.
        alt: what it shows, for those who do not see it.
        groups: by `row`, the groups that the mark stands for, as conditions can have them; None where it stands for
            several, such as all others.
        metrics: by `row`, the metric whose number the mark is.
        notes: what has to be said about it beyond what the sheet says, in the reader's language.
        deck: of a map, the one that pages draw; the specification is the same map for reports.
    """

    spec: Mapping[str, Any]
    rows: pl.DataFrame
    alt: str
    groups: tuple[Group | None, ...]
    metrics: tuple[str, ...]
    notes: tuple[str, ...] = ()
    deck: CompactDeck | None = None


@dataclass(frozen=True, eq=False)
class Drawing:
    """What a picture is drawn from.

    Args:
        ink: its colours.
        sheet: the laid-out answers, whose numbers are drawn.
        look: the one that is drawn.
    """

    worked: Worked
    ground: Ground
    ink: Ink
    sheet: Sheet
    look: str

    @property
    def metric(self) -> str:
        """The one that is drawn where only one can be."""
        return self.worked.figure.metrics[0]

    @property
    def language(self) -> str:
        """Of the reader."""
        return self.ground.labels.language

    def unit(self, metric: str = "") -> str:
        """Of a metric, or of the one that is drawn."""
        return named(metric or self.metric, self.ground.rules).unit

    def label(self, metric: str = "") -> str:
        """Of a metric, or of the one that is drawn."""
        return self.ground.labels.metric(metric or self.metric)

    def heading(self, names: Sequence[str]) -> str:
        """Of some groups."""
        return ", ".join(map(self.ground.labels.column, names))

    def marks(self, metric: str = "") -> pl.DataFrame:
        """The numbers of a metric, or of the one that is drawn."""
        return marks_of(self.sheet, self.worked, metric or self.metric)

    def ticks(self, values: pl.Series, metric: str = "") -> tuple[int, ...]:
        """Of an axis of durations; none of any other."""
        return ticks_of(values) if self.unit(metric) == "ms" else ()

    def say(self, note: str, **values: object) -> str:
        """A note on the picture; numbers as they are read."""
        told = {
            name: number(value, "count", self.language) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return self.ground.labels.say(f"figure.note.{note}", **told)

    def only_first(self) -> list[str]:
        """That other metrics are not drawn, where there are some."""
        return [self.say("first_metric", metric=self.label())] if len(self.worked.figure.metrics) > 1 else []

    def picture(
        self,
        spec: Mapping[str, Any],
        rows: pl.DataFrame,
        groups: Sequence[Group | None],
        notes: Sequence[str] = (),
        *,
        name: str = "name",
        metrics: Sequence[str] = (),
        deck: CompactDeck | None = None,
    ) -> Picture | None:
        """The picture, told in words; None without marks.

        Args:
            name: the column that tells what a mark is called.
            metrics: of each mark; none where all show the one that is drawn.
        """
        if rows.is_empty():
            return None
        first = rows.row(0, named=True)
        told_of = tuple(metrics) or (self.metric,) * len(groups)
        told = {"title": self.sheet.title, "count": number(rows.height, "count", self.language)}
        alt = self.ground.labels.say(f"figure.alt.{self.look}", name=first[name], value=first["shown"], **told)
        return Picture(spec, rows, alt, tuple(groups), told_of, tuple(notes), deck)
