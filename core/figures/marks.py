"""Marks: every number of a sheet that a picture draws, with the groups that it stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from core.figures.figure import Figure
from core.figures.ground import Ground
from core.figures.work import PLACE, Worked
from core.format import number
from core.labels import Labels
from core.metrics import named
from core.sheet import OTHERS, ROW, Sheet

Group = Mapping[str, object]

MOST_MARKS = 1_000
MOST_SERIES = 7
"""As many as there are colours that can be told apart, beside the grey of all others."""

JOINED = " · "
"""Between the names of nested groups."""

KIND, VALUE = "#kind", "#value"


def marks_of(sheet: Sheet, worked: Worked, metric: str) -> pl.DataFrame:
    """The numbers of a metric in a sheet: those of its groups and of the others, without totals.

    Returns:
        The figure's groups, `VALUE` (a number, perhaps null) and `KIND`, in the order of the sheet, column group by
        column group within each row. In marks of others the outermost group is null.
    """
    figure = worked.figure
    is_drawn = pl.Series(sheet.kinds, dtype=pl.String).is_in([ROW, OTHERS])
    parts = []
    across = worked.column_groups.drop(PLACE)
    for heading in sheet.headings:
        if heading.name != metric or heading.told or heading.is_group or bool(heading.at) != bool(figure.columns):
            continue
        here = sheet.rows.select(
            *(pl.col(name) for name in figure.rows),
            *(pl.lit(value, dtype=across.schema[name]).alias(name) for name, value in heading.at),
            pl.col(heading.key).cast(pl.Float64).alias(VALUE),
            pl.Series(KIND, sheet.kinds, dtype=pl.String),
        ).filter(is_drawn)
        parts.append(here.with_row_index("#down"))
    if not parts:
        groups = {name: dtype for name, dtype in worked.body.schema.items() if name in figure.groups}
        return pl.DataFrame(schema={**groups, VALUE: pl.Float64, KIND: pl.String})
    return pl.concat(parts).sort("#down", maintain_order=True).drop("#down")


def groups_of(marks: pl.DataFrame, names: Sequence[str]) -> tuple[Group | None, ...]:
    """Of each mark the groups that it stands for; None of what stands for several."""
    told = (
        zip(marks.select(names).rows(named=True), marks[KIND], strict=True)
        if names
        else (({}, kind) for kind in marks[KIND])
    )
    return tuple(group if kind == ROW else None for group, kind in told)


def names_of(marks: pl.DataFrame, names: Sequence[str], figure: Figure, ground: Ground) -> list[str]:
    """What the marks are called by some of their groups, nested ones joined; the others by what they are."""
    if not names:
        return [""] * marks.height
    labels, outer = ground.labels, figure.rows[:1]
    called = [_called(marks[name], labels) for name in names]
    others = labels.say("figure.others")
    return [
        JOINED.join(others if kind == OTHERS and name in outer else own for name, own in zip(names, told, strict=True))
        for kind, *told in zip(marks[KIND], *called, strict=True)
    ]


def _called(values: pl.Series, labels: Labels) -> pl.Series:
    """What each value is called; worked out once for all that are the same."""
    different = values.unique(maintain_order=True)
    told = pl.Series("told", [labels.value(values.name, value) for value in different], dtype=pl.String)
    known = pl.DataFrame([different, told])
    return values.to_frame().join(known, on=values.name, how="left", nulls_equal=True, maintain_order="left")["told"]


def texts_of(values: pl.Series, metric: str, ground: Ground) -> pl.Series:
    """The numbers as they are read."""
    unit = named(metric, ground.rules).unit
    return pl.Series("shown", [number(value, unit, ground.labels.language) for value in values], dtype=pl.String)


def unique_names(names: Sequence[str], keys: Sequence[Any]) -> list[str]:
    """The same names, those of different groups told apart by a mark that is not seen: a chart draws by name."""
    given: dict[str, dict[Any, str]] = {}
    told = []
    for name, key in zip(names, keys, strict=True):
        same = given.setdefault(name, {})
        if key not in same:
            same[key] = name + "\u200b" * len(same)
        told.append(same[key])
    return told
