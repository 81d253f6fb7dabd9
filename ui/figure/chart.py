"""A figure as a picture: a chart or a map whose marks are doors, with its numbers as a table below."""

from copy import deepcopy

import streamlit as st

from core.figures.picture import Picture
from core.maps import DARK, LIGHT, picked
from core.scope import Scope
from ui import empty
from ui.atlas.chart import MAP_PIXELS
from ui.atlas.legend import show_legend
from ui.drawn import theme
from ui.figure.door import open_group
from ui.figure.laid import Laid, mark
from ui.figure.table import table
from ui.show.card import stamp
from ui.take import Taken, take_sheet
from ui.words import say


def chart(laid: Laid, picture: Picture | None, view: Scope, key: str) -> None:
    """The picture of a figure; a click on a mark narrows to the group that it stands for."""
    if picture is None:
        empty.no_rows()
        return
    name = f"{key}-{laid.figure.look}-{stamp(view, mark(laid.figure))}"
    seen = picture
    take_sheet(laid.sheet, key=name, picture=lambda: Taken(seen.spec, seen.rows, theme()))
    row = _map(laid, picture, name) if picture.deck else _drawn(picture, name)
    for note in picture.notes:
        st.caption(note)
    opened = st.expander(say("show.as_table"), key=f"open-{name}", on_change="rerun")
    if opened.open:
        with opened:
            table(laid, view, f"{key}-table")
    if row is None or row >= len(picture.groups):
        return
    group = picture.groups[row]
    if group:
        open_group(view, laid.figure, dict(group))
    else:
        st.toast(say("drawn.no_group"), icon=":material/info:")


def _drawn(picture: Picture, name: str) -> int | None:
    """Draw a chart; the row of the mark that was clicked, if any."""
    event = st.vega_lite_chart(
        picture.rows,
        deepcopy(dict(picture.spec)),
        key=name,
        on_select="rerun",
        selection_mode="pick",
        alt=picture.alt,
        width="stretch",
    )
    chosen = event["selection"].get("pick", [])
    return int(chosen[0]["row"]) if chosen and "row" in chosen[0] else None


def _map(laid: Laid, picture: Picture, name: str) -> int | None:
    """Draw a map with its legend; the row of the place that was clicked, if any."""
    event = st.pydeck_chart(
        picture.deck,
        height=MAP_PIXELS,
        key=name,
        on_select="rerun",
        selection_mode="single-object",
        alt=picture.alt,
    )
    # Circles are as large as the number that colours them: the colours tell it already.
    show_legend(picture.rows, picture.rows.clear(), laid.figure.metrics[0], DARK if theme() == "dark" else LIGHT)
    code = picked(event["selection"])
    found = picture.rows.filter(picture.rows["code"] == code)["row"].to_list() if code is not None else []
    return int(found[0]) if found else None
