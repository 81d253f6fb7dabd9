"""Every number of a sheet is that of plain Python loops over the same rows, and that of the question of its cell."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import QueryError
from core.figures import Figure, cell_query, lay, work
from core.figures.adding import has_shares
from core.settings import Settings
from core.sheet import OTHERS, ROW, TOTAL, Heading, Sheet
from tests.core import oracle
from tests.core.days import conversation_rows, houses, segment_rows
from tests.core.figures.grounds import askable, figures, ground_over, is_refused, scope_of, within, zones
from tests.core.metrics.pencil import Row
from tests.thorough import examples

Holds = Callable[[Row], bool]
days = given(
    figure=figures().map(askable),
    segments=segment_rows,
    conversations=conversation_rows,
    zone=zones,
    rules=houses(oracle.OPEN),
)


class Day:
    """A sheet, and the same numbers by loops."""

    def __init__(
        self, figure: Figure, segments: list[Row], conversations: list[Row], zone: str, rules: Settings
    ) -> None:
        self.figure, self.zone, self.rules = figure, zone, rules
        self.ground = ground_over(segments, conversations, scope_of(zone), rules)
        self.worked = work(figure, self.ground)
        self.sheet = lay(self.worked, self.ground)
        now, before = self.worked.query, self.worked.earlier or self.worked.query
        self.now, self.before = (
            [list(filter(self.is_asked, within(rows, query.since, query.until))) for rows in (segments, conversations)]
            for query in (now, before)
        )

    def is_asked(self, row: Row) -> bool:
        """Whether a row of the data meets the figure's own conditions."""
        met = ((one.op == "in") == (self.group(row, one.column) in one.values) for one in self.figure.where)
        return all(met)

    def expected(self, metric: str, holds: Holds, *, is_before: bool = False) -> Any:
        found = [[row for row in rows if holds(row)] for rows in (self.before if is_before else self.now)]
        return oracle.value(metric, found[0], found[1], self.rules)

    def group(self, row: Row, name: str) -> Any:
        return plain(oracle.group_of(row, name, self.zone))

    def is_in(self, row: Row, groups: dict[str, Any]) -> bool:
        return all(self.group(row, name) == plain(value) for name, value in groups.items())

    def holds(self, row: int, heading: Heading) -> Holds:
        """Whether a row of the data belongs to a cell, read off the sheet itself."""
        kind, cell = self.sheet.kinds[row], self.sheet.rows.row(row, named=True)
        names = {ROW: self.figure.rows, OTHERS: self.figure.rows[1:], TOTAL: ()}[kind]
        across = dict(heading.at)
        if heading.told == "running":
            return self.so_far(row, kind, names, across)
        shown = self.outer() if kind == OTHERS else set()
        wanted = {name: cell[name] for name in names} | across
        return lambda one: self.is_in(one, wanted) and not (shown and self.group(one, self.figure.rows[0]) in shown)

    def so_far(self, row: int, kind: str, names: tuple[str, ...], across: dict[str, Any]) -> Holds:
        """The rows of the data in this row of the sheet, or in one above it of the same outer groups."""
        if not names:
            return lambda one: self.is_in(one, across)
        plain_heading = Heading("", "", at=tuple(across.items()))
        cells = self.sheet.rows.rows(named=True)
        above = [
            self.holds(place, plain_heading)
            for place in range(row + 1)
            if self.sheet.kinds[place] == kind and all(cells[place][name] == cells[row][name] for name in names[:-1])
        ]
        return lambda one: any(holds(one) for holds in above)

    def outer(self) -> set[Any]:
        rows = self.sheet.rows.filter(pl.Series(self.sheet.kinds, dtype=pl.String) == ROW)
        return {plain(value) for value in rows[self.figure.rows[0]]}


def plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def numbers(sheet: Sheet) -> list[Heading]:
    return [heading for heading in sheet.headings if not heading.is_group]


