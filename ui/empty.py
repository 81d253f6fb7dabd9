"""What stands where numbers would be when there are none: why, and what to do."""

import polars as pl
import streamlit as st

from core.format import number
from core.intervals.there import any_interval, has_only_intervals
from core.notebooks.built_in import PREFIX
from core.period import read_period
from core.scope import Scope
from core.scope_words import part_in_words
from ui.answers import STATES, ask, declared, horizon, house, snapshot
from ui.labels import filter_label, labels, plain
from ui.links import to_conversations
from ui.notebook.links import spoken, to_notebook
from ui.scope import go
from ui.sitemap import place
from ui.words import language, say

OF_INTERVALS = ("explore", "passport", "data_quality")
"""The pages that can be asked of files of counts, too; notebooks look for themselves."""


def anything(view: Scope, page: str = "") -> bool:
    """Whether any conversation lies within the scope, in whatever state; or what else the page can show."""
    if any(ask(view.query(STATES)).row(0)):
        return True
    return page in OF_INTERVALS and any_interval(snapshot(), view.query(STATES), house())


def no_data(view: Scope) -> None:
    """Nothing has been loaded yet."""
    with st.container(border=True, key="no-data"):
        st.subheader(say("empty.no_data"), anchor=False)
        st.markdown(say("empty.how_to_load"))
        st.code("atalaya ingest FILE…", language=None)
        st.page_link(place("data").page(), label=say("empty.go_to_data"), query_params=view.params())


def no_match(view: Scope) -> None:
    """There is data, but not within these filters and this period; one click each to what there would be."""
    if has_only_intervals(snapshot()):
        _only_intervals()
        return
    with st.container(border=True, key="no-match"):
        st.subheader(say("empty.no_match"), anchor=False)
        st.markdown(say("empty.what_helps"))
        for column, values in view.filters:
            _wider(view.narrowed(**{column: ()}), say("empty.without", filter=filter_label(column, values)), column)
        for column, text in view.parts:
            told = plain(part_in_words(column, text, labels()))
            _wider(view.narrowed(**{column: ()}), say("empty.without", filter=told), f"part-{column}")
        data = horizon()
        whole = read_period("all", data, view.zone) if data else None
        if whole:
            _wider(view.during(whole), say("empty.whole_period"), "period")


def _only_intervals() -> None:
    """There are files of counts alone: where their numbers are."""
    with st.container(border=True, key="only-intervals"):
        st.subheader(say("empty.only_intervals"), anchor=False)
        st.markdown(say("empty.where_intervals"))
        to_notebook(f"{PREFIX}reported", say("empty.to_intervals"))
        there = place("explore")
        st.page_link(there.page(), label=say("empty.to_explore"), icon=there.icon, query_params=spoken())


def _wider(view: Scope, label: str, name: str) -> None:
    """A button that leads to a wider scope, when that has something to show."""
    found = ask(view.query("conversations_offered"))["conversations_offered"][0]
    if found:
        told = number(found, "count", language())
        st.button(f"{label}: {told}", key=f"wider-{name}", type="tertiary", on_click=go, args=(view,))


def unknown_clock(view: Scope, answers: pl.DataFrame, metric: str) -> None:
    """What a chart of times cannot draw: the group of the customers whose clock is not known, as a door to it.

    Args:
        answers: the grain first.
    """
    if answers.to_series().null_count():
        unknown = view.narrowed(hour_of_day=None)
        value = number(ask(unknown.query(metric))[metric][0], declared(metric).unit, language())
        to_conversations(unknown, metric, say("empty.unknown_clock", value=value))


def no_rows() -> None:
    """One element of a page has nothing to show."""
    st.caption(say("empty.no_rows"))
