"""The polygons of countries and states: which are too small to be hit with a mouse, and where each is looked at."""

import json
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from core.geo.gazetteer import REFERENCE

Level = Literal["country", "state"]
FILES: dict[Level, str] = {"country": "world.geojson", "state": "states.geojson"}

SMALL_DEGREES: dict[Level, float] = {"country": 1.2, "state": 0.5}
"""An area that is narrower and lower than this is drawn as a circle as well."""

SPECK_DEGREES = 0.5
"""Islands that are narrower and lower than this cannot be seen on a map of the world."""

CORNERS = 4
"""A ring of fewer points, the first told again at the end, has no area."""

Polygon = list[list[list[float]]]
"""Rings of longitude and latitude, the outer one first."""


@cache
def outlines(level: Level) -> dict[str, dict[str, Any]]:
    """The GeoJSON geometry of each place, by code."""
    collection = json.loads((REFERENCE / FILES[level]).read_text(encoding="utf-8"))
    return {feature["id"]: feature["geometry"] for feature in collection["features"]}


@cache
def is_small(level: Level, code: str) -> bool:
    """True for a place without an outline, and for one too small to see on a map of the whole level."""
    geometry = outlines(level).get(code)
    return geometry is None or all(_degrees(polygon) < SMALL_DEGREES[level] for polygon in _polygons(geometry))


@cache
def corners(level: Level, code: str) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """South-west and north-east of the largest piece, each as latitude and longitude; None without an outline.

    The largest piece only: with its islands overseas, France would reach around half the world.
    """
    geometry = outlines(level).get(code)
    if geometry is None:
        return None
    longitudes, latitudes = zip(*max(_polygons(geometry), key=_degrees)[0], strict=True)
    return (min(latitudes), min(longitudes)), (max(latitudes), max(longitudes))


@cache
def merged(parts: frozenset[tuple[Level, str]]) -> dict[str, Any] | None:
    """One geometry of several outlines, as coarse as a map of the world allows; None when none of them has an outline.

    A map of regions sends all the land of the world, perhaps with the states of a country; every digit counts.

    Args:
        parts: level and code of each outline.
    """
    shapes = [outlines(level)[code] for level, code in sorted(parts) if code in outlines(level)]
    polygons = [_coarse(polygon) for shape in shapes for polygon in _without_specks(_polygons(shape))]
    return {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


def _without_specks(polygons: list[Polygon]) -> list[Polygon]:
    largest = max(polygons, key=_degrees)
    return [polygon for polygon in polygons if polygon is largest or _degrees(polygon) >= SPECK_DEGREES]


def _coarse(polygon: Polygon) -> Polygon:
    """With one decimal, 11 km or a sixth of a pixel; rings that nothing would be left of stay as they are."""
    rounded = [[[round(degrees, 1) for degrees in point] for point in ring] for ring in polygon]
    shorter = [[ring[0], *(point for before, point in pairwise(ring) if point != before)] for ring in rounded]
    return [few if len(few) >= CORNERS else ring for few, ring in zip(shorter, polygon, strict=True)]


def _polygons(geometry: dict[str, Any]) -> list[Polygon]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def _degrees(polygon: Polygon) -> float:
    """Width or height, whichever is more."""
    return float(max(max(axis) - min(axis) for axis in zip(*polygon[0], strict=True)))
