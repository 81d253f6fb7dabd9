"""Working out a figure: the questions that it consists of, and their answers."""

from dataclasses import dataclass

import polars as pl

from core.figures.figure import Figure
from core.figures.ground import Ground
from core.grains import GRAINS
from core.query import Condition, Query


@dataclass(frozen=True, eq=False)
class Worked:
    """A figure's answers; every number of it is one that a `Query` gives, none is added up of others.

    Args:
        query: the question of the body.
        body: one row a group of rows and columns, the shown ones, in the order of the figure.
        others: the same question of all groups that are not shown, by the groups but the first; None without any.
        by_rows: the shown groups of rows, over all columns; None where there are no columns or no totals are asked.
        by_columns: the groups of columns, over all rows, shown or not; None likewise.
        grand: one row, of all; None where no totals are asked.
    """

    figure: Figure
    query: Query
    body: pl.DataFrame
    others: pl.DataFrame | None = None
    by_rows: pl.DataFrame | None = None
    by_columns: pl.DataFrame | None = None
    grand: pl.DataFrame | None = None


def work(figure: Figure, ground: Ground) -> Worked:
    """All answers of a figure.

    Raises:
        QueryError: a question that cannot be asked so; the message says which and what can.
    """
    query = question(figure, ground)
    body, rest = ground.ask(_sorted(figure, query)), None
    if figure.top is not None and figure.rows:
        kept = _top(figure, query, ground)
        shown = body.join(kept, on=figure.rows[0], how="semi", nulls_equal=True)
        if shown.height < body.height and figure.others:
            groups = query.by[1:]
            left_out = Condition(figure.rows[0], "not in", tuple(kept[figure.rows[0]].to_list()))
            rest = ground.ask(query.with_(by=groups, where=(*query.where, left_out)))
        body = shown
    if not figure.totals:
        return Worked(figure, query, body, rest)
    return Worked(
        figure,
        query,
        body,
        rest,
        by_rows=ground.ask(query.with_(by=figure.rows)) if figure.columns and figure.rows else None,
        by_columns=ground.ask(query.with_(by=figure.columns)) if figure.columns and figure.rows else None,
        grand=ground.ask(query.with_(by=())) if figure.groups else None,
    )


def question(figure: Figure, ground: Ground) -> Query:
    """The question of a figure's body, in no order."""
    asked = ground.scope.query(figure.metrics, figure.groups)
    return asked.with_(where=(*asked.where, *figure.where))


def _sorted(figure: Figure, query: Query) -> Query:
    """Time in its order, everything else by what it is sorted by."""
    if not figure.rows:
        return query
    if figure.sort:
        return query.with_(sort=figure.sort, descending=not figure.ascending)
    if figure.rows[0] in GRAINS:
        return query
    return query.with_(sort=figure.metrics[0], descending=not figure.ascending)


def _top(figure: Figure, query: Query, ground: Ground) -> pl.DataFrame:
    """The groups of the first of the rows that are shown, over everything else."""
    outer = figure.rows[0]
    by = figure.sort if figure.sort in (*figure.metrics, outer) else figure.metrics[0]
    best = query.with_(by=(outer,), sort=by, descending=not figure.ascending, limit=figure.top)
    return ground.ask(best).select(outer)
