"""What was sent: every run and every report published by hand, failures first, found by words and by schedule."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from core.format import moment, number
from core.ledger.kept_files import content_of
from core.ledger.log import BY_HAND, FAILED, OPEN, PARTLY, SENT, Run
from core.scope import Scope
from ui.answers import workspace
from ui.grid import choice, moments
from ui.labels import plain
from ui.loads import size
from ui.words import in_words, language, say

FAILURES = (FAILED, PARTLY, OPEN)
COLUMNS = ("when", "state", "report", "schedule", "period", "to", "failed", "data")
SHOWN = 500
EVERY, HAND = "", " "
"""Choices of the filter that are no schedules: a name has no blank."""


def show_sent(view: Scope, runs: Sequence[Run]) -> None:
    """The list, and one run of it."""
    if not runs:
        st.info(say("published.nothing_sent"), icon=":material/outgoing_mail:")
        return
    found = _found(runs)
    if not found:
        st.caption(say("published.nothing_found"))
        return
    first = standing(runs)
    shown = sorted(found, key=lambda run: (run.id not in first, -run.begun_at.timestamp()))[:SHOWN]
    picked = choice(
        pl.DataFrame([_row(run) for run in shown], _SCHEMA),
        {name: st.column_config.TextColumn(say(f"published.column_{name}")) for name in COLUMNS},
        {name: moments(view.zone, seconds=False) for name in ("when", "data")},
        key=f"runs-{len(runs)}-{len(found)}",
        alt=say("page.published.question"),
        called=("when", "report", "state"),
        label=say("published.choose_run"),
    )
    if len(found) > SHOWN:
        st.caption(say("published.shown", shown=_count(SHOWN), count=_count(len(found))))
    if picked is not None:
        _one(view, shown[picked])


def state_told(run: Run) -> str:
    """How a run ended, in words."""
    if run.why == BY_HAND:
        return say("published.published")
    return say(f"published.state_{run.state}")


def standing(runs: Sequence[Run]) -> set[str]:
    """The ids of the runs that did not reach everybody, or not whole, and that no later one of their schedule made up
    for; those that have not ended are among them.
    """
    well = {run.schedule: run.begun_at for run in runs if run.state == SENT and not run.problem}
    return {
        run.id
        for run in runs
        if (run.state in FAILURES or run.problem) and (run.schedule not in well or well[run.schedule] < run.begun_at)
    }


def _found(runs: Sequence[Run]) -> list[Run]:
    """The runs that fit what is looked for."""
    schedules = sorted({run.schedule for run in runs if run.schedule})
    names = {EVERY: say("published.all_schedules"), HAND: say("published.by_hand")} | {one: one for one in schedules}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("published.of_schedule"), list(names), format_func=names.__getitem__, key="of-schedule", width=260
        )
        hint = say("published.search_hint")
        wanted = st.text_input(say("published.search"), placeholder=hint, key="sent-search", icon=":material/search:")
    of_schedule = [run for run in runs if chosen == EVERY or run.schedule == (chosen or "").strip()]
    words = wanted.casefold().split()
    return [run for run in of_schedule if all(word in _words(run) for word in words)]


def _words(run: Run) -> str:
    """All that can be looked for in a run."""
    told = [run.id, run.schedule, run.notebook, run.title, run.period, run.problem, in_words(run.problem)]
    told += [str(file["name"]) for file in run.files]
    for to in run.to.values():
        told += [to.name, *to.recipients, *to.failed.values()]
    return " ".join(told).casefold()


_SCHEMA = {name: pl.Datetime("ms", "UTC") if name in ("when", "data") else pl.String() for name in COLUMNS}


def _row(run: Run) -> dict[str, object]:
    failed = [f"{who} ({in_words(why)})" for to in run.to.values() for who, why in to.failed.items()]
    return {
        "when": run.begun_at,
        "state": state_told(run),
        "report": run.title or run.notebook,
        "schedule": run.schedule,
        "period": run.period,
        "to": ", ".join(who for to in run.to.values() for who in to.delivered),
        "failed": ", ".join(failed) or in_words(run.problem),
        "data": run.data_end,
    }


def _one(view: Scope, run: Run) -> None:
    """Whom it reached, what it was made of, and its files."""
    with st.container(border=True, key="run"):
        st.markdown(f"**{plain(run.title or run.notebook)}** · {state_told(run)} · {plain(run.id)}")
        if run.is_made:
            when, end = (moment(one, view.zone, language(), seconds=False) for one in (run.begun_at, run.data_end))
            st.caption(say("published.made_of", when=when, version=run.version, end=end, zone=view.zone))
        if run.problem:
            st.error(plain(in_words(run.problem), most=1_000), icon=":material/error:")
        if run.missed:
            st.caption(say("published.missed", count=_count(run.missed)))
        _reached(view, run)
        _files(run)


def _reached(view: Scope, run: Run) -> None:
    """Who has it, who has not and why, and who may have it twice."""
    for to in run.to.values():
        for who, at in to.delivered.items():
            told = {"to": plain(to.name), "who": plain(who), "when": moment(at, view.zone, language())}
            st.markdown(f":material/check: {say('published.delivered', **told)}")
        for who, why in to.failed.items():
            told = {"to": plain(to.name), "who": plain(who), "why": plain(in_words(why), most=500)}
            st.markdown(f":material/close: {say('published.undelivered', **told)}")
        if to.is_uncertain or to.last_try:
            st.warning(say("published.perhaps", to=plain(to.name)), icon=":material/content_copy:")
        if to.tries > 1:
            st.caption(say("published.tries", count=_count(to.tries)))


def _files(run: Run) -> None:
    if not run.files:
        return
    contents = content_of(workspace().files, run)
    if contents is None:
        st.caption(say("published.files_gone"))
        return
    with st.container(horizontal=True):
        for name, content in contents.items():
            label = say("published.file", name=plain(name), size=size(len(content), language()))
            st.download_button(label, content, name, key=f"file-{name}", icon=":material/download:", on_click="ignore")


def _count(value: int) -> str:
    return number(value, "count", language())
