"""What a click on a mark does: the scope narrows to the group that the mark stands for."""

from collections.abc import Mapping

import streamlit as st

from core.drill import narrowed_to
from core.scope import Scope
from ui.scope import go, scope

SPLIT = "split"
"""In the address: what the number that was clicked is split by, below the line of ways on."""

__all__ = ["narrow_to", "narrowed_to"]


def narrow_to(view: Scope, group: Mapping[str, object], metric: str = "") -> None:
    """Narrow to a group, put that and the way back into the address, and show the page again.

    Args:
        view: what the mark was drawn of, which may be more or less than the page shows: the way back leads to that.
        group: grains and columns with the group's values; whatever else is in it is left alone.
        metric: what the mark shows; the ways on are offered for it.
    """
    wanted = narrowed_to(view, group)
    st.query_params.pop(SPLIT, None)
    go(scope().followed(wanted, metric))
    st.rerun()
