"""The address of what is seen, to be copied: whoever opens it sees the same."""

from urllib.parse import urlencode

import streamlit as st

from core.views.view import READABLE
from ui.words import say


def share() -> None:
    """A button behind which the whole address stands."""
    with st.popover(say("explore.share"), icon=":material/link:", key="share"):
        st.caption(say("explore.share_help"))
        st.code(link(), language=None, wrap_lines=True)


def link() -> str:
    """The address of this page as the browser knows it, with all that is seen."""
    place = (st.context.url or "").partition("?")[0]
    params = urlencode(st.query_params.to_dict(), safe=READABLE.strip())
    return f"{place}?{params}" if params else place
