"""Groups side by side, largest first; a click on a bar narrows to its group."""

import streamlit as st

from core.charts import bar_rows, bar_spec
from ui import empty
from ui.answers import ask, declared
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.scope import Scope
from ui.show.card import card, draw, ink
from ui.show.narrow import narrow_to
from ui.words import language, say


def bars(view: Scope, metric: str, by: str, most: int = 10) -> None:
    """A bar for each of the largest groups."""
    unit, label, heading = declared(metric).unit, metric_label(metric), column_label(by)
    title = say("show.by", group=heading.lower())
    with card(f"bars-{by}", title, view, metric, help=metric_help(metric)):
        st.caption(label)
        all_groups = ask(view.query(metric, by=by, sort=metric, descending=True))
        answers = all_groups.head(most)
        if answers.is_empty():
            empty.no_rows()
            return
        rows = bar_rows(answers, metric, [value_label(by, value) for value in answers[by]], unit, language())
        first = rows.row(0, named=True)
        told = say("show.alt_bars", title=title, name=first["name"], value=first["shown"])
        picked = draw(f"bars-{by}-{metric}", view, rows, bar_spec(language(), label, heading, ink()), told)
        if all_groups.height > most:
            st.caption(say("show.largest_of", shown=most, count=all_groups.height))
        if picked is not None:
            narrow_to(view, answers.row(picked, named=True))
