"""Places on a map: countries, then the states of one, then its area codes; a click goes one level deeper."""

from typing import Literal

import polars as pl
import streamlit as st

from core.format import number
from core.geo.gazetteer import area_codes
from core.maps import DARK, LIGHT, CompactDeck, Scheme, choropleth, circles, legend, picked
from core.metrics import METRICS
from ui import empty
from ui.answers import ask
from ui.labels import metric_help, metric_label, plain, value_label
from ui.scope import Scope, go
from ui.show.card import card, stamp
from ui.show.narrow import narrow_to
from ui.words import language, say

OUTLINES = "assets/outlines"
"""Relative, so that it holds below any address; served by our own server."""

VOLUME = "conversations_offered"
MAP_PIXELS = 430
Level = Literal["country", "state", "area_code", "city"]


def level_of(view: Scope) -> Level:
    """What the next click chooses: a country, within the United States a state, then an area code; else a city."""
    countries, states = view.values("country"), view.values("state")
    if len(countries) != 1 or countries[0] is None:
        return "country"
    if countries[0] == "US" and len(states) != 1:
        return "state"
    return "area_code" if countries[0] in ("US", "CA") else "city"


def places(view: Scope, metric: str) -> None:
    """A metric on the map, at the level that the scope's filters lead to."""
    level, unit, label = level_of(view), METRICS[metric].unit, metric_label(metric)
    with card("places", say(f"geography.map_{level}", metric=label), view, metric, help=metric_help(metric)):
        breadcrumb(view)
        rows = _rows(view, metric, level)
        if rows.is_empty():
            empty.no_rows()
            return
        scheme = DARK if st.context.theme.type == "dark" else LIGHT
        event = st.pydeck_chart(
            _deck(rows, level, scheme),
            height=MAP_PIXELS,
            key=f"places-{stamp(view, metric)}",
            on_select="rerun",
            selection_mode="single-object",
            alt=say("geography.alt_map", metric=label, count=rows.height),
        )
        _legend(rows, unit, scheme)
        code = picked(event["selection"])
        if code is not None and code not in view.values(_column(level)):
            narrow_to(view, {_column(level): code})


def breadcrumb(view: Scope) -> None:
    """The way back out: the world, the country, the state; each a button that lifts what lies below it."""
    path = [(column, view.values(column)) for column in ("country", "state", "area_code") if view.values(column)]
    if not path:
        st.caption(say("geography.hint"))
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="breadcrumb"):
        outer = view.narrowed(country=())
        _step(say("geography.world"), "world", outer)
        for number_of, (column, values) in enumerate(path, start=1):
            outer = outer.narrowed(**{column: values})
            name = ", ".join(plain(value_label(column, value)) for value in values)
            _step(f"› {name}", column, outer if number_of < len(path) else None)


def _step(label: str, name: str, wanted: Scope | None) -> None:
    if wanted is None:
        st.markdown(f"**{label}**", width="content")
        return
    st.button(label, key=f"out-to-{name}", type="tertiary", on_click=go, args=(wanted,))


def _column(level: Level) -> str:
    # The circles of a country without states of its own on the map stand for the country.
    return "country" if level == "city" else level


def _rows(view: Scope, metric: str, level: Level) -> pl.DataFrame:
    """One row a place that has a code: `code`, `name`, `value`, `value_text`, `size`."""
    column, unit = _column(level), METRICS[metric].unit
    answers = ask(view.query((VOLUME, metric), by=column)).drop_nulls(column)
    texts = [number(value, unit, language()) for value in answers[metric]]
    return answers.select(
        pl.col(column).alias("code"),
        pl.Series("name", [value_label(column, code) for code in answers[column]], dtype=pl.String),
        pl.col(metric).cast(pl.Float64).alias("value"),
        pl.Series("value_text", [f"{metric_label(metric)}: {text}" for text in texts], dtype=pl.String),
        pl.col(VOLUME).cast(pl.Float64).alias("size"),
    )


def _deck(rows: pl.DataFrame, level: Level, scheme: Scheme) -> CompactDeck:
    if level != "area_code":
        return choropleth(rows, "state" if level == "state" else "country", scheme, OUTLINES)
    points = area_codes().select("latitude", "longitude", "city", "country", code="area_code")
    placed = rows.join(points, on="code", how="left", maintain_order="left")
    named = placed.with_columns(name=pl.concat_str("code", "city", separator=" · ", ignore_nulls=True))
    return circles(named, "state" if "US" in named["country"] else "country", scheme, OUTLINES)


def _legend(rows: pl.DataFrame, unit: str, scheme: Scheme) -> None:
    steps = legend(rows["value"], scheme)
    told = [(step.colour, number(step.low, unit, language()), number(step.high, unit, language())) for step in steps]
    swatches = "".join(
        f'<span style="display:inline-flex;align-items:center;margin-right:14px;white-space:nowrap">'
        f'<span style="width:12px;height:12px;border-radius:3px;background:{colour};margin-right:6px"></span>'
        f"{low if low == high else f'{low} – {high}'}</span>"
        for colour, low, high in told
    )
    st.html(f'<div style="font-size:0.85rem;opacity:0.85">{swatches}</div>')
