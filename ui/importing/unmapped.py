"""What is left over: columns of which nothing is made, and which of them become attributes of the conversation."""

import streamlit as st

from core.format import number
from core.profiles.profile import ALL
from core.profiles.targets import INTERVALS
from ui.importing.draft import Draft, change, is_unnamed
from ui.importing.samples import column_name, samples_of
from ui.labels import plain
from ui.words import language, say

LISTED = 60
"""Columns that are listed with samples; of more, how many they are."""

KEEP = "importing-keep"


def show(draft: Draft) -> None:
    """The list, with a choice of what is kept."""
    left = draft.unmapped
    if not left:
        return
    count = number(len(left), "count", language())
    called = column_name if is_unnamed(draft) else str
    with st.expander(say("importing.unmapped", count=count), icon=":material/more_horiz:", key="importing-unmapped"):
        if draft.profile.kind != INTERVALS:
            key = f"{KEEP}-{draft.number}"
            st.session_state[key] = [name for name in draft.profile.kept(draft.table.columns) if name in left]
            names = {name: called(name) for name in left}
            st.multiselect(
                say("importing.keep"),
                list(left),
                format_func=names.__getitem__,
                key=key,
                help=say("importing.keep_help"),
                placeholder=say("importing.keep_none"),
                on_change=_keep,
                args=(key,),
            )
            st.button(say("importing.keep_all"), key="keep-all", on_click=change, kwargs={"keep": ALL}, type="tertiary")
        lines = [f"- **{plain(called(name))}** — {samples_of(draft, (name,)) or '–'}" for name in left[:LISTED]]
        st.markdown("\n".join(lines))
        if len(left) > LISTED:
            st.caption(say("importing.first_of", shown=number(LISTED, "count", language()), count=count))


def _keep(key: str) -> None:
    change(keep=tuple(st.session_state[key]))
