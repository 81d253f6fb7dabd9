"""One column as a filter: its values to choose from, many of them by typing, and a text that they contain."""

import streamlit as st

from core.filters import NUMERIC, Value, is_text
from core.scope import Scope
from ui.answers import values_of
from ui.labels import column_label, value_label
from ui.scope import go
from ui.words import say

FEW = 200
"""Values that are offered all at once; of more, those that contain what is typed."""

OFFERED = 50
"""Of many values, as many as are offered at once."""

NOTHING = "\0"
"""Stands for the group without a name among the options, which Streamlit's list cannot hold."""

CODED = (
    *("channel", "direction", "abandoned_phase", "outcome", "region", "sovereign", "country", "state", "number_type"),
    *("time_zone", "place_reason", "place_conflict", "phone_country", "agent_state", "language"),
)
"""Columns whose values are read by other names than they have: nobody looks for a part of a code."""


def values(view: Scope, column: str) -> None:
    """The values of a column, to choose any of them; what has been chosen stays offered."""
    chosen = ["" if value is None else str(value) for value in view.values(column)]
    chosen = [value or NOTHING for value in chosen]
    known = _known(column)
    if not known and not chosen:
        st.caption(say("scope.no_values", name=column_label(column)))
        return
    options = known if len(known) <= FEW else _found(column, known)
    every = [*(value for value in chosen if value not in options), *options]
    if len(known) > FEW:
        every = [*chosen, *(value for value in options if value not in chosen)]
    names = {option: value_label(column, _value(column, option)) for option in every}
    key = f"only-{column}"
    st.session_state[key] = chosen
    st.multiselect(
        column_label(column),
        every,
        format_func=names.__getitem__,
        key=key,
        placeholder=say("scope.everything"),
        on_change=lambda: go(
            view.narrowed(**{column: tuple(_value(column, option) for option in st.session_state[key])})
        ),
    )


def has_parts(column: str) -> bool:
    """Whether a column is one in whose values people look for a text."""
    return is_text(column) and column not in CODED


def part(view: Scope, column: str) -> None:
    """A text that the values of a column contain."""
    key = f"part-{column}"
    st.session_state[key] = view.part(column)
    st.text_input(
        say("scope.part", name=column_label(column)),
        key=key,
        placeholder=say("scope.part_hint"),
        icon=":material/search:",
        on_change=lambda: go(view.containing(column, st.session_state[key])),
    )


def _known(column: str) -> list[str]:
    """The values of the data by what they are called; weekdays and hours in their order."""
    if column in NUMERIC:
        return [str(number) for number in NUMERIC[column]]
    there = (value for value in values_of(column) if value is not None)
    return sorted(there, key=lambda value: (value_label(column, value).casefold(), value))


def _value(column: str, option: str) -> Value:
    if option == NOTHING:
        return None
    return int(option) if column in NUMERIC else option


def _found(column: str, known: list[str]) -> list[str]:
    """The first of the values that contain what is typed, in any case, by value or label."""
    wanted = st.text_input(say("scope.attribute_search", name=column_label(column)), key=f"search-{column}").casefold()
    found = [value for value in known if wanted in f"{value}\n{value_label(column, value)}".casefold()]
    if len(found) > OFFERED:
        st.caption(say("scope.attribute_found", shown=OFFERED, count=len(found)))
    return found[:OFFERED]
