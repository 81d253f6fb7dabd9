"""The one legend of a map: its colours with their values, and what the size of a circle means."""

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from core.format import number
from core.maps import Scheme, legend
from core.maps.atlas import LARGEST_PIXELS
from core.words import known
from ui.answers import declared
from ui.atlas.levels import VOLUME
from ui.labels import metric_label
from ui.words import language, say

ROW = '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px;font-size:0.85rem">{}</div>'
ITEM = '<span style="display:inline-flex;align-items:center;gap:6px;white-space:nowrap">{}{}</span>'
SWATCH = '<span style="width:14px;height:14px;border-radius:3px;background:{}"></span>'
RING = (
    '<span style="width:{0}px;height:{0}px;border-radius:50%;border:1.5px solid currentColor;opacity:0.7;'
    'box-sizing:border-box"></span>'
)


def show_legend(places: pl.DataFrame, circles: pl.DataFrame, metric: str, scheme: Scheme) -> None:
    """Tell the colours of all places, and the sizes of those that are circles with one."""
    rows = [_colours(places, metric, scheme)]
    largest = circles["size"].max()
    if isinstance(largest, float) and largest > 0:
        rows.append(_sizes(largest))
    st.html(f'<div style="display:grid;gap:6px">{"".join(rows)}</div>')


def _colours(places: pl.DataFrame, metric: str, scheme: Scheme) -> str:
    unit = declared(metric).unit
    note = f" ({say(f'geography.unit_{unit}')})" if known(f"geography.unit_{unit}") else ""
    steps = [(step.colour, _range(step.low, step.high, unit)) for step in legend(places["value"], scheme)]
    if places["value"].null_count():
        steps.append((scheme.no_data, say("geography.no_value")))
    return _row(f"{metric_label(metric)}{note}", [(SWATCH.format(colour), text) for colour, text in steps])


def _sizes(largest: float) -> str:
    """Two circles, one a quarter of the other, so that nobody reads width for number."""
    sizes = [size for size in dict.fromkeys((largest, round(largest / 4))) if size]
    rings = [
        (RING.format(round(2 * LARGEST_PIXELS * (size / largest) ** 0.5)), number(size, "count", language()))
        for size in sizes
    ]
    return _row(say("geography.circle_area", metric=metric_label(VOLUME)), rings)


def _row(title: str, items: Sequence[tuple[str, str]]) -> str:
    told = "".join(ITEM.format(mark, escape(text)) for mark, text in items)
    return ROW.format(f"<strong>{escape(title)}</strong>{told}")


def _range(low: float, high: float, unit: str) -> str:
    first, last = (number(value, unit, language()) for value in (low, high))
    return first if first == last else f"{first} – {last}"
