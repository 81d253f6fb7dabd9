"""What a whole consists of: a donut of its few largest parts; a click narrows to one."""

import polars as pl
import streamlit as st

from core.charts import donut_rows, donut_spec
from core.charts.donut import MOST_PARTS
from core.format import number
from core.scope import Scope
from ui import empty
from ui.answers import ask
from ui.drawn import drawn, theme
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.show.bars import bars
from ui.show.card import card, draw, ink
from ui.show.narrow import narrow_to
from ui.words import language, say

OTHERS_GREY = {"light": "#87969C", "dark": "#6F8188"}


def donut(view: Scope, metric: str, by: str) -> None:
    """The groups of a count as parts of the whole; bars where one conversation counts in several groups."""
    answers = _largest(view, metric, by)
    whole = ask(view.query(metric)).item()
    if answers[metric].sum() != whole:
        bars(view, metric, by)
        return
    heading, label = column_label(by), metric_label(metric)
    title = say("show.by", group=heading.lower())
    with card(f"donut-{by}", title, view, metric, help=metric_help(metric)):
        st.caption(label)
        answers = _parts(answers, metric)
        if answers.is_empty():
            empty.no_rows()
            return
        rows = _rows(view, metric, by)
        labels = (heading, label, say("show.share"))
        spec = donut_spec(
            language(), tuple(rows["part"]), _colours(), labels, number(whole, "count", language()), ink()
        )
        told = say("show.alt_bars", title=title, name=rows["name"][0], value=rows["share"][0])
        picked = draw(f"donut-{by}-{metric}", view, rows, spec, told)
        if picked is not None and (picked < MOST_PARTS or rows.height == answers.height):
            narrow_to(view, answers.select(by).row(picked, named=True), metric)


def _parts(answers: pl.DataFrame, metric: str) -> pl.DataFrame:
    return answers.filter(answers[metric] > 0)


@drawn
def _rows(view: Scope, metric: str, by: str) -> pl.DataFrame:
    answers = _parts(_largest(view, metric, by), metric)
    names = [value_label(by, value) for value in answers[by]]
    return donut_rows(answers, metric, names, say("show.others"), language())


def _largest(view: Scope, metric: str, by: str) -> pl.DataFrame:
    return ask(view.query(metric, by=by, sort=metric, descending=True))


def _colours() -> tuple[str, ...]:
    return (*st.get_option(f"theme.{theme()}.chartCategoricalColors")[:MOST_PARTS], OTHERS_GREY[theme()])
