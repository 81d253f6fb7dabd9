"""The layers of a map, drawn from the bottom: all land in grey, areas with a number, circles."""

from collections.abc import Mapping
from typing import Any

import pydeck as pdk

from core.maps.colours import Scheme, rgba
from core.maps.deck import AREAS, POINTS
from core.maps.outlines import FILES, Level

Place = dict[str, Any]
"""One place to draw: `TOLD`, and where it is a circle latitude, longitude and radius."""

TOLD = ("code", "name", "value_text", "size_text", "fill")
"""What a click and a tooltip need of a place."""


def background(level: Level, scheme: Scheme, outlines_url: str) -> pdk.Layer:
    """All areas in grey, fetched by the browser from our own server and kept there; cannot be picked."""
    return pdk.Layer(
        "GeoJsonLayer",
        id=f"background-{level}",
        data=f"{outlines_url.rstrip('/')}/{FILES[level]}",
        get_fill_color=rgba(scheme.no_data),
        get_line_color=rgba(scheme.border),
        line_width_min_pixels=0.5,
        pickable=False,
    )


def areas(places: list[Place], geometries: Mapping[str, dict[str, Any]], scheme: Scheme) -> pdk.Layer:
    """The areas of the places that have one, by code; a click gives back their properties, `code` among them."""
    features = [
        {
            "type": "Feature",
            "geometry": geometries[place["code"]],
            "properties": {fact: place[fact] for fact in TOLD},
        }
        for place in places
        if place["code"] in geometries
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        id=AREAS,
        data={"type": "FeatureCollection", "features": features},
        get_fill_color="properties.fill",
        get_line_color=rgba(scheme.border),
        line_width_min_pixels=0.8,
        pickable=True,
        auto_highlight=True,
        highlight_color=rgba(scheme.paper, 60),
    )


def points(places: list[Place], scheme: Scheme) -> pdk.Layer:
    """A circle at each place, `radius` pixels wide at every zoom."""
    told = (*TOLD, "longitude", "latitude", "radius")
    return pdk.Layer(
        "ScatterplotLayer",
        id=POINTS,
        data=[{fact: place[fact] for fact in told} for place in places],
        get_position="[longitude, latitude]",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color="fill",
        stroked=True,
        get_line_color=rgba(scheme.border),
        line_width_min_pixels=1,
        pickable=True,
        auto_highlight=True,
        highlight_color=rgba(scheme.paper, 60),
    )
