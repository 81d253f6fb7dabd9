"""The map of the designer: each region in a colour of its own; a click gives a place to the region, or takes it out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import escape
from math import dist

import polars as pl
import streamlit as st

from core.format import number
from core.geo.gazetteer import REGIONS, WITH_STATES, countries, states
from core.maps import DARK, LIGHT, CompactDeck, Scheme, atlas, picked
from core.maps.outlines import Level, outlines
from core.regions import regions_of_countries, regions_of_states
from core.settings import RegionRule
from ui.atlas.chart import OUTLINES
from ui.labels import plain
from ui.regions.draft import Draft
from ui.regions.names import place_name, region_name
from ui.regions.pick import toggle
from ui.words import language, say

WORLD = "world"
VIEWS = (WORLD, *REGIONS, *WITH_STATES)
"""What can be looked at: all countries, those of one default region, or the states of one country."""

MAP_PIXELS = 430
GREY_SPREAD = 64
"""Colours whose red, green and blue lie closer together would be taken for land without a rule."""

SWATCH = (
    '<span style="display:inline-flex;align-items:center;gap:6px;white-space:nowrap">'
    '<span style="width:14px;height:14px;border-radius:3px;background:{}"></span>{}</span>'
)


def click_places(now: Draft, label: str, sizes: pl.DataFrame) -> None:
    """Draw the draft; what is clicked changes places.

    Args:
        label: the region that is being drawn; without one, a click changes nothing.
        sizes: conversations by `country`, `state`, `size`, for the tooltips.
    """
    names = {view: _view_name(view) for view in VIEWS}
    view = st.selectbox(
        say("regions.map_of"), VIEWS, format_func=names.__getitem__, key="regions-view", filter_mode=None
    )
    labels = tuple(dict.fromkeys((*now.labels, *([label] if label else ()))))
    places = _places(now.reading.rules, view, labels, sizes)
    scheme = DARK if st.context.theme.type == "dark" else LIGHT
    colours = dict(zip(labels, _colours(len(labels), scheme), strict=True))
    shown = [labels[int(index)] for index in places["value"].drop_nulls().unique().sort()]
    turn = st.session_state.setdefault("regions-turn", 0)
    event = st.pydeck_chart(
        _deck(places, "state" if view in WITH_STATES else "country", [colours[name] for name in shown], scheme),
        height=MAP_PIXELS,
        key=f"regions-map-{_stamp(now.text, label, view, turn)}",
        on_select="rerun",
        selection_mode="single-object",
        alt=say("regions.alt_map", view=names[view]),
    )
    if label:
        st.caption(say("regions.map_hint", region=plain(region_name(label))))
    _legend({name: colour for name, colour in colours.items() if name in (*shown, label)}, scheme)
    code = picked(event["selection"])
    if code is not None:
        # A new map each time: in one that has been clicked, all places but that one would stay pale.
        st.session_state["regions-turn"] = turn + 1
        if label:
            toggle(label, (view, code, "") if view in WITH_STATES else (code, "", ""))
        st.rerun()


def _deck(places: pl.DataFrame, level: Level, colours: Sequence[str], scheme: Scheme) -> CompactDeck:
    """The map in a scale of as many steps as there are regions on it, so that each has a colour of its own."""
    codes = [code for code in places["code"] if code in outlines(level)]
    shapes = pl.DataFrame({"code": codes, "outline": codes}, schema=dict.fromkeys(("code", "outline"), pl.String))
    return atlas(
        places=places,
        shapes=shapes.with_columns(level=pl.lit(level)),
        lands=(level,),
        scheme=replace(scheme, steps=tuple(colours) or scheme.steps),
        outlines_url=OUTLINES,
    )


def _view_name(view: str) -> str:
    if view == WORLD:
        return say("geography.world")
    return say("regions.states_of", country=place_name(view)) if view in WITH_STATES else region_name(view)


def _places(rules: Sequence[RegionRule], view: str, labels: Sequence[str], sizes: pl.DataFrame) -> pl.DataFrame:
    """One row a place of the map, as `atlas` wants it; `value` is the number of its region among the labels."""
    if view in WITH_STATES:
        key = "state"
        regions = regions_of_states(tuple(rules)).filter(country=view)
        known = states().filter(country=view)
        sizes = sizes.filter(country=view)
    else:
        key = "country"
        regions = regions_of_countries(tuple(rules))
        known = countries().drop_nulls("region").rename({"iso2": "country", "region": "usual"})
        known = known.filter(pl.lit(view == WORLD) | (pl.col("usual") == view))
    totals = sizes.group_by(key).agg(pl.col("size").sum())
    rows = known.select(key, "latitude", "longitude").join(regions, on=key).join(totals, on=key, how="left").sort(key)
    numbers = {label: float(index) for index, label in enumerate(labels)}
    told = [
        (place_name(*((view, code) if key == "state" else (code,))), region_name(region), _size(size))
        for code, region, size in rows.select(key, "region", "size").iter_rows()
    ]
    words = pl.DataFrame(told, schema=dict.fromkeys(("name", "value_text", "size_text"), pl.String), orient="row")
    value = pl.col("region").replace_strict(numbers, default=None, return_dtype=pl.Float64)
    return pl.concat([rows, words], how="horizontal").select(
        "name", "value_text", "size_text", "latitude", "longitude", code=key, value=value, size=pl.lit(None, pl.Float64)
    )


def _size(size: int | None) -> str:
    return say("regions.conversations", count=number(size or 0, "count", language()))


def _colours(count: int, scheme: Scheme) -> list[str]:
    """A colour for each region: the theme's, then the same ones half way to the land without a rule."""
    theme = st.context.theme.type or "light"
    first = _apart(tuple(st.get_option(f"theme.{theme}.chartCategoricalColors")))
    all_colours = [*first, *(_mixed(colour, scheme.no_data) for colour in first)]
    return [all_colours[index % len(all_colours)] for index in range(count)]


@cache
def _apart(colours: tuple[str, ...]) -> tuple[str, ...]:
    """The same colours, each as unlike those before it as can be: few regions are told apart best; greys last."""
    ordered, rest = [colours[0]], list(colours[1:])
    while rest:
        ordered.append(
            max(rest, key=lambda colour: (not _is_grey(colour), min(dist(_rgb(colour), _rgb(one)) for one in ordered)))
        )
        rest.remove(ordered[-1])
    return tuple(ordered)


def _is_grey(colour: str) -> bool:
    return max(_rgb(colour)) - min(_rgb(colour)) < GREY_SPREAD


def _rgb(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))


def _mixed(colour: str, other: str) -> str:
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + bytes((one + two) // 2 for one, two in pairs).hex().upper()


def _legend(colours: Mapping[str, str], scheme: Scheme) -> None:
    told = [(colour, region_name(label)) for label, colour in colours.items()]
    swatches = (
        SWATCH.format(colour, escape(name)) for colour, name in (*told, (scheme.no_data, say("regions.no_rule")))
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:4px 14px;font-size:0.85rem">{"".join(swatches)}</div>')


def _stamp(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:12]
