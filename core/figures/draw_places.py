"""Maps: places by a number, coloured on a page and in a report alike."""

import polars as pl

from core.figures.check import can_narrow
from core.figures.draw import Drawing, Picture
from core.figures.map_spec import AREA, POINT, map_spec
from core.figures.marks import KIND, VALUE, groups_of, texts_of, unique_names
from core.figures.placed import VOLUME, Placed, placed
from core.figures.places import place_level
from core.format import number
from core.geo.gazetteer import WITH_STATES
from core.maps import DARK, LIGHT, LegendStep, atlas, legend
from core.maps.atlas import geometries
from core.maps.outlines import outlines
from core.query import Query
from core.sheet import ROW

OUTLINES = "assets/outlines"
"""Relative, so that it holds below any address; our own server has the outlines there."""

AREAS_ONLY = ("region", "country")
"""Levels whose places are areas: a circle there is a dot, and says nothing by its size."""


def place_map(drawing: Drawing) -> Picture | None:
    """Areas and circles of the places, with the same colours and legend on pages and in reports."""
    figure, ground = drawing.worked.figure, drawing.ground
    level = place_level(figure.groups) or ""
    given = drawing.marks().filter(pl.col(KIND) == ROW)
    marks = given.filter(pl.col(level).is_not_null())
    if marks.is_empty():
        return None
    where = placed(marks.select(figure.groups), level, lambda by: _volumes(drawing, by), ground.rules)
    scheme = DARK if drawing.ink.shade == "dark" else LIGHT
    colours = legend(marks[VALUE], scheme)
    texts = unique_names([_range(step, drawing) for step in colours], range(len(colours)))
    steps = list(zip(colours, texts, strict=True))
    rows = _rows(drawing, marks, where, level, steps)
    is_drawn = (pl.col("kind") == AREA) | pl.col("latitude").is_not_null()
    shown = rows.filter(is_drawn)
    deck = atlas(_told(shown, drawing), where.shapes, scheme, OUTLINES, lands=where.lands)
    spec = map_spec(
        where.shapes, where.lands, deck.initial_view_state, scheme, steps, drawing.language, drawing.label()
    )  # fmt: skip
    left_out = given.height - shown.height
    notes = [*drawing.only_first(), *([drawing.say("no_point", count=left_out)] if left_out else [])]
    groups = groups_of(marks, figure.groups)
    return drawing.picture(spec, shown, groups, notes, deck=deck)


def _volumes(drawing: Drawing, by: tuple[str, ...]) -> pl.DataFrame:
    """How many conversations were offered by other groups, under the figure's conditions that they can have."""
    query, rules = drawing.worked.query, drawing.ground.rules
    where = tuple(one for one in query.where if can_narrow(VOLUME, one.column, rules))
    return drawing.ground.ask(Query((VOLUME,), by, query.since, query.until, query.zone, where))


def _rows(
    drawing: Drawing,
    marks: pl.DataFrame,
    where: Placed,
    level: str,
    steps: list[tuple[LegendStep, str]],
) -> pl.DataFrame:
    """One row a place, `row` its place among all, so that those without a point leave no gap behind."""
    has_area = list(geometries(where.shapes))
    of_value = [_step(value, steps) for value in marks[VALUE]]
    size = pl.lit(None, pl.Float64) if level in AREAS_ONLY else pl.col("value")
    return where.places.select(
        "code",
        pl.Series("name", _names(drawing, where.places, level), dtype=pl.String),
        marks[VALUE].alias("value"),
        texts_of(marks[VALUE], drawing.metric, drawing.ground),
        pl.Series("step", of_value, dtype=pl.String),
        pl.when(pl.col("code").is_in(has_area)).then(pl.lit(AREA)).otherwise(pl.lit(POINT)).alias("kind"),
        "latitude",
        "longitude",
    ).with_columns(size=size, row=pl.int_range(pl.len(), dtype=pl.Int32))


def _step(value: float | None, steps: list[tuple[LegendStep, str]]) -> str | None:
    """What the legend says of the step that a value is in."""
    return next((text for step, text in steps if value is not None and step.low <= value <= step.high), None)


def _names(drawing: Drawing, places: pl.DataFrame, level: str) -> list[str]:
    """What the places are called; letters mean a state of the United States or Canada only there."""
    labels = drawing.ground.labels
    if level != "state":
        return [labels.value(level, value) for value in places[level]]
    return [
        labels.value("state", state) if country in WITH_STATES and state in outlines("state") else str(state)
        for state, country in places.select("state", "country").iter_rows()
    ]


def _told(rows: pl.DataFrame, drawing: Drawing) -> pl.DataFrame:
    """The places as `core.maps.atlas` wants them."""
    label = pl.lit(f"{drawing.label()}: ")
    return rows.select(
        "code", "name", "value", pl.concat_str(label, "shown").alias("value_text"),
        pl.lit("").alias("size_text"), "latitude", "longitude", "size",
    )  # fmt: skip


def _range(step: LegendStep, drawing: Drawing) -> str:
    low, high = (number(value, drawing.unit(), drawing.language) for value in (step.low, step.high))
    return low if low == high else f"{low} – {high}"
