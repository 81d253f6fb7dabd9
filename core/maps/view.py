"""Where the map looks first: at the places that it shows."""

from collections.abc import Iterable, Sequence
from functools import cache
from math import atan, degrees, exp, log2, pi, radians, tan
from math import log as ln

import polars as pl
import pydeck as pdk

from core.geo.gazetteer import WITH_STATES, countries, states
from core.maps.outlines import Level, corners

MAP_WIDTH, MAP_HEIGHT = 600, 430
"""Pixels that are there in any layout; a larger map shows a little more around the places."""

TILE = 512
WORLD = pdk.ViewState(latitude=30, longitude=6, zoom=0.25)
WIDE_DEGREES = 150
MARGIN = 1.15
MAINLAND = -126.0
REACH_DEGREES: dict[Level, tuple[float, float]] = {"country": (14.0, 27.0), "state": (6.0, 12.0)}
"""How far from where its people live a place is looked at, in latitude and longitude: not to the ends of Siberia."""

Point = tuple[float, float]
"""Latitude and longitude."""


def fit(points: Sequence[Point], closest: float) -> pdk.ViewState:
    """The view that holds all points with a margin; the whole world when they are spread over most of it, or none.

    Args:
        points: latitude and longitude of each place.
        closest: zoom of a single point.
    """
    if not points:
        return WORLD
    latitudes, longitudes = zip(*points, strict=True)
    width = max(longitudes) - min(longitudes)
    if width > WIDE_DEGREES:
        return WORLD
    heights = [_mercator(latitude) for latitude in latitudes]
    zooms = (_zoom(MAP_WIDTH, width / 360), _zoom(MAP_HEIGHT, max(heights) - min(heights)))
    return pdk.ViewState(
        latitude=round(_latitude((min(heights) + max(heights)) / 2), 3),
        longitude=round((min(longitudes) + max(longitudes)) / 2, 3),
        zoom=round(max(WORLD.zoom, min(closest, *zooms)), 2),
    )


def mainland(points: Sequence[Point]) -> list[Point]:
    """Without Alaska and Hawaii, which would shrink all other states to a corner; as they are when nothing is left."""
    near = [(latitude, longitude) for latitude, longitude in points if longitude > MAINLAND]
    return near or list(points)


def windows(parts: Iterable[tuple[Level, str]]) -> list[Point]:
    """The corners between which each outline is to be seen; the point of what has none.

    A place is looked at as far as its people live: Canada down to the border, not up to the pole.
    """
    return [point for level, code in parts for point in _window(level, code)]


@cache
def _window(level: Level, code: str) -> tuple[Point, ...]:
    anchor, ends = anchors(level).get(code), corners(level, code)
    if anchor is None or ends is None:
        return ends or ((anchor,) if anchor else ())
    within = [
        [
            min(max(end, centre - reach), centre + reach)
            for end, centre, reach in zip(point, anchor, REACH_DEGREES[level], strict=True)
        ]
        for point in ends
    ]
    return tuple((latitude, longitude) for latitude, longitude in within)


@cache
def anchors(level: Level) -> dict[str, Point]:
    """The point of each country, or of each state that has an outline."""
    known = countries().rename({"iso2": "code"})
    if level == "state":
        known = states().filter(pl.col("country").is_in(WITH_STATES)).rename({"state": "code"})
    return {code: (north, east) for code, north, east in known.select("code", "latitude", "longitude").iter_rows()}


def _zoom(pixels: int, share_of_world: float) -> float:
    return log2(pixels / (TILE * share_of_world * MARGIN)) if share_of_world else 99.0


def _mercator(latitude: float) -> float:
    return ln(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)


def _latitude(height: float) -> float:
    return degrees(2 * atan(exp(height * 2 * pi)) - pi / 2)
