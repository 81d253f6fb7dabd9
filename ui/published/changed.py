"""Published numbers that are others today: then, now, why; the way to each number, and to note that it was seen."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from core.errors import AtalayaError
from core.format import difference, moment, number
from core.ledger.causes import LATE
from core.ledger.door import groups_of, scope_of
from core.ledger.noted import note
from core.scope import Scope
from ui.answers import declared, horizon, house, workspace
from ui.grid import choice, moments
from ui.labels import metric_label, plain, value_label
from ui.links import to_conversations, to_passport
from ui.published.held import attempt, schedules_now
from ui.words import in_words, language, say

COLUMNS = ("number", "old", "new", "difference", "why", "report", "figure", "when", "noted")
SHOWN = 500
"""Changes that the table shows; the others are counted, and all of them are in `atalaya published`."""


def show_changed(view: Scope, found: tuple[pl.DataFrame, tuple[str, ...]]) -> None:
    """The list, and what can be done with a change."""
    changes, problems = found
    for problem in problems:
        st.error(say("published.unreadable", problem=plain(in_words(problem), most=500)), icon=":material/error:")
    if changes.is_empty():
        days = schedules_now().schedules.watch_days
        st.success(say("published.all_the_same", days=days), icon=":material/check_circle:")
        return
    open_ones = changes.filter(pl.col("noted_by").is_null())
    words = say("published.open_changes", count=_count(changes.height), open=_count(open_ones.height))
    (st.warning if open_ones.height else st.success)(words, icon=":material/history_edu:")
    shown = changes if st.toggle(say("published.with_noted"), key="with-noted") else open_ones
    if shown.is_empty():
        st.caption(say("published.all_noted"))
        return
    picked = choice(
        _told(shown.head(SHOWN), view),
        {name: st.column_config.TextColumn(say(f"published.column_{name}")) for name in COLUMNS},
        {"when": moments(view.zone, seconds=False)},
        key=f"changes-{shown['change'].hash().sum() % 1_000_000}",
        alt=words,
        called=("number", "old", "new", "report", "figure", "when"),
        label=say("published.choose_change"),
    )
    if shown.height > SHOWN:
        st.caption(say("published.shown", shown=_count(SHOWN), count=_count(shown.height)))
    chosen = shown.row(picked, named=True) if picked is not None else None
    if chosen:
        _one(view, chosen)
    _note(open_ones, chosen)


def _told(changes: pl.DataFrame, view: Scope) -> pl.DataFrame:
    """The changes as they are read, one row each."""
    rows = [
        {
            "when": change["published_at"],
            "report": change["schedule"] or change["title"],
            "figure": change["figure"],
            "number": _name(change),
            "old": _value(change, "old"),
            "new": _value(change, "new"),
            "difference": _difference(change),
            "why": "; ".join(_cause(one) for one in change["why"]),
            "noted": _noted(change, view),
        }
        for change in changes.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, {name: pl.Datetime("ms", "UTC") if name == "when" else pl.String for name in COLUMNS})


def _one(view: Scope, change: Mapping[str, Any]) -> None:
    """All that is known of one change, and the ways to the number."""
    with st.container(border=True, key="change"):
        told = {name: plain(_value(change, name)) for name in ("old", "new")}
        st.markdown(f"**{say('published.why', number=plain(_name(change)), **told)}**")
        for one in change["why"]:
            key = "published.no_share" if one["share"] is None else "published.share"
            share = difference(one["share"], _unit(change), language())
            st.markdown(f"- {say(key, why=plain(_cause(one), most=500), share=plain(share))}")
        scope = _scope(change)
        if scope is None:
            st.caption(say("published.no_door"))
            return
        with st.container(horizontal=True):
            to_passport(scope.speaking(view.language), change["metric"])
            to_conversations(scope.speaking(view.language), change["metric"])


def _scope(change: Mapping[str, Any]) -> Scope | None:
    """What the number is about; None where no page can show it."""
    try:
        declared(change["metric"])
        return scope_of(change, house().time_zone, horizon())
    except AtalayaError:
        return None


def _note(open_ones: pl.DataFrame, chosen: Mapping[str, Any] | None) -> None:
    """Say that somebody has seen a change, or all of them."""
    if open_ones.is_empty():
        return
    with st.container(border=True, key="note"):
        st.markdown(f"**{say('published.note')}**", help=say("published.note_help"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            by = st.text_input(say("published.who"), key="noted-by", width=260, max_chars=100)
            if chosen and chosen["noted_by"] is None:
                one = [chosen["change"]]
                st.button(say("published.note_this"), key="note-this", on_click=_noted_now, args=(one, by))
            label = say("published.note_all", count=_count(open_ones.height))
            every = open_ones["change"].to_list()
            st.button(label, key="note-all", icon=":material/done_all:", on_click=_noted_now, args=(every, by))


def _noted_now(changes: list[str], by: str) -> None:
    attempt(note, workspace().files, changes, by)


def _name(change: Mapping[str, Any]) -> str:
    """The metric and its groups."""
    try:
        groups = [value_label(column, value) for column, value in groups_of(change).items()]
        return " · ".join([metric_label(change["metric"]), *groups])
    except AtalayaError:
        return str(change["metric"])


def _unit(change: Mapping[str, Any]) -> str:
    try:
        return declared(change["metric"]).unit
    except AtalayaError:
        return ""


def _value(change: Mapping[str, Any], name: str) -> str:
    return number(change[name], _unit(change), language())


def _difference(change: Mapping[str, Any]) -> str:
    old, new = change["old"], change["new"]
    return difference(None if old is None or new is None else new - old, _unit(change), language())


def _cause(cause: Mapping[str, Any]) -> str:
    """One cause in words, without its share."""
    if cause["kind"] == LATE:
        period, _, every = cause["about"].partition(" / ")
        told = say("published.why_late", count=_count(int(every)))
        return f"{told} ({say('published.late_of', period=_count(int(period)))})"
    return say(f"published.why_{cause['kind']}", about=cause["about"])


def _noted(change: Mapping[str, Any], view: Scope) -> str:
    if change["noted_by"] is None:
        return ""
    when = moment(change["noted_at"], view.zone, language(), seconds=False)
    return say("published.noted_by", by=change["noted_by"], when=when)


def _count(value: int) -> str:
    return number(value, "count", language())
