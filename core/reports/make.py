"""Working a notebook out: cell by cell, by the same engine as the pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from core.answer import answer
from core.custom import is_custom
from core.errors import AtalayaError, QueryError
from core.exports.facts import Facts, condition_in_words, facts_of
from core.figures import Figure, Ground, lay, work
from core.figures.check import check_figure
from core.figures.ground import ground_of
from core.horizon import horizon
from core.intervals.there import any_interval, is_of_intervals_alone, values_in_intervals
from core.keys import values_under
from core.labels import Labels
from core.metrics import named
from core.notebooks import Cell, Notebook
from core.query import Query
from core.reports.draw import drawing_of
from core.reports.report import Part, Report
from core.reports.small_cells import SmallCells
from core.schema.tables import INTERVALS
from core.scope import Scope, read_scope
from core.settings import Settings
from core.sql import as_sheet, given_of, run_sql
from core.store.snapshot import Snapshot

STATES = ("conversations_offered", "conversations_in_progress", "follow_ups")
"""The metrics that between them count every conversation."""

OnCell = Callable[[int, int, str], None]
"""Told before each cell: how many are done, of how many, and the next one's name; may raise `Cancelled`."""


def report_scope(
    notebook: Notebook,
    snapshot: Snapshot,
    rules: Settings,
    params: Mapping[str, str],
    language: str,
    browser_zone: str = "",
) -> Scope:
    """What a report speaks of: the notebook's own scope, with what is asked otherwise.

    Args:
        params: words of an address and their values, in the place of the notebook's.

    Raises:
        QueryError: a value that the data does not have, or that cannot be read. A report about more than was asked for
            would be wrong without anybody seeing it, so nothing is left out here.
    """

    def known(column: str) -> frozenset[str | None]:
        if is_custom(column):
            return values_under(snapshot, column)
        of_intervals = values_in_intervals(snapshot, column)
        if is_of_intervals_alone(column):
            return of_intervals
        return frozenset(answer(snapshot, Query(STATES, (column,)), rules)[column].to_list()) | of_intervals

    asked = {**notebook.scope, **{name: text for name, text in params.items() if name != "lang"}}
    scope = read_scope({**asked, "lang": language}, horizon(snapshot), rules.time_zone, browser_zone, known)
    if scope.problems:
        labels = Labels(language, rules)
        told = [
            labels.say("report.bad_value", name=one.name, value=one.value or labels.say("value.nothing"))
            for one in scope.problems
        ]
        raise QueryError(" ".join(told))
    return scope


def work_report(
    notebook: Notebook,
    snapshot: Snapshot,
    rules: Settings,
    params: Mapping[str, str],
    language: str,
    *,
    merge_below: int = 0,
    is_masked: bool = True,
    browser_zone: str = "",
    made_at: datetime | None = None,
    on_cell: OnCell | None = None,
) -> Report:
    """The notebook, worked out; a cell that fails tells why in its place.

    Args:
        params: words of an address and their values, in the place of those of the notebook's scope.
        merge_below: places with fewer different customers are merged with others; 0 for none.
        is_masked: personal data in answers to SQL is hidden.
        made_at: when it is made; None for now.

    Raises:
        QueryError: as `report_scope`.
    """
    scope = report_scope(notebook, snapshot, rules, params, language, browser_zone)
    ground = ground_of(snapshot, scope, rules, language)
    maker = _Maker(snapshot, ground, merge_below, is_masked=is_masked)
    parts = []
    for number, cell in enumerate(notebook.cells):
        if on_cell:
            on_cell(number, len(notebook.cells), cell.name)
        parts.append(maker.part(cell))
    notes = [ground.labels.say("report.merged", least=merge_below)] if merge_below else []
    facts = facts_of(
        notebook.headline(language),
        scope,
        ground.labels,
        rules,
        ground.data,
        snapshot,
        metrics=[name for part in parts if part.worked for name in part.worked.figure.metrics],
        made_at=made_at,
        notes=notes,
    )
    return _report(notebook, ground, facts, snapshot, parts)


