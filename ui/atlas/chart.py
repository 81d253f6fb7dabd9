"""The map: areas coloured and circles drawn by a metric; a click tells which place was meant."""

import polars as pl
import streamlit as st

from core.figures import Figure
from core.geo.gazetteer import WITH_STATES
from core.maps import DARK, LIGHT, CompactDeck, Scheme, atlas, picked
from core.maps.outlines import Level as Outlines
from core.maps.outlines import outlines
from core.maps.view import MAINLAND
from core.scope import Scope
from ui import empty
from ui.atlas.legend import show_legend
from ui.atlas.levels import COLUMNS, Level
from ui.atlas.names import is_one
from ui.atlas.places import drawable, shapes, split_countries
from ui.drawn import drawn, theme
from ui.labels import metric_label, plain, value_label
from ui.show.card import stamp
from ui.take import Taken, take_later
from ui.words import say

OUTLINES = "assets/outlines"
"""Relative, so that it holds below any address; served by our own server."""

MAP_PIXELS = 430


def chart(view: Scope, level: Level, metric: str, rows: pl.DataFrame) -> int | None:
    """Draw the places with their legend; the row of the one that was clicked, if any.

    Args:
        rows: the places, as `ui.atlas.places.named` makes them.
    """
    places, outlined = drawable(view, level, metric, rows), shapes(view, level, rows)
    if places.is_empty():
        empty.no_rows()
        return None
    scheme = _scheme()
    event = st.pydeck_chart(
        _deck(view, level, rows, places, outlined),
        height=MAP_PIXELS,
        key=f"places-{stamp(view, level, metric)}",
        on_select="rerun",
        selection_mode="single-object",
        alt=say("geography.alt_map", metric=metric_label(metric), count=places.height),
    )
    has_shape = pl.col("code").is_in(_with_outline(outlined))
    circles = places.filter(~has_shape).drop_nulls("latitude")
    show_legend(places, circles, metric, scheme)
    _take_along(view, level, metric)
    _notes(view, level, places.filter(~has_shape)["latitude"].null_count())
    if _lands(level, rows) == ("state",):
        _beyond_view(places)
    return _row(rows, picked(event["selection"]))


def _take_along(view: Scope, level: Level, metric: str) -> None:
    """The menu of the map: the same places as a picture that needs no server, with their numbers."""
    # Figures draw their maps with what this module tells.
    from ui.figure.laid import drawn_picture, laid

    figure = Figure((metric,), COLUMNS[level], look="map")

    def picture() -> Taken | None:
        found = drawn_picture(figure, view)
        return Taken(found.spec, found.rows, theme()) if found else None

    key = f"places-{stamp(view, level, metric)}"
    take_later(lambda _: laid(figure, view).sheet, key=key, title=metric_label(metric), picture=picture)


def _scheme() -> Scheme:
    return DARK if theme() == "dark" else LIGHT


@drawn
def _deck(view: Scope, level: Level, rows: pl.DataFrame, places: pl.DataFrame, outlined: pl.DataFrame) -> CompactDeck:
    return atlas(places, outlined, _scheme(), OUTLINES, lands=_lands(level, rows), around=_around(view))


def _lands(level: Level, rows: pl.DataFrame) -> tuple[Outlines, ...]:
    """What lies below: the states alone where nothing else is shown, else the countries and perhaps the states."""
    if level == "area_code":
        return ("country", "state")
    if level in ("region", "country"):
        return ("country",)
    found = set(rows.drop_nulls("code")["country"])
    if found == {"US"}:
        return ("state",)
    return ("country", "state") if found & set(WITH_STATES) else ("country",)


def _around(view: Scope) -> list[tuple[Outlines, str]]:
    """The state or the country that the scope lies in."""
    if is_one(view, "state") and set(view.values("country")) & set(WITH_STATES):
        return [("state", str(view.values("state")[0]))]
    return [("country", str(view.values("country")[0]))] if is_one(view, "country") else []


def _with_outline(outlined: pl.DataFrame) -> list[str]:
    rows = outlined.select("code", "level", "outline").iter_rows()
    return [code for code, level, outline in rows if outline in outlines(level)]


def _notes(view: Scope, level: Level, without_point: int) -> None:
    """What the map cannot show, said below it."""
    if without_point:
        st.caption(say("geography.without_point", count=without_point))
    if level == "region" and (several := split_countries(view)):
        names = ", ".join(plain(value_label("country", code)) for code in several)
        st.caption(say("geography.split_countries", countries=names))


def _beyond_view(places: pl.DataFrame) -> None:
    """The states that would shrink all others to a corner: the map has them, further out."""
    far = places.filter(pl.col("longitude") <= MAINLAND)
    if 0 < far.height < places.height:
        st.caption(say("geography.beyond_view", places=", ".join(map(plain, far["name"].sort()))))


def _row(rows: pl.DataFrame, code: str | None) -> int | None:
    codes = rows["code"].to_list()
    return codes.index(code) if code is not None and code in codes else None
