"""Agents' time by activity over the period; a click goes to that hour, day, week or month."""

from typing import Any

import polars as pl
import streamlit as st

from core.charts import complete, fitting_grain, ticks_of
from core.charts.area import area_rows, area_spec
from core.period import Period
from core.scope import Scope
from ui import empty
from ui.agents.colours import METRIC, activity_colours, activity_label
from ui.answers import ask, house
from ui.drawn import drawn
from ui.labels import metric_help
from ui.show.card import card, draw
from ui.show.narrow import narrow_to
from ui.words import language, say

PREFIX = "time in "


def activities(view: Scope) -> None:
    """What agents who were logged in were set to, stacked."""
    period = view.period
    if period is None:
        return
    grain = fitting_grain(period.length)
    title = say(f"show.trend_by_{grain}", metric=say("agents.activities"))
    with card("activities", title, view, METRIC, help=metric_help(METRIC)):
        if _told(view, grain).is_empty():
            empty.no_rows()
            return
        answers, rows, spec = _picture(view, grain, period)
        picked = draw("activities", view, rows, spec, say("show.alt_trend", metric=title, count=answers.height))
        st.caption(say("agents.without_offline"))
        if picked is not None:
            narrow_to(view, answers.select(grain).row(picked, named=True), METRIC)


def _told(view: Scope, grain: str) -> pl.DataFrame:
    """The times of which there is something to be seen: one row a moment and activity."""
    found = ask(view.query(METRIC, by=(grain, "activity")))
    offline = house().offline_activities
    return found.filter(~pl.col("activity").is_in(offline).fill_null(False), pl.col(METRIC) > 0)


@drawn
def _picture(view: Scope, grain: str, period: Period) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Any]]:
    """One row a moment; the rows that are drawn of them; how."""
    told = _told(view, grain)
    whole = complete(told, grain, period, view.clock, {METRIC: "ms"})
    colours = {name: colour for name, colour in activity_colours(view).items() if name in set(told["activity"])}
    # A column's name of its own, so that an activity may be called "day".
    names = {f"{PREFIX}{name or ''}": activity_label(name) for name in colours}
    parts = whole.with_columns(activity=PREFIX + pl.col("activity").fill_null(""))
    answers = parts.pivot("activity", index=grain, values=METRIC, aggregate_function="sum").fill_null(0).sort(grain)
    spec = area_spec(
        "ms",
        grain,
        language(),
        tuple(names.values()),
        tuple(colours.values()),
        (say("agents.part"), say("agents.whole")),
        answers.height,
        ticks_of(answers.select(pl.sum_horizontal(list(names))).to_series()),
    )
    return answers, area_rows(answers.select(grain, *names), names, "ms", language()), spec
