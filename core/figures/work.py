"""Working out a figure: the questions that it consists of, and their answers."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from core.attribution import settled
from core.comparison import Comparison, compare, differences, is_compared
from core.figures.adding import is_zero_of_nothing
from core.figures.check import check_figure
from core.figures.figure import Figure
from core.figures.ground import Ground
from core.figures.moments import moments
from core.figures.order import column_levels, ordered, row_levels, top_level
from core.grains import GRAINS
from core.query import Condition, Query

MOST_ROWS, MOST_COLUMNS = 10_000, 200
"""So many groups of rows are laid out at most, and so many columns of numbers across."""

TOLD = ("before", "difference", "change")
"""What a comparison tells of each metric beside its number, as `core.comparison.differences` names it."""

PLACE = "#"
"""Of frames of groups: their place in the order. No group and no metric is called so."""

DATES = "dates"
"""Why there is nothing to compare with, besides `core.comparison.REASONS`: groups are days that happen once."""


@dataclass(frozen=True, eq=False)
class Worked:
    """A figure's answers; every number of it is one that a `Query` gives, none is added up of others.

    Args:
        query: the question of the body, its attribution said outright.
        body: one row a group of rows and columns, the shown ones, in the order of the figure. Without columns, time
            alone in the rows has no holes. All frames of numbers have the groups, the metrics and, when something is
            compared, of each metric also `.before`, `.difference` and `.change`.
        others: the same question of all groups that are not among the top ones, by the groups but the first; None
            without any.
        by_rows: the shown groups of rows, over all columns; None where there are no columns.
        by_columns: the shown groups of columns, over all rows; None where there are no columns.
        grand: one row, of all.
        row_groups, column_groups: the groups that are shown, in their order, with their `PLACE`.
        other_groups: those of the row of others, with their place.
        others_by_rows: the others, over all columns; None where there are none or no columns.
        kept: the outermost groups that are among the top ones, instants in UTC; None when all are.
        rows_there, columns_there: how many groups there are, shown or not.
        comparison: what it is compared with; None when that was not asked for.
        uncompared: why nothing is compared although it was asked for.
    """

    figure: Figure
    query: Query
    body: pl.DataFrame
    row_groups: pl.DataFrame
    column_groups: pl.DataFrame
    rows_there: int
    columns_there: int
    others: pl.DataFrame | None = None
    by_rows: pl.DataFrame | None = None
    by_columns: pl.DataFrame | None = None
    grand: pl.DataFrame | None = None
    other_groups: pl.DataFrame | None = None
    others_by_rows: pl.DataFrame | None = None
    kept: tuple[object, ...] | None = None
    comparison: Comparison | None = None
    uncompared: str = ""

    @property
    def numbers(self) -> list[str]:
        """The columns of numbers that each frame has."""
        told = TOLD if self.earlier else ()
        return [f"{name}{end}" for name in self.figure.metrics for end in ("", *(f".{one}" for one in told))]

    @property
    def earlier(self) -> Query | None:
        """The question of the body about the earlier period; None when nothing is compared."""
        return self.comparison.before if self.comparison and not self.uncompared else None


def work(figure: Figure, ground: Ground) -> Worked:
    """All answers of a figure.

    Raises:
        QueryError: a question that cannot be asked so; the message says which and what can.
    """
    check_figure(figure, ground.rules, ground.scope.clock)
    return _Work(figure, ground).done()


def question(figure: Figure, ground: Ground) -> Query:
    """The question of a figure's body, in no order."""
    asked = ground.scope.query(figure.metrics, figure.groups)
    return settled(asked.with_(where=(*asked.where, *figure.where)))


