"""Groups side by side, largest first; a click on a bar narrows to its group."""

import polars as pl
import streamlit as st

from core.charts import bar_rows, bar_spec
from core.scope import Scope
from ui import empty
from ui.answers import ask, declared
from ui.drawn import drawn
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.show.card import card, draw, ink
from ui.show.narrow import narrow_to
from ui.words import language, say


def bars(view: Scope, metric: str, by: str, most: int = 10) -> None:
    """A bar for each of the largest groups."""
    title = say("show.by", group=column_label(by).lower())
    with card(f"bars-{by}", title, view, metric, help=metric_help(metric)):
        st.caption(metric_label(metric))
        all_groups = _largest(view, metric, by)
        answers = all_groups.head(most)
        if answers.is_empty():
            empty.no_rows()
            return
        rows = _rows(view, metric, by, most)
        first = rows.row(0, named=True)
        told = say("show.alt_bars", title=title, name=first["name"], value=first["shown"])
        spec = bar_spec(language(), metric_label(metric), column_label(by), ink())
        picked = draw(f"bars-{by}-{metric}", view, rows, spec, told)
        if all_groups.height > most:
            st.caption(say("show.largest_of", shown=most, count=all_groups.height))
        if picked is not None:
            narrow_to(view, answers.row(picked, named=True), metric)


def _largest(view: Scope, metric: str, by: str) -> pl.DataFrame:
    return ask(view.query(metric, by=by, sort=metric, descending=True))


@drawn
def _rows(view: Scope, metric: str, by: str, most: int) -> pl.DataFrame:
    answers = _largest(view, metric, by).head(most)
    names = [value_label(by, value) for value in answers[by]]
    return bar_rows(answers, metric, names, declared(metric).unit, language())
