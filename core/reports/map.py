"""A map as a specification that draws by itself: no tiles, no server, the land and the numbers in one."""

from functools import cache
from itertools import pairwise
from typing import Any

import polars as pl

from core.figures import Ground, Worked
from core.figures.places import COLUMNS, place_level
from core.format import number
from core.geo.gazetteer import area_codes, cities, states
from core.maps import LIGHT, legend
from core.maps.atlas import LARGEST_PIXELS
from core.maps.legend import breaks, colour_of
from core.maps.outlines import Level, outlines
from core.metrics import named
from core.regions import regions_of_countries
from core.reports.report import Drawing

HEIGHT = 400
WORLD = {"type": "naturalEarth1"}
NORTH_AMERICA = {"type": "conicEqualArea", "rotate": [98, 0, 0], "parallels": [29.5, 55]}
POINT = ("latitude", "longitude")


def map_of(worked: Worked, ground: Ground, title: str) -> Drawing:
    """The first metric of a figure by its places: land coloured where its outline is known, circles elsewhere.

    Places that are neither, such as those that are not known, are only in the figure's table.
    """
    metric, labels = worked.figure.metrics[0], ground.labels
    level = place_level(worked.figure.groups) or "country"
    unit = named(metric, ground.rules).unit
    keys = [name for name in COLUMNS[level] if name in worked.figure.groups]
    rows = worked.body.select(*keys, value=pl.col(metric).cast(pl.Float64)).drop_nulls(level)
    cuts, step_of = breaks(rows["value"], len(LIGHT.steps)), _steps(rows["value"], unit, labels.language)
    values = rows["value"].to_list()
    colours = [colour_of(value, cuts, LIGHT) for value in values]
    nothing = labels.say("geography.no_value")
    places = rows.with_columns(
        pl.Series("name", [labels.value(level, value) for value in rows[level]], dtype=pl.String),
        pl.Series("shown", [number(value, unit, labels.language) for value in values], dtype=pl.String),
        pl.Series("step", [step_of.get(colour, nothing) for colour in colours], dtype=pl.String),
    )
    legend_of = {text: colour for colour, text in step_of.items()} | (
        {nothing: LIGHT.no_data} if None in values else {}
    )
    is_state = level in ("state", "area_code")
    land: Level = "state" if is_state else "country"
    areas = _areas(places, level, ground)
    spec = _spec(land, areas, _circles(places, level), legend_of, labels.metric(metric), projection_of(level, places))
    alt = labels.say("geography.alt_map", metric=labels.metric(metric), count=places.height)
    return Drawing(spec, places, f"{title}. {alt}" if title else alt)


def projection_of(level: str, places: pl.DataFrame) -> dict[str, Any]:
    """North America for its states and area codes, the world for everything else."""
    has_states = level in ("state", "area_code") and not places.is_empty()
    return NORTH_AMERICA if has_states else WORLD


def _steps(values: pl.Series, unit: str, language: str) -> dict[str, str]:
    """Colour → the values that have it, as they are read; from little to much."""
    told = {}
    for step in legend(values, LIGHT):
        low, high = (number(value, unit, language) for value in (step.low, step.high))
        told[step.colour] = low if low == high else f"{low} – {high}"
    return told


def _areas(places: pl.DataFrame, level: str, ground: Ground) -> list[dict[str, Any]]:
    """The outlines of the places, each with what is told of it."""
    if level == "region":
        land = (
            regions_of_countries(ground.rules.regions)
            .drop_nulls()
            .join(places, on="region")
            .rename({"country": "code"})
        )
        return _features(land, "country")
    if level in ("country", "state"):
        return _features(places.rename({level: "code"}), level)  # type: ignore[arg-type]
    return []


def _features(rows: pl.DataFrame, level: Level) -> list[dict[str, Any]]:
    known = _wound(level)
    return [
        {"type": "Feature", "geometry": known[code], "name": name, "shown": shown, "step": step}
        for code, name, shown, step in rows.select("code", "name", "shown", "step").iter_rows()
        if code in known
    ]


