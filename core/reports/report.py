"""A report as a value: every cell of a notebook worked out, or told why it cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.exports.chart import write_svg
from core.exports.facts import Facts
from core.figures.work import Worked
from core.labels import Labels
from core.notebooks import Cell, Notebook
from core.query import Query
from core.sheet import Sheet

CHART_WIDTH = 900
"""Pixels of a chart, which is then as wide as the page."""

Published = tuple[str, Query, pl.DataFrame]
"""Name of a cell, a question, and of its answer what was shown."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """A chart or a map that can be drawn without asking anything.

    Args:
        spec: of Vega-Lite, without data, in the colours of light themes.
        rows: what is drawn.
        alt: what it shows, in words.
        notes: what has to be said of it.
    """

    spec: dict[str, object]
    rows: pl.DataFrame
    alt: str
    notes: tuple[str, ...] = ()

    @cached_property
    def svg(self) -> str:
        """As it stands in HTML and PDF, below the title that is there already."""
        return write_svg(self.spec, self.rows, width=CHART_WIDTH)


@dataclass(frozen=True, eq=False)
class Part:
    """One cell, worked out.

    Args:
        cell: as the notebook has it.
        title: what stands above it; empty for text and dividers.
        text: its Markdown.
        look: how its figure is looked at; empty for what has none.
        worked: the answers; None for what is no figure, or failed.
        sheet: its numbers; None for what has none, or failed.
        drawing: its chart or map; None for tables, tiles and texts.
        problem: why it cannot be shown; empty when it can.
        notes: what has to be said of it beside the sheet's own notes.
    """

    cell: Cell
    title: str = ""
    text: str = ""
    look: str = ""
    worked: Worked | None = None
    sheet: Sheet | None = None
    drawing: Drawing | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def all_notes(self) -> tuple[str, ...]:
        """What has to be said below it."""
        of_sheet, of_drawing = (one.notes if one else () for one in (self.sheet, self.drawing))
        return (*of_sheet, *of_drawing, *self.notes)


@dataclass(frozen=True, eq=False)
class Report:
    """A notebook worked out for one period, in one language.

    Args:
        notebook: what was worked out.
        title, description: in the report's language.
        facts: what is printed with it.
        labels: the names in its language.
        zone: the clock of its instants.
        version: of the data.
        parts: the cells from top to bottom.
        is_empty: the data have no conversation in the report's period and filters.
        stem: how its files are called, without an ending: by the notebook and the period.
    """

    notebook: Notebook
    title: str
    description: str
    facts: Facts
    labels: Labels
    zone: str
    version: int
    parts: tuple[Part, ...]
    is_empty: bool = False
    stem: str = "report"

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """The cells that cannot be shown, by name, each with the reason."""
        return tuple((part.cell.name, part.problem) for part in self.parts if part.problem)

    @property
    def numbered(self) -> Sequence[Part]:
        """The parts that have numbers."""
        return [part for part in self.parts if part.sheet is not None]

    def published(self) -> list[Published]:
        """What the report tells, as questions that can be asked again.

        Of each figure its groups, the groups of rows and of columns by themselves and the whole, as far as they are
        shown; the answers hold the groups and the metrics, nothing that is worked out of them. What is asked in SQL has
        no question of this kind.
        """
        return [told for part in self.parts if part.worked for told in _published(part.cell.name, part.worked)]


def _published(name: str, worked: Worked) -> list[Published]:
    query, figure = worked.query, worked.figure
    told = [(figure.groups, worked.body)]
    if figure.totals:
        by_rows = [(figure.rows, worked.by_rows)] if figure.rows else []
        told += [*by_rows, (figure.columns, worked.by_columns), ((), worked.grand)]  # type: ignore[list-item]
    asked: dict[tuple[str, ...], pl.DataFrame] = {by: found for by, found in reversed(told) if found is not None}
    return [(name, query.with_(by=by), found.select(*by, *query.metrics)) for by, found in reversed(asked.items())]
