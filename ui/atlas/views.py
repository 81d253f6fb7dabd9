"""Map, bars and table of one answer, side by side; whichever is clicked, the page goes one level deeper."""

import streamlit as st

from core.scope import Scope
from ui.atlas.chart import chart
from ui.atlas.drill import breadcrumb, step_into
from ui.atlas.levels import METRICS, Level, answers
from ui.atlas.places import named
from ui.atlas.sides import bars, table
from ui.atlas.unplaced import unknown_here
from ui.labels import column_label, metric_help, metric_label
from ui.show.card import card
from ui.words import say

__all__ = ["METRICS", "views"]
MAP, BARS = 2, 1
"""Columns that each takes; on a narrow screen the bars go below the map."""
COLUMN_PIXELS = 220


def views(view: Scope, level: Level, metric: str) -> None:
    """The places of a level by a metric."""
    rows = named(view, level, answers(view, level))
    title = say(f"geography.map_{level}", metric=metric_label(metric))
    with card("places", title, view, metric, help=metric_help(metric)):
        breadcrumb(view, level)
        side_by_side = st.grid(MAP + BARS, min_column_width=COLUMN_PIXELS, gap="medium")
        with side_by_side.cell(column_span=MAP):
            picked = chart(view, level, metric, rows)
        with side_by_side.cell(column_span=BARS):
            of_bar = bars(view, level, metric, rows)
        unknown_here(view, level)
    with card("places-table", say("show.by", group=column_label(level).lower()), view, metric):
        of_table = table(view, level, rows)
    found = next((row for row in (picked, of_bar, of_table) if row is not None), None)
    if found is not None:
        step_into(view, level, metric, rows, found)
