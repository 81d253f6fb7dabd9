"""When customers who wait give up, and when they would if nobody answered sooner."""

from copy import deepcopy

import polars as pl
import streamlit as st

from core.charts import curve_rows, curve_spec, ticks_of
from core.format import number
from core.patience import METRIC
from core.patience import patience as patience_of
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui import empty
from ui.answers import settings, snapshot
from ui.drawn import drawn
from ui.grid import counts, durations
from ui.kept import kept
from ui.show.card import card, stamp
from ui.show.rows import as_table
from ui.take import take_chart
from ui.words import language, say

LINES = ("if_unanswered", "of_offered")
KEPT = 500


def patience(view: Scope) -> None:
    """The share of waits given up, by the time waited: as it happened, and as it would have."""
    title = say("patience.title")
    with card("patience", title, view, METRIC, help=say("patience.help")):
        moments = _patience(snapshot(), view.query(METRIC), settings())
        if moments.is_empty():
            empty.no_rows()
            return
        lines = {line: say(f"patience.{line}") for line in LINES}
        rows = _rows(moments)
        labels = (say("patience.waited"), say("patience.share"), say("patience.waiting"))
        spec = curve_spec(language(), labels, ticks_of(moments["waited_ms"]))
        told = say("show.alt_trend", metric=title, count=moments.height)
        # A point of a curve is no group of conversations: there is nothing to click.
        st.vega_lite_chart(rows, deepcopy(spec), alt=told, width="stretch")
        take_chart(rows, spec, key=f"patience-chart-{stamp(view)}", alt=title)
        columns = {"waited_ms": labels[0], **lines, "waiting": labels[2]}
        shares = dict.fromkeys(LINES, lambda share: number(share, "%", language()))
        readers = {"waited_ms": durations(), **shares, "waiting": counts()}
        as_table(f"patience-{stamp(view)}", moments, columns, readers, title)


@drawn
def _rows(moments: pl.DataFrame) -> pl.DataFrame:
    return curve_rows(moments, {line: say(f"patience.{line}") for line in LINES}, language())


@kept(KEPT)
def _patience(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return patience_of(now, query, rules)
