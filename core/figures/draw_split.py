"""Bars, lines and areas: of one number by one group, split by others or by metrics of one unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from core.charts import bar_rows, bar_spec
from core.charts.split import Looks, split_spec
from core.figures.adding import adds_up, is_zero_of_nothing
from core.figures.draw import Drawing, Picture
from core.figures.figure import Figure
from core.figures.marks import KIND, MOST_MARKS, MOST_SERIES, VALUE, groups_of, names_of, texts_of, unique_names
from core.figures.moments import moments
from core.grains import GRAINS
from core.sheet import OTHERS, ROW

RECURRING = ("hour_of_day", "weekday")
SERIES, METRIC = "#series", "#metric"


def bar(drawing: Drawing) -> Picture | None:
    """Bars: upright along time, else from the top, longest first; parts that add up on top of each other."""
    figure = drawing.worked.figure
    rows = figure.rows or figure.columns
    is_timed = len(rows) == 1 and rows[0] in GRAINS
    metrics, notes = _metrics(drawing)
    if len(metrics) == 1 and not (figure.rows and figure.columns) and not is_timed:
        return _plain_bars(drawing, notes)
    split = figure.columns if figure.rows else ()
    return _drawn(drawing, _cells(drawing, metrics, rows, split), rows, split, notes, is_upright=is_timed)


def line(drawing: Drawing) -> Picture | None:
    """A line a group over time; time has no holes, and what is not known breaks the line."""
    return _over_time(drawing)


def area(drawing: Drawing) -> Picture | None:
    """Areas over time, on top of each other."""
    return _over_time(drawing)


@dataclass(frozen=True, eq=False)
class _Cells:
    """Marks of one metric or several: those of `marks_of` and `METRIC`, in the order of drawing."""

    rows: pl.DataFrame
    metrics: tuple[str, ...]


def _metrics(drawing: Drawing) -> tuple[tuple[str, ...], list[str]]:
    """The metrics that are drawn: all when nothing else splits them and they have one unit, else the first."""
    figure = drawing.worked.figure
    is_one_unit = len({drawing.unit(name) for name in figure.metrics}) == 1
    if is_one_unit and len(figure.metrics) <= MOST_SERIES and not (figure.rows and figure.columns):
        return figure.metrics, []
    return figure.metrics[:1], drawing.only_first()


def _cells(drawing: Drawing, metrics: tuple[str, ...], along: tuple[str, ...], split: tuple[str, ...]) -> _Cells:
    parts = [drawing.marks(name).with_columns(pl.lit(name).alias(METRIC)) for name in metrics]
    rows = pl.concat(parts).with_row_index("#given")
    rows = rows.with_columns(pl.col("#given").min().over([*along, KIND]).alias("#along")) if along else rows
    order = ["#along", "#given"] if along and len(parts) > 1 and not split else ["#given"]
    return _Cells(rows.sort(order).drop("#given", "#along", strict=False), metrics)


def _plain_bars(drawing: Drawing, notes: list[str]) -> Picture | None:
    """One number a group, each bar with its own at its end."""
    figure, given = drawing.worked.figure, drawing.marks()
    marks = given.head(MOST_MARKS)
    names = unique_names(names_of(marks, figure.groups, figure, drawing.ground), marks.select(figure.groups).rows())
    rows = bar_rows(marks.rename({VALUE: drawing.metric}), drawing.metric, names, drawing.unit(), drawing.language)
    spec = bar_spec(drawing.language, drawing.label(), drawing.heading(figure.groups), drawing.ink.text)
    return drawing.picture(spec, rows, groups_of(marks, figure.groups), [*notes, *_too_many(drawing, given, marks)])


def _over_time(drawing: Drawing) -> Picture | None:
    figure = drawing.worked.figure
    times = [name for name in figure.groups if name in GRAINS]
    grain = next((name for name in times if name not in RECURRING), times[0])
    split = tuple(name for name in figure.groups if name != grain)
    metrics, notes = (figure.metrics[:1], drawing.only_first()) if split else _metrics(drawing)
    if drawing.look == "area" and not all(adds_up(name, drawing.ground.rules) for name in metrics):
        metrics, notes = figure.metrics[:1], drawing.only_first()
    cells = _cells(drawing, metrics, (), split)
    if figure.rows[:1] == (grain,):
        # All other moments together are no moment.
        cells = _Cells(cells.rows.filter(pl.col(KIND) == ROW), cells.metrics)
    whole = _without_holes(drawing, cells, grain, split)
    return _drawn(drawing, whole, (grain,), split, notes, is_upright=True)


def _without_holes(drawing: Drawing, cells: _Cells, grain: str, split: tuple[str, ...]) -> _Cells:
    """A mark for each moment of each series, in the order of time."""
    query, figure = drawing.worked.query, drawing.worked.figure
    known = cells.rows[grain].unique().sort(nulls_last=True)
    if query.since and query.until and not (figure.top is not None and figure.rows[:1] == (grain,)):
        clock = drawing.ground.scope.clock
        known = moments(grain, query.since, query.until, clock, known, drawing.ground.rules)
    key = [*split, KIND, METRIC]
    series = cells.rows.select(key).unique(maintain_order=True)
    grid = series.join(known.to_frame(grain), how="cross", maintain_order="left_right")
    found = grid.join(cells.rows, on=[*key, grain], how="left", nulls_equal=True, maintain_order="left")
    zero = [name for name in cells.metrics if is_zero_of_nothing(name, drawing.ground.rules)]
    value = pl.when(pl.col(METRIC).is_in(zero)).then(pl.col(VALUE).fill_null(0)).otherwise(pl.col(VALUE))
    return _Cells(found.with_columns(value), cells.metrics)


def _drawn(
    drawing: Drawing,
    cells: _Cells,
    along: tuple[str, ...],
    split: tuple[str, ...],
    notes: Sequence[str],
    *,
    is_upright: bool,
) -> Picture | None:
    """Marks by their name along and their series."""
    figure, ground = drawing.worked.figure, drawing.ground
    series, there = _series(figure, cells, split)
    key = [name for name in series.columns if name != SERIES]
    marks = cells.rows.join(series, on=key, how="inner", nulls_equal=True, maintain_order="left")
    shown = _first(marks, [*along, KIND] if KIND not in key else [*along], MOST_MARKS // max(1, series.height))
    rows = _rows(drawing, shown, along, split, cells.metrics)
    has_others = KIND in key and OTHERS in series[KIND].to_list()
    mark = drawing.look if drawing.look in ("line", "area") else "bar"
    is_stacked = mark == "area" or (bool(split) and all(adds_up(name, ground.rules) for name in cells.metrics))
    in_order = rows.select("series", "order").unique().sort("order")["series"].to_list()
    label = drawing.label(cells.metrics[0]) if len(cells.metrics) == 1 else " "
    looks = Looks(
        mark,
        drawing.unit(cells.metrics[0]),
        drawing.language,
        (drawing.heading(along), drawing.heading(split), label),
        list(dict.fromkeys(rows["name"])),
        in_order,
        [*drawing.ink.series[: len(in_order) - has_others], *([drawing.ink.grey] if has_others else [])],
        is_stacked,
        is_upright,
        drawing.ticks(_reached(rows, is_stacked), cells.metrics[0]),
    )
    told = [*notes, *([drawing.say("series", shown=series.height, count=there)] if series.height < there else [])]
    told += _too_many(drawing, marks, shown)
    groups, metrics = groups_of(shown, figure.groups), shown[METRIC].to_list()
    return drawing.picture(split_spec(looks), rows, groups, told, metrics=metrics)


def _series(figure: Figure, cells: _Cells, split: tuple[str, ...]) -> tuple[pl.DataFrame, int]:
    """The series that are drawn, the others last, each with its place; and how many there are."""
    has_outer = bool(figure.rows) and figure.rows[0] in split
    key = [*split, METRIC, *([KIND] if has_outer else [])]
    every = cells.rows.select(key).unique(maintain_order=True)
    if not has_outer:
        return every.head(MOST_SERIES).with_row_index(SERIES), every.height
    is_others = every[KIND] == OTHERS
    kept = pl.concat([every.filter(~is_others).head(MOST_SERIES), every.filter(is_others).head(1)])
    return kept.with_row_index(SERIES), every.height


def _rows(
    drawing: Drawing, marks: pl.DataFrame, along: tuple[str, ...], split: tuple[str, ...], metrics: tuple[str, ...]
) -> pl.DataFrame:
    figure, ground = drawing.worked.figure, drawing.ground
    keys = marks.select(along) if figure.rows[:1] and figure.rows[0] in split else marks.select(*along, KIND)
    names = unique_names(names_of(marks, along, figure, ground), keys.rows())
    if split:
        series = names_of(marks, split, figure, ground)
    else:
        series = [drawing.label(name) if len(metrics) > 1 else "" for name in marks[METRIC]]
    return pl.DataFrame(
        [
            pl.Series("name", names, dtype=pl.String),
            pl.Series("series", unique_names(series, marks[SERIES].to_list()), dtype=pl.String),
            marks[SERIES].cast(pl.Int32).alias("order"),
            marks[VALUE].alias("value"),
            texts_of(marks[VALUE], metrics[0], ground),
        ]
    ).with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("row"))


def _first(marks: pl.DataFrame, along: list[str], most: int) -> pl.DataFrame:
    """The marks of the first names only, so that every series has as many."""
    kept = marks.select(along).unique(maintain_order=True).head(max(1, most))
    return marks.join(kept, on=along, how="semi", nulls_equal=True, maintain_order="left")


def _reached(rows: pl.DataFrame, is_stacked: bool) -> pl.Series:
    """As far as the axis reaches."""
    return rows.group_by("name").agg(pl.col("value").sum())["value"] if is_stacked else rows["value"]


def _too_many(drawing: Drawing, given: pl.DataFrame, shown: pl.DataFrame) -> list[str]:
    return [drawing.say("marks", shown=shown.height, count=given.height)] if shown.height < given.height else []
