"""Heat maps and timelines: a number for each pair of two groups, by depth of colour."""

import polars as pl

from core.charts.grid import Lattice, grid_spec
from core.figures.adding import is_zero_of_nothing
from core.figures.draw import Drawing, Picture
from core.figures.draw_split import RECURRING
from core.figures.marks import KIND, VALUE, groups_of, names_of, texts_of, unique_names
from core.figures.moments import moments
from core.grains import GRAINS
from core.hours import DAYS
from core.sheet import ROW

MOST_CELLS = 4_000
"""Cells are small and alike, so there can be more of them than of other marks."""

ALL = {"weekday": range(1, 8), "hour_of_day": range(24)}
"""The groups of grains that come again: a heat map has all of them."""


def heat(drawing: Drawing) -> Picture | None:
    """Cells of two groups, one down and one across; weekdays and hours all have their place."""
    down, across = drawing.worked.figure.groups
    return _grid(drawing, down, across, _every(drawing, down), _every(drawing, across))


def timeline(drawing: Drawing) -> Picture | None:
    """A lane a group, along time: the deeper the colour, the more; where there was nothing, nothing is drawn."""
    figure = drawing.worked.figure
    across = next(name for name in figure.groups if name in GRAINS and name not in RECURRING)
    down = next(name for name in figure.groups if name != across)
    return _grid(drawing, down, across, _every(drawing, down), _moments(drawing, across), is_lanes=True)


def _grid(
    drawing: Drawing, down: str, across: str, downs: pl.Series, acrosses: pl.Series, *, is_lanes: bool = False
) -> Picture | None:
    cells = _cells(drawing, down, across, downs, acrosses)
    if is_lanes:
        cells = cells.filter(pl.col(VALUE) != 0)
    shown = cells.head(MOST_CELLS)
    rows = _rows(drawing, shown, down, across)
    if rows.is_empty():
        return None
    labels = drawing.ground.labels
    every = [labels.value(across, one) for one in acrosses] if is_lanes else rows["across"].to_list()
    known = rows["value"].drop_nulls().to_list()
    lattice = Lattice(
        drawing.unit(),
        drawing.language,
        (drawing.heading([down]), drawing.heading([across]), drawing.label()),
        list(dict.fromkeys(rows["down"])),
        list(dict.fromkeys(every)),
        drawing.ink.scale,
        0.0 if is_lanes else 0.08,
        tuple(tick for tick in drawing.ticks(rows["value"]) if min(known, default=0) <= tick <= max(known, default=0)),
    )
    notes = drawing.only_first()
    if shown.height < cells.height:
        notes.append(drawing.say("marks", shown=shown.height, count=cells.height))
    return drawing.picture(grid_spec(lattice), rows, groups_of(shown, drawing.worked.figure.groups), notes)


def _cells(drawing: Drawing, down: str, across: str, downs: pl.Series, acrosses: pl.Series) -> pl.DataFrame:
    """A mark for each pair of groups, also those of which there is nothing."""
    given = drawing.marks()
    if drawing.worked.figure.rows[:1] == (across,):
        # All other groups across have no column of their own.
        given = given.filter(pl.col(KIND) == ROW)
    grid = _lanes(given, down, downs).join(acrosses.to_frame(across), how="cross", maintain_order="left_right")
    cells = grid.join(given, on=[down, across, KIND], how="left", nulls_equal=True, maintain_order="left")
    is_zero = is_zero_of_nothing(drawing.metric, drawing.ground.rules)
    return cells.with_columns(pl.col(VALUE).fill_null(0)) if is_zero else cells


def _rows(drawing: Drawing, cells: pl.DataFrame, down: str, across: str) -> pl.DataFrame:
    figure, ground = drawing.worked.figure, drawing.ground
    downs = unique_names(names_of(cells, [down], figure, ground), cells.select(down, KIND).rows())
    acrosses = unique_names(names_of(cells, [across], figure, ground), cells[across].to_list())
    return pl.DataFrame(
        [
            pl.Series("down", downs, dtype=pl.String),
            pl.Series("across", acrosses, dtype=pl.String),
            cells[VALUE].alias("value"),
            texts_of(cells[VALUE], drawing.metric, ground),
        ]
    ).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"), name=pl.concat_str("down", pl.lit(", "), "across")
    )


def _lanes(given: pl.DataFrame, down: str, downs: pl.Series) -> pl.DataFrame:
    """The groups down, the others last."""
    every = downs.to_frame(down).with_columns(pl.lit(ROW).alias(KIND))
    others = given.filter(pl.col(KIND) != ROW).select(down, KIND).unique(maintain_order=True)
    return pl.concat([every, others])


def _every(drawing: Drawing, name: str) -> pl.Series:
    """The groups of one dimension in their order: all of a recurring grain, else those of the figure."""
    given = drawing.marks().filter(pl.col(KIND) == ROW)[name].unique(maintain_order=True)
    if name not in ALL:
        return given.sort(nulls_last=True) if name in GRAINS else given
    values = list(ALL[name])
    if name == "weekday":
        first = DAYS.index(drawing.ground.rules.week_start)
        values = values[first:] + values[:first]
    whole = pl.Series(name, values, dtype=given.dtype)
    return pl.concat([whole, given.filter(given.is_null())])


def _moments(drawing: Drawing, grain: str) -> pl.Series:
    """All moments of the period, in their order."""
    known, query = _every(drawing, grain), drawing.worked.query
    if query.since is None or query.until is None:
        return known
    return moments(grain, query.since, query.until, drawing.ground.scope.clock, known, drawing.ground.rules)
