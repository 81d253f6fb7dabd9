"""Where the map looks first: at the places that it shows."""

from collections.abc import Sequence
from math import log as ln
from math import log2, pi, radians, tan

import pydeck as pdk

MAP_WIDTH, MAP_HEIGHT = 760, 400
"""Pixels that are there in any layout; a larger map shows a little more around the places."""

TILE = 512
WORLD = pdk.ViewState(latitude=28, longitude=0, zoom=0.45)
WIDE_DEGREES = 150
MAINLAND = -130.0


def fit(points: Sequence[tuple[float, float]], closest: float) -> pdk.ViewState:
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
        latitude=round((min(latitudes) + max(latitudes)) / 2, 3),
        longitude=round((min(longitudes) + max(longitudes)) / 2, 3),
        zoom=round(max(WORLD.zoom, min(closest, *zooms)), 2),
    )


def mainland(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without Alaska and Hawaii, which would shrink all other states to a corner; as they are when nothing is left."""
    near = [(latitude, longitude) for latitude, longitude in points if longitude > MAINLAND]
    return near or list(points)


def _zoom(pixels: int, share_of_world: float) -> float:
    margin = 1.3
    return log2(pixels / (TILE * share_of_world * margin)) if share_of_world else 99.0


def _mercator(latitude: float) -> float:
    return ln(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)
