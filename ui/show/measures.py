"""Several counts beside each other, a bar each; a click opens the conversations behind one."""

import polars as pl
import streamlit as st

from core.charts import bar_rows, bar_spec
from core.scope import Scope
from ui import empty
from ui.answers import ask, declared
from ui.labels import metric_label, metric_meaning
from ui.links import to_list
from ui.show.card import card, draw, ink
from ui.words import language, say


def measures(view: Scope, title: str, *metrics: str) -> None:
    """A bar for each of the metrics, in the order given.

    Args:
        title: what they have in common.
        metrics: of one unit; one conversation may count in several.
    """
    with card(f"measures-{metrics[0]}", title, view, metrics[0], help=_meanings(metrics)):
        answers = ask(view.query(metrics))
        long = answers.unpivot(variable_name="metric", value_name="value")
        if not any(long["value"]):
            empty.no_rows()
            return
        unit = declared(metrics[0]).unit
        names = [metric_label(metric) for metric in long["metric"]]
        rows = bar_rows(long.select(pl.col("value")), "value", names, unit, language())
        first = rows.row(0, named=True)
        told = say("show.alt_bars", title=title, name=first["name"], value=first["shown"])
        spec = bar_spec(language(), say("show.number"), title, ink())
        picked = draw(f"measures-{metrics[0]}", view, rows, spec, told)
        st.caption(say("show.may_overlap"))
        if picked is not None:
            to_list(view, metrics[picked])


def _meanings(metrics: tuple[str, ...]) -> str:
    return "\n\n".join(f"**{metric_label(metric)}**: {metric_meaning(metric)}" for metric in metrics)
