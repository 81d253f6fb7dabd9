"""Laying out a figure's answers as a sheet: flat, or with its column groups across."""

import polars as pl

from core.figures.blocks import Block, blocks
from core.figures.cells import kinds_of
from core.figures.ground import Ground
from core.figures.notes import notes_of
from core.figures.work import PLACE, Worked
from core.metrics import named
from core.sheet import Heading, Sheet

MOST_TOLD = 3
"""Metrics that a title names; of more it says that there are more."""


def lay(worked: Worked, ground: Ground) -> Sheet:
    """The sheet of a figure.

    Returns:
        A row a group of the figure's rows, then the others, then the total. A column a metric, with what is told of it
        beside (the earlier number, its difference and change; its share; the sum so far); where the figure has columns,
        those for each of their groups, and at the end those of all groups together when totals are asked for. A column
        of numbers is called by its metric, `.` and what it tells, and the place of its column group after an `@`.
    """
    figure, labels = worked.figure, ground.labels
    headings = [Heading(name, labels.column(name), name) for name in figure.rows]
    frames = [_groups(worked)] if figure.rows else []
    for block in blocks(worked, ground):
        headings += _headings(block, ground)
        frames.append(block.numbers)
    title, notes = figure.title or title_of(worked, ground), notes_of(worked, ground)
    if not frames:
        # Only columns, and no group of theirs: there is nothing to stand in a row.
        return Sheet(title, (), pl.DataFrame(), (), notes)
    return Sheet(title, tuple(headings), pl.concat(frames, how="horizontal"), kinds_of(worked), notes)


def title_of(worked: Worked, ground: Ground) -> str:
    """What a figure says of itself: its first metrics, and what they are split by."""
    figure, labels = worked.figure, ground.labels
    told = [labels.metric(name) for name in figure.metrics[:MOST_TOLD]]
    what = ", ".join([*told, "…"] if len(figure.metrics) > MOST_TOLD else told)
    how = ", ".join(labels.column(name).lower() for name in figure.groups)
    return labels.say("figure.title", what=what, how=how) if how else what


def _groups(worked: Worked) -> pl.DataFrame:
    """The groups of each row of the sheet; null where a row has none."""
    rows = worked.row_groups.drop(PLACE)
    parts = [rows]
    if worked.other_groups is not None:
        inner = worked.other_groups.drop(PLACE)
        empty = pl.Series(
            worked.figure.rows[0], [None] * worked.other_groups.height, dtype=rows.schema[rows.columns[0]]
        )
        parts.append(pl.DataFrame([empty, *inner.get_columns()]))
    if worked.figure.totals:
        parts.append(rows.clear(1))
    return pl.concat(parts)


def _headings(block: Block, ground: Ground) -> list[Heading]:
    """The columns of one column group."""
    return [
        Heading(key, _label(name, told, ground), name, _unit(name, told, ground), told, block.under, block.at)
        for key, name, told in block.columns
    ]


def _label(name: str, told: str, ground: Ground) -> str:
    label = ground.labels.metric(name)
    return ground.labels.say(f"figure.told.{told}", metric=label) if told else label


def _unit(name: str, told: str, ground: Ground) -> str:
    """Of a difference the unit of the numbers; of a change and a share, parts of 1."""
    return "%" if told in ("change", "share") else named(name, ground.rules).unit
