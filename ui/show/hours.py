"""When in the day: a group by hour; a click goes to that hour of that group."""

import polars as pl
import streamlit as st

from core.charts import heat_spec, hour_rows, ticks_of
from core.scope import Scope
from ui import empty
from ui.answers import ask, declared
from ui.drawn import drawn
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.show.card import card, draw
from ui.show.narrow import narrow_to
from ui.words import language, say

VOLUME = "conversations_offered"


def hours(view: Scope, metric: str, by: str, most: int = 12) -> None:
    """A metric for each hour of the day and each of the groups with the most conversations."""
    unit, label = declared(metric).unit, metric_label(metric)
    title = say("show.hours", metric=label, group=column_label(by).lower())
    with card(f"hours-{by}", title, view, metric, help=metric_help(metric)):
        all_groups = ask(view.query(VOLUME, by=by, sort=VOLUME, descending=True))
        found = ask(view.query(metric, by=("hour_of_day", by)))
        empty.unknown_clock(view, found, metric)
        rows, names = _rows(all_groups, found, metric, by, most)
        if rows.is_empty():
            empty.no_rows()
            return
        ticks = ticks_of(rows["value"]) if unit == "ms" else ()
        spec = heat_spec(unit, language(), label, ticks, names)
        picked = draw(f"hours-{by}-{metric}", view, rows.drop(by), spec, title)
        if all_groups.height > most:
            st.caption(say("show.largest_of", shown=most, count=all_groups.height))
        if picked is not None:
            narrow_to(view, rows.select(by, "hour_of_day").row(picked, named=True), metric)


@drawn
def _rows(
    all_groups: pl.DataFrame, found: pl.DataFrame, metric: str, by: str, most: int
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The cells of the largest groups, and what these are called."""
    known = found.drop_nulls("hour_of_day")
    groups = all_groups.select(by).head(most)
    answers = groups.join(known, on=by, how="inner", nulls_equal=True, maintain_order="left")
    names = tuple(value_label(by, value) for value in answers[by].unique(maintain_order=True))
    return hour_rows(answers, metric, by, names, declared(metric).unit, language()), names
