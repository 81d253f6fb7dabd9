"""Scatter plots: a point a group, by two metrics, perhaps as large as a third."""

import polars as pl

from core.charts.scatter import Measured, scatter_spec
from core.figures.draw import Drawing, Picture
from core.figures.marks import MOST_MARKS, VALUE, groups_of, names_of, texts_of

SIDES = ("x", "y", "size")


def scatter(drawing: Drawing) -> Picture | None:
    """A point for each group of which both numbers are known."""
    figure, ground = drawing.worked.figure, drawing.ground
    sides = dict(zip(SIDES, figure.metrics, strict=False))
    marks = drawing.marks()
    numbers = [drawing.marks(metric)[VALUE].alias(side) for side, metric in sides.items()]
    every = marks.with_columns(numbers)
    known = every.filter(pl.all_horizontal(pl.col(side).is_not_null() for side in sides))
    shown = known.head(MOST_MARKS)
    rows = pl.DataFrame(
        [
            pl.Series("name", names_of(shown, figure.groups, figure, ground), dtype=pl.String),
            *(shown[side] for side in sides),
            *(texts_of(shown[side], metric, ground).alias(f"{side}_shown") for side, metric in sides.items()),
            texts_of(shown["y"], sides["y"], ground),
        ]
    ).with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("row"))
    measured = {
        side: Measured(drawing.label(metric), drawing.unit(metric), drawing.ticks(rows[side], metric))
        for side, metric in sides.items()
    }
    heading, size = drawing.heading(figure.groups), measured.get("size")
    spec = scatter_spec(drawing.language, heading, measured["x"], measured["y"], size, drawing.ink.series[0])
    notes = []
    if known.height < every.height:
        notes.append(drawing.say("no_value", count=every.height - known.height))
    if shown.height < known.height:
        notes.append(drawing.say("marks", shown=shown.height, count=known.height))
    return drawing.picture(spec, rows, groups_of(shown, figure.groups), notes)