@dataclass(frozen=True, eq=False)
class _Work:
    """A figure while it is worked out: no question is asked twice."""

    figure: Figure
    ground: Ground
    known: dict[Query, pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def query(self) -> Query:
        """That of the body."""
        return question(self.figure, self.ground)

    @cached_property
    def comparison(self) -> Comparison | None:
        """What it is compared with, when that is asked for."""
        if not self.figure.compared:
            return None
        return compare(self.query, self.ground.scope.versus, self.ground.data, self.ground.rules)

    @cached_property
    def uncompared(self) -> str:
        """Why nothing is compared."""
        if self.comparison is None:
            return ""
        return self.comparison.reason or ("" if is_compared(self.query) else DATES)

    def done(self) -> Worked:
        """All answers."""
        figure, columns = self.figure, self.figure.columns
        kept = self._kept()
        row_groups, rows_there = self._rows(kept)
        column_groups, columns_there = self._columns()
        rest = self._without(kept)
        has_others = figure.others and rest is not None
        others = self._asked(rest, figure.groups[1:]) if rest and has_others else None
        others_by_rows = self._asked(rest, figure.rows[1:]) if rest and has_others and columns else None
        needs_whole = bool(figure.totals or figure.share)
        return Worked(
            figure,
            self.query,
            self._body(row_groups, column_groups),
            row_groups,
            column_groups,
            rows_there,
            columns_there,
            others=others,
            by_rows=_in_place(row_groups, self._numbers(figure.rows), figure.rows) if columns else None,
            by_columns=_in_place(column_groups, self._numbers(columns), columns) if columns else None,
            grand=self._numbers(()) if needs_whole else None,
            other_groups=self._other_groups(others if others_by_rows is None else others_by_rows, rest),
            others_by_rows=others_by_rows,
            kept=None if kept is None else tuple(in_utc(kept).to_series().to_list()),
            comparison=self.comparison,
            uncompared=self.uncompared,
        )

    def _numbers(self, by: tuple[str, ...]) -> pl.DataFrame:
        """The figure's question by other groups; time alone has no holes."""
        found = self._asked(self.query, by)
        is_whole = by == self.figure.rows and len(by) == 1 and by[0] in GRAINS and self.figure.top is None
        return self._completed(found, by[0]) if is_whole else found

    def _asked(self, query: Query, by: tuple[str, ...]) -> pl.DataFrame:
        """A question by these groups, beside that of the earlier period when there is one."""
        asked = query.with_(by=by)
        if asked not in self.known:
            now = self.ground.ask(asked)
            earlier = self.comparison.before if self.comparison and not self.uncompared else None
            if earlier:
                before = self.ground.ask(asked.with_(since=earlier.since, until=earlier.until))
                now = differences(now, before, asked, self.ground.rules)
            self.known[asked] = now
        return self.known[asked]

    def _completed(self, found: pl.DataFrame, grain: str) -> pl.DataFrame:
        query = self.query
        if query.since is None or query.until is None:
            return found
        clock = self.ground.scope.clock
        all_moments = moments(grain, query.since, query.until, clock, found[grain], self.ground.rules)
        whole = all_moments.to_frame(grain).join(found, on=grain, how="left", nulls_equal=True)
        return filled(whole, self.figure, self.ground)

    def _rows(self, kept: pl.DataFrame | None) -> tuple[pl.DataFrame, int]:
        """The groups of rows in their order, and how many there are."""
        names = self.figure.rows
        if not names:
            return pl.DataFrame({PLACE: [0]}), 1
        groups = self._numbers(names).select(names)
        there = groups.height
        if kept is not None:
            groups = groups.join(kept, on=names[0], how="semi", nulls_equal=True)
        return ordered(groups, row_levels(self.figure), self._numbers).head(MOST_ROWS).with_row_index(PLACE), there

    def _columns(self) -> tuple[pl.DataFrame, int]:
        names = self.figure.columns
        if not names:
            return pl.DataFrame({PLACE: []}, schema={PLACE: pl.UInt32}), 0
        groups = self._numbers(names).select(names)
        each = len(self.figure.metrics) * (len(TOLD) + 1 if self.comparison and not self.uncompared else 1)
        most = max(1, MOST_COLUMNS // each)
        return ordered(groups, column_levels(self.figure), self._numbers).head(most).with_row_index(
            PLACE
        ), groups.height

    def _kept(self) -> pl.DataFrame | None:
        """The top groups of the outermost rows, over everything else; None when all are asked for."""
        if self.figure.top is None or not self.figure.rows:
            return None
        level = top_level(self.figure)
        groups = self._numbers((level.group,)).select(level.group)
        best = ordered(groups, (level,), self._numbers).head(self.figure.top)
        return best if best.height < groups.height else None

    def _without(self, kept: pl.DataFrame | None) -> Query | None:
        """The question of all that is not among the top groups; None when everything is."""
        if kept is None:
            return None
        left_out = Condition(self.figure.rows[0], "not in", tuple(in_utc(kept).to_series().to_list()))
        return self.query.with_(where=(*self.query.where, left_out))

    def _other_groups(self, others: pl.DataFrame | None, rest: Query | None) -> pl.DataFrame | None:
        """The groups of the others: those of the inner rows."""
        inner = row_levels(self.figure)[1:]
        if others is None or rest is None:
            return None
        if not inner:
            return pl.DataFrame({PLACE: [0]})
        groups = others.select(level.group for level in inner)
        return ordered(groups, inner, lambda by: self._asked(rest, by)).head(MOST_ROWS).with_row_index(PLACE)

    def _body(self, row_groups: pl.DataFrame, column_groups: pl.DataFrame) -> pl.DataFrame:
        figure = self.figure
        if not figure.columns:
            return _in_place(row_groups, self._numbers(figure.rows), figure.rows)
        across = column_groups.rename({PLACE: f"{PLACE}{PLACE}"})
        found = self._asked(self.query, figure.groups).join(across, on=figure.columns, how="inner", nulls_equal=True)
        if figure.rows:
            found = found.join(row_groups, on=figure.rows, how="inner", nulls_equal=True)
        else:
            found = found.with_columns(pl.lit(0).alias(PLACE))
        return found.sort(PLACE, f"{PLACE}{PLACE}").drop(PLACE, f"{PLACE}{PLACE}")


def in_utc(groups: pl.DataFrame) -> pl.DataFrame:
    """The same groups with their instants in UTC: Python takes the two hours that a clock shows alike for one."""
    return groups.with_columns(pl.selectors.datetime("ms", time_zone="*").dt.convert_time_zone("UTC"))


def filled(found: pl.DataFrame, figure: Figure, ground: Ground) -> pl.DataFrame:
    """Counts are 0 where there is no row, all other numbers null, as an answer about nothing tells it."""
    counts = [name for name in figure.metrics if is_zero_of_nothing(name, ground.rules)]
    zero = [f"{name}{end}" for name in counts for end in ("", ".before", ".difference") if f"{name}{end}" in found]
    return found.with_columns(pl.col(zero).fill_null(0)) if zero else found


def _in_place(groups: pl.DataFrame, numbers: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The numbers of these groups, in their order."""
    if not names:
        return numbers
    return groups.drop(PLACE).join(numbers, on=names, how="left", nulls_equal=True, maintain_order="left")
