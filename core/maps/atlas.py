"""A map of places: areas where their outlines are known, circles where they are not, one scale of colours for both."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import polars as pl

from core.maps.colours import Scheme, rgba
from core.maps.deck import CompactDeck, deck
from core.maps.layers import Place, areas, background, points
from core.maps.legend import breaks, colour_of
from core.maps.outlines import Level, is_small, merged, outlines
from core.maps.view import fit, mainland, windows

LARGEST_PIXELS, SMALLEST_PIXELS, DOT_PIXELS = 22, 3, 6
CIRCLE_ALPHA = 215
CLOSEST_AREA, CLOSEST_CIRCLE = 5.0, 7.0
"""Zoom of a single place."""

FINE = 150
"""So many areas are sent with all their corners."""


def atlas(
    places: pl.DataFrame,
    shapes: pl.DataFrame,
    scheme: Scheme,
    outlines_url: str,
    *,
    lands: Sequence[Level],
    around: Sequence[tuple[Level, str]] = (),
) -> CompactDeck:
    """Colour each place by its value: all of its shapes, or a circle at its point when it has none.

    Only shapes of places are sent; all other land is drawn grey from the files at `outlines_url`, which the browser
    keeps. An area that is too small to see has a dot of the same colour as well.

    Args:
        places: one row a place, of distinct `code`; `name`, `value` (its colour; null is grey), `value_text`,
            `size_text` (as they are to be read), `latitude`, `longitude`, `size` (0 or more: the circle's area is
            proportional to it; null is a dot). Places with neither shape nor point are left out.
        shapes: one row an outline: `code` of its place, `level` and `outline` (ISO alpha-2, or postal code of a
            state). A place may have several: a region has the shapes of its countries.
        scheme: `LIGHT` or `DARK`.
        outlines_url: the folder of the outlines on our own server.
        lands: which outlines lie below.
        around: outlines that are to be in view as well: the state whose area codes are shown.
    """
    outlined = geometries(shapes)
    drawn = _coloured(places, scheme).to_dicts()
    filled = [place for place in drawn if place["code"] in outlined]
    circles = [place for place in drawn if place["code"] not in outlined and place["latitude"] is not None]
    layers = [
        *(background(level, scheme, outlines_url) for level in lands),
        areas(filled, outlined, scheme),
        points([*_dots(filled, shapes), *_circles(circles)], scheme),
    ]
    closest = CLOSEST_AREA if filled else CLOSEST_CIRCLE
    return deck(layers, fit(_looked_at(shapes, circles, lands, around), closest), scheme)


def _coloured(places: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    cuts = breaks(places["value"], len(scheme.steps))
    colours = [rgba(colour_of(value, cuts, scheme)) for value in places["value"]]
    return places.with_columns(pl.Series("fill", colours, dtype=pl.List(pl.Int64)))


def geometries(shapes: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The area of each place; islands too small to see are left out where there are several outlines to one, or so many
    places that the map is one of the world.
    """
    rows = shapes.select("code", "level", "outline").sort("code").rows()
    parts = {
        code: [(level, outline) for _, level, outline in group] for code, group in groupby(rows, lambda row: row[0])
    }
    found = {
        code: outlines(one[0][0]).get(one[0][1]) if len(one) == 1 and len(parts) <= FINE else merged(frozenset(one))
        for code, one in parts.items()
    }
    return {code: geometry for code, geometry in found.items() if geometry is not None}


def _dots(filled: list[Place], shapes: pl.DataFrame) -> list[Place]:
    """A dot for each place whose only area is hard to see and to hit."""
    single = shapes.filter(pl.len().over("code") == 1)
    small = {
        code for code, level, outline in single.select("code", "level", "outline").rows() if is_small(level, outline)
    }
    return [
        place | {"radius": DOT_PIXELS} for place in filled if place["code"] in small and place["latitude"] is not None
    ]


def _circles(places: list[Place]) -> list[Place]:
    # Small circles are drawn last, or large ones would hide them.
    by_size = sorted(places, key=lambda place: (-(place["size"] or 0), place["code"]))
    largest = max((place["size"] or 0 for place in places), default=0)
    return [
        place | {"radius": _radius(place["size"], largest), "fill": [*place["fill"][:3], CIRCLE_ALPHA]}
        for place in by_size
    ]


def _radius(size: float | None, largest: float) -> float:
    if size is None:
        return DOT_PIXELS
    return round(max(SMALLEST_PIXELS, LARGEST_PIXELS * (size / largest) ** 0.5), 1) if largest else SMALLEST_PIXELS


def _looked_at(
    shapes: pl.DataFrame, circles: list[Place], lands: Sequence[Level], around: Sequence[tuple[Level, str]]
) -> list[tuple[float, float]]:
    """The points that the view has to hold."""
    where = [(place["latitude"], place["longitude"]) for place in circles]
    where += windows([*shapes.select("level", "outline").rows(), *around])
    return mainland(where) if tuple(lands) == ("state",) else where
