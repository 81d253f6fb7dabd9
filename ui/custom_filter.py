"""Custom attributes as filters: the reader chooses one that the data have, and then its values."""

import streamlit as st

from core.scope import Scope
from ui.answers import keys, values_of
from ui.labels import column_label, value_label
from ui.scope import go
from ui.words import say

CHOSEN = "attribute"
FEW = 200
"""Values that are offered all at once; of more, those that contain what is typed."""

OFFERED = 50
"""Of many values, as many as are offered at once."""


def show(view: Scope) -> None:
    """A choice among the attributes, and the values of the chosen one and of those that narrow the page already.

    An attribute that says the same of every conversation narrows nothing and is not offered.
    """
    narrowed = [column for column, _ in view.filters if column in keys()]
    offered = [name for name, key in keys().items() if key.values > 1 and name not in narrowed]
    for column in narrowed:
        _values(view, column)
    if not offered:
        return
    if st.session_state.get(CHOSEN) not in offered:
        st.session_state[CHOSEN] = None
    chosen = st.selectbox(
        say("scope.attribute"),
        offered,
        format_func=column_label,
        key=CHOSEN,
        placeholder=say("scope.attribute_none"),
    )
    if chosen:
        _values(view, chosen)


def _values(view: Scope, column: str) -> None:
    all_values = sorted((value for value in values_of(column) if value is not None), key=str.casefold)
    options = all_values if len(all_values) <= FEW else _found(column, all_values)
    chosen = [value for value in view.values(column) if value is not None]
    key = f"only-{column}"
    st.session_state[key] = chosen
    st.multiselect(
        column_label(column),
        [*chosen, *(value for value in options if value not in chosen)],
        format_func=lambda value: value_label(column, value),
        key=key,
        placeholder=say("scope.everything"),
        on_change=lambda: go(view.narrowed(**{column: tuple(st.session_state[key])})),
    )


def _found(column: str, values: list[str]) -> list[str]:
    """The first of the values that contain what is typed, in any case, by value or label."""
    wanted = st.text_input(say("scope.attribute_search", name=column_label(column)), key=f"search-{column}").casefold()
    found = [value for value in values if wanted in f"{value}\n{value_label(column, value)}".casefold()]
    if len(found) > OFFERED:
        st.caption(say("scope.attribute_found", shown=OFFERED, count=len(found)))
    return found[:OFFERED]
