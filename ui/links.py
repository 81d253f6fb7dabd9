"""Links between pages that carry the scope on: every number is a door to its conversations."""

import streamlit as st

from core.scope import Scope
from ui.answers import declared
from ui.sitemap import place
from ui.words import say

BEHIND = "behind"
"""In the address of the page Conversations: the metric whose conversations are listed."""

LEAST, BELOW = "least", "below"
"""In that address: only conversations whose duration behind the metric is at least, and below, so many seconds."""

TRIED = ("variant", "within", "short", "own")
"""In the address of the page Service level: the rules that are tried."""

MOVED = "moved"
"""In that address: which of the conversations that count otherwise are listed."""

METRIC, PART = "metric", "part"
"""In the address of a passport: the metric whose number it is, and which part of its rows is listed."""


WHICH, SELECTION = "which", "selection"
"""In the address of the page Corrections: that the form is about all conversations of the selection."""


def to_correcting(view: Scope) -> None:
    """A link to the form that corrects all conversations of a selection."""
    st.page_link(
        place("corrections").page(),
        label=say("corrections.correct_these"),
        icon=":material/edit_note:",
        query_params=view.params(**{WHICH: SELECTION}),
    )


def to_passport(view: Scope, metric: str, label: str = "", *, is_back: bool = False, **more: str) -> None:
    """A link to the passport of a metric's number within the same scope: all that it is, and the rows behind it.

    Args:
        is_back: the reader came from there.
        more: what else the address shall say.
    """
    st.page_link(
        place("passport").page(),
        label=label or say("show.passport"),
        icon=":material/arrow_upward:" if is_back else ":material/arrow_forward:",
        icon_position="left" if is_back else "right",
        query_params=view.params(**{METRIC: metric}, **more),
    )


def open_passport(view: Scope, metric: str) -> None:
    """Go to the passport of a metric's number within a scope, as a click on the number does."""
    st.switch_page(place("passport").page(), query_params=view.params(**{METRIC: metric}))


def to_conversations(view: Scope, metric: str, label: str = "") -> None:
    """A link to the conversations that a metric counts, within the same scope; none where it counts no part of any."""
    if not all("conversation_id" in table.by_name for table in declared(metric).tables):
        return
    st.page_link(
        place("conversations").page(),
        label=label or say("show.conversations"),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=view.params(**{BEHIND: metric}),
    )


def to_list(view: Scope, metric: str, since_ms: int = 0, until_ms: int | None = None) -> None:
    """Go to the conversations that a metric counts, as a click on a mark does.

    Args:
        since_ms, until_ms: of a statistic of a duration: only those that lasted at least, and less than, so long.
    """
    bounds = {LEAST: str(since_ms // 1000) if since_ms else "", BELOW: str(until_ms // 1000) if until_ms else ""}
    st.switch_page(place("conversations").page(), query_params=view.params(**{BEHIND: metric}, **bounds))