def _report(notebook: Notebook, ground: Ground, facts: Facts, snapshot: Snapshot, parts: Sequence[Part]) -> Report:
    labels, scope = ground.labels, ground.scope
    return Report(
        notebook,
        facts.title,
        notebook.description.told(labels.language),
        facts,
        labels,
        scope.zone,
        snapshot.version,
        tuple(parts),
        is_empty=_is_empty(notebook, snapshot, ground),
        stem=_stem(notebook, scope),
    )


def _stem(notebook: Notebook, scope: Scope) -> str:
    """`weekly_2026-03-02_2026-03-08`; of one day that day alone; of hours `weekly_2026-03-02T0930_2026-03-02T1545`."""
    name = notebook.name.replace(".", "-")
    if scope.period is None:
        return name
    if scope.period.is_part:
        return f"{name}_{scope.period.name.replace(':', '').replace('..', '_')}"
    days = dict.fromkeys((scope.period.first.isoformat(), scope.period.last.isoformat()))
    return "_".join((name, *days))


def _narrowed(figure: Figure, labels: Labels) -> tuple[str, ...]:
    """What a cell is about beyond the report's own filters."""
    told = "; ".join(condition_in_words(one, labels) for one in figure.where)
    return (labels.say("report.only", conditions=told),) if told else ()


def _is_empty(notebook: Notebook, snapshot: Snapshot, ground: Ground) -> bool:
    """Whether nothing lies within its scope: no conversation, nor, where it asks of them, an interval."""
    if ground.data is None:
        return True
    asked = ground.scope.query(STATES)
    if any(value for value in ground.ask(asked).row(0)):
        return False
    metrics = {name for cell in notebook.cells if cell.figure for name in cell.figure.metrics}
    of_intervals = any(INTERVALS in named(name, ground.rules).tables for name in metrics)
    return not (of_intervals and any_interval(snapshot, asked, ground.rules))


class _Maker:
    """Works the cells of one report out."""

    def __init__(self, snapshot: Snapshot, ground: Ground, merge_below: int, *, is_masked: bool) -> None:
        self._snapshot = snapshot
        self._ground = ground
        self._merge_below = merge_below
        self._is_masked = is_masked

    def part(self, cell: Cell) -> Part:
        """A cell with its numbers, or with the reason why there are none."""
        language = self._ground.labels.language
        title, text = cell.title.told(language), cell.text.told(language)
        try:
            if cell.figure is not None:
                return self._figure(cell, text)
            if cell.kind == "sql":
                return self._sql(cell, title, text)
        except AtalayaError as problem:
            return Part(cell, title or cell.name, text, problem=problem.told(self._ground.labels.language))
        return Part(cell, title, text)

    def _figure(self, cell: Cell, text: str) -> Part:
        figure, ground = cell.figure_told(self._ground.labels.language), self._ground
        notes = _narrowed(figure, ground.labels)
        if self._merge_below:
            check_figure(figure, ground.rules, ground.scope.clock)
            small = SmallCells(figure, ground, self._merge_below)
            ground = replace(ground, ask=small.ask, bins=None, labels=small.labels)
            notes += small.notes()
        worked = work(figure, ground)
        sheet = lay(worked, ground)
        look, drawing = drawing_of(worked, ground, sheet)
        return Part(cell, sheet.title, text, look, worked, sheet, drawing, notes=notes)

    def _sql(self, cell: Cell, title: str, text: str) -> Part:
        labels = self._ground.labels
        if self._merge_below:
            raise QueryError(labels.say("report.sql_not_merged", least=self._merge_below))
        found = run_sql(self._snapshot, cell.sql, given=given_of(self._ground.scope), is_masked=self._is_masked)
        sheet = as_sheet(found, labels, title)
        return Part(cell, sheet.title, text, "table", sheet=sheet)
