"""Where the map looks first: at the places that it shows."""

from collections.abc import Sequence
from math import log as ln
from math import log2, pi, radians, tan

import pydeck as pdk

MAP_WIDTH, MAP_HEIGHT = 760, 400
"""Pixels that are there in any layout; a larger map shows a little more around the places."""

TILE = 512
WIDEST = 0.6


def fit(points: Sequence[tuple[float, float]], closest: float) -> pdk.ViewState:
    """The view that holds all points with a margin.

    Args:
        points: latitude and longitude; none at all gives the whole world.
        closest: zoom of a single point.
    """
    if not points:
        return pdk.ViewState(latitude=25, longitude=5, zoom=WIDEST)
    latitudes, longitudes = zip(*points, strict=True)
    heights = [_mercator(latitude) for latitude in latitudes]
    zoom = min(
        closest,
        _zoom(MAP_WIDTH, (max(longitudes) - min(longitudes)) / 360),
        _zoom(MAP_HEIGHT, max(heights) - min(heights)),
    )
    return pdk.ViewState(
        latitude=round((min(latitudes) + max(latitudes)) / 2, 3),
        longitude=round((min(longitudes) + max(longitudes)) / 2, 3),
        zoom=round(max(WIDEST, zoom), 2),
    )


def _zoom(pixels: int, share_of_world: float) -> float:
    margin = 1.3
    return log2(pixels / (TILE * share_of_world * margin)) if share_of_world else 99.0


def _mercator(latitude: float) -> float:
    return ln(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)
