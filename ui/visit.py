"""The visit to a page: a choice that led away from it must not lead away again when the reader comes back."""

import streamlit as st

AT, VISIT = "visit-at", "visit-number"


def arrive(name: str) -> None:
    """Begin another visit when the page is another one than before."""
    if AT not in st.session_state:
        st.session_state[VISIT] = 0
    elif st.session_state[AT] != name:
        st.session_state[VISIT] += 1
    st.session_state[AT] = name


def fresh(key: str) -> str:
    """A key for something that can be chosen, another one on each visit: the browser keeps what was chosen under the
    old one, and sends it again.
    """
    visit = st.session_state.get(VISIT, 0)
    return f"{key}-{visit}" if visit else key
