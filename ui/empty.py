"""What stands where numbers would be when there are none: why, and what to do."""

import streamlit as st

from ui.answers import STATES, ask
from ui.scope import Scope
from ui.sitemap import place
from ui.words import say


def anything(view: Scope) -> bool:
    """Whether any conversation lies within the scope, in whatever state."""
    return any(ask(view.query(STATES)).row(0))


def no_data(view: Scope) -> None:
    """Nothing has been loaded yet."""
    with st.container(border=True, key="no-data"):
        st.subheader(say("empty.no_data"), anchor=False)
        st.markdown(say("empty.how_to_load"))
        st.code("atalaya ingest FILE…", language=None)
        st.page_link(place("data").page(), label=say("empty.go_to_data"), query_params=view.params())


def no_match(view: Scope) -> None:
    """There is data, but not within these filters and this period."""
    with st.container(border=True, key="no-match"):
        st.subheader(say("empty.no_match"), anchor=False)
        st.markdown(say("empty.remove_a_filter") if view.filters else say("empty.widen_the_period"))


def no_rows() -> None:
    """One element of a page has nothing to show."""
    st.caption(say("empty.no_rows"))
