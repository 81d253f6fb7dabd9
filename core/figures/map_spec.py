"""A map as a specification of Vega-Lite with its outlines in it: the one of reports, which nobody can turn."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import pi
from typing import Any

import altair as alt
import polars as pl
import pydeck as pdk

from core.charts.look import DATA, finished
from core.maps import LegendStep, Scheme
from core.maps.outlines import Level, outlines

HEIGHT = 430
TILE = 512
"""Pixels of the whole world at zoom 0, as the maps of pages count them."""

LARGEST_AREA, SMALLEST_AREA = 900, 30
AREA, POINT = "area", "point"
"""Of a row: whether it is drawn as an outline or as a circle."""

PICK = {
    "name": "pick",
    "select": {"type": "point", "fields": ["row"], "on": "click", "clear": "dblclick", "toggle": "false"},
}


def map_spec(
    shapes: pl.DataFrame,
    lands: Sequence[Level],
    view: pdk.ViewState,
    scheme: Scheme,
    steps: Sequence[tuple[LegendStep, str]],
    language: str,
    label: str,
) -> dict[str, Any]:
    """The specification for rows of `code`, `name`, `shown`, `step`, `kind`, `latitude`, `longitude`, `size`, `row`.

    Args:
        shapes, lands: as for `core.maps.atlas`.
        view: what is looked at, as the map of pages has it.
        steps: of the colours, with what the legend says of each; `step` of the rows is one of these texts.
        label: of the number.
    """
    whole = finished(alt.Chart(DATA, height=HEIGHT).mark_geoshape(), language)
    words = {"name": " ", "shown": label}
    told = {
        "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in words.items()],
        "color": _colours(steps, label),
    }
    edge = {"stroke": scheme.border, "clip": True}
    areas = {
        "transform": [{"filter": f"datum.kind == '{AREA}'"}, _lookup(shapes)],
        "params": [PICK],
        "mark": {"type": "geoshape", "strokeWidth": 0.8, "cursor": "pointer", **edge},
        "encoding": {"shape": {"field": "outline", "type": "geojson"}, **told},
    }
    size = {"field": "size", "type": "quantitative", "legend": None, "scale": {"zero": True, "range": _AREAS}}
    circles = {
        "transform": [{"filter": f"datum.kind == '{POINT}'"}],
        "mark": {"type": "circle", "strokeWidth": 1, "opacity": 0.85, "cursor": "pointer", **edge},
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
            "size": size,
            **told,
        },
    }
    del whole["mark"]
    layers = [*(_land(level, scheme) for level in lands), areas, circles]
    return whole | {"projection": _projection(view), "layer": layers}


_AREAS = [SMALLEST_AREA, LARGEST_AREA]


def _projection(view: pdk.ViewState) -> dict[str, Any]:
    scale = TILE * 2 ** float(view.zoom) / (2 * pi)
    return {"type": "mercator", "scale": round(scale, 2), "center": [view.longitude, view.latitude]}


def _colours(steps: Sequence[tuple[LegendStep, str]], label: str) -> dict[str, Any]:
    """One colour a step, with what it means."""
    scale = {"domain": [text for _, text in steps], "range": [step.colour for step, _ in steps]}
    legend = {"title": label, "orient": "bottom", "columns": 3, "labelLimit": 260, "symbolType": "square"}
    return {"field": "step", "type": "nominal", "sort": None, "scale": scale, "legend": legend}


def _land(level: Level, scheme: Scheme) -> dict[str, Any]:
    """All outlines of a level in grey."""
    features = [_multi(_polygons(shape)) for shape in outlines(level).values()]
    mark = {"type": "geoshape", "fill": scheme.no_data, "stroke": scheme.border, "strokeWidth": 0.5, "clip": True}
    return {"data": {"values": features}, "mark": mark | {"tooltip": None}}


def _lookup(shapes: pl.DataFrame) -> Mapping[str, Any]:
    """The outline of each place by its code."""
    parts: dict[str, list[Any]] = {}
    for code, level, outline in shapes.select("code", "level", "outline").rows():
        # Not merged and rounded as for pages: what is left of a small island would be turned inside out.
        parts.setdefault(code, []).extend(_polygons(outlines(level).get(outline)))
    found = [{"code": code, "outline": _multi(polygons)} for code, polygons in parts.items() if polygons]
    return {"lookup": "code", "from": {"data": {"values": found}, "key": "code", "fields": ["outline"]}}


def _multi(polygons: Sequence[Any]) -> dict[str, Any]:
    """An outline whose rings turn as a sphere wants them: clockwise around land, or all else would be filled."""
    turned = [[_turned(ring, is_outer=not place) for place, ring in enumerate(rings)] for rings in polygons]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": turned}}


def _polygons(geometry: Mapping[str, Any] | None) -> list[Any]:
    if geometry is None:
        return []
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])


def _turned(ring: list[list[float]], *, is_outer: bool) -> list[list[float]]:
    twice_area = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))
    return ring if (twice_area < 0) == is_outer else ring[::-1]
