"""How long customers wait: the share answered, and the share that gave up, by the time waited."""

from copy import deepcopy

import polars as pl
import streamlit as st

from core.charts import answered_rows, answered_spec, ticks_of
from core.format import number
from core.scope import Scope
from core.service_lab import METRIC, targets_ms
from core.settings import Settings
from ui import empty
from ui.grid import durations
from ui.show.card import card, ink, stamp
from ui.show.rows import as_table
from ui.take import take_chart
from ui.words import language, say

LINES = ("answered", "given_up")


def curve(view: Scope, rules: Settings, moments: pl.DataFrame) -> None:
    """The shares of all offered, with a line at each target.

    Args:
        moments: as `core.service_lab.waiting` gives them.
    """
    title = say("lab.curve")
    with card("lab-curve", title, view, METRIC, help=say("lab.curve_help")):
        if moments.is_empty():
            empty.no_rows()
            return
        lines = {line: say(f"lab.curve_{line}") for line in LINES}
        targets = dict.fromkeys(targets_ms(rules), say("lab.target"))
        rows = answered_rows(moments, lines, targets, language())
        labels = (say("lab.waited"), say("lab.share"))
        spec = answered_spec(language(), labels, ticks_of(moments["waited_ms"]), len(targets), ink())
        told = say("show.alt_trend", metric=title, count=moments.height)
        # A point of a curve is no group of conversations: there is nothing to click.
        st.vega_lite_chart(rows, deepcopy(spec), alt=told, width="stretch")
        take_chart(rows, spec, key=f"lab-curve-chart-{stamp(view, repr(rules))}", alt=title)
        shares = dict.fromkeys(LINES, lambda share: number(share, "%", language()))
        columns = {"waited_ms": labels[0], **lines}
        as_table(f"lab-curve-{stamp(view, repr(rules))}", moments, columns, {"waited_ms": durations(), **shares}, title)
