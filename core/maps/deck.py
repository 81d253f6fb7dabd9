"""A deck that is small on the wire and asks nobody but our own server for anything."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from core.maps.colours import Scheme

KEPT = 50
"""Decks whose JSON is kept; that of a map of the world has some two hundred thousand bytes."""

AREAS, POINTS = "areas", "points"
"""The layers that can be picked: polygons, and circles for what has none."""


class CompactDeck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """pydeck's own JSON is indented, which makes outlines six times as large."""

    def to_json(self) -> str:
        """The same JSON without blanks; a deck is drawn again and again, and not changed in between."""
        return _written(self)


@lru_cache(maxsize=KEPT)
def _written(drawn: CompactDeck) -> str:
    return json.dumps(drawn, sort_keys=True, default=default_serialize, separators=(",", ":"))


def deck(layers: Sequence[pdk.Layer], view: pdk.ViewState, scheme: Scheme) -> CompactDeck:
    """Layers under one view, with a tooltip of each place: `name`, `value_text`, `size_text`."""
    return CompactDeck(
        layers=list(layers),
        initial_view_state=view,
        # No provider means no basemap; naming a style, even None, would bring the provider's address back.
        map_provider=None,
        tooltip={
            "html": "<b>{name}</b><br/>{value_text}<br/>{size_text}",
            "style": {"color": scheme.ink, "backgroundColor": scheme.paper, "borderRadius": "6px", "fontSize": "14px"},
        },
    )


def picked(selection: Mapping[str, Any]) -> str | None:
    """The code of the place that was clicked, from the selection that the map reports; null when there is none.

    Args:
        selection: `{"objects": {layer: [object, …]}}`; polygons carry their facts in `properties`.
    """
    objects = selection.get("objects") or {}
    for layer in (POINTS, AREAS):
        for place in objects.get(layer) or ():
            code = (place.get("properties") or place).get("code")
            return None if code is None else str(code)
    return None
