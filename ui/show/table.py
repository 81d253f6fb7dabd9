"""A table: a row a group, a column a metric, sorted by value and read in the reader's language."""

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import number
from ui import empty
from ui.answers import ask, declared
from ui.grid import Reader, choice
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.scope import Scope
from ui.show.card import card, stamp
from ui.show.narrow import narrow_to
from ui.words import language, say


def table(view: Scope, *metrics: str, by: str, most: int = 100) -> None:
    """The groups with the most of the first metric; choosing a row narrows to its group."""
    title = say("show.by", group=column_label(by).lower())
    with card(f"table-{by}", title, view, metrics[0]):
        all_groups = ask(view.query(metrics, by=by, sort=metrics[0], descending=True))
        answers = all_groups.head(most)
        if answers.is_empty():
            empty.no_rows()
            return
        shown = answers.with_columns(_names(by, answers[by].to_list()))
        columns: dict[str, ColumnConfig] = {
            by: st.column_config.TextColumn(column_label(by), pinned=True),
            **{
                metric: st.column_config.Column(metric_label(metric), help=metric_help(metric), alignment="right")
                for metric in metrics
            },
        }
        picked = choice(
            shown,
            columns,
            {metric: _reader(metric) for metric in metrics},
            key=f"table-{by}-{stamp(view)}",
            alt=title,
            called=(by,),
            label=say("show.choose", group=column_label(by).lower()),
        )
        if all_groups.height > most:
            st.caption(say("show.largest_of", shown=most, count=all_groups.height))
        if picked is not None:
            narrow_to(view, answers.select(by).row(picked, named=True))


def _names(by: str, values: list[object]) -> pl.Series:
    return pl.Series(by, [value_label(by, value) for value in values], dtype=pl.String)


def _reader(metric: str) -> Reader:
    unit, spoken = declared(metric).unit, language()
    return lambda value: number(value, unit, spoken)
