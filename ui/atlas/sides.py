"""Beside and below the map: the same places as bars, and as a table for those who cannot see the map."""

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.charts import bar_rows, bar_spec
from core.format import number
from core.scope import Scope
from ui.answers import declared
from ui.atlas.levels import METRICS, VOLUME, Level
from ui.grid import Reader, choice
from ui.labels import column_label, metric_help, metric_label
from ui.show.card import draw, ink, stamp
from ui.words import language, say

BARS = 10
MOST_ROWS = 300
NAME_PIXELS = 190
"""The widest name seldom stands in the first rows, by which the browser would choose."""


def bars(view: Scope, level: Level, metric: str, rows: pl.DataFrame) -> int | None:
    """The places with most conversations, in the order of the metric; the row of the bar that was clicked, if any.

    Ordered by a share alone, places with a single conversation would come first. Without places there is nothing: the
    map beside says so.
    """
    largest = rows.with_row_index("place").drop_nulls("code").head(BARS)
    if largest.is_empty():
        return None
    shown = largest.sort([metric, "place"], descending=[True, False], nulls_last=True)
    unit, label = declared(metric).unit, metric_label(metric)
    drawn = bar_rows(shown, metric, shown["name"].to_list(), unit, language())
    first = drawn.row(0, named=True)
    title = say("show.by", group=column_label(level).lower())
    alt = say("show.alt_bars", title=f"{label}, {title}", name=first["name"], value=first["shown"])
    spec = bar_spec(language(), label, column_label(level), ink())
    picked = draw(f"places-bars-{level}-{metric}", view, drawn, spec, alt)
    count = rows["code"].drop_nulls().len()
    if count > BARS:
        st.caption(say("geography.most_conversations", shown=BARS, count=number(count, "count", language())))
    return None if picked is None else int(shown["place"][picked])


def table(view: Scope, level: Level, rows: pl.DataFrame) -> int | None:
    """All places with all metrics, what has no place too; the row that was chosen, if any.

    A row can be chosen by name as well: the table is a picture to keyboards and screen readers.
    """
    shown = rows.head(MOST_ROWS).select("name", VOLUME, "share", *METRICS[1:])
    chosen = choice(
        shown,
        _columns(level),
        _readers(),
        key=f"places-table-{stamp(view, level)}",
        alt=say("geography.alt_table", level=column_label(level).lower()),
        called=("name",),
        label=say("geography.choose"),
    )
    if rows.height > MOST_ROWS:
        st.caption(say("show.largest_of", shown=MOST_ROWS, count=number(rows.height, "count", language())))
    return chosen


def _columns(level: Level) -> dict[str, ColumnConfig]:
    kinds = st.column_config
    metrics = {
        metric: kinds.Column(metric_label(metric), help=metric_help(metric), alignment="right") for metric in METRICS
    }
    share = kinds.Column(say("geography.share_of_all"), alignment="right")
    return {
        "name": kinds.TextColumn(column_label(level), pinned=True, width=NAME_PIXELS),
        VOLUME: metrics.pop(VOLUME),
        "share": share,
        **metrics,
    }


def _readers() -> dict[str, Reader]:
    return {"share": _reader("%"), **{metric: _reader(declared(metric).unit) for metric in METRICS}}


def _reader(unit: str) -> Reader:
    tongue = language()
    return lambda value: number(value, unit, tongue)