def _circles(places: pl.DataFrame, level: str) -> pl.DataFrame:
    """The places that have a point and no outline; the area of each tells how much it is."""
    found = _points(places, level)
    largest = places["value"].max()
    scale = LARGEST_PIXELS**2 / largest if isinstance(largest, float) and largest > 0 else 0.0
    return found.select(
        "name", "shown", "step", *POINT, size=(pl.col("value").fill_null(0).clip(0) * scale * 3.14).clip(20)
    ).sort("size", descending=True)


def _points(places: pl.DataFrame, level: str) -> pl.DataFrame:
    if level == "area_code":
        return places.join(area_codes().select("area_code", *POINT), on="area_code")
    if level == "city":
        keys = [name for name in COLUMNS["city"] if name in places.columns]
        largest = cities().sort("population", descending=True).unique(keys, keep="first", maintain_order=True)
        return places.join(largest.select(*keys, *POINT), on=keys, nulls_equal=True)
    if level == "state":
        outside = places.filter(~pl.col("state").is_in(list(outlines("state"))))
        return outside.join(states().select("state", *POINT), on="state")
    return places.clear().with_columns(pl.lit(0.0).alias(name) for name in POINT)


def _spec(
    land: Level,
    areas: list[dict[str, Any]],
    circles: pl.DataFrame,
    steps: dict[str, str],
    label: str,
    projection: dict[str, Any],
) -> dict[str, Any]:
    edge = {"stroke": LIGHT.border, "strokeWidth": 0.6}
    colour = {
        "field": "step", "type": "nominal",
        "scale": {"domain": list(steps), "range": list(steps.values())},
        "legend": {"title": label, "orient": "bottom", "direction": "horizontal", "columns": 4, "titleLimit": 500},
    }  # fmt: skip
    around = [feature for feature in _land(land) if feature["id"] not in ("AQ",)]
    layers = [
        {"data": {"values": around}, "mark": {"type": "geoshape", "fill": LIGHT.no_data, **edge}},
        {
            "data": {"values": areas},
            "mark": {"type": "geoshape", **edge},
            "encoding": {"fill": colour},
        },
        {
            "data": {"values": circles.to_dicts()},
            "mark": {"type": "circle", "opacity": 0.85, **edge},
            "encoding": {
                "longitude": {"field": "longitude", "type": "quantitative"},
                "latitude": {"field": "latitude", "type": "quantitative"},
                "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
                "fill": colour,
            },
        },
    ]
    drawn = [layer for layer in layers if layer["data"]["values"]]  # type: ignore[index]
    return {"height": HEIGHT, "projection": projection, "layer": drawn, "config": {"view": {"stroke": None}}}


@cache
def _land(level: Level) -> list[dict[str, Any]]:
    return [{"type": "Feature", "id": code, "geometry": shape} for code, shape in _wound(level).items()]


@cache
def _wound(level: Level) -> dict[str, dict[str, Any]]:
    """The outlines with their corners clockwise: seen from within a sphere, the others enclose all the rest of it."""
    return {code: _turned(shape) for code, shape in outlines(level).items()}


def _turned(shape: dict[str, Any]) -> dict[str, Any]:
    if shape["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": _clockwise(shape["coordinates"])}
    return {"type": shape["type"], "coordinates": [_clockwise(polygon) for polygon in shape["coordinates"]]}


def _clockwise(rings: list[list[list[float]]]) -> list[list[list[float]]]:
    """The outer ring clockwise, holes the other way."""
    return [
        ring if (_area(ring) < 0) == (place == 0) else ring[::-1]
        for place, ring in enumerate(rings)
    ]  # fmt: skip


def _area(ring: list[list[float]]) -> float:
    """Twice the signed area; less than nothing when its corners are clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
