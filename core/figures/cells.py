"""The exact question behind each number of a sheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.errors import QueryError
from core.figures.work import PLACE, Worked, in_utc
from core.query import Condition, Query
from core.sheet import OTHERS, ROW, TOTAL, Heading

MADE = ("difference", "change", "share")
"""What is worked out of a number and another one; its own question is that of the number."""


def cell_query(worked: Worked, row: int, heading: Heading) -> Query:
    """The question that a cell answers: one row, without groups.

    Of what is worked out of two numbers (shares, differences) it is the question of the number itself; of a sum so far
    that of all rows up to it; of what was before, that about the earlier period. Of a heading that names the rows, it
    asks for all of the figure's metrics.

    Args:
        row: of the sheet.
        heading: one of the sheet's.

    Raises:
        QueryError: the sheet has no such row.
    """
    kind, place = row_of(worked, row)
    across = [Condition(name, "in", (value,)) for name, value in heading.at]  # type: ignore[arg-type]
    conditions = [*_conditions(worked, kind, place, heading), *across]
    metrics = worked.figure.metrics if heading.is_group else (heading.name,)
    asked = worked.query.with_(metrics=metrics, by=(), where=(*worked.query.where, *conditions))
    if heading.told == "before" and worked.earlier:
        return asked.with_(since=worked.earlier.since, until=worked.earlier.until)
    return asked


def kinds_of(worked: Worked) -> tuple[str, ...]:
    """What each row of the sheet is, in its order."""
    others = worked.other_groups.height if worked.other_groups is not None else 0
    has_total = worked.figure.totals and worked.figure.rows
    return (ROW,) * worked.row_groups.height + (OTHERS,) * others + ((TOTAL,) if has_total else ())


def row_of(worked: Worked, row: int) -> tuple[str, int]:
    """What a row of the sheet is, and its place among those of its kind."""
    kinds = kinds_of(worked)
    if not 0 <= row < len(kinds):
        raise QueryError(f"The sheet has {len(kinds)} rows; there is no row {row}.")
    return kinds[row], row - kinds.index(kinds[row])


def _conditions(worked: Worked, kind: str, place: int, heading: Heading) -> Iterator[Condition]:
    """What a row asks beyond the figure's own question."""
    if kind == TOTAL:
        return
    groups = worked.row_groups if kind == ROW else worked.other_groups
    names = worked.figure.rows if kind == ROW else worked.figure.rows[1:]
    is_so_far = heading.told == "running"
    if kind == OTHERS and worked.kept is not None and not (is_so_far and not names):
        yield Condition(worked.figure.rows[0], "not in", worked.kept)  # type: ignore[arg-type]
    if groups is None or not names:
        return
    known = in_utc(groups.drop(PLACE)).rows()
    group = known[place]
    outer = names[:-1] if is_so_far else names
    yield from (Condition(name, "in", (value,)) for name, value in zip(outer, group, strict=False))
    if is_so_far:
        yield Condition(names[-1], "in", tuple(_so_far(known[: place + 1], group)))


def _so_far(rows: Sequence[tuple[Any, ...]], group: tuple[Any, ...]) -> Iterator[Any]:
    """The innermost values of the rows that a sum so far has added up: those of the same outer groups."""
    return (one[-1] for one in rows if one[:-1] == group[:-1])
