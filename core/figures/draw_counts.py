"""Histograms: how many groups have a number of some size; of a duration without groups, how its rows are spread."""

import polars as pl

from core.charts import histogram_rows, histogram_spec, ticks_of_bins
from core.charts.tally import tally_rows, tally_spec, ticks_of_tally
from core.distribution import duration_of
from core.figures.draw import Drawing, Picture
from core.figures.marks import KIND, VALUE
from core.sheet import ROW


def histogram(drawing: Drawing) -> Picture | None:
    """Columns of how many there are; a column is no group that could be clicked."""
    return _of_groups(drawing) if drawing.worked.figure.groups else _of_rows(drawing)


def _of_groups(drawing: Drawing) -> Picture | None:
    given = drawing.marks().filter(pl.col(KIND) == ROW)
    known = given[VALUE].drop_nulls()
    rows = tally_rows(known, drawing.unit(), drawing.language)
    if rows.is_empty():
        return None
    counted = drawing.heading(drawing.worked.figure.groups)
    labels, ticks = (drawing.label(), counted), ticks_of_tally(rows)
    spec = tally_spec(drawing.language, drawing.unit(), labels, drawing.ink.series[0], ticks)
    notes = drawing.only_first()
    if known.len() < given.height:
        notes.append(drawing.say("no_value", count=given.height - known.len()))
    return drawing.picture(spec, rows, (None,) * rows.height, notes)


def _of_rows(drawing: Drawing) -> Picture | None:
    """Through `core.distribution`: the rows behind the number, with the number itself as a line."""
    ground = drawing.ground
    if ground.bins is None:
        return None
    bins = ground.bins(drawing.worked.query, drawing.metric)
    if bins.is_empty():
        return None
    line = (drawing.label(), drawing.marks()[VALUE][0])
    is_open = bins["until_ms"][-1] is None
    rows = histogram_rows(bins, [line], drawing.language).with_columns(name="span")
    words = ground.labels.say
    duration = ground.labels.column(duration_of(drawing.metric, ground.rules))
    labels = (duration, words("show.bin_count"), words("show.bin_share"), words("show.bin_up_to"))
    lines = 1 if line[1] is not None else 0
    spec = histogram_spec(drawing.language, labels, ticks_of_bins(bins), is_open, lines, drawing.ink.text)
    return drawing.picture(spec, rows, (None,) * rows.height, drawing.only_first())
