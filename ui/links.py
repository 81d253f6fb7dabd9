"""Links between pages that carry the scope on: every number is a door to its conversations."""

import streamlit as st

from ui.scope import Scope
from ui.sitemap import place
from ui.words import say

BEHIND = "behind"
"""In the address of the page Conversations: the metric whose conversations are listed."""


def to_conversations(view: Scope, metric: str, label: str = "") -> None:
    """A link to the conversations that a metric counts, within the same scope."""
    st.page_link(
        place("conversations").page(),
        label=label or say("show.conversations"),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=view.params(**{BEHIND: metric}),
    )
