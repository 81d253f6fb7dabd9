"""What a click on a mark does: the scope narrows to the group that the mark stands for."""

from collections.abc import Mapping

import streamlit as st

from core.drill import narrowed_to
from core.scope import Scope
from ui.scope import go

SPLIT = "split"
"""In the address: what the number that was clicked is split by, below the line of ways on."""

__all__ = ["narrow_to", "narrowed_to"]


def narrow_to(view: Scope, group: Mapping[str, object], metric: str = "", *, drawn: Scope | None = None) -> None:
    """Narrow to a group, put that and the way back into the address, and show the page again.

    Args:
        group: grains and columns with the group's values; whatever else is in it is left alone.
        metric: what the mark shows; the ways on are offered for it.
        drawn: what the mark was drawn of, where that is less than the page shows.
    """
    st.query_params.pop(SPLIT, None)
    go(view.followed(narrowed_to(drawn or view, group), metric))
    st.rerun()
