"""All other filters behind one choice: what narrows the page stands there open, and one more can be added."""

import streamlit as st

from core.filters import CLOCKED, DATED
from core.scope import Scope
from ui.answers import keys
from ui.column_filter import has_parts, part, values
from ui.labels import column_label
from ui.words import say

ADD = "add-filter"
PART = "*"
"""Before a column's name among the options: a text that its values contain."""

OFFERED = (
    *("handling_team_name", "agent_name", "outcome", "region", "country", "state", "city", "area_code", "time_zone"),
    *("weekday", "hour_of_day", "handling_department_name", "last_queue_name", "workflow_name", "campaign"),
    *("language", "abandoned_phase", "hang_up_by", "initiated_by", "agent_team_name", "agent_department_name"),
    *("agent_role", "agent_location", "agent_manager", "agent_state", "phone_country", "number_type", "zip", "area"),
)
"""The columns that can be added, the usual ones first; the data's own attributes follow."""


def show(view: Scope, always: tuple[str, ...]) -> None:
    """What narrows the page beside the filters that are always open, and a choice to add another.

    An attribute that says the same of every conversation narrows nothing and is not offered.

    Args:
        always: columns whose values have a control of their own in any case.
    """
    narrowed = [column for column, _ in view.filters if column not in (*always, *DATED, *CLOCKED)]
    parts = [column for column, _ in view.parts]
    for column in narrowed:
        values(view, column)
    for column in parts:
        part(view, column)
    attributes = [name for name, key in keys().items() if key.values > 1]
    columns = [column for column in (*OFFERED, *attributes) if column not in narrowed]
    texts = [PART + column for column in (*always, *columns) if has_parts(column) and column not in parts]
    names = {name: _name(name) for name in (*columns, *texts)}
    if st.session_state.get(ADD) not in names:
        st.session_state[ADD] = None
    chosen = st.selectbox(
        say("scope.add"),
        list(names),
        format_func=names.__getitem__,
        key=ADD,
        placeholder=say("scope.add_hint"),
    )
    if chosen and chosen.startswith(PART):
        part(view, chosen.removeprefix(PART))
    elif chosen:
        values(view, chosen)


def _name(option: str) -> str:
    if option.startswith(PART):
        return say("scope.part", name=column_label(option.removeprefix(PART)))
    return column_label(option)
