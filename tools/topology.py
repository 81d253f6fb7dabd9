"""TopoJSON to shapes in degrees, cut where they cross the antimeridian so that no edge runs around the world."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

from shapely import MultiPolygon, Polygon, affinity, box, make_valid, union_all
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
WORLD = box(-180, -90, 180, 90)


def shapes(topology: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any], BaseGeometry]]:
    """The id (may be empty), properties and shape of each geometry of the object called `name`."""
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    found = []
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        shape = union_all([_cut([_ring(ring, arcs) for ring in rings]) for rings in polygons])
        found.append((geometry.get("id", ""), geometry["properties"], shape))
    return found


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of a shape, largest first; lines and points that cutting may leave are dropped."""
    parts: Iterable[BaseGeometry] = getattr(shape, "geoms", [shape])
    flat = [part for whole in parts for part in (whole.geoms if isinstance(whole, MultiPolygon) else [whole])]
    return sorted((part for part in flat if isinstance(part, Polygon)), key=lambda part: -part.area)


def _decode(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> list[Point]:
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    xs, ys = zip(*arc, strict=True)
    return [(x * scale_x + left, y * scale_y + bottom) for x, y in zip(accumulate(xs), accumulate(ys), strict=True)]


def _ring(indices: Sequence[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def _unwrap(ring: list[Point]) -> list[Point]:
    """Let longitudes run on beyond 180° instead of jumping to the other side."""
    turns, unwrapped = 0, [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        turns += (x - before < -180) - (x - before > 180)
        unwrapped.append((x + 360 * turns, y))
    return unwrapped


def _cut(rings: list[list[Point]]) -> BaseGeometry:
    outer, *holes = [_unwrap(ring) for ring in rings]
    if abs(outer[-1][0] - outer[0][0]) > 180:  # Around a pole: close it along the edge of the map.
        pole = -90.0 if outer[0][1] < 0 else 90.0
        outer = [*outer, (outer[-1][0], pole), (outer[0][0], pole)]
    shape = make_valid(Polygon(outer))
    for hole in holes:
        shape = shape.difference(make_valid(Polygon(hole)))
    turned = [affinity.translate(shape, xoff=turn).intersection(WORLD) for turn in (-360, 0, 360)]
    return union_all([part for part in turned if not part.is_empty])
