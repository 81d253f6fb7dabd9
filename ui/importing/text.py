"""The profile at hand as the text that it is: everything can be said in it, mistakes are told by their line."""

from dataclasses import replace

import streamlit as st

from core.errors import AtalayaError
from core.profiles import read_profile, write_profile
from ui.importing.draft import Draft, draft_now, hold, next_number, tell
from ui.words import say

LINES_PIXELS = 420


def show(draft: Draft) -> None:
    """The text, with a button that takes it over."""
    with st.expander(say("importing.text"), icon=":material/code:", key="importing-text"):
        st.caption(say("importing.text_help"))
        written = write_profile(draft.profile)
        key = f"text-{draft.number}-{abs(hash(written))}"
        st.text_area(say("importing.text_label"), value=written, key=key, height=LINES_PIXELS)
        with st.container(horizontal=True):
            st.button(say("importing.text_use"), key="text-use", icon=":material/check:", on_click=_use, args=(key,))
            st.download_button(
                say("importing.download"),
                written,
                file_name=f"{draft.profile.name}.toml",
                mime="application/toml",
                on_click="ignore",
                icon=":material/download:",
                key="text-download",
            )


def _use(key: str) -> None:
    draft = draft_now()
    if draft is None:
        return
    try:
        profile = read_profile(st.session_state[key], draft.profile.name)
    except AtalayaError as problem:
        tell(problem)
        return
    hold(replace(draft, number=next_number(), profile=profile, is_date_order_told=True).read_by())
