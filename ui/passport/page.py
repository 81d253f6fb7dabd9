"""The page of a passport: the number that the address names, from its definition down to its rows."""

from difflib import get_close_matches

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import UnknownName
from core.passport import Passport, passport
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import metrics, settings, snapshot
from ui.kept import kept
from ui.labels import metric_label, plain
from ui.links import METRIC
from ui.passport import again, facts, made, rows
from ui.show.tiles import headline
from ui.sitemap import place
from ui.words import language, say

KEPT = 500
CLOSE_ENOUGH = 0.7
LONGEST_TEXT = 2_000


def show(view: Scope) -> None:
    """The number that the address names; where it names none, or one that does not exist, where to find one."""
    asked = st.query_params.get(METRIC, "").strip()
    try:
        one = _passport(snapshot(), view.query(asked or "none"), asked, settings(), view.versus)
    except UnknownName:
        _not_found(view, asked)
        return
    with _abreast("number"):
        with st.container(border=True, height="stretch", key=f"tile-{asked}"):
            headline(view, asked)
        with st.container(border=True, height="stretch", key="meaning"):
            _meaning(view, one)
    made.show(one)
    with _abreast("question"):
        with st.container(border=True, height="stretch", key="facts"):
            facts.show(view, one)
        with st.container(border=True, height="stretch", key="again"):
            again.show(view, one)
    rows.show(view, one)


def _abreast(name: str) -> DeltaGenerator:
    """Two cards beside each other, where the window has room for them."""
    return st.grid(2, min_column_width=340, gap="small", key=name)


# The same number is asked for again with each page of its rows that is turned.
@kept(KEPT)
def _passport(now: Snapshot, query: Query, metric: str, rules: Settings, versus: str) -> Passport:
    return passport(now, query, metric, rules, versus)


def _meaning(view: Scope, one: Passport) -> None:
    """The definition, what to mind, where it comes from, and where it is explained in full."""
    st.subheader(metric_label(one.metric.name), anchor=False)
    st.markdown(plain(getattr(one.metric.meaning, language()), LONGEST_TEXT))
    if notes := getattr(one.metric.notes, language()):
        st.markdown(f"**{say('definitions.notes')}** {plain(notes, LONGEST_TEXT)}")
    told = {
        "better": say(f"definitions.better.{one.metric.better}"),
        "null": plain(getattr(one.metric.null_rule, language()), LONGEST_TEXT),
        "source": plain(one.metric.source, LONGEST_TEXT),
    }
    st.caption("  \n".join(f"**{say(f'definitions.fact.{name}')}** {text}" for name, text in told.items()))
    definitions = place("definitions")
    st.page_link(
        definitions.page(),
        label=say("passport.definition"),
        icon=definitions.icon,
        query_params=view.params(**{METRIC: one.metric.name}),
    )


def _not_found(view: Scope, asked: str) -> None:
    """What to do, and the numbers that may have been meant."""
    with st.container(border=True, key="not-found"):
        st.subheader(say("passport.unknown" if asked else "passport.none"), anchor=False)
        st.markdown(say("passport.unknown_help", name=plain(asked)) if asked else say("passport.none_help"))
        with st.container(horizontal=True, gap="small", key="near"):
            for near in get_close_matches(asked, list(metrics()), cutoff=CLOSE_ENOUGH):
                st.button(plain(metric_label(near)), key=f"to-{near}", on_click=again.turn_to, args=(near,))
        with st.container(horizontal=True, gap="medium"):
            for name in ("overview", "definitions"):
                there = place(name)
                st.page_link(there.page(), label=there.title, icon=there.icon, query_params=view.params())
