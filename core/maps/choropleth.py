"""Countries or states coloured by a number."""

import polars as pl

from core.geo.gazetteer import countries, states
from core.maps.colours import Scheme, rgba
from core.maps.deck import CompactDeck, deck
from core.maps.layers import areas, background, points
from core.maps.legend import breaks, colour_of
from core.maps.outlines import Level, is_small
from core.maps.view import fit, mainland

CLOSEST: dict[Level, float] = {"country": 3.2, "state": 5.0}
DOT_PIXELS = 6


def choropleth(rows: pl.DataFrame, level: Level, scheme: Scheme, outlines_url: str) -> CompactDeck:
    """Colour each area by its value; those too small to see are circles of the same colour.

    Only areas with a row are sent; all others are drawn grey from the file at `outlines_url`, which the browser keeps.

    Args:
        rows: one row a place: `code` (ISO alpha-2, or postal code of a US state), `name`, `value` (null is grey),
            `value_text` (the value as it is to be read). Codes that are not known are left out.
        level: `country` or `state`.
        scheme: `LIGHT` or `DARK`.
        outlines_url: the folder of `world.geojson` and `us_states.geojson` on our own server.
    """
    cuts = breaks(rows["value"], len(scheme.steps))
    colours = [rgba(colour_of(value, cuts, scheme)) for value in rows["value"]]
    places = (
        rows.select("code", "name", "value_text", pl.Series("fill", colours, dtype=pl.List(pl.Int64)))
        .join(_anchors(level), on="code", how="inner", maintain_order="left")
        .with_columns(radius=pl.lit(DOT_PIXELS))
        .to_dicts()
    )
    small = [place for place in places if is_small(level, place["code"])]
    where = [(place["latitude"], place["longitude"]) for place in places]
    view = fit(mainland(where) if level == "state" else where, CLOSEST[level])
    layers = [background(level, scheme, outlines_url), areas(places, level, scheme), points(small, scheme)]
    return deck(layers, view, scheme)


def _anchors(level: Level) -> pl.DataFrame:
    """The point of each place by which the view is chosen, and at which its circle stands."""
    point = ("latitude", "longitude")
    if level == "country":
        return countries().select(*point, code="iso2")
    return states().filter(pl.col("country") == "US").select(*point, code="state")
