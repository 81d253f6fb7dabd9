"""Circles at points, such as area codes: area for how many, colour for how much."""

import polars as pl

from core.maps.colours import Scheme, rgba
from core.maps.deck import CompactDeck, deck
from core.maps.layers import background, points
from core.maps.legend import breaks, colour_of
from core.maps.outlines import Level
from core.maps.view import fit, mainland

LARGEST_PIXELS, SMALLEST_PIXELS = 22, 3
CLOSEST = 7.0


def circles(rows: pl.DataFrame, level: Level, scheme: Scheme, outlines_url: str) -> CompactDeck:
    """Draw each place as a circle whose area is proportional to its size.

    Args:
        rows: one row a place: `code`, `name`, `latitude`, `longitude`, `size` (0 or more), `value` (its colour; null
            is grey), `value_text`. Rows without a point are left out.
        level: whose outlines lie below: `country` or `state`.
        scheme: `LIGHT` or `DARK`.
        outlines_url: the folder of the outlines on our own server.
    """
    # Small circles are drawn last, or large ones would hide them.
    drawn = rows.drop_nulls(["latitude", "longitude"]).sort("size", "code", descending=[True, False], nulls_last=True)
    cuts = breaks(drawn["value"], len(scheme.steps))
    colours = [rgba(colour_of(value, cuts, scheme), 215) for value in drawn["value"]]
    share = (pl.col("size") / pl.col("size").max()).fill_nan(0).fill_null(0)
    places = drawn.with_columns(
        pl.Series("fill", colours, dtype=pl.List(pl.Int64)),
        radius=(share.sqrt() * LARGEST_PIXELS).clip(SMALLEST_PIXELS).round(1),
    ).to_dicts()
    where = [(place["latitude"], place["longitude"]) for place in places]
    view = fit(mainland(where) if level == "state" else where, CLOSEST)
    return deck([background(level, scheme, outlines_url), points(places, scheme)], view, scheme)