def check_numbers(day: Day) -> None:
    """The numbers themselves, the earlier ones and the sums so far."""
    sheet = day.sheet
    assert sheet.rows.columns == [heading.key for heading in sheet.headings]
    assert len(sheet.kinds) == sheet.rows.height
    for row, kind in enumerate(sheet.kinds):
        for heading in numbers(sheet):
            if heading.told in ("", "before") or (heading.told == "running" and kind != TOTAL):
                is_before = heading.told == "before"
                expected = pytest.approx(day.expected(heading.name, day.holds(row, heading), is_before=is_before))
                assert sheet.rows[heading.key][row] == expected, (kind, row, heading.key)
                assert day.ground.ask(cell_query(day.worked, row, heading)).item() == expected, (kind, row, heading.key)


def check_shares(day: Day) -> None:
    """A share is a number by the whole that it is a part of."""
    keys = {(one.name, one.at): one.key for one in numbers(day.sheet) if not one.told}
    for heading in (one for one in numbers(day.sheet) if one.told == "share"):
        assert has_shares(heading.name, day.rules)
        for row in range(day.sheet.rows.height):
            value = day.sheet.rows[keys[heading.name, heading.at]][row]
            whole = day.expected(heading.name, whole_of(day, row, heading))
            expected = pytest.approx(value / whole) if whole and value is not None else None
            assert day.sheet.rows[heading.key][row] == expected, (row, heading.key)


def whole_of(day: Day, row: int, heading: Heading) -> Holds:
    if day.figure.share == "total":
        return lambda _: True
    if day.figure.share == "column":
        return lambda one: day.is_in(one, dict(heading.at))
    return day.holds(row, Heading("", ""))


def check_differences(sheet: Sheet) -> None:
    """What is told of a comparison follows from the two numbers."""
    cells = {(one.name, one.at, one.told): sheet.rows[one.key].to_list() for one in numbers(sheet)}
    for (name, at, told), values in cells.items():
        if told == "difference":
            pairs = zip(cells[name, at, ""], cells[name, at, "before"], strict=True)
            assert values == [None if None in pair else pytest.approx(pair[0] - pair[1]) for pair in pairs]


def check(day: Day) -> None:
    """All that a sheet tells of a day."""
    check_numbers(day)
    check_shares(day)
    check_differences(day.sheet)


@settings(max_examples=examples(50, 2_000), deadline=None)
@days
def test_every_number_of_a_sheet_is_that_of_the_oracle_and_of_its_question(
    figure: Figure, segments: list[Row], conversations: list[Row], zone: str, rules: Settings
) -> None:
    check(Day(figure, segments, conversations, zone, rules))


@settings(max_examples=40, deadline=None)
@days
def test_no_group_is_lost_and_the_top_ones_are_the_greatest(
    figure: Figure, segments: list[Row], conversations: list[Row], zone: str, rules: Settings
) -> None:
    if not figure.rows:
        return
    day = Day(figure.with_(compared=False), segments, conversations, zone, rules)
    outer, names = figure.rows[0], day.outer()
    there = names | {day.group(row, outer) for rows in day.now for row in rows}
    told = {
        name: {
            metric: day.expected(metric, lambda one, at=name: day.is_in(one, {outer: at})) for metric in figure.metrics
        }
        for name in there
    }
    counted = {name for name, values in told.items() if any(values.values())}
    if figure.top is None:
        assert counted <= names
        return
    assert len(names) <= figure.top
    by = figure.sort if figure.sort in figure.metrics else figure.metrics[0]
    if figure.sort in ("", *figure.metrics) and not figure.ascending:
        least = min((told[name][by] or 0 for name in names), default=0)
        assert all((told[name][by] or 0) <= least for name in counted - names)


@settings(max_examples=40, deadline=None)
@given(figure=figures(), segments=segment_rows, conversations=conversation_rows, zone=zones, data=st.data())
def test_a_figure_is_worked_out_or_refused_in_words(
    figure: Figure, segments: list[Row], conversations: list[Row], zone: str, data: st.DataObject
) -> None:
    rows = (*figure.rows, "country")[:3] if data.draw(st.booleans()) else figure.rows
    more = data.draw(st.sampled_from(((), ("occupancy",))))
    wider = figure.with_(metrics=(*figure.metrics, *more), rows=rows)
    ground = ground_over(segments, conversations, scope_of(zone), Settings())
    if is_refused(wider, ground.scope.clock):
        with pytest.raises(QueryError, match=r"\.$"):
            work(wider, ground)
    else:
        lay(work(wider, ground), ground)
