"""Breadcrumbs: the clicks that led into a view, each a way back to where it led."""

import streamlit as st

from core.filters import column_of
from core.scope import PATH, Scope
from core.scope_words import period_in_words, times_in_words
from core.trail import Step
from ui.labels import labels, plain, value_label
from ui.scope import go_to, scope_of
from ui.show.narrow import SPLIT
from ui.words import say

MOST = 3
"""Values that are named in a crumb."""


def crumbs(view: Scope) -> None:
    """From where the reader started to where they are; all but the last are buttons."""
    earlier = [view.params_at(number) for number in range(len(view.trail))]
    stops = [*(scope_of(params) for params in earlier), view]
    st.button(
        say("trail.start"),
        key="back-to-0",
        type="tertiary",
        icon=":material/undo:",
        help=say("trail.back"),
        on_click=_back,
        args=(earlier[0],),
    )
    for number, step in enumerate(view.trail, start=1):
        name = f"› {_name(step, stops[number - 1], stops[number])}"
        if number == len(view.trail):
            st.markdown(f"**{name}**", width="content")
        else:
            st.button(name, key=f"back-to-{number}", type="tertiary", on_click=_back, args=(earlier[number],))


def _back(params: dict[str, str]) -> None:
    for name in (SPLIT, PATH):
        st.query_params.pop(name, None)
    go_to(params)


def _name(step: Step, before: Scope, after: Scope) -> str:
    """What a click chose, in a few words: the values of its columns, or the time alone where it chose no column."""
    columns = [column_of(name) for name, _ in step.before if name not in ("period", "tz")]
    chosen = [
        ", ".join(plain(value_label(column, value)) for value in after.values(column)[:MOST])
        for column in columns
        if after.values(column)
    ]
    return ", ".join(chosen) or _when(before, after)


def _when(before: Scope, after: Scope) -> str:
    """The period; of a part of the day that one had gone to, the times alone."""
    if before.period is None or after.period is None:
        return say("trail.wider")
    is_same_day = before.period.days == 1 and before.period.first == after.period.first and after.period.is_part
    told = times_in_words if is_same_day else period_in_words
    return plain(told(after.period, after.zone, labels()))
