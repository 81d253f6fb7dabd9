"""The polygons of countries and states, and which of them are too small to be hit with a mouse."""

import json
from functools import cache
from typing import Any, Literal

from core.geo.gazetteer import REFERENCE

Level = Literal["country", "state"]
FILES: dict[Level, str] = {"country": "world.geojson", "state": "us_states.geojson"}
SMALL_DEGREES: dict[Level, float] = {"country": 1.2, "state": 0.5}
"""An area that is narrower and lower than this is drawn as a circle as well."""


@cache
def outlines(level: Level) -> dict[str, dict[str, Any]]:
    """The GeoJSON geometry of each place, by code."""
    collection = json.loads((REFERENCE / FILES[level]).read_text(encoding="utf-8"))
    return {feature["id"]: feature["geometry"] for feature in collection["features"]}


@cache
def is_small(level: Level, code: str) -> bool:
    """True for a place without an outline, and for one too small to see on a map of the whole level."""
    geometry = outlines(level).get(code)
    if geometry is None:
        return True
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    points = [point for rings in polygons for point in rings[0]]
    return all(max(axis) - min(axis) < SMALL_DEGREES[level] for axis in zip(*points, strict=True))
